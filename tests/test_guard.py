"""Which addresses are contacted: none that is not public, whatever names it."""

from __future__ import annotations

import time
from contextlib import suppress
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.capture.failure import Failure
from atlas.capture.guard import Guard, address_fault, is_loopback, resolved


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("93.184.216.34", None),
        ("2606:2800:220:1:248:1893:25c8:1946", None),
        ("0.0.0.0", "unspecified"),
        ("10.1.2.3", "private"),
        ("100.100.100.200", "private to a carrier"),
        ("127.0.0.1", "loopback"),
        ("127.8.9.10", "loopback"),
        ("168.63.129.16", "a cloud's own"),
        ("169.254.169.254", "link-local"),
        ("172.16.0.1", "private"),
        ("172.32.0.1", None),
        ("192.0.0.8", "reserved"),
        ("192.88.99.1", "6to4"),
        ("192.168.1.1", "private"),
        ("198.18.0.1", "for benchmarks"),
        ("198.51.100.7", "for documentation"),
        ("203.0.113.7", "for documentation"),
        ("224.0.0.251", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::ffff:127.0.0.1", "IPv4-mapped"),
        ("::ffff:93.184.216.34", "IPv4-mapped"),
        ("::ffff:0:10.0.0.1", "IPv4-translated"),
        ("::10.0.0.1", "IPv4-compatible"),
        ("64:ff9b::10.0.0.1", "NAT64"),
        ("64:ff9b:1::1", "NAT64"),
        ("100::1", "discarded"),
        ("2001::1", "Teredo"),
        ("2001:10::1", "reserved"),
        ("2001:db8::1", "for documentation"),
        ("2002:0a00:0001::1", "6to4"),
        ("3fff::1", "for documentation"),
        ("4000::1", "reserved"),
        ("5f00::1", "reserved"),
        ("fc00::1", "private"),
        ("fd00:ec2::254", "private"),
        ("fe80::1", "link-local"),
        ("fe80::1%eth0", "link-local"),
        ("2606:2800::1%eth0", "reserved"),
        ("fec0::1", "site-local"),
        ("ff02::1", "multicast"),
    ],
)
def test_each_address_is_what_it_is(address: str, fault: str | None) -> None:
    assert address_fault(address) == fault


@given(st.ip_addresses().map(str))
def test_nothing_is_contacted_that_python_holds_for_not_public(address: str) -> None:
    parsed = ip_address(address)
    if not parsed.is_global or parsed.is_multicast or parsed.is_reserved or parsed.is_link_local:
        assert address_fault(address)


def at(*addresses: str) -> Guard:
    """A guard for a network in which every name is at these addresses."""
    return Guard(resolve=lambda host, port: list(addresses))


def test_every_address_of_a_name_must_be_public() -> None:
    assert at("93.184.216.34").addresses("acme.example", 443, timeout=1) == ["93.184.216.34"]
    for hidden in ("127.0.0.1", "10.0.0.1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"):
        with pytest.raises(Failure, match=f"acme.example is at {hidden}, which is .* and is not contacted"):
            at("93.184.216.34", hidden).addresses("acme.example", 443, timeout=1)


def test_loopback_is_let_in_for_tests_and_nothing_else_is() -> None:
    guard = Guard(allow_loopback=True, resolve=lambda host, port: [host])
    assert guard.addresses("127.0.0.1", 8000, timeout=1) == ["127.0.0.1"]
    assert guard.addresses("::1", 8000, timeout=1) == ["::1"]
    for address in ("10.0.0.1", "::ffff:127.0.0.1", "0.0.0.0", "169.254.169.254"):
        with pytest.raises(Failure, match="not contacted"):
            guard.addresses(address, 80, timeout=1)
    with pytest.raises(Failure, match="port 80 or 443; got 8000"):
        guard.addresses("93.184.216.34", 8000, timeout=1)


@pytest.mark.parametrize("spelled", ["127.1", "0x7f.0.0.1", "2130706433", "0177.0.0.1", "localhost"])
def test_an_address_in_disguise_is_seen_through(spelled: str) -> None:
    with suppress(OSError):  # a resolver that does not know the spelling is as good
        assert all(map(is_loopback, resolved(spelled, 80)))
    with pytest.raises(Failure):
        Guard().addresses(spelled, 80, timeout=5)


def test_a_name_that_is_nowhere_or_never_answered_is_a_failure() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(Failure, match="acme.example has no address"):
        Guard(resolve=nowhere).addresses("acme.example", 443, timeout=1)
    with pytest.raises(Failure, match="none given"):
        at().addresses("acme.example", 443, timeout=1)

    def late(host: str, port: int) -> list[str]:
        time.sleep(2)
        return ["93.184.216.34"]

    started = time.monotonic()
    with pytest.raises(Failure, match="not resolved in time"):
        Guard(resolve=late).addresses("acme.example", 443, timeout=0.1)
    assert time.monotonic() - started < 1


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("ftp://acme.example/terms", "must begin with https:// or http://"),
        ("file:///etc/passwd", "must begin with"),
        ("https:///terms", "name a host"),
        ("https://user@acme.example/", "no user name"),
        ("https://user:pw@acme.example/", "no user name"),
        ("https://acme.example/a b", "white space"),
        ("https://acme.example\\@evil.example/", "backslash"),
        ("https://acme.example:8443/", "on port 443"),
        ("http://acme.example:443/", "on port 80"),
        ("http://acme.example:99999/", "a number up to 65535"),
    ],
)
def test_a_url_is_plain(url: str, what: str) -> None:
    with pytest.raises(Failure, match=what) as raised:
        Guard().check_url(url)
    assert raised.value.kind == "address"


def test_plain_urls_are_fine() -> None:
    for url in ("https://acme.example/terms", "http://acme.example:80/", "https://acme.example:443/?a=b"):
        Guard().check_url(url)
    Guard(allow_loopback=True).check_url("http://127.0.0.1:8000/")
