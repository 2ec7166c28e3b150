"""Which variables are there, and which should be."""

from __future__ import annotations

from envcheck.facts.formats import KEY_HEADS
from envcheck.facts.platforms import is_platform_variable
from envcheck.model import Location, Problem, Related
from envcheck.rules.names import called, is_showable
from envcheck.rules.registry import also, environment_rule, service_rule
from envcheck.rules.value import unmet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from envcheck.model import Environment, Severity, Variable
    from envcheck.rules.registry import EnvironmentCheck, ServiceSpec, StrangersCheck


def _is_meant(names: Iterable[str], spec: ServiceSpec) -> bool:
    """Whether a list of environments and stages names the one that is checked."""
    here = (spec.context.environment, spec.context.stage)
    return any(name is not None and name in names for name in here)


def _required(spec: ServiceSpec) -> tuple[str, ...]:
    """The names that must be set here, in the order of the schema."""
    names = dict.fromkeys(spec.keywords.get("required", ()))
    if spec.is_root:
        for name, one in spec.variables.items():
            if "requiredIn" in one.own and _is_meant(one.own["requiredIn"], spec):
                names[name] = None
    return tuple(names)


def unknown_about(environment: Environment) -> set[str]:
    """Names that are declared without a value, or that unread lines and entries may have been about: not set, and not missing."""
    names = {entry.name for entry in environment.non_text}.union(environment.declared)
    for unread in environment.unread:
        names |= unread.names
    return names


def _names_of(name: str, spec: ServiceSpec) -> tuple[str, ...]:
    """The names that a variable is read under; the first that is set is the one used."""
    one = spec.variables.get(name)
    return (name, *one.own.get("aliases", ())) if one is not None else (name,)


def _is_set(name: str, spec: ServiceSpec, environment: Environment) -> bool:
    return any(each in environment.values for each in _names_of(name, spec))


def _former(name: str, spec: ServiceSpec, environment: Environment) -> str | None:
    one = spec.variables.get(name)
    for old in one.own.get("formerly", ()) if one is not None else ():
        if old in environment.values or old in environment.declared:
            return str(old)
    return None


def _absent(names: Iterable[str], spec: ServiceSpec, environment: Environment) -> Iterator[str]:
    """Those of the names that are certainly not set."""
    if not environment.complete:
        return
    about = None
    for name in names:
        if not _is_set(name, spec, environment):
            about = unknown_about(environment) if about is None else about
            if about.isdisjoint(_names_of(name, spec)):
                yield name


def _place(name: str, spec: ServiceSpec, *keys: str | int) -> Location:
    """Where a variable is declared, or else where the schema asks for it."""
    one = spec.variables.get(name)
    return (one.locate() if one is not None else None) or spec.locate(*keys)


def _sources(environment: Environment) -> tuple[Related, ...]:
    return tuple(Related("not set in this source", Location(source.path)) for source in environment.sources)


def perhaps(problem: Problem, environment: Environment, what: str = "it") -> Problem:
    """A problem with what is not set: a warning where that may stand in a group which was not supplied."""
    groups = environment.unsupplied
    if not groups:
        return problem
    names = f"the group {groups[0]}, which was" if len(groups) == 1 else f"the groups {' and '.join(groups)}, which were"
    message = f"{problem.message.removesuffix('.')}; {what} may stand in {names} not supplied."
    hint = f"Supply the group first. {problem.hint}"
    return problem._replace(message=message, hint=hint, severity="warning")


def _is_known(name: str, spec: ServiceSpec) -> bool:
    return name in spec.names or spec.matches(name) or is_platform_variable(name, spec.context.platform)


def _mistaken(missing: Iterable[str], spec: ServiceSpec, environment: Environment) -> dict[str, str]:
    """For missing names, the unknown name that is set and differs by case, underscores or a letter or two."""
    missing = list(missing)
    if not missing:
        return {}
    from difflib import get_close_matches

    given = (*environment.values, *environment.declared)
    if len(missing) * len(given) > _MOST_COMPARED:
        return {}
    strangers = {_folded(name): name for name in given if not _is_known(name, spec) and is_showable(name)}
    found = {}
    for name in missing:
        near = get_close_matches(_folded(name), strangers, n=1, cutoff=0.9)
        if near:
            found[name] = strangers[near[0]]
    return found


