"""A live service is read whole or not at all, and neither the key nor a value is ever shown."""

from __future__ import annotations

import gzip
import io
import json
import logging
import math
import socket
import ssl
import sys
import traceback
from collections import Counter
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.errors import SourceError, UsageError
from envcheck.merge import merge
from envcheck.model import Environment
from envcheck.sources import render_api
from envcheck.sources.render_api import Access, access_of, client, objects, pages, reader
from envcheck.sources.render_api.client import Client, Clock
from envcheck.sources.render_api.objects import Received
from tests.render_server import (
    KEY,
    Group,
    Handler,
    RenderServer,
    Service,
    cut,
    fails,
    gives,
    hangs,
    reset,
    trickles,
    trickles_in_its_head,
    well,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.render_server import Fault

    Outcome = dict[str, list[Environment] | SourceError]

MARKER = "Qx7Zj2kXq9wJz4Kx"
API, WORKER = "srv-example-api", "srv-example-worker"
VARIABLES = f"services/{API}/env-vars"
FILES = f"services/{API}/secret-files"
#: The moment of the tests, in seconds since 1970.
NOW = 1_790_000_000.0


class FakeClock:
    """Time that passes only where somebody waits; a wait is noted."""

    def __init__(self) -> None:
        self.now = 0.0
        self.naps: list[float] = []

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.naps.append(seconds)
        self.now += seconds

    @property
    def clock(self) -> Clock:
        """The clock as the client asks for it; chance always says the most."""
        return Clock(lambda: self.now, lambda: NOW + self.now, self.sleep, lambda: 1.0)


def variables(count: int) -> dict[str, str]:
    """As many variables with made-up values."""
    return {f"SETTING_{number}": f"{MARKER}-{number}" for number in range(count)}


@pytest.fixture
def server() -> Iterator[RenderServer]:
    """An account with two services and a group of both."""
    services = [Service(API, "api", variables(3)), Service(WORKER, "worker", variables(2), type="background_worker")]
    group = Group("evg-shared", "shared", [API, WORKER], {"LOG_LEVEL": MARKER})
    with RenderServer(services, [group]) as server:
        yield server


def read(server: RenderServer, *names: str, time: FakeClock | None = None, key: str = KEY) -> Outcome:
    """What is read of services; no wait costs time."""
    return reader.read_all(names, Client(Access(key, server.url), (time or FakeClock()).clock), None)


def error_of(outcome: Outcome, name: str) -> SourceError:
    """Why a service was not read."""
    error = outcome[name]
    assert isinstance(error, SourceError)
    return error


def parts_of(outcome: Outcome, name: str) -> list[Environment]:
    """What was read of a service."""
    parts = outcome[name]
    assert not isinstance(parts, SourceError), parts.message
    return parts


def failure(server: RenderServer, name: str = API, time: FakeClock | None = None) -> SourceError:
    """Why a service was not read; whatever is said of it shows nothing."""
    error = error_of(read(server, name, time=time), name)
    assert_shows_nothing(error)
    return error


def everything_of(error: BaseException) -> str:
    """All that can be seen of an error, and of those that it came from."""
    seen = []
    each: BaseException | None = error
    while each is not None:
        seen += [repr(each), str(each), str(vars(each)), *traceback.format_exception(each)]
        each = each.__cause__ or each.__context__
    return "\n".join(seen)


def assert_shows_nothing(error: BaseException) -> None:
    """Neither the key nor a value is in an error, nor is an error of a library behind it."""
    assert KEY not in everything_of(error)
    assert MARKER not in everything_of(error)
    assert error.__cause__ is None
    assert error.__context__ is None or isinstance(error.__context__, SourceError)
    assert error.__traceback__ is None


def test_a_service_has_its_groups_first_and_then_its_own_variables(server: RenderServer) -> None:
    shared, own = parts_of(read(server, API), API)

    assert [(each.kind, each.path, each.is_file) for each in shared.sources] == [("render-group", "render-group:shared", False)]
    assert [(each.kind, each.path, each.is_file) for each in own.sources] == [("render", f"render:{API}", False)]
    assert shared.values == {"LOG_LEVEL": MARKER}
    assert own.values == variables(3)


def test_a_service_is_named_as_the_dashboard_calls_it(server: RenderServer) -> None:
    outcome = read(server, "worker", "api")

    assert list(outcome) == ["worker", "api"]
    assert parts_of(outcome, "api")[-1].sources[0].path == "render:api"
    assert parts_of(outcome, "api")[-1].values == variables(3)
    assert parts_of(outcome, "worker")[-1].values == variables(2)


def test_a_variable_of_a_live_service_has_a_place_without_a_line(server: RenderServer) -> None:
    own = parts_of(read(server, API), API)[-1]

    assert own["SETTING_0"].location == (f"render:{API}", None, None, None)


def test_the_parts_are_merged_as_those_of_files_are(server: RenderServer) -> None:
    server.groups["evg-other"] = Group("evg-other", "other", [API], {"LOG_LEVEL": "INFO", "SETTING_0": "of the group"})
    merged = merge(parts_of(read(server, API), API), is_whole=True)

    assert merged.values["SETTING_0"] == f"{MARKER}-0"
    assert merged.complete
    assert {(each.name, each.by_group) for each in merged.replaced} == {("SETTING_0", False), ("LOG_LEVEL", True)}


@pytest.mark.parametrize(
    ("count", "asked"),
    [(1, 2), (19, 2), (20, 2), (21, 2), (99, 2), (100, 2), (101, 3), (199, 3), (200, 3), (1_000, 11)],
)
def test_a_list_is_read_to_its_proven_end(count: int, asked: int) -> None:
    with RenderServer([Service(API, "api", variables(count))]) as server:
        own = parts_of(read(server, API), API)[-1]

    assert own.values == variables(count)
    assert own.complete
    assert server.paths[VARIABLES] == asked


@pytest.mark.parametrize("most", [1, 3, 20, 32, 33, 50, 90, 99])
def test_a_server_that_gives_shorter_pages_than_asked_for_is_read_whole(most: int) -> None:
    with RenderServer([Service(API, "api", variables(121))]) as server:
        server.most = most
        own = parts_of(read(server, API), API)[-1]

    assert own.values == variables(121)


def test_lists_of_the_account_are_read_once_and_each_group_too(server: RenderServer) -> None:
    read(server, "api", "worker", API, WORKER)

    assert server.paths == Counter(
        {"services": 2, "env-groups": 1, "env-groups/evg-shared": 1, VARIABLES: 2, f"services/{WORKER}/env-vars": 2}
    )
    assert all("limit=100" in request for request in server.requests if request.partition("?")[0] != "env-groups/evg-shared")


def test_ids_need_no_list_of_services(server: RenderServer) -> None:
    read(server, API)

    assert server.paths["services"] == 0


def test_many_services_are_found_past_the_first_page() -> None:
    services = [Service(f"srv-{number}", f"service-{number}", {"A": str(number)}) for number in range(251)]
    with RenderServer(services) as server:
        outcome = read(server, "service-250", "service-0")

    assert parts_of(outcome, "service-250")[-1].values == {"A": "250"}
    assert server.paths["services"] == 4  # the last of them is empty


def test_suspended_services_and_cron_jobs_are_read_like_others() -> None:
    services = [Service("crn-example", "nightly", {"A": "1"}, type="cron_job", suspended="suspended")]
    with RenderServer(services) as server:
        outcome = read(server, "crn-example", "nightly")

    assert [parts_of(outcome, name)[-1].values for name in ("crn-example", "nightly")] == [{"A": "1"}, {"A": "1"}]


def test_a_service_may_have_all_its_variables_from_a_group(server: RenderServer) -> None:
    server.services[API] = Service(API, "api")

    assert [dict(part.values) for part in parts_of(read(server, API), API)] == [{"LOG_LEVEL": MARKER}, {}]


def test_a_service_without_any_variable_was_not_checked(server: RenderServer) -> None:
    server.services[API] = Service(API, "api")
    server.groups.clear()

    assert failure(server).id == "no-variables"


def test_a_bare_list_of_variables_is_read(server: RenderServer) -> None:
    server.wraps.discard("envVar")

    assert parts_of(read(server, API), API)[-1].values == variables(3)


def test_a_full_bare_page_is_not_known_to_be_the_last(server: RenderServer) -> None:
    server.wraps.discard("envVar")
    server.services[API] = Service(API, "api", variables(100))

    assert failure(server).message == "the list of variables is incomplete after 100: a full page tells no way to the next"


def test_a_full_list_of_groups_without_cursors_is_a_failure(server: RenderServer) -> None:
    server.groups = {f"evg-{number}": Group(f"evg-{number}", f"group-{number}") for number in range(100)}

    assert failure(server).id == "incomplete-list"


def test_a_list_of_groups_with_cursors_is_followed(server: RenderServer) -> None:
    others = {f"evg-{number}": Group(f"evg-{number}", f"group-{number}") for number in range(150)}
    server.groups = others | server.groups
    server.wraps.add("envGroup")

    assert [part.sources[0].path for part in parts_of(read(server, API), API)] == ["render-group:shared", f"render:{API}"]


# Secret files


def test_secret_files_are_asked_for_only_where_a_variable_points_to_one(server: RenderServer) -> None:
    own = parts_of(read(server, API), API)[-1]

    assert own.secret_files is None
    assert server.paths[FILES] == 0


@pytest.mark.parametrize("of_group", [False, True])
def test_the_names_of_secret_files_are_those_of_the_service_and_its_groups(server: RenderServer, of_group: bool) -> None:
    pointer = {"CA_FILE": "/etc/secrets/ca.crt"}
    server.services[API] = Service(API, "api", {"A": "1"} | ({} if of_group else pointer), {"own.pem": MARKER})
    server.groups["evg-shared"] = Group("evg-shared", "shared", [API], pointer if of_group else {}, {"ca.crt": MARKER})
    parts = parts_of(read(server, API), API)

    assert [part.secret_files for part in parts] == [frozenset(["ca.crt"]), frozenset(["own.pem"])]
    assert merge(parts, is_whole=True).secret_files == frozenset(["ca.crt", "own.pem"])


def test_more_secret_files_than_a_page_holds_are_all_known(server: RenderServer) -> None:
    files = {f"file-{number}.pem": MARKER for number in range(130)}
    server.services[API] = Service(API, "api", {"CA_FILE": "/etc/secrets/file-129.pem"}, files)

    assert parts_of(read(server, API), API)[-1].secret_files == frozenset(files)


def test_secret_files_that_are_not_known_make_a_service_incomplete(server: RenderServer) -> None:
    server.services[API] = Service(API, "api", {"CA_FILE": "/etc/secrets/ca.crt"})
    server.faults[FILES] = [fails(403)]

    assert failure(server).id == "refused-key"


# What fails


FAULTS: dict[str, tuple[list[Fault], str, str, int]] = {
    "401": ([fails(401)], "refused-key", "the API refuses this key (401)", 1),
    "403": ([fails(403)], "refused-key", "the API refuses this key (403)", 1),
    "404": ([fails(404)], "no-such-service", "the API knows no such service for this key (404)", 1),
    "406": ([fails(406)], "unexpected-answer", "an unexpected answer: status 406, application/json", 1),
    "410": ([fails(410)], "unexpected-answer", "an unexpected answer: status 410, application/json", 1),
    "429": ([fails(429)], "rate-limited", "the API answers no more for now (429)", 3),
    "500": ([fails(500)], "failing-api", "the API fails (500)", 3),
    "502": ([fails(502)], "failing-api", "the API fails (502)", 3),
    "503": ([fails(503)], "failing-api", "the API fails (503)", 3),
    "204": ([gives(b"", 204)], "unexpected-answer", "an unexpected answer: status 204, application/json", 1),
    "cut": ([cut], "unexpected-answer", "an unexpected answer: status 200, application/json, cut short", 3),
    "reset": ([reset], "unreachable-api", "the connection to the API was reset before an answer came", 3),
    "html": (
        [gives(b"<html>Sign in</html>", Content_Type="text/html; charset=utf-8")],
        "unexpected-answer",
        "an unexpected answer: status 200, text/html, not JSON",
        1,
    ),
    "odd type": (
        [gives(b"?", Content_Type=f"text/{KEY}")],
        "unexpected-answer",
        "an unexpected answer: status 200, another content type, not JSON",
        1,
    ),
    "half a document": (
        [gives(b'[{"envVar": {"key": "A", "val')],
        "unexpected-answer",
        "an unexpected answer: status 200, application/json, not JSON",
        1,
    ),
    "not utf-8": ([gives(b'["\xff"]')], "unexpected-answer", "an unexpected answer: status 200, application/json, not JSON", 1),
    "deep": ([gives(b"[" * 20_000)], "unexpected-answer", "an unexpected answer: status 200, application/json, not JSON", 1),
    "repeated member": (
        [gives(b'[{"key": "A", "key": "B", "value": ""}]')],
        "unexpected-answer",
        "an unexpected answer: status 200, application/json, not JSON",
        1,
    ),
    "large": (
        [gives(b"[" + b" " * 10_000_001 + b"]")],
        "unexpected-answer",
        "an unexpected answer: status 200, application/json, larger than 10 MB",
        1,
    ),
    "compressed": (
        [gives(gzip.compress(b"[" + b" " * 5_000_000 + b"]"), Content_Encoding="gzip")],
        "unexpected-answer",
        "an unexpected answer: status 200, application/json, compressed without being asked",
        1,
    ),
    "of many parts": (
        [gives(b"[" + b"[]," * 400_000 + b"[]]")],
        "unexpected-answer",
        "an unexpected answer: status 200, application/json, of too many parts",
        1,
    ),
    "an error body": ([gives({"message": MARKER})], "unexpected-answer", "an unexpected answer: no list of variables", 1),
    "texts": ([gives([MARKER])], "unexpected-answer", "an unexpected answer: a list of variables with something else in it", 1),
    "no key": (
        [gives([{"envVar": {"value": MARKER}, "cursor": "c"}])],
        "unexpected-answer",
        "an unexpected answer: a variable whose key is missing or no text",
        1,
    ),
    "a number": (
        [gives([{"envVar": {"key": "A", "value": 4}, "cursor": "c"}])],
        "unexpected-answer",
        "an unexpected answer: a variable whose value is no text",
        1,
    ),
    "two in one": (
        [gives([{"envVar": {"key": "A", "value": MARKER}, "key": "B", "value": MARKER}])],
        "unexpected-answer",
        "an unexpected answer: a list of variables with two things in one entry",
        1,
    ),
    "odd cursor": (
        [gives([{"envVar": {"key": "A", "value": MARKER}, "cursor": 7}])],
        "unexpected-answer",
        "an unexpected answer: a list of variables with a cursor that is none",
        1,
    ),
    "redirect": (
        [fails(302, Location=f"http://login.example.com/{KEY}?next={KEY}")],
        "redirect-refused",
        "redirect refused to login.example.com",
        1,
    ),
    "redirect to itself": ([fails(307, Location="/v1/other")], "redirect-refused", "redirect refused to 127.0.0.1", 1),
    "redirect with the key": ([fails(302, Location=f"http://{KEY}.example.com/")], "redirect-refused", "redirect refused to another address", 1),
    "redirect to a look-alike": ([fails(302, Location="http://xn--pi-7lc.example.com/")], "redirect-refused", "redirect refused to another address", 1),
    "redirect to no port": ([fails(302, Location="http://login.example.com:port/")], "unreachable-api", "what came from the API's address was no answer", 3),
    "no redirect": ([fails(304, Location="http://login.example.com/")], "unexpected-answer", "an unexpected answer: status 304, application/json", 1),
    "redirect to nowhere": ([fails(302, Location="http://[/")], "redirect-refused", "redirect refused to another address", 1),
    "twice, not the same": (
        [gives([{"key": "A", "value": MARKER}, {"key": "A", "value": "other"}])],
        "incomplete-list",
        "the list of variables is incomplete after 1: an entry came twice, and not the same",
        1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_read_whole_is_a_failure(server: RenderServer, fault: str) -> None:
    faults, id, message, asked = FAULTS[fault]
    server.faults[VARIABLES] = faults
    error = failure(server)

    assert (error.id, error.message) == (id, message)
    assert error.hint
    assert server.paths[VARIABLES] == asked


#: What is wrong with an entry, wherever it comes.
SHAPES = ("no key", "a number", "twice, not the same")


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault != "twice, not the same"])
@pytest.mark.parametrize("path", ["services", "env-groups", "env-groups/evg-shared"])
def test_no_fault_of_what_a_service_needs_is_ever_clean(server: RenderServer, path: str, fault: str) -> None:
    server.faults[path] = FAULTS[fault][0]

    assert failure(server, "api").id in (FAULTS[fault][1], "unexpected-answer", "incomplete-list")
    assert server.paths[VARIABLES] == 0


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault not in SHAPES])
def test_a_later_page_that_fails_makes_the_list_incomplete(server: RenderServer, fault: str) -> None:
    faults, _, message, _ = FAULTS[fault]
    server.services[API] = Service(API, "api", variables(101))
    server.faults[VARIABLES] = [well, *faults]
    error = failure(server)

    assert (error.id, error.message) == ("incomplete-list", f"the list of variables is incomplete after 100: {message}")


