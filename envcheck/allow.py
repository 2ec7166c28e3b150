"""Findings that are known and accepted: left out where an entry of the config or a comment of a .env file covers them."""

from __future__ import annotations

from envcheck.days import shown
from envcheck.errors import did_you_mean
from envcheck.model import FIXED_RULES, Finding, Location
from envcheck.records import NamedTuple
from envcheck.rules.all import RULES
from envcheck.rules.names import is_showable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from envcheck.check import Severities
    from envcheck.model import Remark, Rule, Source

#: Rules about variables that are not there, so that no line can carry a comment on them.
ABSENT_RULES = (
    *("missing-variable", "missing-alternative", "missing-dependent-variable", "former-name"),
    *("missing-in-environment", "missing-in-service"),
)


class Entry(NamedTuple):
    """An ``[[allow]]`` of the config: which findings of a rule are accepted, and why.

    ``variable``, ``service`` and ``environments`` narrow it, None and nothing do not. ``expires`` is its last day, in days from
    1970-01-01. ``location`` is where it stands.
    """

    rule: str
    variable: str | None
    service: str | None
    environments: tuple[str, ...]
    reason: str
    expires: int | None
    location: Location

    def covers(self, finding: Finding) -> bool:
        """Whether a finding of its rule is one that it names; with environments, only one that is known to be in them."""
        if self.variable not in (None, finding.variable) or self.service not in (None, finding.service):
            return False
        if self.variable is not None and any(name != self.variable for name in finding.names):
            return False  # it is about others, too
        if not self.environments:
            return True
        places = [each for each in (finding.environment, finding.other) if each is not None]
        return bool(places) and all(each in self.environments for each in places)


class Comment(NamedTuple):
    """One rule of a comment in a source, and the variable ``name``, set on ``line``, that it stands above.

    ``location`` is where the comment stands. Its reason is left in the file, where it may be anything. The name may be a pasted
    secret, so the repr is closed.
    """

    rule: str
    name: str
    line: int
    location: Location

    def covers(self, finding: Finding) -> bool:
        """Whether a finding of its rule is about its variable, as this file sets it."""
        path = self.location.path
        if finding.variable is None:  # its name is not to be shown, which leaves the place
            return finding.location is not None and finding.location[:2] == (path, self.line)
        if finding.variable != self.name:
            return False
        # Of two environments that differ, either may say that they are to.
        others = [each.location for each in finding.related] if finding.other is not None else []
        return any(each is not None and each.path == path for each in (finding.location, *others))

    def __repr__(self) -> str:
        return "Comment(…)"


class Applied(NamedTuple):
    """What is left of findings, what was allowed of them, and what is wrong with entries and comments; each in its order."""

    findings: list[Finding]
    allowed: list[Finding]
    problems: list[Finding]


def apply(
    findings: Iterable[Finding],
    entries: Sequence[Entry],
    sources: Iterable[Source],
    *,
    day: int,
    severities: Severities,
    is_seen: Callable[[Rule], bool],
    is_whole: Callable[[Entry | Comment], bool],
) -> Applied:
    """Take out of findings what entries and the comments of sources allow, and judge these.

    ``is_seen`` tells whether the command can find anything by a rule, ``is_whole`` whether the run has looked everywhere
    where an entry or a comment may match: only then one that matches nothing is told as ``unused-allow``. An entry whose last day
    is before ``day`` allows nothing and is told as ``expired-allow`` if its rule is seen; leave out those that the request is
    not about. ``severities`` are those of the config.
    """
    problems = _Problems(severities)
    living: list[Entry | Comment] = []
    for entry in entries:
        if entry.expires is None or day <= entry.expires:
            living.append(entry)
        elif is_seen(RULES[entry.rule]):
            problems.add_expired(entry, entry.expires)
    for source in {source.path: source for source in sources}.values():
        for remark in source.remarks() if source.remarks is not None else ():
            living += _comments(remark, Location(source.path, remark.line), problems)
    kept, allowed, used = _parted(findings, living)
    for each in living:
        if each not in used and is_seen(RULES[each.rule]) and is_whole(each):
            problems.add_unused(each)
    return Applied(kept, allowed, problems.findings)


