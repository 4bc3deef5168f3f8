"""PDF to text.

In: the bytes of a PDF. Out: its text, pages apart by a blank line. Refused, as a `Failure`: what is encrypted, damaged,
or has no text layer (a scan is not guessed at). A PDF is a program of sorts, and a stranger's: `apart` bounds its time
and memory.
"""

from __future__ import annotations

import io
import zlib

from atlas.capture.failure import Failure

# What pypdf raises for bytes that are none of a PDF, besides its own class, which is a ValueError or one of these.
_DAMAGED = (ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, RecursionError, TypeError,
            ValueError, OSError, NotImplementedError, zlib.error)  # fmt: skip


def text_of_pdf(body: bytes) -> str:
    """The text of a PDF."""
    from pypdf import PdfReader  # takes long to load, and few documents are PDF
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Failure("unreadable", "the PDF is encrypted")
        pages = [page.extract_text() for page in reader.pages]
    except (PyPdfError, *_DAMAGED) as error:
        raise Failure("unreadable", f"the PDF is damaged: {error}") from None
    if not any(page.strip() for page in pages):
        raise Failure("unreadable", "the PDF has no text layer; it is a scan, which is not guessed at")
    return "\n\n".join(page.strip("\n") for page in pages)