@pytest.mark.parametrize("fault", ["429", "500", "503", "cut", "reset"])
def test_a_passing_fault_is_outlasted(server: RenderServer, fault: str) -> None:
    server.faults[VARIABLES] = [*FAULTS[fault][0], *FAULTS[fault][0], well]

    assert parts_of(read(server, API), API)[-1].values == variables(3)


def test_a_wrong_key_is_told_once_for_all(server: RenderServer) -> None:
    outcome = read(server, "api", "worker", key="made-up-other-key")

    assert {error_of(outcome, name).id for name in outcome} == {"refused-key"}
    assert len(server.requests) == 2


def test_one_service_that_fails_leaves_the_others(server: RenderServer) -> None:
    server.faults[VARIABLES] = [fails(500)]
    outcome = read(server, "api", "worker", "no-such")

    assert error_of(outcome, "api").id == "failing-api"
    assert error_of(outcome, "no-such").id == "no-such-service"
    assert parts_of(outcome, "worker")[-1].values == variables(2)


def test_a_group_that_fails_leaves_services_without_it(server: RenderServer) -> None:
    server.groups["evg-more"] = Group("evg-more", "more", [API], {"A": "1"})
    server.faults["env-groups/evg-more"] = [fails(403)]
    outcome = read(server, API, WORKER)

    assert error_of(outcome, API).message == "the group 'more' is not known: the API refuses this key (403)"
    assert len(parts_of(outcome, WORKER)) == 2


