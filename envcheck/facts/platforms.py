"""What deployment platforms do: a row a platform, each fact with its source."""

from __future__ import annotations

from envcheck.records import NamedTuple


class Platform(NamedTuple):
    """One platform. ``reads`` are variables that it takes for itself, so that no service has to name them."""

    name: str
    outbound_ipv6: bool
    sets_prefix: str
    reads: frozenset[str]
    source: str
    verified: str


PLATFORMS: dict[str, Platform] = {
    "render": Platform(
        name="Render",
        outbound_ipv6=False,
        sets_prefix="RENDER",
        reads=frozenset(("PORT", "IS_PULL_REQUEST", "PYTHON_VERSION", "NODE_VERSION", "GUNICORN_CMD_ARGS", "WEB_CONCURRENCY")),
        source="supabase/supabase: apps/docs/content/guides/platform/ipv4-address.mdx; render.com/docs/environment-variables",
        verified="2026-11",
    ),
}


def is_platform_variable(name: str, platform: str) -> bool:
    """Whether a name is the platform's own."""
    row = PLATFORMS.get(platform)
    return row is not None and (name in row.reads or name.startswith(row.sets_prefix))
