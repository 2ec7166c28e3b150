"""Hosts by who can reach them: private networks, clusters, the internet."""

from __future__ import annotations

from envcheck.facts.hosts import TextFact, ipv6, is_ipv4


def numeric(host: str) -> str:
    """An IPv4 address, or an IPv6 address written out; empty if a host is neither."""
    if ":" in host:
        return ipv6(host)
    return host if host[-1:].isdigit() and is_ipv4(host) else ""


def is_under(host: str, endings: tuple[str, ...]) -> bool:
    """Whether a host has a name of its own in front of one of some endings, each with its dot."""
    return host.endswith(endings) and host not in endings and not host.startswith(".")


_SECOND_OCTETS = frozenset(map(str, range(16, 32)))


def _is_private_address(host: str) -> bool:
    text = numeric(host)
    if ":" in text:
        return text.startswith(("fc", "fd"))
    head, _, rest = text.partition(".")
    return head == "10" or text.startswith("192.168.") or (head == "172" and rest.partition(".")[0] in _SECOND_OCTETS)


def _is_link_local(host: str) -> bool:
    text = numeric(host)
    return text.startswith(("169.254.", "fe8", "fe9", "fea", "feb"))


_HOME = (".local", ".localdomain", ".lan", ".home", ".home.arpa", ".intranet", ".corp", ".private")
_OF_PLATFORM = (".internal", ".flycast")
_CLUSTERS = (".cluster.local", ".svc", ".consul")

#: Addresses and names of networks at home and in offices: no platform on the internet has a way to them.
PRIVATE: tuple[TextFact, ...] = (
    TextFact(
        "an address of a private network",
        _is_private_address,
        "RFC 1918 section 3; RFC 4193 section 3.1",
        "2026-11",
        ("10.0.0.5", "10.255.255.255", "172.16.0.1", "172.31.9.9", "192.168.1.20", "fd12:3456::1", "fc00::1", "::ffff:10.0.0.5"),
        (
            *("11.0.0.5", "172.15.0.1", "172.32.0.1", "192.169.1.1", "192.168.1.20.nip.io", "10.0.0.5.acme.dev", "10.acme.dev"),
            *("127.0.0.1", "100.64.0.1", "2001:470::1", "fe80::1", "10.0.0", "fd.acme.dev"),
        ),
    ),
    TextFact(
        "a name of a network at home or in an office",
        lambda host: is_under(host, _HOME) and not host.endswith(_CLUSTERS),
        "RFC 6762 section 3 and appendix G; RFC 8375",
        "2026-11",
        ("printer.local", "nas.lan", "box.localdomain", "nas.home.arpa", "wiki.intranet", "git.corp"),
        ("local.acme.dev", "lan.acme.dev", "api.svc.cluster.local", "local", "acme.locals", "acme.homes", "corp.acme.com"),
    ),
)

#: Names and addresses that mean something inside of one platform only: its own services find each other by them.
OF_PLATFORM: tuple[TextFact, ...] = (
    TextFact(
        "a name inside of one platform",
        lambda host: is_under(host, _OF_PLATFORM),
        "docs.railway.com/networking/private-networking; fly.io/docs/networking/private-networking; "
        "cloud.google.com/compute/docs/internal-dns; icann.org: .internal, reserved for private use",
        "2026-11",
        ("redis.railway.internal", "acme.internal", "acme.flycast", "metadata.google.internal"),
        ("internal.acme.dev", "internal", "internal-api.acme.dev", "acme.internals.dev", "flycast.acme.dev", "host.local"),
    ),
    TextFact(
        "an address of the link alone, such as a cloud's metadata service",
        _is_link_local,
        "RFC 3927 section 1; RFC 4291 section 2.4",
        "2026-11",
        ("169.254.169.254", "fe80::1", "fe80::1%eth0", "febf::1"),
        ("169.253.1.1", "169.254.acme.dev", "fec0::1", "ff02::1", "fe80.acme.dev"),
    ),
)

#: Names inside of a cluster, which may be reached through an agent beside the service.
CLUSTERS: tuple[TextFact, ...] = (
    TextFact(
        "a name inside of a cluster",
        lambda host: is_under(host, _CLUSTERS),
        "kubernetes.io/docs/concepts/services-networking/dns-pod-service; developer.hashicorp.com/consul/docs/discover/dns",
        "2026-11",
        ("api.acme.svc.cluster.local", "api.acme.svc", "db.service.consul"),
        ("svc.acme.dev", "consul.io", "host.local", "cluster.acme.dev", "acme.internal"),
    ),
)

_INSIDE = (".cache.amazonaws.com", ".vpce.amazonaws.com", ".ts.net")

