"""PDF to text, in a process of its own with a bound on time and memory: a PDF is a program of sorts, and a stranger's.

In: the bytes of a PDF. Out: its text, pages apart by a blank line. Refused, as a `Failure`: what is encrypted,
damaged, has no text layer (a scan is not guessed at), or takes more than a minute or a gigabyte.

    python -m atlas.capture.pdf <terms.pdf
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zlib

from atlas.capture.failure import Failure

SECONDS = 60
MEMORY_BYTES = 1 << 30
# What pypdf raises for bytes that are none of a PDF, besides its own class, which is a ValueError or one of these.
_DAMAGED = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
            ValueError, OSError, NotImplementedError, zlib.error)  # fmt: skip


def text_of_pdf(body: bytes) -> str:
    """The text of a PDF."""
    command = [sys.executable, "-m", "atlas.capture.pdf"]
    try:
        done = subprocess.run(command, input=body, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Failure("unreadable", f"the PDF cannot be read within {SECONDS} seconds") from None
    if done.returncode or not done.stdout:
        raise Failure("unreadable", "the PDF cannot be read: its reader ran out of memory or broke down")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise Failure("unreadable", answer["fault"])
    return str(answer["text"])


def _read(body: bytes) -> dict[str, str]:
    """Runs in the process of its own."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"fault": "the PDF is encrypted"}
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_DAMAGED) as error:
        return {"fault": f"the PDF is damaged: {error}"}
    if not any(page.strip() for page in pages):
        return {"fault": "the PDF has no text layer; it is a scan, which is not guessed at"}
    return {"text": "\n\n".join(page.strip("\n") for page in pages)}


def _main() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    except (ImportError, ValueError, OSError):
        pass  # no such bound on this system; the one on time holds
    sys.stdout.write(json.dumps(_read(sys.stdin.buffer.read())))


if __name__ == "__main__":
    _main()
