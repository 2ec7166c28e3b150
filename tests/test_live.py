"""Live services of Render, from the command line: what is checked, what is said where they cannot be read, and what never is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE
from envcheck.options import FORMATS
from envcheck.sources.render_api import client
from tests import render_server
from tests.conftest import Program
from tests.program import write
from tests.render_server import KEY, Group, RenderServer, Service, cut, fails, gives, reset
from tests.watch import WATCH

if TYPE_CHECKING:
    from tests.render_server import Fault

CANARY = "Qx7Zj2kXq9wJz4Kx"
API, WORKER, EMPTY = "srv-api0example0000000", "srv-worker0example0000", "srv-empty0example00000"
SCHEMA = {
    "required": ["API_TOKEN", "LOG_LEVEL"],
    "properties": {"API_TOKEN": {"minLength": 9, "writeOnly": True}, "LOG_LEVEL": {}, "PORT": {"type": "integer"}},
}
CONFIG = f"""\
[services.api]
schema = "schema.json"
[services.worker]
schema = "schema.json"
[environments.production.sources]
api = "render:{API}"
worker = "render:acme-worker"
"""


@pytest.fixture
def server() -> Iterator[RenderServer]:
    """Two services, of which the api is as it should be, and the worker is not."""
    server = RenderServer(
        [
            Service(API, "acme-api", {"API_TOKEN": f"{CANARY}1"}),
            Service(WORKER, "acme-worker", {"PORT": f"{CANARY}2"}, type="background_worker"),
            Service(EMPTY, "acme-empty"),
        ],
        [Group("evg-1", "shared", [API, WORKER], {"LOG_LEVEL": "INFO"})],
    )
    with server:
        yield server


@pytest.fixture
def live(server: RenderServer, folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """The program in a project with live sources, with a key, and without waits."""
    monkeypatch.setenv("RENDER_API_KEY", KEY)
    monkeypatch.setenv("RENDER_API_URL", server.url)
    monkeypatch.setattr(client, "_PAUSES", (0.0, 0.0, 0.0))
    monkeypatch.setattr(client, "MOST_SECONDS", 3.0)
    monkeypatch.setattr(client, "MOST_SECONDS_OF_SILENCE", 0.5)
    host, port = server.url.removeprefix("http://").removesuffix("/v1").split(":")
    monkeypatch.setattr(WATCH, "server", (host, int(port)))
    write(folder, {"schema.json": SCHEMA, "envcheck.toml": CONFIG, "schema.worker.json": SCHEMA})
    return program


def found(done: Any) -> list[tuple[str, str, str | None]]:
    """Rule, service and source of each finding."""
    return [(each["rule"], each["service"], (each["location"] or {}).get("path")) for each in done.report["findings"]]


def test_every_configured_live_service_is_checked(live: Program) -> None:
    done = live("check", "--format", "json")

    assert done.code == EXIT_FINDINGS
    assert ("missing-variable", "worker") in {(rule, service) for rule, service, _ in found(done)}
    assert ("wrong-type", "worker", "render:acme-worker") in found(done)
    assert {service for _, service, _ in found(done)} == {"worker"}
    assert [(each["source"], each["variables"], each["complete"]) for each in done.report["sources"]] == [
        ("render-group:shared", 1, True),
        (f"render:{API}", 1, True),
        ("render-group:shared", 1, True),
        ("render:acme-worker", 1, True),
    ]


def test_lists_of_the_account_are_read_once_for_all(live: Program, server: RenderServer) -> None:
    live("check")
    assert (server.paths["env-groups"], server.paths["services"], server.paths["env-groups/evg-1"]) == (1, 2, 1)


def test_a_named_live_service_is_checked(live: Program) -> None:
    assert live("check", f"render:{API}").code == EXIT_CLEAN


def test_a_live_service_without_a_config_needs_but_its_name(live: Program) -> None:
    done = live("check", "render:acme-worker", "--schema", "schema.json", "--env", "production", "--isolated", "--format", "json")
    assert [rule for rule, _, _ in found(done)] == ["missing-variable", "wrong-type"]


def test_a_suspended_service_is_told(live: Program, server: RenderServer) -> None:
    server.services[WORKER] = server.services[WORKER]._replace(suspended="suspended")
    assert "render:acme-worker: the service is suspended" in live("check", "render:acme-worker").err


def test_a_live_service_is_held_against_an_export(live: Program, folder: Path) -> None:
    write(folder, {"a.json": [{"key": "API_TOKEN", "value": "another-made-up"}, {"key": "LOG_LEVEL", "value": "INFO"}]})
    done = live("diff", "a.json", f"render:{API}", "--schema", "schema.json", "--isolated", "--format", "json")
    assert (done.code, found(done)) == (EXIT_CLEAN, [])


def test_groups_that_disagree_are_told_by_their_names(live: Program, server: RenderServer) -> None:
    server.groups["evg-2"] = Group("evg-2", "other", [API], {"LOG_LEVEL": "DEBUG"})
    done = live("check", f"render:{API}")
    assert "conflicting-groups" in done.out
    assert "render-group:other" in done.out
    assert "render-group:shared" in done.out


@pytest.mark.parametrize("verbosity", ["-q", "-v", "-vv"])
@pytest.mark.parametrize("format", FORMATS)
def test_no_value_and_no_key_is_shown(format: str, verbosity: str, live: Program) -> None:
    done = live("check", "--format", format, verbosity)
    assert not any(part in done.said for part in (CANARY[:6], CANARY[-6:], KEY[:12], KEY[-6:]))


def loops(handler: Any, answer: Any) -> None:
    """The first page again and again."""
    handler.give(200, [{"envVar": {"key": f"A{number}", "value": "x"}, "cursor": "same"} for number in range(100)])


def twice(handler: Any, answer: Any) -> None:
    """One entry twice, with other values."""
    handler.give(200, [{"envVar": {"key": "A", "value": value}, "cursor": value} for value in ("x", "y")])


VARIABLES = f"services/{API}/env-vars"
OUTCOMES: dict[str, tuple[str, Fault, str]] = {
    "B57-refused": (VARIABLES, fails(401), "the API refuses this key (401) (refused-key)"),
    "B57-forbidden": (VARIABLES, fails(403), "the API refuses this key (403) (refused-key)"),
    "B58": (VARIABLES, fails(404), "no such service for this key (404) (no-such-service)"),
    "B59-seconds": (VARIABLES, fails(429, RateLimit_Reset="999"), "(rate-limited)"),
    "B59-moment": (VARIABLES, fails(429, RateLimit_Reset="4102444800"), "(rate-limited)"),
    "B60-500": (VARIABLES, fails(500), "the API fails (500) (failing-api)"),
    "B60-503": (VARIABLES, fails(503), "the API fails (503) (failing-api)"),
    "B60-reset": (VARIABLES, reset, "(unreachable-api)"),
    "B61-silence": (VARIABLES, render_server.hangs, "(no-answer)"),
    "B61-slow": (VARIABLES, render_server.trickles, "(no-answer)"),
    "B62-cut": (VARIABLES, cut, "(un"),
    "B62-html": (
        VARIABLES,
        gives(b"<html></html>", Content_Type="text/html"),
        "status 200, text/html, not JSON (unexpected-answer)",
    ),
    "B62-shape": (VARIABLES, gives({"envVars": []}), "(unexpected-answer)"),
    "B63-circle": (VARIABLES, loops, "(incomplete-list)"),
    "B63-twice": (VARIABLES, twice, "(incomplete-list)"),
    "B63-group": ("env-groups/evg-1", fails(500), "the group 'shared' is not known: the API fails (500) (failing-api)"),
    "B64": (
        VARIABLES,
        gives({}, 302, Location="https://other.acme.dev/x"),
        "redirect refused to other.acme.dev (redirect-refused)",
    ),
}


@pytest.mark.parametrize("format", ["text", "json", "sarif"])
@pytest.mark.parametrize("name", OUTCOMES)
def test_a_live_service_that_is_not_read_whole_is_incomplete(name: str, format: str, live: Program, server: RenderServer) -> None:
    path, fault, says = OUTCOMES[name]
    server.faults[path] = [fault]
    done = live("check", f"render:{API}", "--format", format, "--fail-on", "never", "-vv")

    assert (done.code, done.err.startswith(f"envcheck: render:{API}: "), says in done.err) == (EXIT_INCOMPLETE, True, True)
    assert not any(part in done.said for part in (CANARY[:6], KEY[:12], KEY[-6:], "Traceback"))


def test_what_can_be_read_is_checked_beside_what_cannot(live: Program, server: RenderServer) -> None:
    server.faults[VARIABLES] = [fails(500)]
    done = live("check", "--format", "json")

    assert done.code == EXIT_INCOMPLETE
    assert ("wrong-type", "worker", "render:acme-worker") in found(done)
    assert [each["id"] for each in done.report["failures"]] == ["failing-api"]


def test_nothing_is_to_be_exported_again_where_the_service_is_asked_itself(live: Program, folder: Path) -> None:
    text = "services: [{type: web, name: acme-api, runtime: go, envVars: [{key: MADE_UP_NAME, value: x}]}]\n"
    config = f'[services.api]\nschema = "b.json"\n[environments.staging.sources]\napi = ["blueprint:b.yaml#acme-api", "render:{API}"]\n'
    write(folder, {"b.yaml": text, "b.json": {"properties": {"MADE_UP_NAME": {}}}, "b.toml": config})
    done = live("check", "--config", "b.toml", "--format", "json")
    hints = [each["hint"] for each in done.report["findings"] if each["rule"] == "undeployed-variable"]

    assert hints == ["Sync the blueprint and deploy the service."]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("check", "render:"), EXIT_USAGE, "'render:' names no service"),
        (("check", "render:acme-aip"), EXIT_INCOMPLETE, "did you mean 'acme-api'?"),
        (("check", "render:acme-empty"), EXIT_INCOMPLETE, "(no-variables)"),
        (("check", f"render:{API}", "--render-url", "http://api.acme.dev/v1"), EXIT_USAGE, "is not https"),
        (("check", f"render:{API}", "--render-key-file", "no-such-file"), EXIT_USAGE, "the file with the key cannot be read"),
        (("check", f"render:{API}", "-", "--render-key-file", "-"), EXIT_USAGE, "cannot be both a source and the key"),
        (("check", f"render:{API}", "--output", "json:."), EXIT_INCOMPLETE, "the report is not written"),
    ],
)
def test_a_wrong_request_is_told(arguments: tuple[str, ...], code: int, says: str, live: Program) -> None:
    done = live(*arguments)
    assert (done.code, says in done.said) == (code, True), done.said


def test_without_a_key_nothing_is_asked(live: Program, server: RenderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RENDER_API_KEY")
    done = live("check", f"render:{API}")
    assert (done.code, server.requests) == (EXIT_USAGE, [])
    assert "there is no key for Render's API" in done.err


def test_the_key_may_come_from_standard_input(live: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RENDER_API_KEY")
    assert live("check", f"render:{API}", "--render-key-file", "-", stdin=f"{KEY}\n".encode()).code == EXIT_CLEAN


def test_the_address_in_a_config_is_no_option(live: Program, folder: Path) -> None:
    write(folder, {"envcheck.toml": f'render_url = "https://elsewhere.acme.dev"\n{CONFIG}'})
    done = live("check")
    assert (done.code, "unknown option" in done.err) == (EXIT_USAGE, True)


@pytest.mark.parametrize("dropped", ["services/{API}/env-vars", "env-groups/evg-1"])
def test_a_dropped_page_never_ends_in_clean(dropped: str, live: Program, server: RenderServer) -> None:
    """A page that does not come whole is no page: the run is incomplete, whatever was read before."""
    server.services[API] = Service(API, "acme-api", {"API_TOKEN": f"{CANARY}1", **{f"A_{n}": "x" for n in range(250)}})
    server.faults[dropped.format(API=API)] = [render_server.well, cut] if "env-vars" in dropped else [cut]
    assert live("check", f"render:{API}").code == EXIT_INCOMPLETE
