"""What looks like something else than the document is doubted, and the document is not."""

from __future__ import annotations

import pytest

from atlas.capture.suspicion import Found, doubts

TERMS = "# Terms\n\n" + "We may share what you give us with those who need it to run the service. " * 30
URL = "https://acme.example/legal/terms"


def found(text: str = TERMS, *, status: int = 200, final: str = URL, pages: tuple[str, ...] = ()) -> Found:
    return Found(text, pages, (status,), (URL,), (final,))


@pytest.mark.parametrize(
    ("what", "before", "why"),
    [
        (found(), [], []),
        (found(), [TERMS + "One more sentence."], []),
        (found(final="https://www.acme.example/en/legal/terms"), [TERMS], []),
        (found(status=404), [], ["error-page"]),
        (found("# Sorry\n\nThis page is not available."), [], ["error-page"]),
        (found("Just a moment... Verifying you are human."), [TERMS], ["error-page", "partial"]),
        (found("We value your privacy. Accept all cookies?"), [], ["consent-wall"]),
        (found("Please sign in to continue."), [], ["consent-wall"]),
        (found("Short."), [], ["partial"]),
        (found(TERMS[:800]), [TERMS, TERMS], ["partial"]),
        (found(TERMS[: len(TERMS) // 2]), [TERMS], []),
        (found(final="https://acme.example/"), [], ["redirect"]),
        (found(final="https://acme.example/login?next=terms"), [], ["redirect"]),
        (found(TERMS + "\ufffd" * 9), [], ["partial"]),
        (
            found("Nous pouvons partager vos données avec nos partenaires selon notre politique. " * 40),
            [TERMS],
            ["other-page"],
        ),
        (found(TERMS, pages=(TERMS, "This page is not available.")), [], ["partial"]),
    ],
)
def test_each_sign_raises_its_doubt(what: Found, before: list[str], why: list[str]) -> None:
    assert [doubt.why for doubt in doubts(what, before)] == why