#: Hosts that only a private network reaches, although their names are public: encryption is for the network to decide.
INSIDE: tuple[TextFact, ...] = (
    TextFact(
        "a host inside of a cloud's own network",
        lambda host: is_under(host, _INSIDE) or (host.startswith("internal-") and host.endswith(".elb.amazonaws.com")),
        "docs.aws.amazon.com: ElastiCache access patterns, VPC endpoints, load balancer schemes; tailscale.com/kb/1081/magicdns",
        "2026-11",
        ("acme.ab12cd.0001.euw1.cache.amazonaws.com", "internal-acme-1.eu-west-1.elb.amazonaws.com", "box.tail1234.ts.net"),
        ("acme-1.eu-west-1.elb.amazonaws.com", "cache.acme.dev", "internal-api.acme.dev", "acme.s3.amazonaws.com"),
    ),
    TextFact(
        "an address shared by the customers of a carrier, or of a private overlay network",
        lambda host: host.startswith("100.") and (text := numeric(host)) != "" and 64 <= int(text.split(".")[1]) < 128,
        "RFC 6598 section 7; tailscale.com/kb/1015/100.x-addresses",
        "2026-11",
        ("100.64.0.1", "100.101.102.103", "100.127.255.255"),
        ("100.63.0.1", "100.128.0.1", "100.acme.dev", "101.64.0.1"),
    ),
)


_TLS_ALONE = ("-keyvalue.render.com", ".upstash.io")

#: Key Value stores that close a connection without TLS.
TLS_ALONE: tuple[TextFact, ...] = (
    TextFact(
        "Render's Key Value store, from outside",
        lambda host: host.endswith("-keyvalue.render.com"),
        "render-oss/terraform-provider-render: testdata; render-oss/skills: skills/render-keyvalue/SKILL.md",
        "2026-11",
        ("oregon-keyvalue.render.com", "frankfurt-keyvalue.render.com"),
        ("red-aaaaaaaaaaaaaaaaaaaa", "oregon-postgres.render.com", "acme-keyvalue.onrender.com"),
    ),
    TextFact(
        "Upstash",
        lambda host: host.endswith(".upstash.io"),
        "upstash.com/docs/redis/howto/connect-client",
        "2026-11",
        ("acme-made-up-12345.upstash.io",),
        ("upstash.com", "upstash.io.acme.dev"),
    ),
)

_NAMING = ("schemas.", "xmlns.", "ocsp.", "crl.", "crl3.", "crl4.", "timestamp.", "tsa.")
_NAMING_HOSTS = frozenset(("www.w3.org", "w3.org", "purl.org", "xmlns.com", "json-schema.org", "schema.org", "www.okta.com"))

#: Hosts whose http:// addresses are names, or carry a signature of their own.
NAMING: tuple[TextFact, ...] = (
    TextFact(
        "a name of a vocabulary, an issuer, or a signed answer",
        lambda host: host.startswith(_NAMING) or host in _NAMING_HOSTS,
        "w3.org/TR/xml-names section 2; docs.oasis-open.org/security/saml/v2.0/saml-core-2.0-os.pdf section 8.3.6; RFC 6960",
        "2026-11",
        (
            "www.w3.org",
            "schemas.xmlsoap.org",
            "schemas.microsoft.com",
            "www.okta.com",
            "ocsp.digicert.com",
            "timestamp.digicert.com",
        ),
        ("acme.okta.com", "api.w3.org", "api.acme.dev", "schema.acme.dev"),
    ),
)


def _is_one_of(facts: tuple[TextFact, ...], host: str) -> bool:
    host = host.lower().removesuffix(".")
    return any(fact.fits(host) for fact in facts)


def is_private(host: str) -> bool:
    """Whether a host is one of a network at home or in an office."""
    return _is_one_of(PRIVATE, host)


def is_of_platform(host: str) -> bool:
    """Whether a host means something inside of one platform only."""
    return _is_one_of(OF_PLATFORM, host)


def is_of_cluster(host: str) -> bool:
    """Whether a host means something inside of a cluster only."""
    return _is_one_of(CLUSTERS, host)


def is_single_label(host: str) -> bool:
    """Whether a host is one label: a private service, a service of a compose file, a machine nearby."""
    host = host.removesuffix(".")
    return host != "" and "." not in host and ":" not in host and "/" not in host


def is_public(host: str) -> bool:
    """Whether a host, which is not this machine, is one on the internet."""
    if host[:1] in ("", "/") or is_single_label(host):
        return False
    return not _is_one_of((*PRIVATE, *OF_PLATFORM, *CLUSTERS, *INSIDE), host)


def wants_tls(host: str) -> bool:
    """Whether a Key Value store answers over TLS alone."""
    return host.lower().removesuffix(".").endswith(_TLS_ALONE)


def is_naming(host: str) -> bool:
    """Whether an http:// address with a host is a name rather than a place to go to."""
    return _is_one_of(NAMING, host)
