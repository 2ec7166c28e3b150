"""Where the variables of a container lead: to itself, to another container, or through the machine around them."""

from __future__ import annotations

from envcheck.model import Problem
from envcheck.rules.names import called, is_showable, is_showable_host
from envcheck.rules.registry import environment_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from envcheck.containers import Container, Containers
    from envcheck.model import Environment
    from envcheck.rules.compose.places import Goal

_READING = (
    *("comment-as-value", "quoted-value", "surrounding-blanks", "invisible-character", "forbidden-variable"),
    *("literal-reference", "placeholder-value", "malformed-url", "wrong-scheme"),
)


@environment_rule("loopback-in-container", severity="error", yields_to=_READING)
def loopback_in_container(environment: Environment) -> Iterator[Problem]:
    """A service of a compose file looks for another one on its own loopback interface.

    In a container `localhost` and 127.0.0.1 are the container itself, and nothing else listens there. Of stores and brokers
    (`postgres://`, `redis://`, `DB_HOST` …) it is an error where another service of the file has that port, else a warning.
    An address of the web (`http://localhost:8000`) is a warning where another service publishes that port, and nothing
    otherwise. Addresses for browsers are right: variables of bundlers (`NEXT_PUBLIC_`, `VITE_` …), and those that are called an
    origin, a callback, an issuer, or after the site or the front end. So are a port on which the service itself listens, and
    services on the host's network.

    ## Symptom

    `[Errno 111] Connection refused`, `connect ECONNREFUSED 127.0.0.1:5432`.

    ## Fails

    ```yaml compose
    services:
      api:
        image: acme-api
        environment:
          DATABASE_URL: postgresql://app:${DB_PASSWORD}@localhost:5432/app
      db:
        image: postgres:16
        ports: ["5432:5432"]
    ```

    ```yaml compose
    services:
      api:
        image: acme-api
        environment:
          - SEARCH_API=http://127.0.0.1:7700
      search:
        image: getmeili/meilisearch
        ports: ["7700:7700"]
    ```

    ## Passes

    ```yaml compose
    services:
      api:
        image: acme-api
        ports: ["8000:8000"]
        environment:
          DATABASE_URL: postgresql://app:${DB_PASSWORD}@db:5432/app
          BASE_URL: http://localhost:8000
          CORS_ORIGINS: http://localhost:3000
      db:
        image: postgres:16
        ports: ["5432:5432"]
      web:
        image: acme-web
        ports: ["3000:3000"]
    ```

    ```yaml compose
    services:
      api:
        image: acme-api
        network_mode: host
        environment:
          DATABASE_URL: postgresql://app:${DB_PASSWORD}@localhost:5432/app
      db:
        image: postgres:16
        ports: ["5432:5432"]
    ```

    ## What to do

    Use the name of the other service and the port that its container listens on. What runs on the machine itself, outside of
    the file, is `host.docker.internal`.

    ## Source

    `docs.docker.com/compose/how-tos/networking` (verified 2026-11).
    """
    if not environment.containers:
        return
    containers = _joined(environment)
    if containers.has_own_loopback:
        for goal in _goals(environment, containers):
            if goal.is_loopback and (goal.port is None or goal.port not in containers.own.listens):
                yield from _looking_inside(goal, containers, environment)


def _looking_inside(goal: Goal, containers: Containers, environment: Environment) -> Iterator[Problem]:
    if goal.port is not None and goal.port in containers.own.published:
        return
    there = next((each for each in containers.others if goal.port in each.published or goal.port in each.listens), None)
    if goal.is_web and (there is None or goal.port not in there.published or goal.is_for_browsers):
        return
    message = f"{called(goal.name)} points to localhost, which in a container is the container itself."
    if there is None:
        hint = "Use the name of the service, or host.docker.internal for what runs on the machine itself."
        yield _problem(message, hint, goal, environment, is_warning=True)
        return
    yield _problem(message, _way(there, goal.port), goal, environment, is_warning=goal.is_web)


@environment_rule("host-port-in-container", severity="error", yields_to=_READING)
def host_port_in_container(environment: Environment) -> Iterator[Problem]:
    """A service of a compose file asks for a port of another one that only the machine around them has.

    `ports: ["5433:5432"]` gives the machine the port 5433, which leads to 5432 in the container. The other services reach the
    container itself, by its name: there it is 5432.

    ## Symptom

    `[Errno 111] Connection refused` from a container, while the same port works from the machine.

    ## Fails

    ```yaml compose
    services:
      api:
        image: acme-api
        environment:
          DATABASE_URL: postgresql://app:${DB_PASSWORD}@db:5433/app
      db:
        image: postgres:16
        ports: ["5433:5432"]
    ```

    ## Passes

    ```yaml compose
    services:
      api:
        image: acme-api
        environment:
          DATABASE_URL: postgresql://app:${DB_PASSWORD}@db:5432/app
      db:
        image: postgres:16
        ports: ["5433:5432"]
    ```

    ## What to do

    Use the second of the two numbers of `ports`. Without any `ports` the other services reach it just as well.

    ## Source

    `docs.docker.com/compose/how-tos/networking` (verified 2026-11).
    """
    if not environment.containers:
        return
    containers = _joined(environment)
    for goal in _goals(environment, containers):
        for there in containers.others:
            if goal.host not in there.hosts or goal.port not in there.published or goal.port in there.listens:
                continue
            message = f"{called(goal.name)} asks for a port that only the machine has, not the container that it names."
            assert goal.port is not None
            port = there.published[goal.port]
            which = port if port in there.written else "the second of the two in its 'ports'"
            hint = f"Use the port that the container listens on, {which}."
            yield _problem(message, hint, goal, environment)


def _joined(environment: Environment) -> Containers:
    from envcheck.containers import joined  # most checks have no containers

    return joined(environment.containers)


def _goals(environment: Environment, containers: Containers) -> Iterator[Goal]:
    from envcheck.rules.compose.places import goals_of  # most checks have no containers

    return goals_of(environment, containers)


def _way(there: Container, port: int | None) -> str:
    """How others reach what the machine has under a port, as far as it stands in the file as it is."""
    if not is_showable_host(there.name) or port is None:
        return "Use the name of the service that listens there."
    inside = there.published.get(port, port)
    return f"Use {there.name}:{inside}." if inside in there.written else f"Use {there.name}, and the port that it listens on."


def _problem(message: str, hint: str, goal: Goal, environment: Environment, *, is_warning: bool = False) -> Problem:
    return Problem(
        message,
        hint,
        environment.place_of(goal.name),
        variable=goal.name if is_showable(goal.name) else None,
        severity="warning" if is_warning else None,
    )