def _hint(meant: Mapping[str, str], hint: str) -> str:
    """A hint on the first missing name that was mistyped, or else the given one."""
    for name, written in meant.items():
        return f"{written} is set, which nothing reads; was {name} meant?"
    return hint


def _folded(name: str) -> str:
    return name.replace("_", "").casefold()


#: What explains better why a variable is missing; the last three know a blueprint.
_NEARER = ("former-name", "undeclared-in-blueprint", "unset-synced-variable", "undeployed-variable")


@service_rule("missing-variable", keywords=("required",), severity="error", yields_to=_NEARER)
def missing_variable(spec: ServiceSpec) -> EnvironmentCheck | None:
    """A required variable is not set.

    Required are the names in `required`, and those whose `x-envcheck` has a `requiredIn` with this environment or its
    stage. A variable with one of its `aliases` set is not missing. The finding points at the schema's line.

    ## Why it matters

    The service starts without the variable and stops, or falls back to a default made for development. The vendor's own
    ranking of failed deploys on Render puts it first.

    ## Symptom

    `KeyError: 'DOCUMENT_ENCRYPTION_KEY'`, `… environment variable not set`, `… key not configured`, `Field required`,
    `Required configuration field 'database_url' is empty`.

    ## Fails

    ```json schema
    {"required": ["DOCUMENT_ENCRYPTION_KEY"], "properties": {"DOCUMENT_ENCRYPTION_KEY": {"writeOnly": true}, "LOG_LEVEL": {}}}
    ```

    ```env
    LOG_LEVEL=INFO
    ```

    ## Passes

    ```env
    DOCUMENT_ENCRYPTION_KEY=made-up
    ```

    ## What to do

    Set the variable on the service, or in a group that it is linked to. Where it is not needed in every environment, say so
    with `requiredIn`.

    ## Source

    `render-oss/skills: skills/render-debug/references/error-patterns.md` (verified 2026-11).
    """
    required = _required(spec)
    if not required:
        return None
    place = f" in {spec.context.environment}" if spec.context.environment else ""
    owner = f" of {spec.context.service}" if spec.context.service else " of the service"

    def check(environment: Environment) -> Iterator[Problem]:
        if all(map(environment.values.__contains__, required)):
            return
        absent = list(_absent(required, spec, environment))
        mistaken = _mistaken(absent, spec, environment)
        indexes = {name: index for index, name in enumerate(required)} if absent else {}
        for name in absent:
            meant = {name: mistaken[name]} if name in mistaken else {}
            problem = Problem(
                f"{name} is required{place}, and not set.",
                _hint(meant, f"Set it among the variables{owner}{place}."),
                _place(name, spec, "required", indexes[name]),  # what `requiredIn` asks for is declared
                _sources(environment),
                name,
                explains=tuple(meant.values()),
            )
            yield perhaps(problem, environment)

    return check


@service_rule("empty-variable", keywords=("required",), severity="error", yields_to=("comment-as-value",))
def empty_variable(spec: ServiceSpec) -> EnvironmentCheck | None:
    """A required variable is set, but empty.

    To most code an empty text is as good as none, and some drivers fall back to the local machine. Where empty is a
    meaningful value, `x-envcheck` says `"allowEmpty": true`.

    ## Symptom

    `Required configuration field 'database_url' is empty`, or a connection to localhost that nobody asked for.

    ## Fails

    ```json schema
    {"required": ["DATABASE_URL"], "properties": {"DATABASE_URL": {"writeOnly": true}}}
    ```

    ```env
    DATABASE_URL=
    ```

    ## Passes

    ```json schema
    {"required": ["URL_PREFIX"], "properties": {"URL_PREFIX": {"x-envcheck": {"allowEmpty": true}}}}
    ```

    ```env
    URL_PREFIX=
    ```

    ## What to do

    Set a value.

    ## Source

    asyncpg and libpq take an empty address as the local socket (reproduced 2026-11).
    """
    required = _required(spec)
    if not required or not spec.is_asserted:  # in a condition an empty text is set, as it is to JSON Schema
        return None
    read = [_names_of(name, spec) for name in required if not _may_be_empty(name, spec)]

    def check(environment: Environment) -> Iterator[Problem]:
        if "" not in environment.values.values():
            return
        for names in read:
            variable = next((environment[name] for name in names if name in environment.values), None)
            if variable is not None and not variable.value:
                wanted = names[0] if variable.name == names[0] else f"{variable.name}, which stands for {names[0]},"
                yield Problem(f"{wanted} is required, and empty.", "Set a value.", variable.location, variable=variable.name)

    return check


