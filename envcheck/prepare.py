"""Jobs made ready: their sources read and merged, their schemas compiled."""

from __future__ import annotations

import os

from envcheck import project, sources
from envcheck.compile import CompiledSchema, compile_nothing, compile_schema, service_words
from envcheck.days import current_day, day_of
from envcheck.errors import SourceError, UsageError, did_you_mean
from envcheck.files import read_text
from envcheck.jobs import STANDARD_INPUT, Job, stage_in
from envcheck.model import CheckedSource, Context, Declared, Failure, Location
from envcheck.records import NamedTuple
from envcheck.rules.names import is_showable_host
from envcheck.rules.registry import Deployment
from envcheck.schema import SchemaFiles
from envcheck.stages import STAGE_OF_NAME, STAGES, is_template, near_stage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from envcheck.config import Config
    from envcheck.jobs import Request
    from envcheck.model import Environment
    from envcheck.schema import SchemaFile
    from envcheck.sources.compose import Override
    from envcheck.vocabulary import Known

DEFAULT_PLATFORM = "render"


class Prepared(NamedTuple):
    """One service in one environment: what it receives, and what that is held against.

    ``compiled`` and ``environment`` are None where no source could be read. ``is_left_out`` tells of one of all services of a
    file that it has no variables, and nothing asks for any.
    """

    job: Job
    compiled: CompiledSchema | None = None
    environment: Environment | None = None
    failures: tuple[Failure, ...] = ()
    sources: tuple[CheckedSource, ...] = ()
    notices: tuple[str, ...] = ()
    is_left_out: bool = False


def without_checks(prepared: Prepared) -> Prepared:
    """A service of which everything was asked that it is asked alone."""
    return prepared._replace(compiled=prepared.compiled.without_checks()) if prepared.compiled is not None else prepared


def deployment_of(prepared: Prepared) -> Deployment | None:
    """What rules on several services or environments see, where sources could be read."""
    if prepared.compiled is None or prepared.environment is None:
        return None
    label = prepared.job.environment or prepared.environment.sources[-1].called
    compiled = prepared.compiled
    return Deployment(label, compiled.context, prepared.environment, compiled.specs, compiled.patterns, compiled.alternatives)


