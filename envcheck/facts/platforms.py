"""What deployment platforms do: a row a platform, each fact with its source."""

from __future__ import annotations

from envcheck.records import NamedTuple


class Platform(NamedTuple):
    """One platform. ``reads`` are variables that it takes for itself, so that no service has to name them.

    ``sets`` are those that it sets in each service; an export never has them.
    """

    name: str
    outbound_ipv6: bool
    sets_prefix: str
    reads: frozenset[str]
    sets: frozenset[str]
    source: str
    verified: str


PLATFORMS: dict[str, Platform] = {
    "render": Platform(
        name="Render",
        outbound_ipv6=False,
        sets_prefix="RENDER",
        reads=frozenset(("PORT", "IS_PULL_REQUEST", "PYTHON_VERSION", "NODE_VERSION", "GUNICORN_CMD_ARGS", "WEB_CONCURRENCY")),
        sets=frozenset(
            (
                *("RENDER", "IS_PULL_REQUEST", "RENDER_SERVICE_ID", "RENDER_SERVICE_NAME", "RENDER_SERVICE_TYPE"),
                *("RENDER_INSTANCE_ID", "RENDER_GIT_COMMIT", "RENDER_GIT_BRANCH", "RENDER_GIT_REPO_SLUG", "RENDER_CPU_COUNT"),
                *("RENDER_DISCOVERY_SERVICE", "RENDER_WEB_CONCURRENCY", "RENDER_EXTERNAL_URL", "RENDER_EXTERNAL_HOSTNAME"),
            )
        ),
        source="supabase/supabase: apps/docs/content/guides/platform/ipv4-address.mdx; render.com/docs/environment-variables",
        verified="2026-11",
    ),
}

#: Every name that a platform sets itself.
SET_BY_PLATFORMS = frozenset(name for row in PLATFORMS.values() for name in row.sets)

#: What Doppler adds to every export, and to the process that it starts (docs.doppler.com, verified 2026-11).
SET_BY_DOPPLER = frozenset(("DOPPLER_PROJECT", "DOPPLER_ENVIRONMENT", "DOPPLER_CONFIG"))


def is_platform_variable(name: str, platform: str) -> bool:
    """Whether a name is the platform's own, or that of a program which gives services their variables on any platform."""
    if name in SET_BY_DOPPLER:
        return True
    row = PLATFORMS.get(platform)
    return row is not None and (name in row.reads or name.startswith(row.sets_prefix))


def is_set_by_platform(name: str) -> bool:
    """Whether some platform sets a variable of this name itself."""
    return name in SET_BY_PLATFORMS