def _may_be_empty(name: str, spec: ServiceSpec) -> bool:
    return name in spec.variables and bool(spec.variables[name].own.get("allowEmpty"))


@service_rule("former-name", severity="error")
def former_name(spec: ServiceSpec) -> EnvironmentCheck | None:
    """A variable is set under a former name that nothing reads any more.

    The schema lists former names under `formerly`. The variable counts as missing, and this one finding says why.

    ## Symptom

    `… environment variable not set`, while the dashboard shows the key.

    ## Fails

    ```json schema
    {"required": ["WEBHOOK_BASE_URL"],
     "properties": {"WEBHOOK_BASE_URL": {"x-envcheck": {"formerly": ["PRODUCTION_WEBHOOK_BASE_URL"]}}}}
    ```

    ```env
    PRODUCTION_WEBHOOK_BASE_URL=https://hooks.acme.dev
    ```

    ## Passes

    ```env
    WEBHOOK_BASE_URL=https://hooks.acme.dev
    ```

    ## What to do

    Rename the variable.

    ## Source

    Faults of a service in production: the code was changed to the new name, the platform was not.
    """
    if not spec.is_root:
        return None
    renamed = [name for name, one in spec.variables.items() if one.own.get("formerly")]

    def check(environment: Environment) -> Iterator[Problem]:
        for name in _absent(renamed, spec, environment):
            old = _former(name, spec, environment)
            if old is not None:
                problem = Problem(
                    f"{name} is not set, and {old}, its former name, is read by nothing any more.",
                    f"Rename {old} to {name}.",
                    environment.place_of(old),
                    (Related("declared here", _place(name, spec)),),
                    name,
                )
                yield perhaps(problem, environment, name)

    return check


@service_rule(
    "unknown-variable",
    keywords=("additionalProperties", "unevaluatedProperties"),
    severity="warning",
    yields_to=(
        *("invalid-name", "missing-variable", "missing-alternative", "missing-dependent-variable"),
        *("stale-variable", "platform-variable"),
    ),
)
def unknown_variable(spec: ServiceSpec) -> EnvironmentCheck | None:
    """A variable is set that the schema does not name.

    It may be a typing error of a known name, a name that nothing reads any more, or a schema that is out of date. With
    `"additionalProperties": false` it is an error; with `true`, or a schema for other variables, it is none. Variables that the
    platform sets itself are known.

    ## Fails

    ```json schema
    {"properties": {"LLAMAPARSE_BASE_URL": {"format": "http-url"}}}
    ```

    ```env
    LLAMAPARSE_API_URL=https://api.cloud.llamaindex.ai
    ```

    ## Passes

    ```env
    LLAMAPARSE_BASE_URL=https://api.cloud.llamaindex.ai
    ```

    ## What to do

    Correct the name, delete the variable, or add it to the schema.

    ## Source

    JSON Schema 2020-12 Core: `additionalProperties` and `unevaluatedProperties`.
    """
    limits = _limits(spec)
    if not any(spec.keywords[key] is False for key in limits):
        return None
    judged_by_all = spec.keywords.get("additionalProperties") is not False
    own = frozenset(spec.keywords.get("properties", ()))

    def check(environment: Environment) -> Iterable[Problem]:
        known = spec.evaluated(environment) if judged_by_all else own
        others = _other_names(spec)
        strangers = [
            name
            for name in (*environment.values, *environment.declared)
            if name not in known
            and name not in others
            and not (spec.matches(name) or is_platform_variable(name, spec.context.platform))
        ]
        return _unknown(strangers, environment, spec, "error")

    return check


