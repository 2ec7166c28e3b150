"""What a config says of one variable: who requires it, where and why, and which source sets it."""

from __future__ import annotations

from envcheck.checklist import is_required, state_of
from envcheck.escape import visible
from envcheck.jobs import Request, jobs_of
from envcheck.prepare import Preparer
from envcheck.records import NamedTuple
from envcheck.rules.drift.intent import intent_of
from envcheck.run import config_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from envcheck.compile import CompiledSchema
    from envcheck.model import Environment, Location
    from envcheck.prepare import Prepared
    from envcheck.rules.registry import VariableSpec


class Place(NamedTuple):
    """One environment of a service: whether the variable has to be set there, its state, and where it is set."""

    environment: str
    wanted: str
    state: str
    where: Location | None


class OfService(NamedTuple):
    """What the schema of a service says of a variable, and what is so in each environment."""

    service: str
    spec: VariableSpec | None
    words: tuple[tuple[str, str], ...]
    places: tuple[Place, ...]


def explain(name: str, request: Request) -> tuple[list[str], bool]:
    """Lines on a variable of the config, and whether all was read; no lines where nothing is said of it. Raises UsageError."""
    config = config_of(request)
    if config is None:
        return [], True
    jobs = jobs_of(request, config)
    preparer = Preparer(request, config, jobs)
    services: dict[str, OfService] = {}
    unread: list[str] = []
    for job in sorted(jobs, key=lambda job: list(config.services).index(job.service or "")):
        prepared = preparer.prepare(job)
        unread += (f"{visible(failure.source)}: {visible(failure.message)}" for failure in prepared.failures)
        place, spec = _place(name, prepared)
        if place is None:
            continue
        service = visible(job.service or "")
        known = services.get(service) or OfService(service, spec, tuple(_words(name, spec)), ())
        services[service] = known._replace(places=(*known.places, place))
    if not services:
        return [f"not read: {each}" for each in unread], not unread
    return list(_lines(name, list(services.values()), unread)), not unread


def _place(name: str, prepared: Prepared) -> tuple[Place | None, VariableSpec | None]:
    compiled, environment = prepared.compiled, prepared.environment
    if compiled is None or environment is None:
        return None, None
    spec = _spec(name, compiled)
    if spec is None and environment.place_of(name) is None:
        return None, None
    names = (spec.name or name, *spec.own.get("aliases", ())) if spec is not None else (name,)
    set_or_declared = [each for kind in (environment.values, environment.declared) for each in names if each in kind]
    where = environment.place_of(set_or_declared[0]) if set_or_declared else None
    return Place(
        visible(prepared.job.environment or ""), _wanted(names, spec, compiled, environment), state_of(names, environment), where
    ), spec


def _spec(name: str, compiled: CompiledSchema) -> VariableSpec | None:
    if name in compiled.specs:
        return compiled.specs[name]
    return next((spec for spec in compiled.specs.values() if name in spec.own.get("formerly", ())), None)


def _wanted(names: Sequence[str], spec: VariableSpec | None, compiled: CompiledSchema, environment: Environment) -> str:
    """Whether a variable has to be set, and why."""
    if spec is None:
        return "no schema names it"
    here = (compiled.context.environment, compiled.context.stage)
    for word, what in (("forbiddenIn", "forbidden"), ("requiredIn", "required")):
        meant = next((each for each in here if each is not None and each in spec.own.get(word, ())), None)
        if meant is not None:
            return f"{what}, by {word}: {meant}"
    return "required" if is_required(names, compiled, environment) else "optional"


def _words(name: str, spec: VariableSpec | None) -> Iterator[tuple[str, str]]:
    if spec is None:
        return
    declared = spec.locate()
    if spec.name != name:
        yield "name", f"{spec.name}, of which {name} is {'an alias' if name in spec.own.get('aliases', ()) else 'a former name'}"
    if declared is not None:
        yield "declared", ":".join(str(part) for part in declared[:3] if part is not None)
    formats = f", format {' and '.join(spec.formats)}" if spec.formats else ""
    yield "type", f"{spec.reading}{formats}{', secret' if spec.secret else ''}"
    intent = intent_of(name, spec, ())
    severity = f", {intent.severity}" if intent.severity else ""
    yield "between", f"{intent.word}{severity}{'' if intent.is_declared else ' (the schema says nothing)'}"
    for word in ("acrossServices", "aliases", "formerly"):
        if word in spec.own:
            said = spec.own[word]
            yield word, said if isinstance(said, str) else ", ".join(said)


def _written(place: Location) -> str:
    """A place, with its line where it has one: a live service has none."""
    return f"{place.path}:{place.line}" if place.line is not None else place.path


def _lines(name: str, services: Sequence[OfService], unread: Sequence[str]) -> Iterator[str]:
    yield name
    about = next((each.spec.about for each in services if each.spec is not None and each.spec.about), "")
    if about:
        yield f"  {visible(about)}"
    readers = [each.service for each in services if each.spec is not None]
    yield f"  read by {', '.join(readers)}" if readers else "  read by no service that a schema describes"
    for each in services:
        yield ""
        yield each.service
        width = max((len(label) for label, _ in each.words), default=0)
        yield from (f"  {label:<{width}}  {visible(text)}" for label, text in each.words)
        width = max(len(place.environment) for place in each.places)
        for place in each.places:
            where = f" in {visible(_written(place.where))}" if place.where is not None else ""
            yield f"  {place.environment:<{width}}  {place.wanted}; {place.state}{where}"
    if unread:
        yield ""
        yield from (f"not read: {each}" for each in unread)
