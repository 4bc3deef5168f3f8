"""Pages fetched from a real server on loopback, one that behaves and one that does not."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import time
import zlib
from collections.abc import Callable, Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from atlas.capture.decoding import beginning, decoded
from atlas.capture.failure import Failure
from atlas.capture.fetch import Deadline, Exchange, Wire, joined
from atlas.capture.guard import Guard, resolved
from atlas.capture.manners import ROBOTS_BYTES, Visitor, agent_of, product_of
from atlas.vocabulary import Bot
from tests import web
from tests.web import Answer, Route, Web

BOT = Bot.model_validate({"name": "Small Bot", "url": "https://atlas.example/bot", "email": "desk@atlas.example"})
PAGE = Answer(b"<p>We may share.</p>")


@pytest.fixture
def site() -> Iterator[Web]:
    with Web({"/terms": PAGE}) as served:
        yield served


def wire(**options: int) -> Wire:
    return Wire(agent_of(BOT), Guard(allow_loopback=True), **options)


def visitor(*, deadline: float = 5.0, pause: float = 0.0, sleep: Callable[[float], None] = time.sleep) -> Visitor:
    return Visitor(wire(), product_of(BOT), pause=pause, deadline=deadline, sleep=sleep)


def get(site: Web, route: Route, *, deadline: float = 5.0, limit: int = 10_000_000) -> Exchange:
    site.routes["/page"] = route
    return wire(limit=limit).exchange(site.url("/page"), Deadline(deadline))


# --- one exchange


def test_a_page_comes_with_its_bytes_type_and_encoding(site: Web) -> None:
    got = get(site, Answer("<p>Gebühr</p>".encode("latin-1"), media_type="text/html; charset=ISO-8859-1"))
    assert (got.status, got.media_type, got.charset) == (200, "text/html", "ISO-8859-1")
    assert got.body == got.coded == "<p>Gebühr</p>".encode("latin-1")


def test_the_bot_says_who_it_is_and_nothing_more(site: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.routes["/page"] = Answer(b"x", headers={"Set-Cookie": "id=1; Path=/"})
    sender = wire()
    for _ in range(2):
        sender.exchange(site.url("/page"), Deadline(5))
    headers = site.asked[-1].headers
    assert headers["User-Agent"].startswith("SmallBot/")
    assert headers["User-Agent"].endswith("(+https://atlas.example/bot; mailto:desk@atlas.example)")
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Connection"}


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:5]) + gzip.compress(data[5:])),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
        ("identity", bytes),
    ],
)
def test_compressed_pages_are_unpacked(site: Web, coding: str, pack: Callable[[bytes], bytes]) -> None:
    body = b"<p>We may share.</p>" * 20
    packed = pack(body)
    got = get(site, Answer(packed, headers={"Content-Encoding": coding}))
    assert got.body == body
    assert got.coded == packed


@pytest.mark.parametrize(
    ("route", "kind", "says"),
    [
        (web.ends_early, "unreadable", "breaks off"),
        (web.is_no_http, "unreadable", "is no HTTP"),
        (web.claims_a_terabyte, "too-large", "has 1,000,000,000,000 bytes"),
        (web.never_ends, "too-large", "more than 10,000,000 bytes"),
        (web.cut_gzip, "unreadable", "cut short"),
        (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "unreadable", "damaged"),
        (Answer(b"x", headers={"Content-Encoding": "br"}), "unreadable", "coded as 'br', which was not asked for"),
        (Answer(b"x", headers={"Content-Encoding": "gzip, gzip"}), "unreadable", "'gzip, gzip'"),
    ],
)
def test_a_page_that_lies_is_refused(site: Web, route: Route, kind: str, says: str) -> None:
    with pytest.raises(Failure, match=says) as raised:
        get(site, route)
    assert raised.value.kind == kind


def test_a_bomb_is_not_blown_up(site: Web) -> None:
    site.routes["/page"] = web.bomb()
    started = time.monotonic()
    with pytest.raises(Failure, match="more than 10,000,000 bytes once it is unpacked"):
        wire().exchange(site.url("/page"), Deadline(10))
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("members", [101, 480_000])
def test_many_empty_members_are_not_unpacked_one_by_one(members: int) -> None:
    started = time.monotonic()
    with pytest.raises(Failure, match="has more than 100 members"):
        decoded(gzip.compress(b"", mtime=0) * members, "gzip", 10_000_000)
    assert time.monotonic() - started < 3


def test_what_is_sent_beyond_the_stated_length_is_no_part_of_the_page(site: Web) -> None:
    assert get(site, web.goes_on).body == b"<p>We ma"


@pytest.mark.parametrize("route", [web.stalls, web.never_answers, web.drips, web.drips_headers])
def test_no_page_outlasts_the_deadline(site: Web, route: Route) -> None:
    started = time.monotonic()
    with pytest.raises(Failure, match="did not answer within 0.3 seconds in all") as raised:
        get(site, route, deadline=0.3)
    assert raised.value.kind == "timeout"
    assert time.monotonic() - started < 1


def test_the_deadline_is_one_for_all_exchanges_of_a_page(site: Web) -> None:
    def slowly(handler: object) -> None:
        time.sleep(0.2)
        web.head(handler, "Content-Length: 0", "Connection: close")  # type: ignore[arg-type]

    site.routes["/slow"] = slowly
    deadline = Deadline(0.5)

    def thrice() -> None:
        for _ in range(3):
            wire().exchange(site.url("/slow"), deadline)

    with pytest.raises(Failure, match="did not answer within 0.5 seconds in all"):
        thrice()
    assert deadline.left() < 0.1


def test_nobody_is_there(site: Web) -> None:
    with Web() as gone:
        url = gone.url("/terms")
    with pytest.raises(Failure, match="cannot be reached") as raised:
        wire().exchange(url, Deadline(5))
    assert raised.value.kind == "unreachable"


def test_the_connection_is_made_to_the_address_that_was_checked(site: Web) -> None:
    asked: list[str] = []

    def moving(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    sender = Wire("bot", Guard(allow_loopback=True, resolve=moving))
    got = sender.exchange(site.url("/terms").replace("127.0.0.1", "acme.example"), Deadline(5))
    assert got.body == PAGE.body
    assert asked == ["acme.example"]
    assert site.asked[-1].headers["Host"].startswith("acme.example:")


# --- redirects


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


def test_redirects_are_followed_and_kept(site: Web) -> None:
    site.routes |= {"/old": redirect("/older", 301), "/older": redirect(site.url("/terms#part"), 307)}
    visit = visitor().visit(site.url("/old"))
    assert [exchange.status for exchange in visit.exchanges] == [301, 307, 200]
    assert (visit.url, visit.final_url) == (site.url("/old"), site.url("/terms"))


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ("/données", "/donn%C3%A9es"),
        ("/donn%C3%A9es", "/donn%C3%A9es"),
        ("/規約?a=é", "/%E8%A6%8F%E7%B4%84?a=%C3%A9"),
    ],
)
def test_a_location_in_raw_utf_8_leads_where_it_says(site: Web, sent: str, asked: str) -> None:
    def moves(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(f"HTTP/1.1 302 Found\r\nLocation: {sent}\r\nContent-Length: 0\r\n\r\n".encode())

    site.routes |= {"/old": moves, asked: PAGE}
    assert visitor().visit(site.url("/old")).final_url == site.url(asked)
    assert site.paths()[-1] == asked


def test_a_location_that_is_no_utf_8_is_read_as_latin_1() -> None:
    assert joined("https://acme.example/", "/donn\u00e9es") == "https://acme.example/donn%C3%A9es"


@pytest.mark.parametrize(
    ("to", "kind", "says"),
    [
        ("http://10.0.0.1/", "address", "10.0.0.1, which is private and is not contacted"),
        ("http://169.254.169.254/latest/meta-data/", "address", "link-local"),
        ("http://[::ffff:127.0.0.1]/", "address", "IPv4-mapped"),
        ("file:///etc/passwd", "address", "must begin with https://"),
        ("https://user:secret@acme.example/", "address", "no user name"),
        ("/loop", "redirects", "more than 5 times"),
        ("", "redirects", "redirects to nowhere"),
        ("http://[bad", "unreachable", "no address"),
        ("http://[::1", "redirects", "no address"),
    ],
)
def test_every_hop_is_checked(site: Web, to: str, kind: str, says: str) -> None:
    site.routes["/loop"] = redirect(to)
    with pytest.raises(Failure, match=says) as raised:
        visitor().visit(site.url("/loop"))
    assert raised.value.kind == kind


def test_five_redirects_are_followed_and_a_sixth_is_not(site: Web) -> None:
    site.routes |= {f"/{n}": redirect(f"/{n - 1}" if n > 1 else "/terms") for n in range(1, 7)}
    assert visitor().visit(site.url("/5")).last.body == PAGE.body
    with pytest.raises(Failure, match="more than 5 times"):
        visitor().visit(site.url("/6"))


# --- robots.txt


def robots(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status, "text/plain")


@pytest.mark.parametrize(
    ("answer", "is_allowed"),
    [
        (robots("", 404), True),
        (robots("", 410), True),
        (robots("", 403), True),
        (robots("User-agent: *\nDisallow: /private"), True),
        (robots("User-agent: *\nDisallow: /"), False),
        (robots("User-agent: smallbot\nDisallow: /terms\n\nUser-agent: *\nAllow: /"), False),
        (robots("User-agent: SmallBot\nAllow: /\n\nUser-agent: *\nDisallow: /"), True),
        (robots("User-agent: *\nDisallow: /*s$"), False),
        (robots("User-agent: *\nDisallow: /\nAllow: /terms"), True),
        (robots("User-agent: *\nDisallow:"), True),
        (robots("<html>no such page</html>"), True),
        (robots("User-agent: otherbot\nDisallow: /"), True),
        (robots("# " + "x" * 600_000 + "\nUser-agent: *\nDisallow: /"), True),
        (robots("User-agent: *\nDisallow: /private\n" + "# x\n" * 3_000_000), True),
        (robots("User-agent: *\nDisallow: /terms\n" + "# x\n" * 3_000_000), False),
        (robots(f"User-agent: *\n#{'x' * (ROBOTS_BYTES - 27)}\nDisallow: /private"), True),
        (
            Answer(
                gzip.compress(b"User-agent: *\nDisallow: /terms\n" + b"# x\n" * 9_000_000),
                200,
                "text/plain",
                {"Content-Encoding": "gzip"},
            ),
            False,
        ),
        (Answer(gzip.compress(b"#" * 90_000_000), 200, "text/plain", {"Content-Encoding": "gzip"}), True),
        (web.never_ends, True),
        (Answer(status=302, headers={"Location": "/robots.txt"}), True),
        (robots("", 500), False),
        (robots("", 503), False),
        (robots("", 429), False),
        (web.ends_early, False),
    ],
)
def test_robots_txt_is_obeyed(site: Web, answer: Route, is_allowed: bool) -> None:
    site.routes["/robots.txt"] = answer
    if is_allowed:
        assert visitor().visit(site.url("/terms")).last.status == 200
    else:
        with pytest.raises(Failure, match="robots.txt"):
            visitor().visit(site.url("/terms"))
        assert "/terms" not in site.paths()


def test_of_a_packed_answer_the_beginning_can_be_unpacked() -> None:
    rules = b"".join(b"Disallow: /%d\n" % number for number in range(100_000))
    packed = gzip.compress(rules)
    assert rules.startswith(beginning(packed[:50_000], "gzip", 50_000))
    assert len(beginning(packed[:50_000], "gzip", 50_000)) == 50_000
    assert beginning(gzip.compress(b"ab") + gzip.compress(b"cd"), "gzip", 50_000) == b"abcd"
    assert beginning(rules, "identity", 7) == b"Disallo"
    with pytest.raises(Failure, match="cut short"):
        beginning(packed[:1_000], "gzip", 50_000)


def test_robots_txt_is_asked_once_and_of_each_site_on_the_way(site: Web) -> None:
    with Web({"/terms": PAGE, "/robots.txt": robots("User-agent: *\nDisallow: /")}) as other:
        site.routes["/away"] = redirect(other.url("/terms"))
        guest = visitor()
        guest.visit(site.url("/terms"))
        guest.visit(site.url("/terms"))
        with pytest.raises(Failure, match="asks SmallBot not to visit") as raised:
            guest.visit(site.url("/away"))
        assert raised.value.kind == "robots"
        assert site.paths() == ["/robots.txt", "/terms", "/terms", "/away"]
        assert other.paths() == ["/robots.txt"]


def test_a_site_that_does_not_say_is_not_visited(site: Web) -> None:
    site.routes["/robots.txt"] = web.never_answers
    with pytest.raises(Failure, match="asked for the site's robots.txt, without which we do not visit it"):
        visitor(deadline=0.2).visit(site.url("/terms"))


# --- pauses


class Waits(list[float]):
    """Remembers what was waited for, and lets no time pass."""

    def __call__(self, seconds: float) -> None:
        self.append(round(seconds, 1))


def test_requests_to_one_host_are_apart(site: Web) -> None:
    site.routes["/robots.txt"] = robots("User-agent: *\nCrawl-delay: 7.5")
    with Web({"/terms": PAGE}) as other:
        waits = Waits()
        guest = visitor(pause=3, sleep=waits)
        guest.visit(site.url("/terms"))
        assert waits == pytest.approx([3.0], abs=0.5)
        guest.visit(other.url("/terms"))
        assert waits == pytest.approx([3.0, 3.0], abs=0.5)
        guest.visit(site.url("/terms"))
    assert waits == pytest.approx([3.0, 3.0, 7.5], abs=0.5)  # less what passed since the last request


@pytest.mark.parametrize(
    ("after", "waited"),
    [
        ("2", 2.0),
        ("0", 0.0),
        (formatdate(1_800_000_060, usegmt=True), 60.0),
    ],
)
def test_retry_after_is_honoured(site: Web, after: str, waited: float) -> None:
    now = formatdate(1_800_000_000, usegmt=True)
    later = Answer(b"slow down", 429, headers={"Retry-After": after})

    def busy_then_fine(handler: object, seen: list[int] = []) -> None:  # noqa: B006
        seen.append(1)
        status = "429 Too Many Requests" if len(seen) == 1 else "200 OK"
        web.head(handler, f"Retry-After: {after}", f"Date: {now}", "Content-Length: 0", status=status)  # type: ignore[arg-type]

    assert later.status == 429
    site.routes["/page"] = busy_then_fine
    waits = Waits()
    assert visitor(sleep=waits).visit(site.url("/page")).last.status == 200
    assert max(waits, default=0.0) == pytest.approx(waited, abs=0.2)


@pytest.mark.parametrize(
    ("status", "headers", "says"),
    [
        (
            429,
            {"Retry-After": "3600"},
            "answers 429 Too Many Requests, and asks us to wait 3,600 seconds: try again later",
        ),
        (429, {}, "answers 429 Too Many Requests: try again later"),
        (503, {"Retry-After": "1"}, "answers 503 Service Unavailable, and asks us to wait 1 seconds"),
        (500, {}, "answers 500"),
    ],
)
def test_a_busy_site_is_left_alone(site: Web, status: int, headers: dict[str, str], says: str) -> None:
    site.routes["/page"] = Answer(b"", status, headers=headers)
    guest = visitor(sleep=Waits())
    with pytest.raises(Failure, match=says) as raised:
        guest.visit(site.url("/page"))
    assert raised.value.kind == "busy"


def test_a_site_that_asked_for_an_hour_is_not_asked_again_in_a_run(site: Web) -> None:
    site.routes["/page"] = Answer(b"", 429, headers={"Retry-After": "3600"})
    guest = visitor(sleep=Waits())
    with pytest.raises(Failure):
        guest.visit(site.url("/page"))
    asked = len(site.asked)
    with pytest.raises(Failure, match="has asked us to wait 3,600 seconds more"):
        guest.visit(site.url("/terms"))
    assert len(site.asked) == asked


@pytest.mark.parametrize("status", [403, 404, 410, 451])
def test_a_page_that_is_gone_is_a_visit(site: Web, status: int) -> None:
    site.routes["/page"] = Answer(b"<p>Gone.</p>", status)
    assert visitor().visit(site.url("/page")).last.status == status


def test_the_machines_own_addresses_are_not_contacted_unless_told(site: Web) -> None:
    strict = Visitor(Wire("bot", Guard(resolve=resolved)), "bot", pause=0)
    with pytest.raises(Failure) as raised:
        strict.visit(site.url("/terms"))
    assert raised.value.kind == "address"
    assert not site.asked


# --- TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for acme.example, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl to make a certificate with")
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=acme.example",
               "-addext", "subjectAltName=DNS:acme.example", "-keyout", str(path), "-out", f"{path}.crt"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


def secure(site: Web, certificate: Path, name: str, *, trusts: bool) -> Exchange:
    """The page over TLS, from a server on loopback that goes by a name."""
    sender = Wire("bot", Guard(allow_loopback=True, resolve=lambda host, port: ["127.0.0.1"]))
    if trusts:
        sender.context.load_verify_locations(certificate)
    return sender.exchange(site.url("/terms").replace("http://127.0.0.1", f"https://{name}"), Deadline(5))


def test_certificates_are_checked_against_the_name_and_not_the_address(certificate: Path) -> None:
    with Web({"/terms": PAGE}, certificate=certificate) as site:
        assert secure(site, certificate, "acme.example", trusts=True).body == PAGE.body
        assert site.asked[-1].headers["Host"].startswith("acme.example:")
        for name, trusts in (("acme.example", False), ("other.example", True)):
            with pytest.raises(Failure, match="CERTIFICATE_VERIFY_FAILED") as raised:
                secure(site, certificate, name, trusts=trusts)
            assert raised.value.kind == "unreachable"
