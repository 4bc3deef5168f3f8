"""Where the values of a YAML text stand, for edits that leave every other byte alone.

In: the bytes of a record file. Out: a `Layout`, which finds a value's node, where it begins and ends and on which line
something may follow it; and edits of it, which are made all at once and proven: the new file is read again and must
hold what was expected. Comments, order, quotes and line ends stay as somebody wrote them.

>>> layout = Layout.of("a.yaml", b"name: Acme  # the firm\\nkinds: [chat]\\n")
>>> layout.text[slice(*layout.span(layout.node("name")))]
'Acme'
>>> layout.made([layout.with_key((), "summary", ["summary: An assistant."], after=("name",))]).decode()
'name: Acme  # the firm\\nsummary: An assistant.\\nkinds: [chat]\\n'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from atlas.problems import AtlasError
from atlas.sources import read_markdown, read_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CLOSING = re.compile(r"(?<=[\r\n])---[^\S\r\n]*(?=[\r\n]|\Z)")

Edit = tuple[int, int, str]  # characters `start` to `end` become `text`


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's text, the part of it that is YAML, and the nodes of that part; offsets are characters of the text.
    `root` is None for a file that holds nothing yet."""

    path: str
    text: str = field(repr=False)
    start: int
    end: int
    root: yaml.MappingNode | None = field(repr=False)

    @classmethod
    def of(cls, path: str, data: bytes) -> Layout:
        """The layout of a sound file; AtlasError for one that cannot be edited by a command."""
        source, problems = (read_markdown if path.endswith(".md") else read_yaml)(path, data)
        if problems or source is None or not isinstance(source.value, dict | None):
            raise AtlasError(f"{path} cannot be read; `atlas check` says why")
        text = data.decode()
        start, end = 0, len(text)
        if path.endswith(".md"):
            start = re.match(r"[^\r\n]*(?:\r\n|\r|\n)", text).end()  # type: ignore[union-attr]
            end = _CLOSING.search(text, start).start()  # type: ignore[union-attr]
        node = yaml.compose(text[start:end], Loader=_LOADER)
        if node is not None and (not isinstance(node, yaml.MappingNode) or node.flow_style):
            raise AtlasError(f"{path} must hold its keys a line each for a command to write into it; write them so")
        return cls(path, text, start, end, node)

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"

    @property
    def value(self) -> dict[str, Any]:
        """What the file says."""
        return _value(self.path, self.text.encode())[0]

    # --- places

    def node(self, *pointer: str | int) -> yaml.Node | None:
        """The node of a value; None when there is none."""
        found: yaml.Node | None = self.root
        for step in pointer:
            if isinstance(found, yaml.SequenceNode) and isinstance(step, int):
                found = found.value[step] if -len(found.value) <= step < len(found.value) else None
            elif isinstance(found, yaml.MappingNode):
                found = next((child for key, child in found.value if key.value == step), None)
            else:
                return None
        return found

    def key_node(self, pointer: Sequence[str | int], key: str) -> yaml.Node:
        """The node of a key that is there."""
        within = self.node(*pointer)
        assert isinstance(within, yaml.MappingNode)
        found: yaml.Node = next(name for name, _ in within.value if name.value == key)
        return found

    def span(self, node: yaml.Node | None) -> tuple[int, int]:
        """Where a value begins, and where the last of its characters ends."""
        assert node is not None
        return self.start + int(node.start_mark.index), self._end(node)

    def _end(self, node: yaml.Node) -> int:
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return max(self._end(part) for part in (last if isinstance(last, tuple) else (last,)))
        start, end = self.start + int(node.start_mark.index), self.start + int(node.end_mark.index)
        return start + len(self.text[start:end].rstrip()) if getattr(node, "style", None) in ("|", ">") else end

    def line_start(self, at: int) -> int:
        """Where the line of a place begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_after(self, at: int) -> int:
        """Where the line after that of a place begins; the end of the YAML when there is none."""
        found = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?").match(self.text, at)
        return min(found.end() if found else self.end, self.end)

    # --- edits

    def with_words(self, node: yaml.Node | None, words: str) -> Edit:
        """Other words for a plain or quoted scalar, in the quotes it has."""
        start, end = self.span(node)
        quote = self.text[start] if self.text[start : start + 1] in ("'", '"') else ""
        return start, end, f"{quote}{words}{quote}"

    def with_lines(self, at: int, lines: Iterable[str], indent: int = 0) -> Edit:
        """Lines put in where a line begins, or at the end of the file."""
        is_ended = at == 0 or self.text[at - 1] in "\r\n"
        body = "".join(f"{' ' * indent}{line}{self.newline}" for line in lines)
        return at, at, body if is_ended else self.newline + body

    def with_key(self, pointer: Sequence[str | int], key: str, lines: Sequence[str], *, after: Iterable[str]) -> Edit:
        """A new key of a mapping, as lines, after the last that is there of some others, else at its end."""
        within = self.node(*pointer)
        if within is None:
            return self.with_lines(self.end, lines)
        assert isinstance(within, yaml.MappingNode)
        before = [child for name, child in within.value if name.value in set(after)]
        last = before[-1] if before else within.value[-1][1]
        if within.flow_style:
            end = self.span(last)[1]
            return end, end, f", {' '.join(line.strip() for line in lines)}"
        return self.with_lines(self.line_after(self.span(last)[1]), lines, int(within.start_mark.column))

    def with_item(self, pointer: Sequence[str | int], lines: Sequence[str], *, is_first: bool = False) -> list[Edit]:
        """A new item of a list that stands there, as lines of which the first begins with `- `, before or after all
        others. A list in brackets takes it only as one line in braces."""
        node = self.node(*pointer)
        assert isinstance(node, yaml.SequenceNode)
        start, end = self.span(node)
        if node.flow_style and node.value:
            if len(lines) > 1:
                raise AtlasError(f"{self.path}: '{pointer[-1]}' must be lines that begin with '- '; write it so first")
            item = lines[0].removeprefix("- ")
            return [(start + 1, start + 1, f"{item}, ")] if is_first else [(end - 1, end - 1, f", {item}")]
        if node.flow_style:
            assert isinstance(pointer[-1], str)
            indent = int(self.key_node(pointer[:-1], pointer[-1]).start_mark.column)
            at = self.line_after(end)
            return [(start, end, ""), self.with_lines(at, lines, indent)]
        at = self.line_start(start) if is_first else self.line_after(end)
        return [self.with_lines(at, lines, int(node.start_mark.column))]

    # --- the result

    def made(self, edits: Iterable[Edit], expected: dict[str, Any] | None = None) -> bytes:
        """The file with the edits made. It must say what is expected, if that is given, and its body stay as it was."""
        text = self.text
        for start, end, into in sorted(edits, reverse=True):
            text = text[:start] + into + text[end:]
        value, body = _value(self.path, text.encode())
        if (expected is not None and value != expected) or body != _value(self.path, self.text.encode())[1]:
            raise AtlasError(f"{self.path} is laid out so that a command cannot write into it; edit it by hand")
        return text.encode()


def _value(path: str, data: bytes) -> tuple[dict[str, Any], str]:
    source, problems = (read_markdown if path.endswith(".md") else read_yaml)(path, data)
    if problems or source is None:
        raise AtlasError(f"{path} is laid out so that a command cannot write into it; edit it by hand")
    return source.value or {}, source.body
