"""Tunnels that lead from the internet to a machine of a developer."""

from __future__ import annotations

from envcheck.facts.networks import is_under
from envcheck.records import NamedTuple


class Tunnel(NamedTuple):
    """A service that leads from the internet to a machine of a developer; ``is_kept`` where a paid name can be permanent."""

    what: str
    endings: tuple[str, ...]
    is_kept: bool
    source: str
    verified: str
    good: tuple[str, ...]
    bad: tuple[str, ...]


TUNNELS: tuple[Tunnel, ...] = (
    Tunnel(
        "ngrok",
        (".ngrok-free.app", ".ngrok-free.dev", ".ngrok.io"),
        False,
        "ngrok.com/blog/free-static-domains-ngrok-users",
        "2026-11",
        ("abc123.ngrok-free.app", "abc123.ngrok-free.dev", "abc123.ngrok.io", "0.tcp.eu.ngrok.io"),
        ("ngrok.com", "api.ngrok.com", "ngrok-free.app", "ngrok.io", "ngrok.io.acme.dev", "ngrok.acme.dev", "myngrok.io"),
    ),
    Tunnel(
        "ngrok",
        (".ngrok.app", ".ngrok.dev"),
        True,
        "ngrok.com/blog/free-static-domains-ngrok-users",
        "2026-11",
        ("acme.ngrok.app", "acme.ngrok.dev"),
        ("ngrok.app", "ngrok.app.acme.dev"),
    ),
    Tunnel(
        "a Cloudflare quick tunnel",
        (".trycloudflare.com",),
        False,
        "developers.cloudflare.com/cloudflare-one/connections/connect-networks/do-more-with-tunnels/trycloudflare",
        "2026-11",
        ("made-up-words-here.trycloudflare.com",),
        ("try.cloudflare.com", "trycloudflare.com", "acme.cloudflareaccess.com", "acme.pages.dev", "acme.workers.dev"),
    ),
    Tunnel(
        "localtunnel",
        (".loca.lt", ".localtunnel.me"),
        False,
        "localtunnel/localtunnel: README.md",
        "2026-11",
        ("acme.loca.lt", "acme.localtunnel.me"),
        ("localtunnel.me", "loca.lt", "loca.acme.dev"),
    ),
    Tunnel(
        "localhost.run",
        (".lhr.life", ".lhr.rocks", ".lhrtunnel.link", ".localhost.run"),
        True,
        "localhost.run/docs (observed host names)",
        "2026-11",
        ("abc123.lhr.life", "abc123.lhrtunnel.link"),
        ("localhost.run", "lhr.acme.dev", "lhr.com"),
    ),
    Tunnel(
        "a tunnel to a developer's machine",
        (".serveo.net", ".serveousercontent.com", ".devtunnels.ms", ".tunnelmole.net", ".pinggy.link", ".pagekite.me"),
        True,
        "serveo.net; learn.microsoft.com/azure/developer/dev-tunnels; tunnelmole.com/docs; pinggy.io/docs (observed host names)",
        "2026-11",
        ("acme.serveo.net", "abc123-3000.euw.devtunnels.ms", "abc123.tunnelmole.net"),
        ("serveo.acme.dev", "devtunnels.acme.dev", "learn.microsoft.com"),
    ),
    Tunnel(
        "a workspace of a developer",
        (".app.github.dev", ".gitpod.io"),
        True,
        "docs.github.com/codespaces/developing-in-a-codespace/forwarding-ports-in-your-codespace (observed host names)",
        "2026-11",
        ("made-up-words-3000.app.github.dev", "3000-acme.ws-eu1.gitpod.io"),
        ("api.github.com", "acme.github.io", "github.dev", "gitpod.io"),
    ),
)

_EVERY_ENDING = tuple(ending for tunnel in TUNNELS for ending in tunnel.endings)


def tunnel_to(host: str) -> Tunnel | None:
    """The tunnel that a host is the public end of."""
    host = host.lower().removesuffix(".")
    if host.endswith(_EVERY_ENDING):
        for tunnel in TUNNELS:
            if is_under(host, tunnel.endings):
                return tunnel
    return None
