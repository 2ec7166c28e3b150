"""What has to hold between the services of one environment."""

from __future__ import annotations

from envcheck.declaration import GENERATED
from envcheck.facts.names import OTHERS, words_of
from envcheck.model import Problem, Related
from envcheck.records import NamedTuple
from envcheck.rules.drift.pair import default_of
from envcheck.rules.drift.presence import is_wanted
from envcheck.rules.drift.values import is_same
from envcheck.rules.identity.projects import project_of
from envcheck.rules.names import called
from envcheck.rules.presence import perhaps, unknown_about
from envcheck.rules.registry import Placed, also, deployments_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from envcheck.model import Location, Severity, Variable
    from envcheck.rules.registry import Deployment, VariableSpec

#: Of two services nobody knows which one is the odd one, or whether both are meant.
_FEWEST = 2

_AGREEING = ("same", "same-project")


class _Holder(NamedTuple):
    """A service that declares a variable, and what it has for it; holds a value, so the repr is closed."""

    deployment: Deployment
    spec: VariableSpec
    variable: Variable | None

    def __repr__(self) -> str:
        return "_Holder(…)"


def _declared(deployments: Sequence[Deployment], words: Sequence[str]) -> Iterator[tuple[str, list[_Holder]]]:
    """The variables with such a word under ``acrossServices``, and the services that declare them."""
    asked = {
        name
        for deployment in deployments
        for name, spec in deployment.specs.items()
        if "acrossServices" in spec.own and name == spec.name and spec.own["acrossServices"] in words
    }
    if not asked:  # as in most projects
        return
    holders: dict[str, list[_Holder]] = {}
    for deployment in deployments:
        for name, spec in deployment.specs.items():
            if name in asked and name == spec.name and spec.own.get("acrossServices") != "any":
                holders.setdefault(name, []).append(_Holder(deployment, spec, _held(spec, deployment)))
    for name, found in holders.items():
        if len(found) > 1:
            yield name, found


def _held(spec: VariableSpec, deployment: Deployment) -> Variable | None:
    for name in (spec.name, *spec.own.get("aliases", ())):
        variable = deployment.environment.get(name)
        if variable is not None:
            return variable
    return None


@deployments_rule(
    "missing-in-service",
    severity="error",
    yields_to=("missing-variable", "former-name", "missing-alternative", "missing-dependent-variable"),
)
def missing_in_service(deployments: Sequence[Deployment]) -> Iterator[Placed]:
    """A variable that services have to agree on is set in some and missing in one that declares it.

    The schema says so with `"acrossServices": "same"` or `"same-project"`. A service that requires it has `missing-variable`
    instead. Where the schema names a `default`, and the others have just that, nothing is missing.

    ## Why it matters

    A healthy api hides a broken worker: the one writes what the other cannot read.

    ## Fails

    ```json schema
    {"properties": {"DOCUMENT_ENCRYPTION_KEY": {"writeOnly": true, "x-envcheck": {"acrossServices": "same"}}, "LOG_LEVEL": {}}}
    ```

    ```env api
    DOCUMENT_ENCRYPTION_KEY=made-up-for-both
    LOG_LEVEL=INFO
    ```

    ```env worker
    LOG_LEVEL=INFO
    ```

    ## Passes

    ```json schema
    {"properties": {"DATABASE_SCHEMA": {"default": "public", "x-envcheck": {"acrossServices": "same"}}, "LOG_LEVEL": {}}}
    ```

    ```env api
    DATABASE_SCHEMA=public
    LOG_LEVEL=INFO
    ```

    ```env worker
    LOG_LEVEL=INFO
    ```

    ## What to do

    Set it in that service too.

    ## Source

    The schemas of the services.
    """
    for name, holders in _declared(deployments, _AGREEING):
        there = next((each for each in holders if each.variable is not None), None)
        if there is None or there.variable is None:
            continue
        for each in holders:
            spec, here = each.spec, each.deployment
            if each.variable is not None or not here.environment.complete or _is_default(spec, there.variable):
                continue
            names = (name, *spec.own.get("aliases", ()))
            if not unknown_about(here.environment).isdisjoint(names) or not is_wanted(spec, here):
                continue
            owner = there.deployment.context.service
            message = (
                f"{called(name)} is set in {owner} and missing in {here.context.service}, and the services have to agree on it."
            )
            related = (Related(f"it is set in {owner}", there.variable.location),)
            problem = Problem(message, "Set it in that service too.", spec.locate(), related, name)
            yield Placed(perhaps(problem, here.environment), here, name)


def _is_default(spec: VariableSpec, variable: Variable) -> bool:
    default = default_of(spec)
    return default is not None and is_same(default, variable.value, spec)


@also("differing-value", subject="deployments")
def differing_value(deployments: Sequence[Deployment]) -> Iterator[Placed]:
    """Services of one environment have different values where they have to be one."""
    for name, holders in _declared(deployments, ("same",)):
        yield from _made_up(name, holders)
        set_ = [each for each in holders if each.variable is not None]
        groups = _groups(set_, lambda one, other: is_same(_value(one), _value(other), one.spec))
        if len(groups) < 2:
            continue
        believed, *others = sorted(groups, key=lambda group: -len(group))
        trusted = believed[0]
        for odd in (each for group in others for each in group):
            here, there = odd.deployment.context.service, trusted.deployment.context.service
            yield _placed(name, odd, trusted, f"{called(name)} of {here} differs from that of {there}, and should be the same.")