def test_a_group_that_is_gone_makes_its_services_incomplete(server: RenderServer) -> None:
    server.faults["env-groups/evg-shared"] = [fails(404)]

    assert failure(server).message == "the group 'shared' is not known: the API no longer has it (404)"


def test_a_group_whose_variables_come_twice_is_a_failure(server: RenderServer) -> None:
    entries = [{"key": "A", "value": "1"}, {"key": "A", "value": "2"}]
    server.faults["env-groups/evg-shared"] = [gives({"name": "shared", "envVars": entries, "secretFiles": []})]

    assert failure(server).id == "incomplete-list"


def test_a_group_that_does_not_tell_its_services_is_a_failure(server: RenderServer) -> None:
    server.faults["env-groups"] = [gives([{"id": "evg-shared", "name": "shared"}])]

    assert failure(server).id == "unexpected-answer"


@pytest.mark.parametrize("id", ["../services", "a/b", "a?b", "\u00e4", "x" * 101])
def test_an_id_of_the_api_changes_no_question(server: RenderServer, id: str) -> None:
    server.faults["services"] = [gives([{"service": {"id": id, "name": "api", "type": "web_service"}, "cursor": "c"}])]

    assert failure(server, "api").id == "unexpected-answer"
    assert set(server.paths) == {"services", "env-groups"}