class Preparer:
    """Reads the sources of a request; schemas are read once, and compiled once for each environment.

    What was compiled of a schema is forgotten with the next one, so that jobs of one schema should come together. Live services
    of all ``jobs`` are read at once, when the first of them is prepared.

    ``today`` is the day to judge by, in days from 1970-01-01.
    """

    def __init__(self, request: Request, config: Config | None, jobs: Iterable[Job]) -> None:
        self._request = request
        self._config = config
        targets = [sources.parse_target(source) for job in jobs for source in job.sources]
        self._live_names = [target.part for target in targets if target.kind == sources.LIVE]
        self._live: dict[str, list[Environment] | SourceError] | None = None
        self._files: dict[str, SchemaFiles] = {}
        self._roots: dict[str, str] = {}
        self._compiling: str | None = None
        self._compiled: dict[Context, CompiledSchema] = {}
        self._known: Known = {}
        self._standard_input: str | None = None
        self._read_besides: set[str] = set()
        self.today = day_of(request.today) if request.today is not None else current_day()

    def prepare(self, job: Job) -> Prepared:
        """A job with its sources read. Raises UsageError where the schema cannot be compiled."""
        schema = self._schema(job.schema) if job.schema is not None else None
        given: list[list[Environment]] = []
        failures: list[Failure] = []
        unsupplied: list[str] = []
        read: list[CheckedSource] = []
        for source in job.sources:
            target = sources.parse_target(source)
            is_standard_input = target.path == STANDARD_INPUT
            if is_standard_input:
                target = target._replace(path=self._request.stdin_filename or "<stdin>")
            try:
                if target.kind == sources.PROCESS:
                    found = [self._process(job, schema)]
                else:
                    found = self._read(target, is_standard_input, _override_in(job), may_be_empty=job.is_one_of_all)
            except SourceError as error:
                failures.append(_unread(error, target))
                if target.kind == sources.GROUP:
                    unsupplied.append(target.called)
                continue
            given.append(found)
            for part in found:
                self._read_besides.update(file for each in part.containers for file in each.files)
                called = part.sources[0].called
                if not part.complete:
                    failures.append(_truncated(called, part.sources[0].kind))
                count = len(part.values) + len(part.declared)
                path = part.sources[0].path
                read.append(CheckedSource(job.service, job.environment, called, count, part.complete, path))
        if not given:
            if schema is not None:
                self._compile(job, schema, Context())  # a broken schema is told whatever the sources are
            return Prepared(job, failures=tuple(failures))
        is_whole = len(given) + len(unsupplied) == len(job.sources) and not self._is_group_alone(job)
        environment = together(given, is_whole=is_whole, unsupplied=tuple(unsupplied))
        if self._is_template(job, environment):
            schema = None  # what it shows is not what a service receives
        is_left_out = job.is_one_of_all and _is_empty(environment) and (schema is None or not may_have_variables(environment))
        if is_left_out:
            schema = None
        job = self._placed(job, schema, environment)
        compiled = self._compile(job, schema, self._context(job, schema, environment))
        if is_left_out:  # what the file says of it besides variables is still looked at
            return Prepared(job, compiled, environment, tuple(failures), is_left_out=True)
        read = [each._replace(service=compiled.context.service, environment=job.environment) for each in read]
        notices = (*_nothing_set(compiled, environment), *_notices(job, compiled, environment, self._config))
        return Prepared(job, compiled, environment, tuple(failures), tuple(read), notices)

    def schema_paths(self) -> Iterator[str]:
        """Every file that a schema stands in, symbolic links resolved."""
        for files in self._files.values():
            yield from files.paths

    def paths(self) -> Iterator[str]:
        """Every file that was read and is no source itself: schemas, and what sources name; symbolic links resolved."""
        yield from self.schema_paths()
        yield from map(os.path.realpath, self._read_besides)

    def _read_live(self, name: str) -> list[Environment]:
        """What a live service receives."""
        if self._live is None:
            from envcheck.progress import Progress
            from envcheck.sources.render_api import access_of, read_services

            access = access_of(os.environ, self._request.render_key_file, self._request.render_url)
            if self._request.quiet:
                self._live = read_services(self._live_names, access)
            else:
                with Progress() as progress:
                    self._live = read_services(self._live_names, access, progress)
        found = self._live[name]
        if isinstance(found, SourceError):
            raise found
        return found

    def _read(
        self, target: sources.Target, is_standard_input: bool, override: Override, *, may_be_empty: bool
    ) -> list[Environment]:
        if target.kind == sources.LIVE:
            return self._read_live(target.part)
        if not is_standard_input:
            text = read_text(target.path)
        else:
            if self._standard_input is None:  # it can be read once, and may stand for a file of several services
                self._standard_input = sources.standard_input()
            text = self._standard_input
        root_of = project.project_root
        return sources.read(
            text,
            target,
            is_file=not is_standard_input,
            whole=self._request.complete,
            root_of=root_of,
            override=override,
            may_be_empty=may_be_empty,
        )

    def _process(self, job: Job, schema: SchemaFile | None) -> Environment:
        """The variables of this process that the schema names where the service is deployed."""
        from envcheck.sources import process

        if schema is None:
            message = "of this process only the variables are read that a schema names, and there is none"
            raise UsageError(f"process: {message}", hint="Name it with --schema FILE, or its service with --service NAME.")
        job = self._placed(job, schema, process.read(os.environ, lambda name: True))
        compiled = self._compile(job, schema, Context(environment=job.environment, stage=job.stage))
        if not compiled.names and not compiled.checks.patterns:
            raise SourceError("no-variables", "the schema names no variable to look for", hint='Write "properties" in it.')
        return process.read(os.environ, compiled.mentions())

    def _is_group_alone(self, job: Job) -> bool:
        """Whether a job is a group that was named by itself; a service that is configured may have no other source."""
        if len(job.sources) > 1 or sources.parse_target(job.sources[0]).kind != sources.GROUP:
            return False
        return not self._is_configured(job)

    def _is_configured(self, job: Job) -> bool:
        environments = self._config.environments.values() if self._config is not None else ()
        return any(job.sources in environment.sources.values() for environment in environments)

    def _is_template(self, job: Job, environment: Environment) -> bool:
        """Whether a job is env text that shows what a file has to look like; what a service is configured to get is none."""
        is_shown = all(source.kind == "dotenv" and is_template(source.path) for source in environment.sources)
        return is_shown and not self._is_configured(job)

    def _schema(self, path: str) -> SchemaFile:
        return self._files_of(path).read(path)

    def _files_of(self, path: str) -> SchemaFiles:
        folder = os.path.dirname(path)
        if folder not in self._roots:
            self._roots[folder] = project.project_root(path)
        root = self._roots[folder]
        if root not in self._files:
            self._files[root] = SchemaFiles(root)
        return self._files[root]

    def _placed(self, job: Job, schema: SchemaFile | None, environment: Environment) -> Job:
        """The job with the environment that the schema's marker variable names, where nothing else told it.

        Containers are on the machine of a developer, unless that says something else.
        """
        if job.environment is not None:
            return job
        marker = environment.get(service_words(schema).get("environmentMarker")) if schema is not None else None
        known = [*(self._config.environments if self._config else ()), *STAGE_OF_NAME]
        for name in known if marker is not None else ():  # the name of ours, so that no value is ever shown
            if marker is not None and name.lower() == marker.value.lower():
                return job._replace(environment=name, stage=stage_in(self._config, name))
        return job._replace(stage=STAGES[0]) if environment.containers else job

    def _compile(self, job: Job, schema: SchemaFile | None, context: Context) -> CompiledSchema:
        path = job.schema if schema is not None else None
        if path != self._compiling:
            for compiled in self._compiled.values():
                compiled.checks.forget()
            self._known.clear()
            self._compiling, self._compiled = path, {}
        if context not in self._compiled:
            if schema is None:
                self._compiled[context] = compile_nothing(context)
            else:
                self._compiled[context] = compile_schema(self._files_of(schema.path), schema, context, self._known)
                _check_environments(self._compiled[context], self._config.environments if self._config is not None else ())
        return self._compiled[context]

    def _context(self, job: Job, schema: SchemaFile | None, environment: Environment) -> Context:
        platforms = {sources.PLATFORM_OF_KIND.get(source.kind) for source in environment.sources} - {None}
        words = service_words(schema) if schema is not None else {}
        platform = job.platform or words.get("platform") or next(iter(platforms), None) or DEFAULT_PLATFORM
        if environment.containers:
            platform = sources.COMPOSE
        deployed = True if platforms else (job.stage != STAGES[0] if job.stage is not None else None)
        template = self._is_template(job, environment)
        service = job.service or words.get("service") or _service_in(environment)
        return Context(service, job.environment, job.stage, deployed, platform, template, self.today)