def _made_up(name: str, holders: Sequence[_Holder]) -> Iterator[Placed]:
    """Services that have a value made up for them alone, which no other has; one of a group is that of all in it."""
    places = {id(each): _made_up_at(each) for each in holders}
    given = [each for each in holders if each.variable is not None or places[id(each)] is not None]
    trusted = min(given, key=lambda each: each.variable is None, default=None)
    for odd in holders:
        place = places[id(odd)]
        if trusted is None or odd is trusted or place is None or place == places[id(trusted)]:
            continue
        here, there = odd.deployment.context.service, trusted.deployment.context.service
        other = trusted.variable.location if trusted.variable is not None else places[id(trusted)]
        related = (Related(f"its value in {there}", other),) if other is not None else ()
        message = (
            f"{called(name)} of {here} is made up for it alone, so that it differs from that of {there}, and should be the same."
        )
        hint = f"Take it from {there} with fromService and envVarKey, or put it into a group of both."
        yield Placed(Problem(message, hint, place, related, name), odd.deployment, name)


def _made_up_at(holder: _Holder) -> Location | None:
    """Where a blueprint has a value made up for a service."""
    declared = holder.deployment.environment.declared
    for name in (holder.spec.name or "", *holder.spec.own.get("aliases", ())):
        if name in declared:
            return declared[name].location if declared[name].how == GENERATED else None
    return None


def _value(holder: _Holder) -> str:
    return holder.variable.value if holder.variable is not None else ""


def _groups(holders: Iterable[_Holder], is_one: Callable[[_Holder, _Holder], bool]) -> list[list[_Holder]]:
    """Holders of one value together; the first of each group stands for it."""
    groups: list[list[_Holder]] = []
    by_text: dict[str, list[_Holder]] = {}
    for each in holders:
        group = by_text.get(_value(each))
        if group is None:
            group = next((some for some in groups if is_one(some[0], each)), None)
            if group is None:
                groups.append(group := [])
            by_text[_value(each)] = group
        group.append(each)
    return groups


def _placed(
    name: str, odd: _Holder, trusted: _Holder, message: str, hint: str = "Write the value that is right into both."
) -> Placed:
    assert odd.variable is not None
    assert trusted.variable is not None
    related = (Related(f"its value in {trusted.deployment.context.service}", trusted.variable.location),)
    return Placed(Problem(message, hint, odd.variable.location, related, name), odd.deployment, name)


class _Naming(NamedTuple):
    """A service with the one project that its variables name; the project is a part of a value, so the repr is closed."""

    deployment: Deployment
    project: str
    names: tuple[str, ...]
    is_declared: bool

    def __repr__(self) -> str:
        return "_Naming(…)"


@also("project-mismatch", subject="deployments")
def project_mismatch(deployments: Sequence[Deployment]) -> Iterator[Placed]:
    """Services of one environment name different projects.

    It is an error where the schema says `"acrossServices": "same"` or `"same-project"` of a variable that names one, and a
    warning elsewhere, if of three services or more most name one project.
    """
    namings = [naming for each in deployments if (naming := _naming(each)) is not None]
    by_project: dict[str, list[_Naming]] = {}
    for naming in namings:
        by_project.setdefault(naming.project, []).append(naming)
    if len(by_project) < 2:
        return
    believed, *others = sorted(by_project.values(), key=lambda group: -len(group))
    trusted = believed[0]
    is_usual = len(believed) * 2 > len(namings) > _FEWEST
    for odd in (each for group in others for each in group):
        is_declared = odd.is_declared and trusted.is_declared
        if not (is_declared or is_usual):
            continue
        severity: Severity | None = None if is_declared else "warning"
        here, there = odd.deployment, trusted.deployment
        name = odd.names[0]
        problem = Problem(
            f"{here.context.service} names another Supabase project than {there.context.service}: {called(name)} says so.",
            "Copy addresses and keys again, all from the settings of the one project that this environment uses.",
            here.environment[name].location,
            (Related(f"{there.context.service} names its project here", there.environment[trusted.names[0]].location),),
            name,
            severity,
            explains=odd.names,
        )
        yield Placed(problem, here, name)


def _naming(deployment: Deployment) -> _Naming | None:
    """The project of a service, if its variables name exactly one."""
    projects: dict[str, list[tuple[int, str]]] = {}
    supabase: list[str] = []
    for name, value in deployment.environment.values.items():
        if ".supabase." not in value and value[:3] not in ("eyJ", "sb_"):
            continue
        spec = deployment.specs.get(name)
        if words_of(name) & OTHERS or (spec is not None and spec.own.get("acrossServices") == "any"):
            continue
        named = project_of(value)
        if named is not None:
            project, weight = named
            projects.setdefault(project, []).append((weight, name))
        elif value[:3] == "sb_":
            supabase.append(name)
    if len(projects) != 1:
        return None
    ((project, weighed),) = projects.items()
    names = [name for _, name in sorted(weighed, key=lambda each: each[0])]  # the most believed first
    is_declared = any(
        spec is not None and spec.own.get("acrossServices") in _AGREEING for spec in map(deployment.specs.get, names)
    )
    return _Naming(deployment, project, (*names, *supabase), is_declared)