@pytest.mark.parametrize("name", ["srv-../x", "srv-a/env-vars?", "crn-a b"])
def test_an_id_of_the_user_changes_no_question(server: RenderServer, name: str) -> None:
    assert failure(server, name).id == "no-such-service"
    assert set(server.paths) == {"env-groups"}


# Names


def test_a_name_that_no_service_has_is_guessed_at(server: RenderServer) -> None:
    error = failure(server, "wroker")

    assert (error.id, error.hint) == ("no-such-service", "did you mean 'worker'?")


def test_a_name_is_matched_exactly(server: RenderServer) -> None:
    assert failure(server, "API").id == "no-such-service"


def test_two_services_of_one_name_are_told_by_their_ids(server: RenderServer) -> None:
    server.services["srv-second"] = Service("srv-second", "api", {"A": "1"})
    error = failure(server, "api")

    assert error.id == "ambiguous-service"
    assert error.message == f"several services have this name: {API}, srv-second"


# Time


@pytest.mark.parametrize(
    ("headers", "naps"),
    [
        ({"RateLimit_Reset": "30"}, [30.5 + 0.5]),
        ({"RateLimit_Reset": f"{NOW + 30:.0f}"}, [30.5 + 0.5]),
        ({"Retry_After": "12"}, [12 + 1.0]),
        ({"Retry_After": "12", "RateLimit_Reset": "40"}, [12 + 1.0]),
        ({"Retry_After": "Mon, 21 Sep 2026 14:13:30 GMT"}, [10 + 1.0]),
        ({"Retry_After": "soon", "RateLimit_Reset": "5"}, [5 + 1.0]),
        ({"Retry_After": "-3"}, [1.0]),
        ({"RateLimit_Reset": f"{NOW - 100:.0f}"}, [1.0]),
        ({}, [1.0]),
    ],
)
def test_a_limit_is_waited_for_as_its_headers_say(server: RenderServer, headers: dict[str, str], naps: list[float]) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(429, **headers), well]
    parts_of(read(server, API, time=time), API)

    assert time.naps == pytest.approx(naps)


