"""A rule's page is true: its examples are run, and it is where readers look for it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from envcheck import pages
from envcheck.model import SEVERITIES, Finding, Rule
from envcheck.rules.all import BINDINGS
from envcheck.rules.all import RULES as ALL_RULES
from tests.conftest import Check
from tests.deployments import diff, together

ROOT = Path(__file__).parents[2]

#: The rules of product.md by family, as far as they are built, with their severities there.
PRODUCT: dict[str, dict[str, str]] = {
    "reading": {
        "malformed-line": "error",
        "comment-as-value": "error",
        "duplicate-variable": "error",
        "invalid-name": "warning",
        "invisible-character": "error",
        "quoted-value": "error",
        "surrounding-blanks": "error",
        "non-text-value": "error",
        "conflicting-groups": "error",
        "shadowed-group-value": "note",
    },
    "presence": {
        "missing-variable": "error",
        "empty-variable": "error",
        "former-name": "error",
        "unknown-variable": "warning",
        "forbidden-variable": "error",
        "missing-alternative": "error",
        "missing-dependent-variable": "error",
        "missing-secret-file": "warning",
    },
    "value": {
        "wrong-type": "error",
        "unlisted-value": "error",
        "pattern-mismatch": "error",
        "out-of-range": "error",
        "wrong-length": "error",
        "wrong-format": "error",
        "unmet-condition": "error",
    },
    "address": {
        "malformed-url": "error",
        "wrong-scheme": "error",
        "insecure-url": "warning",
        "unexpected-path": "error",
        "local-address": "error",
        "private-address": "warning",
        "tunnel-address": "error",
        "placeholder-host": "error",
        "wrong-vendor-host": "error",
    },
    "postgres": {
        "unreachable-endpoint": "error",
        "wrong-endpoint": "error",
        "wrong-pooler-user": "error",
        "unencoded-password": "error",
        "missing-database-name": "error",
        "wrong-port": "error",
        "driver-scheme": "error",
        "driver-parameter": "error",
        "prepared-statements-on-transaction-pooler": "error",
        "disabled-tls": "warning",
        "misleading-name": "warning",
        "disagreeing-connections": "error",
    },
    "identity": {
        "project-mismatch": "error",
        "wrong-key-role": "error",
        "wrong-vendor-key": "error",
        "expired-key": "error",
        "damaged-key": "error",
        "demo-key": "error",
        "repeated-secret": "error",
        "conflicting-aliases": "error",
        "environment-mismatch": "error",
    },
    "hygiene": {
        "test-key": "error",
        "live-key": "error",
        "account-key": "warning",
        "exposed-secret": "error",
        "secret-in-template": "error",
        "placeholder-value": "error",
        "literal-reference": "error",
        "unsafe-switch": "error",
        "weak-secret": "warning",
        "stale-variable": "warning",
        "platform-variable": "warning",
    },
    "drift": {
        "missing-in-environment": "error",
        "endpoint-drift": "error",
        "shape-drift": "warning",
        "shared-value": "error",
        "differing-value": "error",
        "foreign-project": "error",
    },
    "services": {
        "missing-in-service": "error",
    },
    "compose": {
        "loopback-in-container": "error",
        "host-port-in-container": "error",
    },
    "blueprint": {
        "undeclared-in-blueprint": "error",
        "non-text-blueprint-value": "error",
        "unset-synced-variable": "warning",
        "undeployed-variable": "warning",
        "differing-blueprint-value": "warning",
        "unresolved-reference": "error",
        "ignored-sync": "warning",
        "region-mismatch": "warning",
        "unknown-blueprint-field": "warning",
        "secret-in-blueprint": "error",
        "blueprint-environment-mismatch": "warning",
    },
}

#: Rules of product.md that are still to come.
TO_COME = frozenset(
    [
        "loader-dependent-value",
        "truncated-export",
        "group-not-supplied",
    ]
)

ENVIRONMENTS = ("development", "staging", "production")
#: The words of two blocks that stand one after the other and are held against each other, by the family of the rule.
SIDES = {"drift": ("staging", "production"), "services": ("api", "worker")}
#: The word of a block that is a file to be filled in.
TEMPLATE = "template"
#: The word of a block that is an environment group of the service in the next block that is none.
GROUP = "group"
#: The word of a block that is a compose file, of which the service api is looked at.
COMPOSE = "compose"
#: The word of a block that is the blueprint of the service whose deployed variables are in the next block.
DECLARED = "declared"

YAML_STARTS = ("services:", "databases:", "envVarGroups:")
#: The words of a block that lists the secret files of the service in the next block.
FILES = ("json", "files")

_FENCE = re.compile(r"^```(\w+)(?: ([\w-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example:
    """One block of a page: a source, with the schema in force there, and the groups and the blueprint in the blocks before it."""

    def __init__(
        self,
        rule: str,
        section: str,
        number: int,
        schema: Any,
        word: str,
        text: str,
        groups: list[str],
        blueprint: str | None,
        files: frozenset[str] | None,
    ) -> None:
        self.rule = rule
        self.section = section
        self.schema = schema
        self.word = word
        self.environment = word if word in ENVIRONMENTS else None
        own = "render.yaml" if text.startswith(YAML_STARTS) else ""
        self.path = {TEMPLATE: ".env.example", COMPOSE: "compose.yaml#api"}.get(word, own)
        self.text = text
        self.groups = groups
        self.blueprint = blueprint
        self.files = files
        self.id = f"{rule}-{section.lower()}-{number}"


def sections(page: str) -> dict[str, str]:
    """The text under each heading of a page, in order."""
    parts = re.split(r"^## (.+)$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def examples(rule: Rule) -> list[Example]:
    """The sources of a page; a schema holds from where it stands until the next one, past the end of its section too."""
    found: list[Example] = []
    schema = None
    for section, text in sections(rule.page).items():
        groups: list[str] = []
        blueprint = None
        files: frozenset[str] | None = None
        for language, word, block in _FENCE.findall(text):
            if (language, word) == ("json", "schema"):
                schema = json.loads(block)
                continue
            if (language, word) == FILES:
                files = frozenset(json.loads(block))
                continue
            assert language in ("env", "json", "yaml"), f"{rule.id}: a block of {language} is not run"
            words = SIDES.get(rule.family, ("", TEMPLATE, GROUP, DECLARED, COMPOSE, *ENVIRONMENTS))
            assert word in words, f"{rule.id}: {word} is no environment"
            assert (language == "yaml") == block.startswith(YAML_STARTS)
            if word == DECLARED:
                blueprint = block
                continue
            if word == GROUP:
                groups.append(block)
                continue
            found.append(Example(rule.id, section, len(found), schema, word, block, groups, blueprint, files))
            groups, blueprint, files = [], None, None
        assert (groups, blueprint) == ([], None), f"{rule.id}: the service of a group or a blueprint is not shown"
    return found


#: The pages of the family contract show schemas alone; tests/test_documents.py runs them.
RULES = {id: rule for id, rule in ALL_RULES.items() if rule.family != "contract"}

EXAMPLES = [example for rule in RULES.values() for example in examples(rule) if rule.family not in SIDES]
FAILS = [example for example in EXAMPLES if example.section == "Fails"]
PASSES = [example for example in EXAMPLES if example.section == "Passes"]

#: Pairs of blocks, of the rules that see two services or environments.
PAIRS = [
    pytest.param(rule.family, one, other, id=one.id)
    for rule in RULES.values()
    if rule.family in SIDES
    for found in [examples(rule)]
    for one, other in zip(found[::2], found[1::2], strict=True)
]

all_rules = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def checked(check: Check, example: Example) -> list[Finding]:
    """The findings in an example."""
    return check(
        example.schema,
        example.text,
        environment=example.environment,
        path=example.path,
        groups=example.groups,
        blueprint=example.blueprint,
        secret_files=example.files,
    )


@pytest.mark.parametrize("example", FAILS, ids=[example.id for example in FAILS])
def test_a_failing_example_has_this_finding_alone(check: Check, example: Example) -> None:
    findings = checked(check, example)

    assert {finding.rule.id for finding in findings} == {example.rule}
    assert len(findings) == 1


@pytest.mark.parametrize("example", PASSES, ids=[example.id for example in PASSES])
def test_a_passing_example_has_no_finding(check: Check, example: Example) -> None:
    findings = checked(check, example)

    assert [each.rule.id for each in findings if each.severity != "note" or each.rule.severity == "note"] == []


@pytest.mark.parametrize(("family", "one", "other"), PAIRS)
def test_a_failing_pair_has_this_finding_alone_and_a_passing_one_has_none(family: str, one: Example, other: Example) -> None:
    assert (one.word, other.word) == SIDES[family]
    assert (one.schema, one.section) == (other.schema, other.section)
    if family == "drift":
        findings, _ = diff(one.schema, one.text, other.text)
    else:
        schemas = {one.word: one.schema, other.word: other.schema}
        findings = together(schemas, {one.word: one.text, other.word: other.text})

    assert [finding.rule.id for finding in findings] == ([one.rule] if one.section == "Fails" else [])


def test_examples_stand_in_their_two_sections_alone() -> None:
    assert {example.section for rule in RULES.values() for example in examples(rule)} == {"Fails", "Passes"}


@all_rules
def test_a_page_has_what_a_reader_looks_for(rule: Rule) -> None:
    written = {example.section for example in examples(rule)}
    headings = list(sections(rule.page))

    assert written == {"Fails", "Passes"}
    assert [each for each in headings if each in ("Fails", "Passes", "What to do")] == ["Fails", "Passes", "What to do"]


@all_rules
def test_every_section_says_something(rule: Rule) -> None:
    empty = [heading for heading, text in sections(rule.page).items() if not text.strip()]

    assert empty == []


@all_rules
def test_headings_are_those_of_other_pages(rule: Rule) -> None:
    known = ["Why it matters", "Symptom", "Fails", "Passes", "What to do", "When to switch it off", "Source"]
    headings = list(sections(rule.page))

    assert headings == [heading for heading in known if heading in headings]


@pytest.mark.parametrize("rule", ALL_RULES.values(), ids=ALL_RULES)
def test_a_page_says_what_to_do_and_where_it_is_from(rule: Rule) -> None:
    assert {"What to do", "Source"} <= sections(rule.page).keys()


@all_rules
def test_a_summary_is_one_sentence_on_one_line(rule: Rule) -> None:
    first, blank, _ = rule.page.partition("\n\n")

    assert blank
    assert rule.summary == first
    assert rule.summary[-1] == "."
    assert ". " not in rule.summary
    assert len(rule.summary) <= 100


@all_rules
def test_a_page_has_no_line_that_a_terminal_breaks(rule: Rule) -> None:
    prose = _FENCE.sub("", rule.page)

    assert [line for line in prose.splitlines() if len(line) > 130] == []


@all_rules
def test_an_id_is_kebab_case(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)+", rule.id)


def test_rules_are_those_of_the_product_family_by_family() -> None:
    built = {
        family: {rule.id: rule.severity for rule in rules} for family, rules in pages.by_family().items() if family != "contract"
    }

    wanted = {family: dict(rules) for family, rules in PRODUCT.items()}
    for family, rules in built.items():
        for id in rules.keys() - wanted.get(family, {}).keys():
            assert id in TO_COME, f"{id} is no rule of product.md"
            del rules[id]
    assert built == wanted


def test_every_rule_is_in_a_family_that_the_document_shows() -> None:
    shown = [rule.id for rules in pages.by_family().values() for rule in rules]

    assert sorted(shown) == sorted(ALL_RULES)


def test_an_id_is_written_down_once() -> None:
    written = [(binding.rule.id, subject) for subject, bindings in BINDINGS.items() for binding in bindings]

    assert len(written) == len(set(written))
    assert {id for id, _ in written} == set(RULES)


@all_rules
def test_a_rule_yields_to_rules_that_there_are_or_will_be(rule: Rule) -> None:
    known = TO_COME.union(*PRODUCT.values())

    assert set(rule.yields_to) <= known
    assert rule.id not in rule.yields_to
    assert len(set(rule.yields_to)) == len(rule.yields_to)


def test_no_two_rules_are_silent_for_each_other() -> None:
    def nearer(id: str, above: tuple[str, ...] = ()) -> None:
        assert id not in above, f"{' -> '.join((*above, id))} leaves nobody to speak"
        for other in RULES[id].yields_to if id in RULES else ():
            nearer(other, (*above, id))

    for id in RULES:
        nearer(id)


@all_rules
def test_a_severity_is_one_of_three(rule: Rule) -> None:
    assert rule.severity in SEVERITIES


@all_rules
def test_a_rule_says_since_when(rule: Rule) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)


def test_the_document_is_made_from_the_pages() -> None:
    document = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")

    assert document == pages.rules_document()


def test_the_document_has_a_section_for_each_rule() -> None:
    document = pages.rules_document()

    for id, rule in RULES.items():
        assert f"\n## {id}\n" in document
        assert rule.summary in document


@pytest.mark.parametrize(
    "docstring",
    [
        "A sentence.\n\n    ## Fails\n    ```yaml\n    a:\n        b: 1\n    ```\n    ",
        "A sentence.\n\n## Fails\n```yaml\na:\n    b: 1\n```\n",
    ],
    ids=["as-it-stands-in-the-code", "as-python-3.13-gives-it"],
)
def test_a_page_keeps_the_indentation_of_its_examples(docstring: str) -> None:
    rule = Rule("made-up", "value", "error", docstring, "0.1")

    assert rule.page == "A sentence.\n\n## Fails\n```yaml\na:\n    b: 1\n```"
