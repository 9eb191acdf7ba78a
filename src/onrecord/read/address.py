"""Which addresses of the internet may be reached for a URL: public ones alone, so that no page and no link can make onrecord read what is within.

The ranges are IANA's special-purpose registries (RFC 6890 and what updates it), held here because Python's own differ from version to version.
IPv6 addresses that carry an IPv4 address are judged by it: mapped (RFC 4291), NAT64 (RFC 6052), 6to4 (RFC 3056), ISATAP (RFC 5214).
"""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

RANGES = tuple(
    (ip_network(network), words)
    for network, words in (
        ("0.0.0.0/8", "this host"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "a provider's own"), ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link-local"), ("172.16.0.0/12", "private"), ("192.0.0.0/24", "reserved"),
        ("192.0.2.0/24", "for documentation"), ("192.88.99.0/24", "reserved"),
        ("192.168.0.0/16", "private"), ("198.18.0.0/15", "for benchmarks"), ("198.51.100.0/24", "for documentation"), ("203.0.113.0/24", "for documentation"),
        ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"),
        ("::/128", "this host"), ("::1/128", "loopback"), ("64:ff9b:1::/48", "private"), ("2001::/23", "reserved"), ("2001:db8::/32", "for documentation"),
        ("3fff::/20", "for documentation"), ("fc00::/7", "private"), ("fe80::/10", "link-local"), ("fec0::/10", "private"), ("ff00::/8", "multicast"),
    )
)  # fmt: skip
# Where clouds answer with the keys of the machine that asks; never reached, whoever permits it. Azure's is in a public range.
METADATA = frozenset(
    map(
        ip_address,
        (
            "100.100.100.200", "168.63.129.16", "169.254.169.254", "169.254.170.2", "169.254.170.23", "192.0.0.192", "fd00:ec2::23", "fd00:ec2::254",
            "fd20:ce::254", "fe80::a9fe:a9fe",
        ),
    )
)  # fmt: skip
MAPPED, NAT64, SIX_TO_FOUR, GLOBAL = (ip_network(n) for n in ("::ffff:0:0/96", "64:ff9b::/96", "2002::/16", "2000::/3"))
ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def why_refused(address: str, *, permitted: Collection[str] = ()) -> str | None:
    """Why an address may not be reached, in words; None where it may. `permitted` names single addresses that may although they are not public.

    >>> why_refused("2002:7f00:1::"), why_refused("198.41.0.4")
    ('loopback', None)
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "no address"
    inner = carried(found) or found
    if METADATA & {found, inner}:
        return "a cloud's metadata service"
    if str(found) in permitted:
        return None
    for network, words in RANGES:
        if inner in network or found in network:
            return words
    if isinstance(found, IPv6Address) and inner is found and found not in GLOBAL:
        return "reserved"
    return None


def carried(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    number = int(address)
    if address in MAPPED or address in NAT64 or (address in GLOBAL and number >> 32 & 0xFFFF_FFFF in ISATAP):
        return IPv4Address(number & 0xFFFF_FFFF)
    return IPv4Address(number >> 80 & 0xFFFF_FFFF) if address in SIX_TO_FOUR else None
