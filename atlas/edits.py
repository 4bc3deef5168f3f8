"""Edits of record files that leave every other byte as it is: a first key, an entry of a list, the words of a scalar.

In: a file's bytes and what to change. Out: the new bytes. Each edit is proven before it is given back: the new file is
read again and must hold the old values with that one change, and the same body. What cannot be edited so (a mapping in
braces, a value spread over lines) is refused, with the edit to make by hand.

    >>> with_first_key("a.yaml", b"name: Acme\\n", "id", "PA-E-0001")
    b'id: PA-E-0001\\nname: Acme\\n'
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import yaml

from atlas.problems import AtlasError
from atlas.sources import Pointer, Source, read_markdown, read_yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CLOSING = re.compile(r"(?<=[\r\n])---[^\S\r\n]*(?=[\r\n]|\Z)")


class _Edit(NamedTuple):
    """Characters `start` to `end` of a file become `text`."""

    start: int
    end: int
    text: str


def parsed(path: str, data: bytes) -> Source:
    """A sound record file as values and body, by the ending of its name."""
    source, problems = (read_markdown if path.endswith(".md") else read_yaml)(path, data)
    if source is None or problems:
        raise AtlasError(f"{path} cannot be read; `atlas check` says why")
    return source


def with_first_key(path: str, data: bytes, key: str, value: str) -> bytes:
    """`key: value` as a line before the first key of the record; where the key stands without a value, the value."""
    text = data.decode()
    root = _root(path, text)
    values = _values(path, data)
    if (node := root.value_of(key)) and not values[key]:
        start, end = root.offset + int(node.start_mark.index), root.offset + int(node.end_mark.index)
        space = "" if text[start - 1].isspace() else " "
        return _proven(path, data, [_Edit(start, end, space + value)], {**values, key: value})
    first = root.key_start()
    at = _line_start(text, first)
    expected = {key: value, **values}
    return _proven(path, data, [_Edit(at, at, f"{text[at:first]}{key}: {value}{_newline(text)}")], expected)


def with_entry(path: str, data: bytes, key: str, entry: str) -> bytes:
    """`entry` at the end of the list at `key`; the list as a last key of the record when there is none."""
    text = data.decode()
    root = _root(path, text)
    expected = _values(path, data)
    expected[key] = [*(expected.get(key) or []), entry]
    node = root.value_of(key)
    edit = _appended(text, root.offset, node, entry) if node else _last_key(text, root, f"{key}: [{entry}]")
    return _proven(path, data, [edit], expected)


def with_words(path: str, data: bytes, changes: Mapping[Pointer, str]) -> bytes:
    """The scalars at some places of the record, with other words in the place of theirs."""
    text = data.decode()
    root = _root(path, text)
    expected = _values(path, data)
    edits = []
    for pointer, words in changes.items():
        node = _at(root.node, pointer)
        was = node.value.strip()
        start = text.find(was, root.offset + node.start_mark.index, root.offset + node.end_mark.index)
        edits.append(_Edit(start, start + len(was), words))
        _set(expected, pointer, node.value.replace(was, words))
    return _proven(path, data, edits, expected)


class _Root(NamedTuple):
    """The mapping of a record, and where its YAML begins and ends in the file, in characters."""

    node: yaml.MappingNode
    offset: int
    end: int

    def key_start(self) -> int:
        return self.offset + int(self.node.value[0][0].start_mark.index)

    def value_of(self, key: str) -> yaml.Node | None:
        return next((child for name, child in self.node.value if name.value == key), None)


def _root(path: str, text: str) -> _Root:
    start, end = 0, len(text)
    if path.endswith(".md"):
        start = re.match(r"[^\r\n]*(?:\r\n|\r|\n)", text).end()  # type: ignore[union-attr]
        closing = _CLOSING.search(text, start)
        end = closing.start() if closing else len(text)
    node = yaml.compose(text[start:end], Loader=_LOADER)
    if not isinstance(node, yaml.MappingNode) or node.flow_style or not node.value:
        raise AtlasError(f"{path} must hold its keys a line each for a command to write into it; write them so")
    return _Root(node, start, end)


def _appended(text: str, offset: int, node: yaml.Node, entry: str) -> _Edit:
    """A further entry of a list that is there, in its style."""
    end = offset + int(node.end_mark.index)
    if getattr(node, "flow_style", False):
        inside = text[offset + int(node.start_mark.index) + 1 : end - 1].rstrip()
        comma = "" if not inside or inside.endswith(",") else ", "
        return _Edit(end - 1, end - 1, comma + entry)
    last = offset + int(node.value[-1].end_mark.index) if node.value else end
    line_end = re.compile(r"[^\r\n]*").match(text, last).end()  # type: ignore[union-attr]
    return _Edit(line_end, line_end, f"{_newline(text)}{' ' * int(node.start_mark.column)}- {entry}")


def _last_key(text: str, root: _Root, line: str) -> _Edit:
    """A line after the last key of the record."""
    indent = text[_line_start(text, root.key_start()) : root.key_start()]
    is_ended = root.end == 0 or text[root.end - 1] in "\r\n"
    return _Edit(root.end, root.end, f"{'' if is_ended else _newline(text)}{indent}{line}{_newline(text)}")


def _at(node: yaml.Node, pointer: Pointer) -> yaml.Node:
    for step in pointer:
        inside = node.value
        node = inside[step] if isinstance(step, int) else next(child for key, child in inside if key.value == step)
    return node


def _set(value: Any, pointer: Pointer, words: str) -> None:
    *way, last = pointer
    for step in way:
        value = value[step]
    value[last] = words


def _values(path: str, data: bytes) -> dict[str, Any]:
    return dict(copy.deepcopy(parsed(path, data).value))


def _proven(path: str, data: bytes, edits: list[_Edit], expected: Mapping[str, Any]) -> bytes:
    """The file with the edits made, which says what was expected and nothing else."""
    text = data.decode()
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    made = text.encode()
    source, problems = (read_markdown if path.endswith(".md") else read_yaml)(path, made)
    if problems or source is None or source.value != expected or source.body != parsed(path, data).body:
        before = _values(path, data)
        changed = ", ".join(f"'{key}: {expected[key]}'" for key in expected if expected[key] != before.get(key))
        raise AtlasError(f"{path} cannot be edited by a command without touching more; write {changed} into it by hand")
    return made


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
