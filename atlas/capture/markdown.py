"""HTML to Markdown that keeps what a lawyer cites: `(a)`, `(iv)`, `7.` of a list, defined terms, tables.

In: HTML as a browser's parser has mended it, and the address it came from. Out: Markdown, blocks apart by blank lines.
A list whose items are lettered or in Roman numbers becomes bullets that begin with the number, for Markdown has none
of them; a definition list becomes bullets of two lines. Links keep their targets when they lead somewhere on the web,
images their alternative text. What no reader sees (scripts, styles, form fields) is left out.

>>> markdown('<ol type="a"><li>Fees<ol type="i"><li>Taxes</li></ol></li></ol>', "https://acme.example/").strip()
'- (a) Fees\\n  - (i) Taxes'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment
from bs4.element import NavigableString, Tag
from markdownify import ATX, MarkdownConverter

from atlas.capture.failure import Failure

DEEPEST = 200  # elements within each other; the converter calls itself for each, real pages have some 50
LONG_STRING = 1_000  # characters; the converter looks for line ends in the square of the spaces of a run
UNSEEN = (
    "script", "style", "template", "noscript", "iframe", "object", "embed", "canvas", "svg", "video", "audio", "input",
    "select", "textarea", "datalist", "dialog", "head", "title", "link", "meta", "map", "progress", "meter",
)  # fmt: skip
# Blocks that the converter takes for words within a line.
_BLOCKS = (
    "main", "aside", "header", "footer", "nav", "figure", "details", "address", "fieldset", "form", "center", "hgroup",
    "search", "menu", "article", "section", "figcaption", "html", "body",
)  # fmt: skip
_PARAGRAPHS = ("summary", "legend", "caption")
_STYLES = {
    "a": "a", "A": "A", "i": "i", "I": "I", "1": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
    "upper-latin": "A", "lower-roman": "i", "upper-roman": "I", "decimal": "1", "none": "", "disc": "", "circle": "",
    "square": "",
}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*?\b([a-z]+(?:-[a-z]+)?)\b", re.IGNORECASE)
_Base: Any = MarkdownConverter  # its stubs leave out what one overrides
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def markdown(html: str, base: str) -> str:
    """The Markdown of a page, or of a part of one; relative links lead from `base`."""
    soup = BeautifulSoup(html, "html.parser")
    if _depth(soup) > DEEPEST:
        raise Failure("unreadable", f"the page's elements stand more than {DEEPEST} deep in each other")
    for element in soup.find_all(UNSEEN):
        element.decompose()
    for comment in soup.find_all(string=lambda string: isinstance(string, Comment)):
        comment.extract()
    for string in soup.find_all(string=lambda string: bool(string) and len(string) > LONG_STRING):
        if not string.find_parent("pre"):
            string.replace_with(NavigableString(re.sub(r"[\t ]+", " ", string)))
    for element in soup.find_all(_BLOCKS):
        element.name = "div"
    for element in soup.find_all(_PARAGRAPHS):
        element.name = "p"
    for element in soup.select("[data-cfemail]"):
        _reveal_address(element)
    # Brackets that follow each other are words here, and would be a link's target to whoever folds the text.
    return str(_Converter(base).convert_soup(soup)).replace("][", "] [")


def _depth(soup: BeautifulSoup) -> int:
    """How deep elements stand in each other at most."""
    deepest, waiting = 0, [(soup, 0)]
    while waiting:
        element, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in element.children if isinstance(child, Tag)]  # type: ignore[misc]
    return deepest


def _reveal_address(element: Tag) -> None:
    """An e-mail address that the host hides from robots is another at every visit; a reader's browser shows it plain.
    Each byte is the first one's exclusive or."""
    try:
        key, *rest = bytes.fromhex(str(element["data-cfemail"]))
        element.replace_with(bytes(byte ^ key for byte in rest).decode("utf-8"))
    except ValueError:
        return


def numeral(number: int, style: str) -> str:
    """A list item's number as its list counts: `(c)`, `(iii)`, `3.`.

    >>> numeral(3, "a"), numeral(28, "a"), numeral(4, "i"), numeral(4, "I"), numeral(12, "1")
    ('(c)', '(ab)', '(iv)', '(IV)', '12.')
    """
    if style == "1" or number < 1:
        return f"{number}."
    spelled = _letters(number) if style in "aA" else _roman(number)
    return f"({spelled.upper() if style in 'AI' else spelled})"


def _letters(number: int) -> str:
    spelled = ""
    while number:
        number, letter = divmod(number - 1, 26)
        spelled = chr(ord("a") + letter) + spelled
    return spelled


def _roman(number: int) -> str:
    spelled = ""
    for value, letters in _ROMAN:
        while number >= value and number < 4000:
            spelled += letters
            number -= value
    return spelled or str(number)