def _override_in(job: Job) -> Override:
    """What becomes of a file that Compose lays over another: it is for development, and where several are named they are all."""
    targets = [sources.parse_target(source) for source in job.sources]
    is_alone = (
        sum(each.kind == sources.COMPOSE or (each.kind is None and each.path.endswith(sources.YAML)) for each in targets) < 2
    )
    return ("laid" if job.stage in (None, STAGES[0]) else "said") if is_alone else "left"


def _is_empty(environment: Environment) -> bool:
    is_told = any(each.entries for each in environment.declarations)
    return not (is_told or environment.values or environment.declared or environment.non_text or environment.unread)


def may_have_variables(environment: Environment) -> bool:
    """Whether a service is of a type that can have variables; on Render, Key Value can not."""
    from envcheck.facts.blueprint import ANY_FIELD, FIELDS

    return all("envVars" in FIELDS.get(each.type, ANY_FIELD) for each in environment.declarations)


def _service_in(environment: Environment) -> str | None:
    """What a blueprint or a compose file calls the service."""
    if environment.containers:
        name = environment.containers[-1].own.name
        return name if is_showable_host(name) else None
    declarations = (environment.blueprint or environment).declarations
    if not declarations:
        return None
    from envcheck.sources.blueprint import is_showable

    return declarations[0].service if is_showable(declarations[0].service) else None


