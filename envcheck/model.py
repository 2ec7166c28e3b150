"""The values that flow between reading, compiling, checking and rendering."""

from __future__ import annotations

from envcheck.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Literal, NoReturn

    from envcheck.containers import Containers
    from envcheck.declaration import Declaration

    Severity = Literal["error", "warning", "note"]

#: From worst to least.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


#: Rules that nothing can lower or allow: what they find was not read, and so not checked.
FIXED_RULES = ("malformed-line", "non-text-value")

#: The id of the failure to write a report.
UNWRITTEN = "unwritten-report"


class Location(NamedTuple):
    """A place in a file; line and columns count from 1, ``end_column`` is behind the last character."""

    path: str
    line: int | None = None
    column: int | None = None
    end_column: int | None = None


class Related(NamedTuple):
    """A second place that helps to understand a finding."""

    message: str
    location: Location


class Remark(NamedTuple):
    """A comment of a source that speaks to envcheck: a line of its own.

    ``text`` is what stands behind ``envcheck:``, ``name`` the variable that is set on the line ``name_line`` right below, None
    where none is. The text may hold anything, so the repr is closed.
    """

    line: int
    text: str
    name: str | None
    name_line: int

    def __repr__(self) -> str:
        return "Remark(…)"


class Source:
    """A place that gives variables; keeps the text, so its repr is closed.

    ``kind`` is a word such as ``dotenv``, ``path`` is what the user calls it (``<stdin>`` for standard input),
    ``is_file`` tells whether that path exists on disk. ``called`` tells it from others of one file. ``find`` gives line, column
    and end column of the value of a variable, all None where it has no place; it is asked for findings only. ``remarks``
    gives the comments that speak to envcheck, and is None where the text has none. ``groups`` are the names of the groups on the
    platform whose variables it has. ``is_suspended`` tells of a live service that it is known not to run. ``steps`` counts what
    it took to judge the JSON in its values, which has an end.
    """

    __slots__ = ("called", "find", "groups", "is_file", "is_suspended", "kind", "path", "remarks", "steps")

    def __init__(
        self,
        kind: str,
        path: str,
        find: Callable[[str], tuple[int | None, int | None, int | None]],
        *,
        is_file: bool = True,
        called: str = "",
    ) -> None:
        self.kind = kind
        self.path = path
        self.called = called or path
        self.is_suspended = False
        self.find = find
        self.is_file = is_file
        self.remarks: Callable[[], Iterable[Remark]] | None = None
        self.steps = 0
        self.groups: tuple[str, ...] = ()

    def locate(self, name: str) -> Location:
        """Where the value of a variable stands."""
        return Location(self.path, *self.find(name))

    def __repr__(self) -> str:
        return f"Source({self.kind!r}, {self.path!r})"


class Variable:
    """A name with a value; only the name is ever shown, and it is not to be copied or pickled."""

    __slots__ = ("name", "source", "value")

    def __init__(self, name: str, value: str, source: Source) -> None:
        self.name = name
        self.value = value
        self.source = source

    @property
    def location(self) -> Location:
        """Where the value stands."""
        return self.source.locate(self.name)

    def __repr__(self) -> str:
        return "Variable(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a variable is neither copied nor pickled: its value would leave the program")


class Unread:
    """A statement of a source that gave no variable.

    ``names`` are the names that the statement may have been about: they are unknown, not missing.
    A name may be a pasted secret, so the repr is closed.
    """

    __slots__ = ("location", "names", "reason")

    def __init__(self, location: Location, names: frozenset[str], reason: str) -> None:
        self.location = location
        self.names = names
        self.reason = reason

    def __repr__(self) -> str:
        return "Unread(…)"


class NonText(NamedTuple):
    """An entry of a source whose value is no text; ``found`` says what it is (``a number``, ``missing``), ``hint`` what to do.

    A name may be a pasted secret, so the repr is closed.
    """

    name: str
    found: str
    location: Location
    hint: str = ""

    def __repr__(self) -> str:
        return "NonText(…)"


class Repeated(NamedTuple):
    """A name that one source sets twice; ``later`` is where the value stands that replaces the one at ``earlier``.

    A name may be a pasted secret, so the repr is closed.
    """

    name: str
    is_same_value: bool
    earlier: Location
    later: Location

    def __repr__(self) -> str:
        return "Repeated(…)"


class Replaced(NamedTuple):
    """A variable that several sources set to different values: where the one that counts stands, and those in groups that do not.

    ``origin`` and ``others`` are the sources, the first of which has the value that counts. ``by_group`` tells that this is a
    group too. A name may be a pasted secret, so the repr is closed.
    """

    name: str
    by_group: bool
    origin: Source
    others: tuple[Source, ...]

    def __repr__(self) -> str:
        return "Replaced(…)"


