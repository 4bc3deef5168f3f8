"""Our own Markdown as HTML: record bodies, prose pages, one-line fields.

In comes text as analysts write it: CommonMark with tables. Out goes HTML that is valid wherever flow content may stand:
headings from a given level without skips, with ids; tables in a container that scrolls. Raw HTML is shown as text. A
link leads to https, http, mailto, a relative address or an anchor; of any other, and of images, the words stay, and
`links` names the line, so that a check can complain. Strangers' texts have a renderer of their own, `archived`.

    >>> render("## What it is\\n\\nSee [how](/methodology/).", link=lambda href: ".." + href)
    '<h2 id="what-it-is">What it is</h2>\\n<p>See <a href="../methodology/">how</a>.</p>\\n'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.autolink import autolink
from markdown_it.rules_inline.image import image
from markdown_it.rules_inline.link import link as bracket_link
from markdown_it.token import Token

from atlas.markup import Ids, Levels, Page, Parser, Target, Writer, absolute, settled, target

InlineRule = Callable[[StateInline, bool], bool]


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image as its author wrote it; line and column count from 1."""

    href: str
    line: int
    column: int
    is_image: bool = False

    @property
    def is_safe(self) -> bool:
        return not self.is_image and target(self.href) is not None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line. `line` counts from 1; `after` is the first line below it (one further for underlined ones)."""

    level: int
    text: str
    line: int
    after: int


def render(text: str, *, level: int = 2, ids: Ids | None = None, link: Callable[[str], str] | None = str) -> str:
    """`text` as HTML. The first heading gets `level`; `ids` is shared by all that stands on one page; `link` gets every
    site-absolute address (`/methodology/`) and gives what to write. Without one, only links elsewhere stay: those in a
    text that nobody may edit any more could not follow what they lead to."""
    page = Page(Levels(level), ids if ids is not None else Ids())
    page.add(Writer().write(settled(_PARSER.parse(text), _through(link) if link else absolute)))
    return page.html()


def inline(text: str, *, link: Callable[[str], str] = str) -> str:
    """`text` as phrasing content, for fields of one line: emphasis, code and links only."""
    return "".join(str(part) for part in Writer().write(settled(_PARSER.parseInline(text), _through(link))))


def links(text: str) -> tuple[Link, ...]:
    """Every link and image of `text`, safe or not, in order."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(
        _located(child, token, lines)
        for token in _PARSER.parse(text)
        for child in token.children or []
        if child.type in ("link_open", "image")
    )


def headings(text: str) -> tuple[Heading, ...]:
    """Headings of `text` that stand in no list and no quotation; code fences are respected."""
    tokens = _PARSER.parse(text)
    return tuple(
        Heading(int(token.tag[1]), inside.content, token.map[0] + 1, token.map[1] + 1)
        for token, inside in zip(tokens, tokens[1:], strict=False)
        if token.type == "heading_open" and token.level == 0 and token.map
    )


def _through(link: Callable[[str], str]) -> Target:
    def mapped(href: str) -> str | None:
        safe = target(href)
        return link(safe) if safe and safe.startswith("/") else safe

    return mapped


def _located(child: Token, block: Token, lines: Sequence[str]) -> Link:
    before, at = block.content[: child.meta["at"]], block.map[0] if block.map else 0
    at += before.count("\n")
    line = block.content.split("\n")[before.count("\n")]
    column = lines[at].find(line) + len(before) - (before.rfind("\n") + 1) + 1 if at < len(lines) else 1
    href = str(child.attrs["src" if child.type == "image" else "href"])
    return Link(href, at + 1, max(column, 1), child.type == "image")


def noting_position(rule: InlineRule) -> InlineRule:
    """`rule`, which then leaves where in its block it began on the first token it makes, as `meta["at"]`."""

    def noted(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[count:]:
            if token.type in ("link_open", "image"):
                token.meta["at"] = start
                break
        return True

    return noted


def _own_parser() -> Parser:
    parser = Parser()
    for name, rule in (("link", bracket_link), ("image", image), ("autolink", autolink)):
        parser.inline.ruler.at(name, noting_position(rule))
    return parser


_PARSER = _own_parser()