def _check_environments(compiled: CompiledSchema, configured: Collection[str]) -> None:
    """Refuse a schema that speaks of an environment that does not exist: nothing would ever be required in it.

    Where none is configured, any may exist whose name is not a mistyped stage.
    """
    known = {*configured, *STAGE_OF_NAME}
    for name, spec in compiled.specs.items():
        for key in ("requiredIn", "forbiddenIn", "in"):
            for environment in spec.own.get(key, ()):
                if environment not in known and (configured or near_stage(environment) is not None):
                    place = ":".join(str(part) for part in (spec.locate() or ())[:3] if part is not None)
                    message = f"'{key}' of {name} names the environment '{environment}', which is not configured"
                    hint = did_you_mean(environment, list(dict.fromkeys([*configured, *STAGES])))
                    raise UsageError(f"{place}: {message} (unknown-environment)", hint=hint)


def together(given: Sequence[Sequence[Environment]], *, is_whole: bool, unsupplied: tuple[str, ...]) -> Environment:
    """What a service receives from the sources that could be read; what is declared counts where nothing is deployed."""
    if len(given) == len(given[0]) == 1 and is_whole and not unsupplied:
        return given[0][0]
    from envcheck.merge import merge

    declared = [part for parts in given for part in parts if parts[-1].sources[0].kind == sources.BLUEPRINT]
    others = [part for parts in given for part in parts if parts[-1].sources[0].kind != sources.BLUEPRINT]
    supplied = {group for part in others for source in part.sources for group in source.groups}
    for part in declared if supplied else ():
        part.unsupplied = tuple(name for name in part.unsupplied if name not in supplied)
    kinds = {part.sources[0].kind for part in others}
    if not declared or kinds.isdisjoint(sources.DEPLOYED) or kinds == {sources.GROUP}:
        return merge([*declared, *others], is_whole=is_whole, unsupplied=unsupplied)
    environment = merge(others, is_whole=is_whole, unsupplied=unsupplied)
    environment.blueprint = merge(declared, is_whole=True)
    environment.repeated = (*environment.repeated, *environment.blueprint.repeated)
    if sources.LIVE not in kinds:  # an export has no groups, and the blueprint tells of those that are not supplied
        _take_values_of_groups(environment, environment.blueprint, supplied)
        elsewhere = dict(_in_groups(environment.blueprint, environment, supplied))
        environment.declared = {**elsewhere, **environment.declared}
        environment.unsupplied = (*environment.unsupplied, *environment.blueprint.unsupplied)
    return environment


def _take_values_of_groups(environment: Environment, blueprint: Environment, supplied: AbstractSet[str]) -> None:
    """Give a service what other groups in its blueprint set than those that are supplied, where it sets nothing else itself."""
    own = {*environment.values, *environment.declared, *(each.name for each in environment.non_text)}
    own = own.union(*(each.names for each in environment.unread))
    found = [blueprint[name] for name in blueprint.values if name not in own]
    found = [each for each in found if each.source.kind == sources.GROUP and supplied.isdisjoint(each.source.groups)]
    environment.values = {**{each.name: each.value for each in found}, **environment.values}
    environment.origins = {**{each.name: each.source for each in found}, **(environment.origins or {})}


def _in_groups(blueprint: Environment, environment: Environment, supplied: AbstractSet[str]) -> Iterator[tuple[str, Declared]]:
    """The variables of groups in a blueprint, but of those that are supplied, that a service does not set itself."""
    for declaration in blueprint.declarations:
        for entry in declaration.entries:
            if entry.is_given_by_group and entry.group not in supplied and entry.name not in environment.values:
                place = Location(declaration.path, *entry.spot)
                yield entry.name, Declared(entry.name, "a group", place)


def _unread(error: SourceError, target: sources.Target) -> Failure:
    """The failure to read a source; a group that is not there has an id of its own, for it is often left out."""
    if target.kind == sources.GROUP and error.id == "missing-file":
        message = f"{error.message}, so what this group sets is not known"
        return Failure("group-not-supplied", target.called, message, "Save the answer of GET /v1/env-groups/ID there.")
    place = "".join(f":{number}" for number in (error.line, error.column) if number)
    return Failure(error.id, (target.path or target.called) + place, error.message, error.hint)