class Declared(NamedTuple):
    """A variable that a source names without its value, which comes from elsewhere: neither missing nor valid.

    ``how`` says what stands there instead of a value (``sync: false``). A name may be a pasted secret, so the repr is closed.
    """

    name: str
    how: str
    location: Location

    def __repr__(self) -> str:
        return "Declared(…)"


class Environment:
    """The variables that one service receives; holds values, so its repr is closed, and it is not to be copied or pickled.

    ``values`` has for each name the text that counts, in the order of the source; that it is a plain dict, and each
    ``Variable`` is made when it is asked for, is what makes a check of many variables fast. ``origins`` has the source of
    each name where there is more than one. ``comments`` are names of which the text has only a comment behind ``=``.
    ``complete`` is false where more may exist than was read, ``has_plain_names`` true where a reader knows that every name is
    one that shells accept, so that nobody has to look again. ``replaced`` are variables of groups with another value elsewhere,
    ``unsupplied`` the groups that could not be read: what is not set may stand there. ``declared`` are the variables that are
    named without a value, ``declarations`` what blueprints say besides. ``blueprint`` is what they declare for the service, where
    what is deployed is known too, ``containers`` what compose files say of it and of those beside it. ``secret_files`` are the
    names of all files that the platform puts beside the service, None where they are not known.
    """

    __slots__ = (
        *("blueprint", "comments", "complete", "containers", "declarations", "declared", "has_plain_names", "non_text"),
        *("origins", "repeated"),
        *("replaced", "secret_files", "sources", "unread", "unsupplied", "values"),
    )

    def __init__(
        self,
        sources: tuple[Source, ...],
        values: Mapping[str, str],
        *,
        origins: Mapping[str, Source] | None = None,
        unread: tuple[Unread, ...] = (),
        non_text: tuple[NonText, ...] = (),
        repeated: tuple[Repeated, ...] = (),
        replaced: tuple[Replaced, ...] = (),
        comments: frozenset[str] = frozenset(),
        unsupplied: tuple[str, ...] = (),
        complete: bool = True,
        has_plain_names: bool = False,
        declared: Mapping[str, Declared] | None = None,
        declarations: tuple[Declaration, ...] = (),
        secret_files: frozenset[str] | None = None,
    ) -> None:
        self.sources = sources
        self.values = values
        self.origins = origins
        self.unread = unread
        self.non_text = non_text
        self.repeated = repeated
        self.replaced = replaced
        self.comments = comments
        self.unsupplied = unsupplied
        self.complete = complete
        self.has_plain_names = has_plain_names
        self.declared: Mapping[str, Declared] = declared if declared is not None else {}
        self.declarations = declarations
        self.blueprint: Environment | None = None
        self.containers: tuple[Containers, ...] = ()
        self.secret_files = secret_files

    @property
    def is_plain(self) -> bool:
        """Whether nothing but values was read, each name once."""
        noted = self.unread or self.non_text or self.repeated or self.replaced or self.comments or self.declared
        is_alone = self.blueprint is None and self.secret_files is None and not self.containers
        return not noted and is_alone

    def __getitem__(self, name: str) -> Variable:
        """The variable of a name. Raises KeyError."""
        source = self.sources[0] if self.origins is None else self.origins[name]
        return Variable(name, self.values[name], source)

    def place_of(self, name: str) -> Location | None:
        """Where a variable is set, or else declared; None where it is neither."""
        if name in self.values:
            return self[name].location
        return self.declared[name].location if name in self.declared else None

    def get(self, name: str | None) -> Variable | None:
        """The variable of a name, or None where it is not set."""
        return self[name] if name is not None and name in self.values else None

    def __repr__(self) -> str:
        return "Environment(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an environment is neither copied nor pickled: its values would leave the program")


class Context(NamedTuple):
    """Where a service is deployed: what a rule may know besides variables and schema.

    ``stage`` is ``development``, ``staging``, ``production``, or None where unknown.
    ``deployed`` is None where unknown; then nothing that depends on it is judged. ``is_template`` tells that the source shows
    what a file has to look like (``.env.example``). ``today`` counts days from 1970-01-01, 0 where it is not known.
    """

    service: str | None = None
    environment: str | None = None
    stage: str | None = None
    deployed: bool | None = None
    platform: str = "none"
    is_template: bool = False
    today: int = 0


class Rule(NamedTuple):
    """A kind of defect; ``docstring`` is its page as it stands in the code."""

    id: str
    family: str
    severity: Severity
    docstring: str
    since: str
    keywords: tuple[str, ...] = ()
    yields_to: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The page, in Markdown."""
        first, *others = self.docstring.strip().splitlines() or [""]
        margin = min((len(line) - len(line.lstrip()) for line in others if line.strip()), default=0)  # Python 3.13 leaves none
        return "\n".join((first, *(line[margin:] for line in others)))

    @property
    def summary(self) -> str:
        """The page's first sentence."""
        return self.page.partition("\n\n")[0].replace("\n", " ")


