"""Which addresses may be contacted. Records come from anybody, so a source's URL may point at the machine itself, at
the network it stands in, or at the cloud it runs in.

In: a URL, or a host and port. Out: addresses that are safe to connect to, every one of them checked; or a `Failure`.
A name is resolved here, once, and the connection is made to what was checked, so that a second answer of the DNS
cannot lead elsewhere. Allowed are public unicast addresses, and loopback when tests ask for it.

>>> address_fault("10.0.0.7"), address_fault("64:ff9b::a00:7"), address_fault("93.184.216.34")
('private', 'NAT64', None)
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from atlas.capture.failure import Failure

PORTS = {"http": 80, "https": 443}
Resolver = Callable[[str, int], list[str]]

# The first row that holds an address names it. Sources: IANA's registries of special-purpose IPv4 and IPv6 addresses.
# `ipaddress.is_global` is not enough: it holds multicast, NAT64 and 6to4 for public (Python 3.11).
_SPECIAL: tuple[tuple[IPv4Network | IPv6Network, str], ...] = tuple(
    (ip_network(network), name)
    for network, name in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "private to a carrier"),
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "a cloud's own"),  # Azure's, on which hosted runners stand
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "6to4"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "for benchmarks"),
        ("198.51.100.0/24", "for documentation"),
        ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::ffff:0:0/96", "IPv4-mapped"),
        ("::ffff:0:0:0/96", "IPv4-translated"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"),
        ("64:ff9b:1::/48", "NAT64"),
        ("100::/64", "discarded"),
        ("2001::/32", "Teredo"),
        ("2001:db8::/32", "for documentation"),
        ("2001::/23", "reserved"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "for documentation"),
        ("fc00::/7", "private"),
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_GLOBAL_V6 = IPv6Network("2000::/3")  # all that is given out for public unicast; the rest is reserved


def address_fault(address: str) -> str | None:
    """What an IP address is, when it is none to contact; None when it is public."""
    parsed = ip_address(address)
    for network, name in _SPECIAL:
        if parsed.version == network.version and parsed in network:
            return name
    if isinstance(parsed, IPv6Address) and (parsed.scope_id or parsed not in _GLOBAL_V6):
        return "reserved"
    return None


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    parsed = ip_address(address)
    return parsed in IPv4Network("127.0.0.0/8") if isinstance(parsed, IPv4Address) else parsed == IPv6Address("::1")


def resolved(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system's resolver gives them; OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for one run. `allow_loopback` is for tests: it lets in this machine's own addresses, on any port, and
    nothing else that is not public."""

    allow_loopback: bool = False
    resolve: Resolver = resolved

    def check_url(self, url: str) -> None:
        """Raises Failure for a URL that is not plain http(s) to a named host on its usual port."""
        try:
            parts = urlsplit(url)
        except ValueError:
            raise Failure("address", f"{url!r} must be a valid address") from None
        if parts.scheme not in PORTS or not parts.hostname:
            raise Failure("address", f"{url} must begin with https:// or http:// and name a host")
        if parts.username is not None or parts.password is not None or re.search(r"[\s\x00-\x1f\\]", url):
            raise Failure("address", f"{url!r} must have no user name, white space or backslash")
        if _port(url) != PORTS[parts.scheme] and not self.allow_loopback:
            raise Failure("address", f"{url} must be on port {PORTS[parts.scheme]}")

    def addresses(self, host: str, port: int, *, timeout: float) -> list[str]:
        """The addresses of a host; Failure unless every one of them may be contacted."""
        found = self._resolved_within(host, port, timeout)
        for address in found:
            fault = address_fault(address)
            if fault and not (self.allow_loopback and is_loopback(address)):
                raise Failure("address", f"{host} is at {address}, which is {fault} and is not contacted")
        if self.allow_loopback and port != 80 and port != 443 and not all(map(is_loopback, found)):
            raise Failure("address", f"{host} must be asked on port 80 or 443; got {port}")
        return found

    def _resolved_within(self, host: str, port: int, timeout: float) -> list[str]:
        """The system's resolver takes no deadline, so it works beside us and is left to itself when it is late."""
        answer: list[list[str] | OSError | UnicodeError] = []

        def ask() -> None:
            try:
                answer.append(self.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answer.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(max(timeout, 0))
        if not answer:
            raise Failure("timeout", f"{host} was not resolved in time")
        if not isinstance(answer[0], list) or not answer[0]:
            why = getattr(answer[0], "strerror", None) or answer[0] or "none given"
            raise Failure("unreachable", f"{host} has no address ({why})")
        return answer[0]


def _port(url: str) -> int:
    parts = urlsplit(url)
    try:
        return parts.port if parts.port is not None else PORTS[parts.scheme]
    except ValueError:
        raise Failure("address", f"{url} must have a port that is a number up to 65535") from None