class _Converter(_Base):  # type: ignore[misc]
    """markdownify's converter with lists, definitions, cells, links and images as described above."""

    def __init__(self, base: str) -> None:
        super().__init__(heading_style=ATX, bullets="-", autolinks=False)
        self._base = base
        self._markers: dict[int, str] = {}

    # --- lists

    def convert_ol(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "" if _in_cell(parent_tags) and not text.strip() else self._list(el, text, parent_tags)

    convert_ul = convert_ol

    def _list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if _in_cell(parent_tags):
            return f"<br>{text}<br>"
        return str(super().convert_list(el, text, parent_tags))

    def process_tag(self, node: Tag, parent_tags: set[str] | None = None) -> str:
        if node.name == "ol":
            self._markers |= dict(_markers(node))
        return str(super().process_tag(node, parent_tags))

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        marker = self._markers.get(id(el), "-")
        if not text:
            return "\n"
        if _in_cell(parent_tags):
            return f"{marker.removeprefix('-')} {text}<br>".lstrip()
        indent = " " * (2 if marker.startswith("-") else len(marker) + 1)
        return f"{marker} {_indented(text, indent)}\n"

    def convert_dl(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        return text + "<br>" if _in_cell(parent_tags) else f"\n\n{text}\n\n"

    def convert_dt(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = " ".join(text.split())
        if _in_cell(parent_tags):
            return f"<br>{text}<br>"
        following = el.find_next_sibling()
        has_definition = following is not None and following.name in ("dd", "dt", "div")
        return f"\n- {text}{'  ' if has_definition else ''}\n" if text else "\n"

    def convert_dd(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        text = text.strip()
        if _in_cell(parent_tags):
            return f"{text}<br>"
        return f"  {_indented(text, '  ')}\n" if text else "\n"

    # --- cells

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = (line.strip() for line in re.split(r"\n|<br>", text))
        text = "<br>".join(line for line in lines if line).replace("|", r"\|")
        span = str(el.get("colspan", "1"))
        return f" {text} |" + " |" * (min(int(span), 100) - 1 if span.isdecimal() else 0)

    convert_th = convert_td

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if _in_cell(parent_tags):
            return f"<br>{text.strip()}<br>" if text.strip() else ""
        return str(super().convert_p(el, text, parent_tags))

    def convert_div(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if _in_cell(parent_tags):
            return f"<br>{text.strip()}<br>" if text.strip() else ""
        return str(super().convert_div(el, text, parent_tags))

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return "<br>" if _in_cell(parent_tags) else str(super().convert_br(el, text, parent_tags))

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        lines = [line.rstrip() for line in text.strip("\n").split("\n")]
        if _in_cell(parent_tags):
            return "<br>".join(lines)
        return "\n\n" + "\n".join(f"{line}  " if line else "" for line in lines).rstrip() + "\n\n"

    # --- words

    def process_text(self, el: Any, parent_tags: set[str] | None = None) -> str:
        """Words as they are, but for what would make something else of them: a `#` that begins a line, `](`."""
        text = str(super().process_text(el, parent_tags)).replace("](", "] (")
        return re.sub(r"^(\s*)(#{1,6}\s)", r"\1\\\2", text)

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """A link with words; of one around blocks, of an anchor or a script's the words alone."""
        href = self._target(str(el.get("href") or ""))
        if not href or "\n\n" in text or "<br>" in text or "_noformat" in parent_tags:
            return text
        words = text.strip()
        before, after = (" " if text[:1].isspace() else ""), (" " if text[-1:].isspace() else "")
        return f"{before}[{words}]({href}){after}" if words else before or after

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(str(el.get("alt") or "").split())
        href = self._target(str(el.get("src") or "")).partition("?")[0]
        return f"![{words}]({href})" if words else ""

    def _target(self, href: str) -> str:
        """An absolute address for a link, '' for one that leads nowhere on the web or only elsewhere on the page."""
        href = href.strip()
        if not href or href.startswith("#"):
            return ""
        try:
            target = urljoin(self._base, href)
            scheme = urlsplit(target).scheme
        except ValueError:
            return ""
        if scheme not in ("http", "https", "mailto"):
            return ""
        return re.sub(r"[\s()<>\\]", lambda found: f"%{ord(found[0]):02X}" if found[0].isascii() else "", target)


def _in_cell(parent_tags: set[str]) -> bool:
    return "td" in parent_tags or "th" in parent_tags


def _indented(text: str, indent: str) -> str:
    """A text whose lines after the first are indented; empty ones stay empty."""
    first, *rest = text.split("\n")
    return "\n".join([first, *(indent + line if line else "" for line in rest)])


def _markers(el: Tag) -> Iterator[tuple[int, str]]:
    """What each item of a list begins with, by the item's identity: `4.` where Markdown would count alike, else a
    bullet and the number."""
    items = [child for child in el.children if isinstance(child, Tag) and child.name == "li"]
    style = _style_of(el)
    numbers = list(_numbers(el, items))
    is_plain = all(number == numbers[0] + nth for nth, number in enumerate(numbers))
    for item, number in zip(items, numbers, strict=True):
        own = _style_of(item, style)
        bullet = "" if own == "1" and is_plain and number >= 0 else "- " if own else "-"
        yield id(item), bullet + (numeral(number, own) if own else "")


def _numbers(el: Tag, items: list[Tag]) -> Iterator[int]:
    """The number of each item. Source: HTML Standard, "ordinal value"."""
    is_reversed = el.has_attr("reversed")
    number = _whole(el.get("start"), len(items) if is_reversed else 1)
    for item in items:
        number = _whole(item.get("value"), number)
        yield number
        number += -1 if is_reversed else 1


def _style_of(el: Tag, default: str = "1") -> str:
    """How a list or item counts: `1 a A i I`, '' when it does not."""
    declared = _LIST_STYLE.search(str(el.get("style") or ""))
    if declared and declared[1].lower() in _STYLES:
        return _STYLES[declared[1].lower()]
    given = str(el.get("type") or "")
    return _STYLES.get(given, _STYLES.get(given.lower(), default))


def _whole(value: Any, default: int) -> int:
    found = re.match(r"\s*([-+]?\d{1,9})", str(value)) if value is not None else None
    return int(found[1]) if found else default