@also("unknown-variable", subject="strangers")
def unknown_to_an_open_schema(spec: ServiceSpec) -> StrangersCheck | None:
    """A variable that a schema does not name that says nothing of others."""
    if _limits(spec):
        return None

    def check(environment: Environment, strangers: Sequence[str]) -> Iterable[Problem]:
        strangers = (*strangers, *environment.declared)
        return _unknown([name for name in strangers if not _is_known(name, spec)], environment, spec)

    return check


#: Names are compared so often; with thousands of strangers and thousands of known names nobody reads a guess at each.
_MOST_COMPARED = 20_000


def _limits(spec: ServiceSpec) -> set[str]:
    """The keywords that say what variables may be set besides."""
    return spec.keywords.keys() & {"additionalProperties", "unevaluatedProperties"}


def _unknown(
    strangers: Sequence[str], environment: Environment, spec: ServiceSpec, severity: Severity | None = None
) -> Iterator[Problem]:
    if not strangers:
        return
    from difflib import get_close_matches

    known = {_folded(name): name for name in spec.names}
    guesses = _MOST_COMPARED // max(len(known), 1)
    for number, name in enumerate(strangers):
        variable, place = environment.get(name), environment.place_of(name)
        what = "set" if variable is not None else "declared"
        if not is_showable(name, variable.value if variable is not None else None):
            message, hint = f"A variable is {what} that the schema does not name.", "Its name is not shown; see the place."
            yield Problem(message, hint, place, severity=severity, subject=variable)
            continue
        near = get_close_matches(_folded(name), known, n=1, cutoff=0.75) if number < guesses else ()
        hint = f"Did you mean {known[near[0]]}?" if near else "Delete it, or add it to the schema."
        yield Problem(f"{name} is {what}, and the schema does not name it.", hint, place, (), name, severity)


def _other_names(spec: ServiceSpec) -> set[str]:
    """The aliases and former names of all variables."""
    words = ("aliases", "formerly")
    return {name for one in spec.variables.values() for word in words for name in one.own.get(word, ())}


@service_rule("forbidden-variable", severity="error")
def forbidden_variable(spec: ServiceSpec) -> EnvironmentCheck | None:
    """A variable is set where it must not be.

    Its `x-envcheck` has a `forbiddenIn` with this environment or its stage; it holds for its `aliases` too. A variable whose
    schema is `false` must be set nowhere.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL_LOCAL": {"x-envcheck": {"forbiddenIn": ["production"]}}}}
    ```

    ```env production
    DATABASE_URL_LOCAL=made-up
    ```

    ## Passes

    ```env development
    DATABASE_URL_LOCAL=made-up
    ```

    ## What to do

    Delete the variable from this environment.

    ## Source

    JSON Schema 2020-12 Core, section 4.3.2: the schema `false` allows nothing.
    """
    if not spec.is_root:
        return None
    meant = [name for name, one in spec.variables.items() if _is_meant(one.own.get("forbiddenIn", ()), spec)]
    forbidden = [each for name in meant for each in _names_of(name, spec)]
    place = f" in {spec.context.environment}" if spec.context.environment else ""

    def check(environment: Environment) -> Iterator[Problem]:
        for name in forbidden:
            where = environment.place_of(name)
            if where is not None:
                hint = "Delete it from this environment."
                yield Problem(f"{name} must not be set{place}.", hint, where, variable=name)

    return check


