"""Hosts that are this machine, and hosts that nobody has: told by their text alone, never looked up."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class TextFact(NamedTuple):
    """One fact on texts of a kind. ``good`` are examples that it holds for, ``bad`` are near ones that it must not touch."""

    what: str
    fits: Callable[[str], bool]
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


def is_ipv4(host: str) -> bool:
    """Whether a host is four numbers up to 255."""
    parts = host.split(".")
    return len(parts) == 4 and all(part.isdigit() and part.isascii() and int(part[:4]) < 256 for part in parts)


def ipv6(host: str) -> str:
    """An IPv6 address written out, or an IPv4 address that it wraps; empty if it is none."""
    import ipaddress

    try:
        address = ipaddress.IPv6Address(host.partition("%")[0])
    except ValueError:
        return ""
    return str(address.ipv4_mapped or address.exploded)


_UNSPECIFIED = "0000:0000:0000:0000:0000:0000:0000:0000"


def _is_loopback(host: str) -> bool:
    if ":" in host:
        host = ipv6(host)
        if host[:-1] == _UNSPECIFIED[:-1]:
            return host[-1] in "01"
    return host == "0.0.0.0" or (host.startswith("127.") and is_ipv4(host))  # noqa: S104 - told, not bound to


def _is_documentation(host: str) -> bool:
    if ":" in host:
        host = ipv6(host)
        if host.startswith("2001:0db8:"):
            return True
    return host.startswith(("192.0.2.", "198.51.100.", "203.0.113.")) and is_ipv4(host)


_LOCAL_NAMES = frozenset(
    ("localhost", "localhost.localdomain", "localhost6", "localhost6.localdomain6", "ip6-localhost", "ip6-loopback")
)
DOCKER_NAMES = frozenset(("host.docker.internal", "gateway.docker.internal", "kubernetes.docker.internal"))

#: This machine, seen from the process that reads the value.
LOCAL: tuple[TextFact, ...] = (
    TextFact(
        "a name of the loopback interface",
        lambda host: host in _LOCAL_NAMES or host.endswith(".localhost"),
        "RFC 6761 section 6.3; hosts(5) as Debian and Fedora ship it",
        "2026-11",
        ("localhost", "app.localhost", "ip6-localhost", "localhost.localdomain"),
        ("localhost.acme.dev", "mylocalhost", "notlocalhost.com", "localhost-1.acme.dev", "local", "printer.local"),
    ),
    TextFact(
        "a loopback or unspecified address",
        _is_loopback,
        "RFC 6890, tables 2, 4, 17 and 18",
        "2026-11",
        ("127.0.0.1", "127.1.2.3", "0.0.0.0", "::1", "::", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"),  # noqa: S104
        (
            "127.0.0.1.nip.io",
            "128.0.0.1",
            "10.0.0.1",
            "0.0.0.1",
            "127.0.0.256",
            "::2",
            "1::",
            "::1:0",
            "fe80::1",
            "1::1",
        ),
    ),
    TextFact(
        "the machine that runs Docker Desktop",
        lambda host: host in DOCKER_NAMES,
        "docs.docker.com/desktop/features/networking",
        "2026-11",
        ("host.docker.internal", "gateway.docker.internal"),
        ("docker.internal.acme.dev", "postgres.railway.internal", "host.internal", "hub.docker.com"),
    ),
)

#: What services are called in compose files; a private service on a platform may carry such a name.
COMPOSE_NAMES = frozenset(
    ("postgres", "postgresql", "db", "database", "pgbouncer", "mysql", "mariadb", "mongo", "mongodb")
) | frozenset(("redis", "valkey", "memcached", "rabbitmq", "elasticsearch", "minio", "mailhog", "mailpit", "localstack"))

_FREE_LABELS = frozenset(
    ("project-ref", "project_ref", "my-project-ref", "my_project_ref", "yourproject", "yourprojectref")
) | frozenset(("changeme", "change-me", "replaceme", "replace-me", "placeholder"))
_RESERVED = (".example", ".invalid", ".test", ".example.com", ".example.org", ".example.net")
_MARKS = frozenset("[<{$")
_OWN_DOMAINS = ("your-domain", "your_domain", "yourdomain")


def _free_labels(host: str) -> list[str]:
    """The labels that the owner of a service chooses, without those of the registered domain."""
    labels = host.split(".")
    if len(labels) == 1:
        return labels
    # co.uk, com.au, gov.uk: the registered domain has three labels there.
    wide = len(labels[-1]) == 2 and labels[-2] in ("co", "com", "org", "net", "gov", "gob", "ac", "edu", "or", "ne")
    return labels[: -3 if wide else -2]


def _is_written_to_be_replaced(host: str) -> bool:
    if host in ("...", "\u2026") or (host[:1] == "%" == host[-1:] and len(host) > 2):
        return True
    return not _MARKS.isdisjoint(host)


def _has_placeholder_label(host: str) -> bool:
    return any(label in _FREE_LABELS or label.startswith(("your-", "your_")) for label in _free_labels(host))


def _has_row_of_x(host: str) -> bool:
    return "xxx" in host and any(len(label) >= 3 and label.strip("x") == "" for label in _free_labels(host))


#: Hosts that no service can mean.
PLACEHOLDERS: tuple[TextFact, ...] = (
    TextFact(
        "a name reserved for examples and tests",
        lambda host: ("." + host).endswith(_RESERVED) and host not in ("example", "invalid", "test"),
        "RFC 2606; RFC 6761",
        "2026-11",
        ("example.com", "api.example.org", "a.b.example.net", "db.acme.example", "db.invalid", "app.test"),
        (
            "examples.io",
            "example.io",
            "myexample.com",
            "example.com.acme.dev",
            "contest.com",
            "test.mycompany.com",
            "testing.io",
            "test",
            "latest",
            "db.latest",
            "example-app.onrender.com",
        ),
    ),
    TextFact(
        "an address reserved for documentation",
        _is_documentation,
        "RFC 5737; RFC 3849",
        "2026-11",
        ("192.0.2.1", "198.51.100.7", "203.0.113.10", "2001:db8::1", "2001:0DB8:0:0::5", "::ffff:192.0.2.1"),
        ("192.0.3.1", "192.0.20.1", "198.51.101.7", "203.0.113.10.nip.io", "203.0.113", "2001:db9::1", "2001:db80::1"),
    ),
    TextFact(
        "a bracket, a reference or dots where a name belongs",
        _is_written_to_be_replaced,
        "copy buttons and guides of supabase.com/docs, render.com/docs",
        "2026-11",
        ("aws-0-[region].pooler.supabase.com", "<host>", "${host}", "{{ host }}", "$db_host", "%db_host%", "..."),
        ("region.acme.dev", "host.acme.dev", "::1", "db-host", "fe80::1%eth0"),
    ),
    TextFact(
        "a name that tells what to put there",
        _has_placeholder_label,
        "guides of supabase.com/docs; .env templates in public repositories",
        "2026-11",
        (
            "your-project.supabase.co",
            "db.your-project-ref.supabase.co",
            "your_db_host",
            "your-app.onrender.com",
            "my-project-ref.supabase.co",
            "db.project-ref.supabase.co",
            "project-ref",
            "placeholder.supabase.co",
            "changeme",
        ),
        (
            "yourcompany.com",
            "api.yourcompany.com",
            "clients.your-server.de",
            "u12345.your-storagebox.de",
            "your-say.gov.uk",
            "via.placeholder.com",
            "yours.acme.dev",
            "for-your-project.acme.dev",
            "my-project.onrender.com",
            "project-reference.acme.dev",
        ),
    ),
    TextFact(
        "a domain that is called what it stands for",
        lambda host: any("." in host and label in _OWN_DOMAINS for label in host.split(".")[-3:-1]),
        ".env templates in public repositories",
        "2026-11",
        ("your-domain.com", "api.yourdomain.com", "yourdomain.co.uk"),
        ("your-domain-name-shop.com", "findyourdomain.com", "yourdomains.com", "yourcompany.com"),
    ),
    TextFact(
        "a row of x",
        _has_row_of_x,
        "guides of supabase.com/docs; .env templates in public repositories",
        "2026-11",
        ("xxx.supabase.co", "db.xxxxxxxxxxxxxxxxxxxx.supabase.co", "xxxx"),
        (
            "acme.xxx",
            "xxx.com",
            "xx.acme.dev",
            "xxl.acme.dev",
            "exxxon.acme.dev",
            "xxxxxxxxxx-useast1-1.horizon.psdb.cloud",
        ),
    ),
)


#: Labels that a fact of ``networks.py`` or ``tunnels.py`` asks for, or the one on Render's own domain.
#: They stand here because most files need those tables not at all; the tests of each table hold that none is missing.
_OF_NETWORKS = frozenset(
    (
        *("local", "localdomain", "lan", "home", "arpa", "intranet", "corp", "private", "internal", "flycast", "svc", "consul"),
        *("ngrok", "ngrok-free", "trycloudflare", "loca", "localtunnel", "lhr", "lhrtunnel", "localhost", "serveo"),
        *("serveousercontent", "devtunnels", "tunnelmole", "pinggy", "pagekite", "github", "gitpod", "render", "upstash"),
    )
)
#: Labels of which every host that ``vendors`` tells has one.
_OF_VENDORS = frozenset(
    ("supabase", "openai", "chatgpt", "anthropic", "claude", "llamaindex", "sentry", "langfuse", "slack", "github")
)

#: Labels that a fact of the tables above asks for, or one on networks.
_TOLD_LABELS = (_FREE_LABELS | _OF_NETWORKS) | (
    frozenset(label for name in (*_LOCAL_NAMES, *DOCKER_NAMES, *_RESERVED) for label in name.split("."))
    - frozenset(("", "com", "org", "net"))
)


#: What ``is_unremarkable`` has told, since the same few hosts stand in the variables of many services.
_UNREMARKABLE: dict[str, bool] = {}
_MOST_REMEMBERED = 10_000


def is_unremarkable(host: str) -> bool:
    """Whether a text is a plain host name, in lower case, that is certainly in no table: a quick look before the long one.

    False tells nothing.
    """
    known = _UNREMARKABLE.get(host)
    if known is None:
        labels = host.split(".")
        known = (
            len(labels) > 1
            and "" not in labels
            and host.isascii()
            and host.islower()
            and host.replace("-", "a").replace(".", "a").isalnum()
            and not labels[-1].isdigit()
            and _TOLD_LABELS.isdisjoint(labels)
            and "xxx" not in host
            and "your" not in host
        )
        if len(_UNREMARKABLE) < _MOST_REMEMBERED:
            _UNREMARKABLE[host] = known
    return known


#: What ``is_untold`` has told.
_UNTOLD: dict[str, bool] = {}


def is_untold(host: str) -> bool:
    """Whether a host is unremarkable, and of no vendor that the table of vendors tells of either."""
    known = _UNTOLD.get(host)
    if known is None:
        known = is_unremarkable(host) and _OF_VENDORS.isdisjoint(host.split("."))
        if len(_UNTOLD) < _MOST_REMEMBERED:
            _UNTOLD[host] = known
    return known


def is_local(host: str) -> bool:
    """Whether a host, without brackets, is this machine."""
    if is_unremarkable(host):
        return False
    host = host.lower().removesuffix(".")
    return any(fact.fits(host) for fact in LOCAL)


def is_placeholder(host: str) -> bool:
    """Whether a host, without brackets, is reserved for examples or waits to be replaced."""
    if is_unremarkable(host):
        return False
    host = host.lower()
    return any(fact.fits(host if host.endswith("...") else host.removesuffix(".")) for fact in PLACEHOLDERS)
