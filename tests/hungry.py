"""A reader that takes as much memory as it is told to, for the trial of `apart`'s bound.

python -m tests.hungry
"""

from __future__ import annotations

from atlas.capture.apart import serve

if __name__ == "__main__":
    serve(lambda job: {"length": len(bytearray(job["bytes"]))})
