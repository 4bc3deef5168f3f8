"""Pages to bytes: Jinja templates with values, our Markdown, strangers' texts. Nothing is looked up or decided here.

In: a `Page`, the `Shell` all pages share, the templates folder. Out: HTML, with the internal links and anchors it
holds, so that all can be checked before anything is published. Links are written relative to the page, so that the
built folder works under any path; only the page for a missing address uses addresses from the root.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from functools import lru_cache, partial
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pydantic import BaseModel

from atlas import archived, labels, markdown
from atlas.evidence import read_text
from atlas.marks import Mark
from atlas.markup import Ids
from atlas.memo import digest
from atlas.pages.base import Page

# Hosts send it as a header, and pages carry it for hosts that send none (frame-ancestors works in a header only).
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)


@dataclass(frozen=True, slots=True)
class Shell:
    """What every page shares. `assets` gives the published name of each file in templates/assets/."""

    title: str
    tagline: str
    base_url: str
    language: str
    publisher: str
    licence: tuple[str, str]
    repository: str
    notice: str
    independence: str
    as_of: str
    preview: str
    assets: tuple[tuple[str, str], ...]
    menu: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]
    has_search: bool
    has_data: bool = True


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as bytes; `links` are the internal addresses it points to, from the site's root, `anchors` its ids."""

    html: bytes
    links: tuple[str, ...]
    anchors: frozenset[str]


def page_digest(page: Page, frame: str) -> str:
    """A digest of all that a page's bytes depend on; `frame` is one of what all pages share."""
    return digest(frame, _spelled(page))


def frame_digest(shell: Shell, templates: str) -> str:
    """A digest of what all pages share, beside the code; `templates` is that of the templates folder."""
    return digest(templates, _spelled(shell))


def _spelled(value: Page | Shell) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):  # what a record was read from stands apart from its fields, its body too
        return {**value.__dict__, **(value.__pydantic_private__ or {})}
    if is_dataclass(value):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if isinstance(value, date):
        return value.isoformat()
    return list(value)


def folder_digest(folder: Path) -> str:
    """A digest of every file in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return digest(*(part for path in files for part in (path.relative_to(folder).as_posix(), path.read_bytes())))


def render(page: Page, shell: Shell, templates: Path, content: Path) -> Rendered:
    """The page's HTML."""
    values = dict(page.context)
    if page.archived:
        source = read_text(content / page.archived.path)
        view = archived.rendered(source, [_on_page(mark, page.address) for mark in page.archived.marks])
        values |= {"archived": Markup(view.html), "outline": view.outline}
    template = environment(templates).get_template(page.template)
    html = template.render(values, page=page, shell=shell, csp=CONTENT_SECURITY_POLICY, ids=Ids())
    return Rendered(html.encode(), *inspect(html, page.address))


def _on_page(mark: Mark, here: str) -> Mark:
    return replace(mark, href=relative(mark.href, here))


@lru_cache(maxsize=4)
def environment(templates: Path) -> Environment:
    """Jinja over the templates folder: escaping on, undefined names refused."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"markdown": _markdown, "inline": _inline, "day": labels.day, "moment": labels.moment}
    made.globals |= {"href": _href, "asset": _asset, "counted": labels.counted, "absolute": _absolute_url}
    made.globals |= {"absolute_asset": _absolute_asset}
    return made


@pass_context
def _href(context: Context, address: str) -> str:
    """An address of this site as it is written on the page at hand."""
    return _link(context)(address)


@pass_context
def _asset(context: Context, name: str) -> str:
    """Where a file of templates/assets/ is published."""
    return _link(context)(f"/assets/{dict(context['shell'].assets)[name]}")


@pass_context
def _absolute_url(context: Context, address: str) -> str:
    """An address of this site with its host, as canonical links and citations give it."""
    return str(context["shell"].base_url).rstrip("/") + address


@pass_context
def _absolute_asset(context: Context, name: str) -> str:
    """A file of templates/assets/ with its host, for those who show a page elsewhere."""
    return str(context["shell"].base_url) + f"/assets/{dict(context['shell'].assets)[name]}"


def _link(context: Context) -> Callable[[str], str]:
    page, shell = context["page"], context["shell"]
    if page.address == "/404.html":
        root = urlsplit(shell.base_url).path.rstrip("/")
        return lambda address: root + address
    return partial(relative, here=page.address)


@pass_context
def _markdown(context: Context, text: str, level: int = 3, is_kept: bool = False) -> Markup:
    """Our own Markdown as HTML; its first heading gets `level`. Links of this site drop from what `is_kept`."""
    return Markup(markdown.render(text, level=level, ids=context["ids"], link=None if is_kept else _link(context)))


@pass_context
def _inline(context: Context, text: str) -> Markup:
    """One line of our own Markdown."""
    return Markup(markdown.inline(text, link=_link(context)))


def relative(address: str, here: str) -> str:
    """An address from the site's root as seen from the page at `here`; with an empty path, only the fragment.

    >>> relative("/clause-type/x/#law", "/platform/acme/"), relative("/platform/acme/#a", "/platform/acme/")
    ('../../clause-type/x/#law', '#a')
    """
    path, mark, fragment = address.partition("#")
    base, target = here.split("/")[1:-1], path.split("/")[1:]
    shared = 0
    while shared < min(len(base), len(target) - 1) and base[shared] == target[shared]:
        shared += 1
    up = "../" * (len(base) - shared)
    written = up + "/".join(target[shared:])
    if not written and not mark:
        written = "./"
    return written + mark + fragment


_LINK = re.compile(r'<(?:a|link|script|img|form)\b[^>]*?\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')


def inspect(html: str, here: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """Internal links, from the site's root, and ids of a page. Attributes always have double quotes here."""
    found = dict.fromkeys(unescape(value) for value in _LINK.findall(html))
    links = tuple(target for value in found if (target := _resolved(value, here)))
    return links, frozenset(_ID.findall(html))


def _resolved(href: str, here: str) -> str | None:
    """An internal address from the root, or None for one elsewhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", href):
        return None
    path, mark, fragment = href.partition("#")
    path = path.partition("?")[0]
    if path.startswith("/"):
        parts = path.split("/")[1:]
    else:
        parts = here.split("/")[1:-1] + path.split("/") if path else here.split("/")[1:]
    if parts[-1] in (".", ".."):
        parts.append("")
    stack: list[str] = []
    for part in parts[:-1]:
        if part == "..":
            stack = stack[:-1]
        elif part not in ("", "."):
            stack.append(part)
    return "/" + "/".join([*stack, parts[-1]]) + mark + fragment


def broken_links(
    pages: Mapping[str, tuple[tuple[str, ...], frozenset[str]]], files: frozenset[str], root: str
) -> Iterator[tuple[str, str]]:
    """Page and link, for every link that leads to no page or file, or to an anchor its page lacks. `root` is the
    path of base_url, with which the links on the page for missing addresses begin."""
    for address, (links, _) in pages.items():
        for link in links:
            target = link.removeprefix(root) if address == "/404.html" else link
            path, _, fragment = target.partition("#")
            is_anchored = not fragment or (path in pages and fragment in pages[path][1])
            if not (path in files or (path in pages and is_anchored)):
                yield address, link