class Problem(NamedTuple):
    """What a check has to say; the engine signs it with the rule.

    ``severity`` overrides the rule's. ``variable`` and ``location`` are needed only where the check did not get a
    variable or where they differ from that variable's. ``subject`` is the variable that it is about where that has a name that
    may not be shown; no other field has room for a value. ``explains`` are names of other variables that it says enough of.
    """

    message: str
    hint: str = ""
    location: Location | None = None
    related: tuple[Related, ...] = ()
    variable: str | None = None
    severity: Severity | None = None
    subject: Variable | None = None
    explains: tuple[str, ...] = ()


class Finding(NamedTuple):
    """One defect, at a place.

    ``location`` is the variable's own place, or that of the schema where it has none. ``secret`` tells
    reports that leave the machine not to point at the own line. ``other`` is the environment that ``environment`` is held
    against, where two are. ``names`` are all variables that it is about, where they may be several.
    """

    rule: Rule
    severity: Severity
    service: str | None
    environment: str | None
    variable: str | None
    message: str
    hint: str
    location: Location | None
    related: tuple[Related, ...]
    declared: Location | None
    secret: bool
    other: str | None = None
    names: tuple[str, ...] = ()


class Failure(NamedTuple):
    """Something asked for that could not be checked, or a report that could not be written to ``source``."""

    id: str
    source: str
    message: str
    hint: str = ""

    @property
    def is_unwritten(self) -> bool:
        """Whether it is about a report, and everything was checked."""
        return self.id == UNWRITTEN


class Row(NamedTuple):
    """One variable of a service in two environments: what it is in each, and what is to say of that.

    ``variable`` is None where the name may not be shown. ``verdict`` is the id of a rule, with its ``severity``, or else
    ``equal``, ``different``, ``as wanted``, ``allowed`` or ``not read``.
    """

    service: str | None
    variable: str | None
    left: str
    right: str
    verdict: str
    severity: Severity | None = None


class Listed(NamedTuple):
    """One variable that the schema of a service names, and its state in one environment.

    ``state`` says whether it is set, empty, missing or not known, and under which other name. ``is_required`` tells that it would
    be missing if it were not set. ``rules`` are those that found something, ``severity`` is that of the worst of them.
    ``source`` is what the last source of the service is called.
    """

    service: str | None
    environment: str | None
    source: str
    variable: str
    is_required: bool
    state: str
    rules: tuple[str, ...] = ()
    severity: Severity | None = None


class CheckedSource(NamedTuple):
    """What was read of one source; ``variables`` is their number, ``path`` the file where ``source`` is not only that."""

    service: str | None
    environment: str | None
    source: str
    variables: int
    complete: bool
    path: str = ""


class Report(NamedTuple):
    """All that a run found; findings are in their total order.

    ``variables`` is the number checked. ``notices`` are sentences on what was not judged, and why.
    ``root`` is the absolute folder that SARIF paths are relative to. A comparison has ``sides``, what the two environments are
    called, and a row for each variable; ``shows_all`` tells that people want to see those without a finding too. Then, or
    where a format shows it anyway, a check has ``listed``, what each schema names.
    ``shows_value`` is asked of all ``texts`` before any of them leaves.
    """

    command: str
    exit_code: int
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    sources: tuple[CheckedSource, ...] = ()
    notices: tuple[str, ...] = ()
    variables: int = 0
    allowed: int = 0
    root: str = ""
    sides: tuple[str, str] | None = None
    rows: tuple[Row, ...] = ()
    shows_all: bool = False
    listed: tuple[Listed, ...] = ()
    shows_value: Callable[[str], bool] | None = None

    @property
    def complete(self) -> bool:
        """Whether everything asked for was read and checked."""
        return not self.failures

    def texts(self) -> Iterator[str]:
        """Every text in it that is not the program's own: what a format writes besides is the same for every report."""
        for finding in self.findings:
            yield from (finding.message, finding.hint, finding.variable or "", finding.service or "", finding.environment or "")
            yield from (each.path for each in (finding.location, finding.declared) if each is not None)
            for message, place in finding.related:
                yield from (message, place.path)
        for failure in self.failures:
            yield from (failure.source, failure.message, failure.hint)
        for source in self.sources:
            yield from (source.source, source.path, source.service or "", source.environment or "")
        for row in self.rows:
            yield from (row.service or "", row.variable or "", row.left, row.right)
        for listed in self.listed:
            yield from (listed.service or "", listed.variable, listed.state, listed.source)
        yield from (*self.notices, *(self.sides or ()))

    def count(self, severity: Severity) -> int:
        """The number of findings of one severity."""
        return sum(finding.severity == severity for finding in self.findings)