@pytest.mark.parametrize("headers", [{"Retry_After": "61"}, {"RateLimit_Reset": f"{NOW + 61:.0f}"}, {"Retry_After": "9" * 12}])
def test_a_limit_that_ends_too_late_is_not_waited_for(server: RenderServer, headers: dict[str, str]) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(429, **headers), well]

    assert failure(server, time=time).id == "rate-limited"
    assert time.naps == []


def test_a_limit_that_never_ends_is_not_waited_for_without_end(server: RenderServer) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(429, Retry_After="25")]

    assert failure(server, time=time).id == "rate-limited"
    assert sum(time.naps) < 60


def test_where_one_is_told_to_wait_all_do() -> None:
    time = FakeClock()
    with RenderServer([Service(f"srv-{number}", "", {"A": "1"}) for number in range(3)]) as server:
        asking = Client(Access(KEY, server.url), time.clock)
        server.faults["services/srv-0/env-vars"] = [fails(429, Retry_After="120")]
        first = reader.read_all(["srv-0"], asking, None)
        second = reader.read_all(["srv-1"], asking, None)

    assert error_of(first, "srv-0").id == "rate-limited"
    assert error_of(second, "srv-1").id == "rate-limited"
    assert server.paths["services/srv-1/env-vars"] == 0


def test_a_reading_begins_when_the_limit_lets_it(server: RenderServer) -> None:
    time = FakeClock()
    asking = Client(Access(KEY, server.url), time.clock)
    asking._gate.hold(59)
    outcome = reader.read_all([API], asking, None)

    assert parts_of(outcome, API)[-1].values == variables(3)
    assert time.naps[0] == 59


def test_a_service_that_is_down_for_too_long_is_not_waited_for(server: RenderServer) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(503, Retry_After="120"), well]

    assert failure(server, time=time).id == "failing-api"
    assert time.naps == []


def test_a_service_that_says_when_it_is_up_again_is_waited_for(server: RenderServer) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(503, Retry_After="20"), well]
    parts_of(read(server, API, time=time), API)

    assert time.naps == [21]


def test_nothing_is_asked_when_the_time_is_over(server: RenderServer) -> None:
    time = FakeClock()
    asking = Client(Access(KEY, server.url), time.clock)
    allowance = asking.begin()
    time.now = 60
    with pytest.raises(SourceError) as late:
        asking.get("services", {}, allowance)
    asking._gate.hold(30)
    time.now = 61
    with pytest.raises(SourceError) as held:
        asking.get("services", {}, allowance)
    asking.close()

    assert [late.value.id, held.value.id] == ["no-answer", "rate-limited"]
    assert server.requests == []


def test_waits_grow_and_have_chance_in_them(server: RenderServer) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(500)]
    failure(server, time=time)

    assert time.naps == [1.0, 2.0]


def test_a_refusal_is_not_asked_about_again(server: RenderServer) -> None:
    time = FakeClock()
    server.faults[VARIABLES] = [fails(403), well]
    failure(server, time=time)

    assert time.naps == []