def left_out(services: Iterable[Prepared]) -> tuple[list[str], list[Failure]]:
    """Sentences on the services of files that were left out, and the failures of the files in which no other is."""
    notices, failures = [], []
    checked: set[str] = set()
    names: dict[str, list[str]] = {}
    for each in services:
        if each.environment is None:
            continue
        source = each.environment.sources[-1]
        if not each.is_left_out:
            both = (each.environment, each.environment.blueprint)
            checked.update(one.path for environment in both if environment is not None for one in environment.sources)
        elif may_have_variables(each.environment):
            name = source.called.removeprefix(f"{source.path}#") if source.called != source.path else "a service"
            names.setdefault(source.path, []).append(name)
        else:
            names.setdefault(source.path, [])
    for path, some in names.items():
        if path not in checked:
            message = "no variables: no service in it has any, and no schema is for one of them"
            failures.append(Failure("no-variables", path, message, "Is it the file that was meant?"))
        elif some:
            *others, last = some
            have = f"{', '.join(others)} and {last} have" if others else f"{last} has"
            them = "them, so they were" if others else "it, so it was"
            notices.append(f"{path}: {have} no variables there, and no schema is for {them} not checked.")
    return notices, failures


def _truncated(called: str, kind: str) -> Failure:
    if kind == sources.COMPOSE:
        message = "the service extends one of another file, which is not read, so that what seems missing may be there"
        hint = "Keep that file in the project, and write its path without what the shell fills in."
        return Failure("not-followed", called, message, hint)
    how = "Save the next page in it too" if kind == "json" else "Export with limit=100 and follow the cursors"
    return Failure(
        "truncated-export",
        called,
        "the export may be one page of more, so that what seems missing may only be on the next",
        f"{how}, or pass --complete if this is all.",
    )


def _nothing_set(compiled: CompiledSchema, environment: Environment) -> Iterator[str]:
    """Says where a schema had no value to judge: nothing else would tell that from one whose values are all right."""
    if compiled.has_schema and not (environment.values or environment.declared or environment.non_text or environment.unread):
        called = environment.sources[-1].called
        yield f"{called}: none of the variables that the schema names is set, so no value was checked."


def _notices(job: Job, compiled: CompiledSchema, environment: Environment, config: Config | None) -> Iterable[str]:
    label = environment.sources[-1].called  # groups come first
    if compiled.context.is_template:
        yield f"{label}: a template, so only its lines and real keys in it were judged; the values are there to be replaced."
        return
    for source in environment.sources:
        if source.is_suspended:
            yield f"{source.called}: the service is suspended, so what was judged runs nowhere now."
    if not compiled.has_schema:
        yield f"{label}: no schema was applied; name one with --schema FILE."
    yield from (notice for each in environment.containers for notice in each.notices)
    if job.environment is None and job.stage is not None:
        yield f"{label}: judged as {job.stage}, as nothing says which environment it is; name another with --env NAME."
    elif job.environment is None:
        yield f"{label}: the environment is not known, so nothing that depends on it was judged; name it with --env NAME."
    elif job.environment.lower() not in STAGE_OF_NAME and (config is None or job.environment not in config.environments):
        yield f"{label}: the environment '{job.environment}' was judged as staging, as nothing says what it is for."
    for called, number in _declaring(environment).items():
        count = f"{number} variable{'s are' if number > 1 else ' is'}"
        yield f"{called}: {count} declared without a value there, so nothing but that was judged of them."
    if not environment.complete:
        is_group = environment.sources[-1].kind == sources.GROUP
        why = "a group alone, without what its service sets" if is_group else "not read as a whole"
        yield f"{label}: {why}, so no variable was reported as missing."


def _declaring(environment: Environment) -> dict[str, int]:
    """What sources are called that declare variables without a value, and how many each; a group counts for its service."""
    beside = environment.blueprint.sources if environment.blueprint is not None else ()
    called = {source.path: source.called for source in (*beside, *environment.sources)}
    found: dict[str, int] = {}
    for each in environment.declared.values():
        name = called.get(each.location.path, each.location.path)
        found[name] = found.get(name, 0) + 1
    return found
