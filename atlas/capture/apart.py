"""A process of its own for work on what strangers sent, with a bound on time and memory: a page is a program of sorts
for the parsers it goes through, and some are made to take hours.

In: a module that calls `serve` when it is run, and jobs for it. Out: its answers, or a `Failure`. The process is
started with the first job and kept for the next, for a start takes longer than most pages. It ends with this one, and
after a job that it did not survive.
"""

from __future__ import annotations

import atexit
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from atlas.capture.failure import Failure

SECONDS = 60.0
MEMORY_BYTES = 1 << 30
GRACE_SECONDS = 5.0  # after which a process whose parent is gone ends by itself


class Apart:
    """The process of a module, one job at a time."""

    def __init__(self, module: str, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.RLock()
        atexit.register(self.end)

    def ask(self, job: dict[str, Any], what: str) -> dict[str, Any]:
        """The answer to a job; `what` names it when there is none."""
        with self._lock:
            try:
                answer = json.loads(self._line(json.dumps(job).encode() + b"\n", what))
            except BaseException:
                self.end()  # whatever it still answers is no answer to the next job
                raise
        return dict(answer)

    def end(self) -> None:
        """Ends the process, if there is one."""
        with self._lock:
            process, self._process = self._process, None
            if process is None:
                return
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what was still to be written has no reader any more
                    pipe.close()  # type: ignore[union-attr]

    def _line(self, job: bytes, what: str) -> bytes:
        process = self._running()
        began = time.monotonic()
        late = threading.Timer(self.seconds, process.kill)
        late.start()
        try:
            process.stdin.write(job)  # type: ignore[union-attr]
            process.stdin.flush()  # type: ignore[union-attr]
            line = process.stdout.readline()  # type: ignore[union-attr]
        except OSError:
            line = b""
        finally:
            late.cancel()
        if line.endswith(b"\n"):
            return line
        if time.monotonic() - began >= self.seconds:
            raise Failure("unreadable", f"{what} cannot be read within {self.seconds:g} seconds")
        raise Failure("unreadable", f"{what} cannot be read: its reader ran out of memory or broke down")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            command = [sys.executable, "-m", self._module]
            pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere)
        return self._process


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """What the process does: answers a job a line until there are no more."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ImportError, ValueError, OSError):
        pass  # no such bound on this system; the one on time holds
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # whatever a parser prints is no answer
    for line in sys.stdin.buffer:
        _alarm(SECONDS + GRACE_SECONDS)
        answers.write(json.dumps(answer(json.loads(line))).encode() + b"\n")
        answers.flush()
        _alarm(0)


def _alarm(seconds: float) -> None:
    """Ends this process after some time, in the midst of a parser too; 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
