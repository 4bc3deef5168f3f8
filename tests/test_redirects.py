"""`_redirects`: what leads where, in which order, and what is left out when there are too many lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from atlas.pages.permanent import Former
from atlas.reading import read
from atlas.redirects import LIMIT, lines, redirects_file
from atlas.references import References, references
from tests.living import Tree, by_documented_rules


def test_a_renamed_folder_is_one_line() -> None:
    moved = [("/platform/old/", "/platform/new/"), ("/platform/old/terms/", "/platform/new/terms/")]
    moved += [("/platform/old/terms/a/", "/platform/new/terms/a/")]
    assert lines(moved, "netlify") == ["/platform/old/* /platform/new/:splat 301!"]


def test_what_left_the_folder_stands_above_it() -> None:
    moved = [("/platform/old/", "/platform/new/"), ("/platform/old/terms/", "/platform/other/terms/")]
    moved += [("/platform/old/terms/a/", "/platform/other/terms/a/"), ("/platform/old/terms/b/", "/platform/new/c/b/")]
    assert lines(moved, "netlify") == [
        "/platform/old/terms/b/* /platform/new/c/b/:splat 301!",
        "/platform/old/terms/* /platform/other/terms/:splat 301!",
        "/platform/old/* /platform/new/:splat 301!",
    ]


def test_cloudflare_knows_no_force() -> None:
    assert lines([("/old/", "/new/")], "cloudflare-pages") == ["/old/* /new/:splat 301"]


def test_too_many_lines_leave_out_whole_groups() -> None:
    folder = [("/platform/old/", "/platform/new/")]
    folder += [(f"/platform/old/terms/{n}/", f"/platform/new/tos/{n}-moved/") for n in range(LIMIT - 1)]
    single = [("/agency/a/", "/agency/b/"), ("/agency/c/", "/agency/d/")]
    found = lines([*folder, *single], "netlify")
    assert found == ["/agency/a/* /agency/b/:splat 301!", "/agency/c/* /agency/d/:splat 301!"], "the group fits no more"
    assert len(lines(folder, "netlify")) == LIMIT


def test_ids_are_there_only_if_all_of_them_fit() -> None:
    refer = References({}, {}, {})
    ids = [(f"/p/SA-P-{n:06}/", f"/platform/a/b/{n}/") for n in range(LIMIT)]
    assert redirects_file(refer, ids, "netlify").count(b"\n") == LIMIT
    assert redirects_file(refer, [*ids, ids[0]], "netlify") == b""


FOLDERS = ("acme/tos", "old/terms", "old/tos", "other/rules")


@pytest.fixture
def refer(tmp_path: Path) -> References:
    tree = Tree(tmp_path)
    tree.edit("platform/acme/entity.yaml", "name:", "aliases: [old]\nname:")
    tree.edit("platform/acme/terms/document.yaml", "type:", "aliases: [tos, other/rules]\ntype:")
    tree.edit("platform/acme/terms/training.md", "title:", "aliases: [learning]\ntitle:")
    tree.edit("clause-type/training.md", "title:", "aliases: [learning]\ntitle:")
    tree.edit("page/about.md", "title:", "aliases: [who]\ntitle:")
    content, _ = read(tree.content)
    assert content
    return references(content)


@pytest.mark.parametrize(
    ("address", "former"),
    [
        ("/platform/acme/", ["/platform/old/"]),
        ("/platform/acme/feed.atom", ["/platform/old/feed.atom"]),
        ("/platform/acme/terms/text/x.md", [f"/platform/{folder}/text/x.md" for folder in FOLDERS]),
        ("/clause-type/training/page/2/", ["/clause-type/learning/page/2/"]),
        ("/about/", ["/who/"]),
        ("/platform/", []),
        ("/", []),
        ("/404.html", []),
        ("/p/SA-P-000001/", []),
        ("/clause-type/retention/", []),
    ],
)
def test_former_addresses(address: str, former: list[str], refer: References) -> None:
    assert list(Former.of(refer).addresses(address)) == former


def test_a_record_below_has_every_former_address(refer: References) -> None:
    found = list(Former.of(refer).addresses("/platform/acme/terms/training/history/"))
    folders = ["acme/terms", *FOLDERS]
    expected = {f"/platform/{folder}/{name}/history/" for folder in folders for name in ("training", "learning")}
    assert set(found) == expected - {"/platform/acme/terms/training/history/"}
    assert found == sorted(found)


def test_every_former_address_leads_to_the_present_one(refer: References, tmp_path: Path) -> None:
    (tmp_path / "_redirects").write_bytes(redirects_file(refer, [], "netlify"))
    lead = by_documented_rules(tmp_path)
    former = Former.of(refer)
    for present in ("/platform/acme/", "/platform/acme/terms/", "/platform/acme/terms/training/", "/about/"):
        for address in former.addresses(present):
            assert lead(address) == present
    assert lead("/platform/acme/terms/") == ""