@service_rule("missing-alternative", keywords=("anyOf", "oneOf"), severity="error")
def missing_alternative(spec: ServiceSpec) -> EnvironmentCheck | None:
    """None of several variables is set, and one of them must be.

    The schema says so with an `anyOf` (at least one) or `oneOf` (exactly one) whose members are nothing but `required`.
    An empty text is as good as none here, unless `x-envcheck` says `"allowEmpty": true`.

    ## Fails

    ```json schema
    {"anyOf": [{"required": ["ELEVENLABS_API_KEY"]}, {"required": ["FLASH_API_KEY"]}],
     "properties": {"ELEVENLABS_API_KEY": {"writeOnly": true}, "FLASH_API_KEY": {"writeOnly": true}, "LOG_LEVEL": {}}}
    ```

    ```env
    LOG_LEVEL=INFO
    ```

    ```env
    ELEVENLABS_API_KEY=
    FLASH_API_KEY=
    ```

    ## Passes

    ```env
    FLASH_API_KEY=made-up
    ```

    ## What to do

    Set one of them.

    ## Source

    JSON Schema 2020-12 Core, section 10.2.1: `anyOf` and `oneOf`.
    """
    groups = [(key, spec.keywords[key]) for key in ("anyOf", "oneOf") if only_requires(spec.keywords.get(key))]
    if not groups:
        return None

    def check(environment: Environment) -> Iterator[Problem]:
        for key, members in groups:
            choices = [member["required"] for member in members]
            met = [names for names in choices if not any(_absent(names, spec, environment))]
            words = [" and ".join(names) for names in choices]
            filled = [names for names in choices if _is_filled(names, spec, environment)]
            if key == "oneOf" and len(filled) > 1:
                message = f"More than one of {' or '.join(words)} is set."
                yield Problem(message, "Keep one of them.", spec.locate(key), _sources(environment))
            elif met and spec.is_asserted and all(_is_empty(names, spec, environment) for names in met):
                message = f"{' or '.join(words)} must have a value, and what is set of them is empty."
                problem = Problem(message, "Set a value for one of them.", spec.locate(key), _sources(environment))
                are_set = all(_is_set(name, spec, environment) for names in choices for name in names)
                yield problem if are_set else perhaps(problem, environment, "one of them")
            elif not met and not any(_former(name, spec, environment) for names in choices for name in names):
                message = f"Neither {' nor '.join(words)} is set." if len(words) > 1 else f"{words[0]} is not set."
                absent = dict.fromkeys(name for names in choices for name in _absent(names, spec, environment))
                meant = _mistaken(absent, spec, environment)
                hint, explained = _hint(meant, "Set one of them."), tuple(meant.values())[:1]
                problem = Problem(message, hint, spec.locate(key), _sources(environment), explains=explained)
                yield perhaps(problem, environment, "one of them" if len(words) > 1 else "it")

    return check


def _is_filled(names: Iterable[str], spec: ServiceSpec, environment: Environment) -> bool:
    """Whether all of the names are set; where the schema is asserted, to more than an empty text."""
    are_set = all(_is_set(name, spec, environment) for name in names)
    return are_set and not (spec.is_asserted and _is_empty(names, spec, environment))


def _is_empty(names: Iterable[str], spec: ServiceSpec, environment: Environment) -> bool:
    """Whether one of the names is set to an empty text that its schema does not take for a value."""
    for name in names:
        first = next((environment[each] for each in _names_of(name, spec) if each in environment.values), None)
        if first is not None and not first.value and not _may_be_empty(name, spec):
            return True
    return False


def only_requires(members: object) -> bool:
    """Whether the members of an anyOf or oneOf say nothing but which variables must be set."""
    return isinstance(members, list) and all(
        isinstance(member, dict) and member.keys() == {"required"} and member["required"] for member in members
    )


@service_rule("missing-dependent-variable", keywords=("dependentRequired",), severity="error", yields_to=("missing-variable",))
def missing_dependent_variable(spec: ServiceSpec) -> EnvironmentCheck | None:
    """A variable is set, and another that it needs is not.

    The schema says so with `dependentRequired`.

    ## Fails

    ```json schema
    {"dependentRequired": {"AWS_ACCESS_KEY_ID": ["AWS_SECRET_ACCESS_KEY"]},
     "properties": {"AWS_ACCESS_KEY_ID": {}, "AWS_SECRET_ACCESS_KEY": {"writeOnly": true}}}
    ```

    ```env
    AWS_ACCESS_KEY_ID=made-up
    ```

    ## Passes

    ```env
    AWS_ACCESS_KEY_ID=made-up
    AWS_SECRET_ACCESS_KEY=made-up-too
    ```

    ## What to do

    Set the other variable too, or delete the first.

    ## Source

    JSON Schema 2020-12 Validation, section 6.5.4.
    """
    needs = spec.keywords.get("dependentRequired")
    if not needs:
        return None

    def check(environment: Environment) -> Iterator[Problem]:
        needed: dict[str, list[Variable]] = {}
        for name, others in needs.items():
            variable = environment.get(name)
            if variable is not None:
                for other in _absent(others, spec, environment):
                    needed.setdefault(other, []).append(variable)
        mistaken = _mistaken(needed, spec, environment)
        for other, variables in needed.items():
            meant = {other: mistaken[other]} if other in mistaken else {}
            names = " and ".join(variable.name for variable in variables)
            related = [Related(f"{variable.name} is set here", variable.location) for variable in variables]
            which = "which is set, needs it" if len(variables) == 1 else "which are set, need it"
            message = f"{other} is not set, and {names}, {which}."
            hint = _hint(meant, f"Set {other}, or delete {names}.")
            first = variables[0].name
            place = _place(other, spec, "dependentRequired", first, needs[first].index(other))
            explained = tuple(meant.values())
            problem = Problem(message, hint, place, (*related, *_sources(environment)), other, explains=explained)
            yield perhaps(problem, environment)

    return check