@pytest.mark.parametrize("fault", [hangs, trickles, trickles_in_its_head], ids=["silence", "body", "head"])
def test_an_answer_that_does_not_come_in_time_is_a_failure(
    server: RenderServer, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(client, "MOST_SECONDS", 0.5)
    server.faults[VARIABLES] = [fault]
    names = [API, WORKER]
    outcome = reader.read_all(names, Client(Access(KEY, server.url)), None)
    error = error_of(outcome, API)

    assert_shows_nothing(error)
    assert error.id == "no-answer"
    assert parts_of(outcome, WORKER)
    assert server.is_left.wait(5), "the connection was not cut"


def test_silence_is_bounded_below_the_deadline(server: RenderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_SECONDS_OF_SILENCE", 0.1)
    server.faults[VARIABLES] = [hangs]

    assert failure(server).id == "no-answer"
    assert server.paths[VARIABLES] == 3


def test_all_pages_of_a_list_share_one_deadline(server: RenderServer) -> None:
    time = FakeClock()
    server.services[API] = Service(API, "api", variables(1_000))

    def late(handler: Handler, answer: Any) -> None:
        time.now += 13
        handler.give(200, answer)

    server.faults[VARIABLES] = [late]
    error = failure(server, time=time)

    assert error.message == "the list of variables is incomplete after 400: no answer within 60 seconds"


def test_nobody_there_is_a_failure() -> None:
    with RenderServer() as server:
        url = server.url
    outcome = reader.read_all([API, "api"], Client(Access(KEY, url), FakeClock().clock), None)

    for name in outcome:
        assert_shows_nothing(error_of(outcome, name))
    assert error_of(outcome, "api").message == "no connection to the API: it is refused"
    assert {error_of(outcome, name).id for name in outcome} == {"unreachable-api"}


def test_what_is_not_http_is_a_failure(server: RenderServer) -> None:
    def garbage(handler: Handler, answer: Any) -> None:
        handler.wfile.write(f"220 {KEY} ready\r\n\r\n".encode())
        handler.close_connection = True

    server.faults[VARIABLES] = [garbage]

    assert failure(server).id == "unreachable-api"


def test_an_address_without_tls_is_a_failure(server: RenderServer) -> None:
    access = Access(KEY, server.url.replace("http:", "https:"))
    error = error_of(reader.read_all([API], Client(access, FakeClock().clock), None), API)

    assert_shows_nothing(error)
    assert (error.id, "TLS fails" in error.message) == ("unreachable-api", True)
    assert server.requests == []


# Pages that never end


def entries(*numbers: int, cursor: str = "cursor-1") -> list[dict[str, Any]]:
    """Wrapped variables, of which the last has the cursor."""
    return [{"envVar": {"key": f"A{number}", "value": MARKER}, "cursor": cursor} for number in numbers]


def test_a_cursor_that_comes_again_is_a_failure(server: RenderServer) -> None:
    pages = [gives(entries(*range(100))), gives(entries(*range(100, 200)))]
    server.faults[VARIABLES] = pages

    assert failure(server).message == "the list of variables is incomplete after 200: the pages go in a circle"
    assert server.paths[VARIABLES] == 2


def test_pages_with_nothing_new_are_a_failure(server: RenderServer) -> None:
    server.faults[VARIABLES] = [gives(entries(*range(100), cursor=f"cursor-{number}")) for number in range(50)]

    assert failure(server).message == "the list of variables is incomplete after 100: the pages go in a circle"
    assert server.paths[VARIABLES] == 2


def test_pages_without_end_are_a_failure() -> None:
    asked: list[str] = []

    def endless(path: str, parameters: Any) -> Any:
        asked.append(path)
        first = len(asked) * 100
        return entries(*range(first, first + 100), cursor=str(first))

    with pytest.raises(SourceError) as caught:
        pages.read_list(endless, "x", "envVar", "variables", lambda entry: (entry["key"], None))

    assert caught.value.message == "the list of variables is incomplete after 100,000: there are more than 1,000 pages"
    assert len(asked) == 1_000


def test_the_pages_of_a_list_are_not_too_long_together(server: RenderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_BYTES_OF_A_READ", 20_000)
    server.services[API] = Service(API, "api", variables(1_000))

    assert failure(server).id == "incomplete-list"


LASTING = ("html", "cut", "401")
PASSING = ("503", "429", "break")


class Cut:
    """A list of the API that is cut to pages of some length, and of whose questions some fail."""

    def __init__(self, count: int, most: int, faults: list[str]) -> None:
        self.variables = variables(count)
        self.faults = list(faults)
        self.most = most
        self.asked = 0
        self.met: list[str] = []
        self.is_proven = False

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the API says, or a proxy in its place."""
        if not request.url.path.endswith("env-vars"):
            return streamed(200, [])
        self.asked += 1
        fault = self.faults.pop(0) if self.faults else "well"
        self.met.append(fault)
        if fault == "break":
            raise httpx.ReadError(KEY, request=request)
        if fault.isdigit():
            return streamed(int(fault), {"message": KEY})
        if fault == "html":
            return streamed(200, f"<html>{MARKER}</html>".encode())
        start = int(request.url.params.get("cursor", "0"))
        page = list(self.variables.items())[start : start + self.most]
        items = [{"envVar": {"key": key, "value": value}, "cursor": f"{start + 1 + n}"} for n, (key, value) in enumerate(page)]
        if fault == "cut":
            return streamed(200, json.dumps(items)[:-1].encode())
        self.is_proven = len(page) < self.most
        return streamed(200, items)


def streamed(status: int, answer: Any) -> httpx.Response:
    """An answer that is still to be read."""
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return httpx.Response(status, headers={"Content-Type": "application/json"}, stream=httpx.ByteStream(body))


@settings(max_examples=200)
@given(
    count=st.integers(1, 130),
    most=st.sampled_from(range(5, 101, 5)),
    faults=st.lists(st.sampled_from(("well", "well", "well", *LASTING, *PASSING)), max_size=8),
)
def test_a_list_is_complete_exactly_where_its_last_page_was_proven(count: int, most: int, faults: list[str]) -> None:
    """Whatever the pages are cut to, and whichever of the questions fail."""
    api = Cut(count, most, faults)
    asking = Client(Access(KEY, "http://127.0.0.1/v1"), FakeClock().clock, httpx.MockTransport(api.answer))
    outcome = reader.read_all([API], asking, None)
    retries = sum(fault in PASSING for fault in api.met)

    assert api.asked <= math.ceil(count / most) + retries + 1
    if isinstance(outcome[API], SourceError):
        assert_shows_nothing(error_of(outcome, API))
        assert api.met[-1] in LASTING or api.met[-3:] == [fault for fault in api.met[-3:] if fault in PASSING]
    else:
        assert api.is_proven
        assert set(LASTING).isdisjoint(api.met)
        assert parts_of(outcome, API)[-1].values == api.variables


# The key


def test_the_key_comes_from_the_process_or_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "key"
    path.write_text(f"  {KEY}\r\n", encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{KEY}\n".encode())))
    standard = "https://api.render.com/v1"

    assert access_of({"RENDER_API_KEY": KEY}, None, None) == (KEY, standard)
    assert access_of({"RENDER_API_KEY": "made-up-other"}, str(path), None) == (KEY, standard)
    assert access_of({}, "-", None) == (KEY, standard)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.render.com/v1",
        "https://api.render.com/v1/",
        "https://render-proxy.example.com:8443",
        "http://127.0.0.1:8080/v1",
        "http://[::1]:8080/v1",
        "http://localhost/v1",
    ],
)
def test_an_address_that_is_safe_is_taken(url: str) -> None:
    assert access_of({"RENDER_API_KEY": KEY}, None, url).url == url.rstrip("/")
    assert access_of({"RENDER_API_KEY": KEY, "RENDER_API_URL": url}, None, None).url == url.rstrip("/")


def test_the_address_of_the_command_line_wins() -> None:
    environment = {"RENDER_API_KEY": KEY, "RENDER_API_URL": "https://b.example.com"}

    assert access_of(environment, None, "https://a.example.com").url == "https://a.example.com"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.render.com/v1",
        "ftp://api.render.com",
        "http://api.render.com/v1",
        "http://127.0.0.2/v1",
        "http://localhost.example.com/v1",
        "http://127.0.0.1.example.com/v1",
        f"https://user:{MARKER}@api.render.com/v1",
        f"http://localhost:80@{MARKER}.example.com",
        f"https://api.render.com/v1?key={MARKER}",
        f"https://api.render.com/v1#{MARKER}",
        "https://api.render.com\\@evil.example.com/",
        "https:///v1",
        "https://api.render.com:port/v1",
        "https://api.render.com/v1/../..",
        "https://api.render.com/v1\r\nHost: evil.example.com",
        "https://\u0430pi.render.com/v1",
        "HTTPS://",
    ],
)
def test_an_address_that_is_not_safe_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        access_of({"RENDER_API_KEY": KEY}, None, url)

    assert MARKER not in everything_of(caught.value)
    assert KEY not in everything_of(caught.value)
    assert "evil" not in caught.value.message


@pytest.mark.parametrize("key", ["", " ", f"{KEY} x", f"{KEY}\nx", f"{KEY}\x00", f"{KEY}\u00e9", f"\u201c{KEY}\u201d", KEY * 100])
def test_what_cannot_be_a_key_is_refused_and_not_shown(tmp_path: Path, key: str) -> None:
    path = tmp_path / KEY
    path.write_text(key, encoding="utf-8")
    for file in (None, str(path)):
        with pytest.raises(UsageError) as caught:
            access_of({"RENDER_API_KEY": key}, file, None)
        assert KEY not in everything_of(caught.value)


@pytest.mark.parametrize("name", [KEY, f"{KEY}/x"])
def test_a_key_that_is_given_as_the_name_of_its_file_is_not_shown(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError) as caught:
        access_of({}, str(tmp_path / name), None)

    assert caught.value.message == "the file with the key cannot be read: no such file"
    assert KEY not in everything_of(caught.value)


def test_what_holds_the_key_or_values_has_a_closed_repr(server: RenderServer) -> None:
    access = Access(KEY, server.url)
    asking = Client(access)
    received = Received({"A": MARKER}, None)
    found = (objects.Service(API, MARKER, "web_service", False), objects.Group("evg-a", MARKER, frozenset()))
    plan = reader.Plan({MARKER: API}, {}, frozenset())
    asking.close()

    for each in (access, asking, received, *found, plan, parts_of(read(server, API), API)):
        assert KEY not in repr(each) + str(each)
        assert MARKER not in repr(each) + str(each)


def test_no_log_tells_headers_or_addresses(
    server: RenderServer, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        read(server, API, "worker")

    assert [record for record in caplog.records if record.name.startswith(("httpx", "httpcore"))] == []
    assert capfd.readouterr() == ("", "")


def test_no_proxy_sees_a_key_that_is_sent_without_tls(server: RenderServer, monkeypatch: pytest.MonkeyPatch) -> None:
    with RenderServer() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        outcome = read(server, API)

    assert parts_of(outcome, API)
    assert proxy.requests == []


def test_a_proxy_that_cannot_be_used_is_a_failure_that_does_not_show_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"gopher://user:{MARKER}@proxy.example.com")
    asking = Client(Access(KEY, "https://api.render.com/v1"), FakeClock().clock)
    error = error_of(reader.read_all([API], asking, None), API)

    assert_shows_nothing(error)
    assert "the proxy that the environment names cannot be used" in error.message


def test_cookies_and_other_headers_of_the_machine_are_not_sent(server: RenderServer) -> None:
    read(server, API)

    assert server.agents == {"envcheck"}


# Without the library, and with it


def test_the_public_face_reads_services_and_tells_how_far_it_is(server: RenderServer) -> None:
    told: list[tuple[int, int]] = []
    access = Access(KEY, server.url)
    outcome = render_api.read_services(["api", "worker", "no-such"], access, lambda done, total: told.append((done, total)))

    assert [type(outcome[name]) for name in outcome] == [list, list, SourceError]
    assert told == [(0, 3), (2, 3), (3, 3)]


def test_without_the_library_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("client", "reader", "answers", "objects", "pages"):
        monkeypatch.delitem(sys.modules, f"envcheck.sources.render_api.{name}")
        monkeypatch.delattr(render_api, name, raising=False)
    monkeypatch.setitem(sys.modules, "httpx", None)
    error = error_of(render_api.read_services([API], Access(KEY, "https://api.render.com/v1")), API)

    assert (error.id, error.hint) == ("missing-extra", 'pip install "envcheck-gate[render]"')
    assert error.__context__ is None


def test_tls_that_cannot_be_set_up_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "no-such-folder" / "keys"))
    error = error_of(render_api.read_services([API], Access(KEY, "https://api.render.com/v1")), API)

    assert (error.id, error.message) == ("unreachable-api", "TLS cannot be set up on this machine")
    assert error.__context__ is None


def test_services_are_read_several_at_once() -> None:
    services = [Service(f"srv-{number}", "", {"A": "1"}) for number in range(24)]
    with RenderServer(services, delay=0.02) as server:
        outcome = read(server, *server.services)

    assert all(isinstance(each, list) for each in outcome.values())
    assert 2 < server.most_at_once <= reader.WORKERS


def test_an_interrupted_reading_leaves_no_connection(server: RenderServer) -> None:
    def interrupt(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    server.faults[VARIABLES] = [hangs]
    asking = Client(Access(KEY, server.url), FakeClock().clock)
    with pytest.raises(KeyboardInterrupt):
        reader.read_all([API, WORKER], asking, interrupt)
    assert all(line.client.is_closed for line in asking._lines)


def test_a_question_changes_nothing(server: RenderServer) -> None:
    """Only GET is ever sent: the server answers no other."""
    methods: set[str] = set()

    def answer(request: httpx.Request) -> httpx.Response:
        methods.add(request.method)
        return streamed(200, [])

    transport = httpx.MockTransport(answer)
    reader.read_all([API, "api"], Client(Access(KEY, "https://api.render.com/v1"), FakeClock().clock, transport), None)

    assert methods == {"GET"}


@pytest.mark.parametrize(
    ("cause", "words", "asked"),
    [
        (ssl.SSLCertVerificationError(MARKER), "the API's certificate is not trusted", 1),
        (ssl.SSLError(MARKER), "no safe connection to the API: TLS fails", 3),
        (socket.gaierror(MARKER), "no connection to the API: its name is not known", 3),
        (ConnectionRefusedError(MARKER), "no connection to the API: it is refused", 3),
        (OSError(MARKER), "no connection to the API", 3),
    ],
)
def test_why_there_is_no_connection_is_told_by_its_kind(cause: OSError, words: str, asked: int) -> None:
    requests = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise httpx.ConnectError(MARKER, request=request) from cause

    asking = Client(Access(KEY, "http://127.0.0.1/v1"), FakeClock().clock, httpx.MockTransport(answer))
    error = error_of(reader.read_all([API], asking, None), API)

    assert_shows_nothing(error)
    assert (error.id, error.message) == ("unreachable-api", f"the environment groups are not known: {words}")
    assert len(requests) == asked


def test_a_proxy_that_refuses_is_told() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ProxyError(MARKER, request=request)

    asking = Client(Access(KEY, "http://127.0.0.1/v1"), FakeClock().clock, httpx.MockTransport(answer))
    error = error_of(reader.read_all([API], asking, None), API)

    assert_shows_nothing(error)
    assert error.message.endswith("the proxy gives no connection to the API")


def test_certificates_are_always_checked() -> None:
    asking = Client(Access(KEY, "https://api.render.com/v1"))

    assert asking._context.verify_mode is ssl.CERT_REQUIRED
    assert asking._context.check_hostname
    asking.close()


def test_a_watch_that_comes_too_late_cuts_nothing() -> None:
    line = client.Line(httpx.Client())
    earlier = line.take()
    line.take()
    line.cut(earlier)

    assert not line.is_cut
    line.client.close()


def test_of_a_listed_service_more_is_known() -> None:
    entry = {"id": "srv-a", "name": "a", "type": "cron_job", "suspended": "suspended"}

    assert objects.service_of(entry) == ("srv-a", ("srv-a", "a", "cron_job", True))
    assert not objects.service_of(entry | {"suspended": "not_suspended"})[1].is_suspended


@pytest.mark.parametrize(("path", "what"), [("services", "services"), ("env-groups", "groups")])
def test_a_list_that_is_not_there_is_a_question_of_the_address(server: RenderServer, path: str, what: str) -> None:
    server.faults[path] = [fails(404)]
    error = failure(server, "api")

    assert error.id == "unexpected-answer"
    assert error.message.endswith(f"an unexpected answer: no list of {what} (status 404)")
    assert error.hint == "Is the base address right? Render's ends in /v1."


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("api.render.com", "is not an https address"),
        (f"https://user:{MARKER}@api.render.com", "holds a user or a password"),
        (f"https://api.render.com?{MARKER}", "has a query or a fragment"),
        (f"https://api.render.com#{MARKER}", "has a query or a fragment"),
        ("https://api.render.com/v1 ", "has characters that no address has"),
        ("https://", "names no host that can be reached"),
        ("http://api.render.com", "is not https, so that everyone on the way could read the key"),
    ],
)
def test_it_is_said_why_an_address_is_refused(url: str, why: str) -> None:
    with pytest.raises(UsageError) as caught:
        access_of({"RENDER_API_KEY": KEY}, None, url)

    assert caught.value.message == f"the address of Render's API {why}"