def why_never(rule: Rule) -> tuple[str, str] | None:
    """Why no finding of a rule can be allowed, and what to do instead; None where it can."""
    if rule.id in FIXED_RULES:
        return f"'{rule.id}' cannot be allowed: what it finds could not be read", "Mend the line, or leave it out."
    if rule.family == "contract":
        return f"'{rule.id}' cannot be allowed: it is about schemas and the config", "Correct what it finds."
    return None


def _parted(findings: Iterable[Finding], living: Iterable[Entry | Comment]) -> tuple[list[Finding], list[Finding], set[object]]:
    """What no allowance covers, what one does, and the allowances that do."""
    by_rule: dict[str, list[Entry | Comment]] = {}
    for each in living:
        by_rule.setdefault(each.rule, []).append(each)
    kept: list[Finding] = []
    allowed: list[Finding] = []
    used: set[object] = set()
    for finding in findings:
        covering = [each for each in by_rule.get(finding.rule.id, ()) if each.covers(finding)]
        (allowed if covering else kept).append(finding)
        used.update(covering)
    return kept, allowed, used


def _comments(remark: Remark, location: Location, problems: _Problems) -> Iterator[Comment]:
    """What a comment allows, one rule at a time; nothing where it is wrong, which is a problem."""
    rules, reason = _parts(remark.text)
    wrong = _wrong_rules(rules)
    if wrong is None and not reason:
        wrong = "The comment gives no reason, and allows nothing.", "Write why behind the brackets."
    if wrong is None and remark.name is None:
        message = "The comment stands directly above no variable, and allows nothing."
        wrong = message, "Put it on the line above the one that sets the variable."
    if wrong is not None or remark.name is None:
        problems.add_wrong(*(wrong or ("", "")), remark.name, location)
        return
    for rule in dict.fromkeys(rules):
        yield Comment(rule, remark.name, remark.name_line, location)


def _parts(text: str) -> tuple[list[str], str]:
    """The rules and the reason of ``allow[RULE, …] reason``; no rules in a text of another form."""
    word, _, rest = text.partition("[")
    listed, closed, reason = rest.partition("]")
    if word.strip() != "allow" or not closed:
        return [], ""
    return [each.strip() for each in listed.split(",")], reason.strip()


def _wrong_rules(rules: Sequence[str]) -> tuple[str, str] | None:
    """What is wrong with the rules of a comment; never quotes one, for it may be anything."""
    if not any(rules):
        return "The comment is none that envcheck understands.", "Write # envcheck: allow[RULE] REASON."
    for rule in rules:
        if rule not in RULES:
            hint = did_you_mean(rule, list(RULES)) or "envcheck rules lists all rules."
            return "The comment names a rule that does not exist, and allows nothing.", hint
        never = why_never(RULES[rule])
        if never is not None:
            return f"The comment allows nothing: {never[0]}.", never[1]
        if rule in ABSENT_RULES:
            message = f"The comment allows nothing: '{rule}' is about a variable that is missing, which has no line."
            return message, "Allow it in the config."
    return None


class _Problems:
    """The findings about entries and comments."""

    def __init__(self, severities: Severities) -> None:
        self.findings: list[Finding] = []
        self._severities = severities

    def add_expired(self, entry: Entry, last: int) -> None:
        message = f"The entry that allowed {entry.rule} ran out on {shown(last)}, and allows nothing since."
        hint = "Mend what is reported and take the entry out, or give it a new day."
        self._add("expired-allow", message, hint, entry.variable, entry.location)

    def add_unused(self, allowance: Entry | Comment) -> None:
        if isinstance(allowance, Entry):
            message, hint = f"The entry allows nothing: it matches no finding of {allowance.rule}.", "Take it out, or correct it."
            self._add("unused-allow", message, hint, allowance.variable, allowance.location)
            return
        message = f"The comment allows nothing: the variable below has no finding of {allowance.rule}."
        self.add_wrong(message, "Take the comment out, or the rule out of it.", allowance.name, allowance.location)

    def add_wrong(self, message: str, hint: str, name: str | None, location: Location) -> None:
        variable = name if name is not None and is_showable(name) else None
        self._add("unused-allow", message, hint, variable, location)

    def _add(self, id: str, message: str, hint: str, variable: str | None, location: Location) -> None:
        severity = self._severities.get(id) or RULES[id].severity
        if severity != "off":
            self.findings.append(
                Finding(RULES[id], severity, None, None, variable, message, hint, location, (), None, secret=False)
            )