@also("unmet-condition", subject="service", keywords=("anyOf", "oneOf", "not", "minProperties", "maxProperties"))
def unmet_condition(spec: ServiceSpec) -> EnvironmentCheck | None:
    """The set of variables does not meet a condition."""
    keywords = {key for key in ("anyOf", "oneOf", "not") if not only_requires(spec.keywords.get(key))} & spec.keywords.keys()
    judge = unmet(keywords, spec.branches)
    least, most = spec.keywords.get("minProperties", 0), spec.keywords.get("maxProperties", float("inf"))
    hint = "Look at the condition in the schema, and set or delete what it asks for."

    def check(environment: Environment) -> Iterator[Problem]:
        for key, reason in judge(environment):
            problem = Problem(f"The set of variables {reason}.", hint, spec.locate(key), _sources(environment))
            yield problem if key == "not" else perhaps(problem, environment, "what it asks for")
        if len(environment.values) < least and environment.complete:
            few = f"Fewer than {least} variables are set."
            problem = Problem(few, hint, spec.locate("minProperties"), _sources(environment))
            yield perhaps(problem, environment, "others")
        if len(environment.values) > most:
            yield Problem(f"More than {most} variables are set.", hint, spec.locate("maxProperties"), _sources(environment))

    return check


#: So many files can be taken in at once.
_MOST_FILES = 6


@environment_rule("missing-secret-file", severity="warning")
def missing_secret_file(environment: Environment) -> Iterator[Problem]:
    """A variable points to a secret file that the service does not have.

    Render puts the secret files of a service, and those of the groups that it is linked to, into `/etc/secrets/`. It is judged
    where they are known, which is of a live service: `render:SERVICE`. The name that the variable has is not shown, for it is a
    part of a value.

    ## Why it matters

    The service starts, and stops where it opens the file; a certificate that is not there is often an error of the first
    connection to the database.

    ## Symptom

    `No such file or directory: '/etc/secrets/…'`, `root certificate file "/etc/secrets/…" does not exist`.

    ## Fails

    ```json files
    ["ca.crt"]
    ```

    ```env
    PGSSLROOTCERT=/etc/secrets/root.crt
    ```

    ## Passes

    ```json files
    ["ca.crt"]
    ```

    ```env
    PGSSLROOTCERT=/etc/secrets/ca.crt
    ```

    ## What to do

    Add the file to the service or to one of its groups, or correct the name in the variable.

    ## Source

    `render-oss/skills: skills/render-env-vars/SKILL.md` (verified 2026-11).
    """
    if environment.secret_files is None:
        return
    from envcheck.facts.secret_files import secret_file

    shown = sorted(filter(_is_harmless, environment.secret_files))
    has = f"It has {', '.join(shown)}." if 0 < len(shown) <= _MOST_FILES else ""
    for name, value in environment.values.items():
        file = secret_file(value)
        if file is not None and file not in environment.secret_files:
            yield Problem(
                f"{called(name)} points to a secret file that the service does not have.",
                f"Add the file to the service or to one of its groups, or correct the name. {has}".rstrip(),
                subject=environment[name],
            )


def _is_harmless(file: str) -> bool:
    """Whether the name of a file may be shown."""
    return file[:3] not in KEY_HEADS and is_showable(file.replace(".", "_").replace("-", "_"))
