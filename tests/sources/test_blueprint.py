"""Blueprints of all shapes, as they are read."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.check import check
from envcheck.declaration import EMPTY
from envcheck.errors import SourceError
from envcheck.model import Context, Environment
from envcheck.prepare import together
from envcheck.sources import GROUP
from envcheck.sources.blueprint import is_showable, read, services_of
from tests.conftest import compiled

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKER = "made-up-marker-7Q"
PRODUCTION = Context("api", "production", "production", True, "render")


def service(*entries: str, head: str = "type: web\n    name: api\n    runtime: python", rest: str = "") -> str:
    """A blueprint with one service."""
    lines = "".join(f"      {line}\n" for entry in entries for line in entry.split("\n"))
    return f"services:\n  - {head}\n    envVars:\n{lines}{rest}"


class Shape(NamedTuple):
    """A blueprint, what is read of its service ``api``, and the rules that speak of it."""

    name: str
    text: str
    values: dict[str, str]
    declared: Mapping[str, str] = MappingProxyType({})
    rules: tuple[str, ...] = ()
    unsupplied: tuple[str, ...] = ()


DATABASE = "databases:\n  - name: db\n"
GROUPS = "envVarGroups:\n  - name: shared\n    envVars:\n      - key: G\n        value: g\n"
PLAIN = "- key: A\n  value: x"

SHAPES = [
    Shape("plain", service(PLAIN), {"A": "x"}),
    Shape("quoted", service("- key: A\n  value: \"8000\"\n- key: B\n  value: 'true'"), {"A": "8000", "B": "true"}),
    Shape("empty-text", service('- key: A\n  value: ""'), {"A": ""}),
    Shape("crlf", service(PLAIN).replace("\n", "\r\n"), {"A": "x"}),
    Shape("no-last-newline", service(PLAIN).rstrip("\n"), {"A": "x"}),
    Shape("byte-order-mark", "\ufeff" + service(PLAIN), {"A": "x"}),
    Shape("document-start", "---\n" + service(PLAIN), {"A": "x"}),
    Shape("comment-first", service("# ask the team \u2192 \u2500\u2500", PLAIN), {"A": "x"}),
    Shape("comment-behind", service("- key: A # why\n  value: x # because"), {"A": "x"}),
    Shape("hash-in-text", service("- key: A\n  value: x#y"), {"A": "x#y"}),
    Shape("flow", service("- {key: A, value: x}\n- {value: y, key: B}"), {"A": "x", "B": "y"}),
    Shape("block-literal", service("- key: A\n  value: |\n    one\n    two"), {"A": "one\ntwo\n"}),
    Shape("block-folded", service("- key: A\n  value: >-\n    one\n    two"), {"A": "one two"}),
    Shape("non-ascii", service("- key: A\n  value: Gr\u00fc\u00dfe"), {"A": "Gr\u00fc\u00dfe"}),
    Shape("legacy-env", service(PLAIN, head="type: web\n    name: api\n    env: python"), {"A": "x"}),
    Shape("legacy-static", service(PLAIN, head="type: web\n    name: api\n    env: static\n    staticPublishPath: ./out"), {"A": "x"}),
    Shape("cron", service(PLAIN, head="type: cron\n    name: api\n    runtime: go\n    schedule: '0 * * * *'"), {"A": "x"}),
    Shape("private", service(PLAIN, head="type: pserv\n    name: api\n    runtime: image\n    image: {url: a}"), {"A": "x"}),
    Shape("sync", service("- key: A\n  sync: false"), {}, {"A": "sync: false"}),
    Shape("sync-with-preview", service("- key: A\n  sync: false\n  previewValue: x"), {}, {"A": "sync: false"}),
    Shape("value-with-preview", service("- key: A\n  value: x\n  previewValue: y"), {"A": "x"}),
    Shape("preview-of-a-number", service("- key: A\n  value: x\n  previewValue: 1"), {"A": "x"}, {}, ("non-text-blueprint-value",)),
    Shape("generated", service("- key: A\n  generateValue: true"), {}, {"A": "generateValue"}),
    Shape("not-generated", service("- key: A\n  generateValue: false"), {}, {}, ("unknown-blueprint-field",)),
    Shape("key-alone", service("- key: A"), {}, {"A": "a key alone"}),
    Shape(
        "from-database",
        service(*(f"- key: A{n}\n  fromDatabase:\n    name: db\n    property: {p}" for n, p in enumerate(("connectionString", "host", "port", "user", "password", "database", "connectionPoolString"))), rest=DATABASE),
        {},
        {f"A{n}": "fromDatabase" for n in range(7)},
    ),
    Shape(
        "from-database-elsewhere",
        service("- key: A\n  fromDatabase: {name: other, property: host}"),
        {},
        {"A": "fromDatabase"},
        ("unresolved-reference",),
    ),
    Shape(
        "from-service",
        service("- key: A\n  fromService: {type: keyvalue, name: cache, property: connectionString}", rest="  - {type: redis, name: cache, ipAllowList: []}\n"),
        {},
        {"A": "fromService"},
    ),
    Shape(
        "from-service-elsewhere",
        service("- key: A\n  fromService: {type: web, name: other, property: hostport}"),
        {},
        {"A": "fromService"},
        ("unresolved-reference",),
    ),
    Shape(
        "from-itself",
        service("- key: A\n  fromService: {type: web, name: api, envVarKey: RENDER_EXTERNAL_URL}"),
        {},
        {"A": "fromService"},
    ),
    Shape(
        "from-a-variable",
        service("- key: A\n  fromService:\n    type: worker\n    name: w\n    envVarKey: B", rest="  - type: worker\n    name: w\n    runtime: go\n    envVars: [{key: B, sync: false}]\n"),
        {},
        {"A": "fromService"},
    ),
    Shape("group", service("- fromGroup: shared", PLAIN, rest=GROUPS), {"G": "g", "A": "x"}),
    Shape("group-twice", service("- fromGroup: shared", "- fromGroup: shared", rest=GROUPS), {"G": "g"}),
    Shape("group-with-blank", service("- fromGroup: my group", rest=GROUPS.replace("shared", "my group")), {"G": "g"}),
    Shape("group-elsewhere", service("- fromGroup: shared", PLAIN), {"A": "x"}, {}, ("unresolved-reference",), ("shared",)),
    Shape("group-overridden", service("- fromGroup: shared", "- key: G\n  value: own", rest=GROUPS), {"G": "own"}, {}, ("shadowed-group-value",)),
    Shape("group-declared-by-hand", service("- fromGroup: shared", "- key: G\n  sync: false", rest=GROUPS), {}, {"G": "sync: false"}),
    Shape(
        "project",
        "projects:\n  - name: p\n    environments:\n      - name: production\n        services:\n          - type: web\n            name: api\n            runtime: go\n            envVars:\n              - fromGroup: shared\n        envVarGroups:\n          - {name: shared, envVars: [{key: G, value: near}]}\n" + GROUPS,
        {"G": "near"},
    ),
    Shape("project-with-group-at-root", "projects:\n- name: p\n  environments:\n  - name: e\n    services:\n    - {type: web, name: api, runtime: go, envVars: [{fromGroup: shared}]}\n" + GROUPS, {"G": "g"}),
    Shape("ungrouped", "ungrouped:\n  services:\n    - {type: web, name: api, runtime: go, envVars: [{key: A, value: x}]}\n", {"A": "x"}),
    Shape("previews", "previews:\n  generation: automatic\n  expireAfterDays: 3\n" + service(PLAIN), {"A": "x"}),
    Shape("version", 'version: "1"\n' + service(PLAIN), {"A": "x"}),
    Shape("other-services", service(PLAIN, rest="  - {type: web, name: Other_One, runtime: static, rootDir: ./web}\n"), {"A": "x"}),
    Shape("anchor", "services:\n  - type: worker\n    name: w\n    runtime: go\n    envVars: &all\n      - {key: A, value: x}\n  - {type: web, name: api, runtime: go, envVars: *all}\n", {"A": "x"}),
    Shape("merge-key", "services:\n  - &base\n    type: web\n    runtime: go\n    name: w\n    envVars: [{key: A, value: x}]\n  - <<: *base\n    name: api\n", {"A": "x"}),
    Shape("number", service("- key: A\n  value: 8000"), {"A": "8000"}, {}, ("non-text-blueprint-value",)),
    Shape("boolean", service("- key: A\n  value: true"), {}, {"A": "a boolean"}, ("non-text-blueprint-value",)),
    Shape("null", service("- key: A\n  value:"), {}, {"A": "null"}, ("non-text-blueprint-value",)),
    Shape("list", service("- key: A\n  value: [x]"), {}, {"A": "a list"}, ("non-text-blueprint-value",)),
    Shape("twice", service(PLAIN, "- key: A\n  value: y"), {"A": "y"}, {}, ("duplicate-variable",)),
    Shape("declared-twice", service(PLAIN, "- key: A\n  sync: false"), {}, {"A": "sync: false"}, ("duplicate-variable",)),
    Shape("from-secret", service("- key: A\n  fromSecret: x"), {}, {"A": "a key alone"}, ("unknown-blueprint-field",)),
    Shape("type-static", service(PLAIN, head="type: static\n    name: api"), {"A": "x"}, {}, ("unknown-blueprint-field",)),
    Shape("database-as-service", service(PLAIN, rest="  - {type: postgres, name: db, plan: free}\n"), {"A": "x"}),
]  # fmt: skip


def whole(text: str, part: str = "api") -> Environment:
    """All that a service gets."""
    return together([read(text, part, path="render.yaml", is_file=False)], is_whole=True, unsupplied=())


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_shape_is_read_for_what_it_says(shape: Shape) -> None:
    environment = whole(shape.text)

    assert dict(environment.values) == shape.values
    assert {name: each.how for name, each in environment.declared.items()} == dict(shape.declared)
    assert environment.unsupplied == shape.unsupplied


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
def test_a_shape_has_no_finding_but_its_own(shape: Shape) -> None:
    found = check(compiled(None, PRODUCTION), whole(shape.text), {})

    assert tuple(each.rule.id for each in found) == shape.rules


@pytest.mark.parametrize(
    ("text", "part", "id", "line"),
    [
        ("", "api", "no-variables", None),
        ("# nothing\n", "api", "no-variables", None),
        ("- a\n", "api", "unknown-shape", None),
        ("a: b\n", "api", "unknown-shape", None),
        ("type: web\nname: api\nenvVars: []\n", "api", "unknown-shape", None),
        ("services:\n  api:\n    image: x\n", "api", "unknown-shape", 1),
        ("services: api\n", "api", "unknown-shape", 1),
        ("services:\n- api\n", "api", "unknown-shape", 2),
        ("services:\n", "api", "no-such-service", None),
        (DATABASE, "api", "no-such-service", None),
        (service(PLAIN), "wep", "no-such-service", None),
        (service(PLAIN, rest="  - {type: web, name: b, envVars: [{key: A}]}\n"), "", "no-such-service", None),
        (service(PLAIN, rest="  - {type: web, name: api}\n"), "api", "ambiguous-service", 8),
        ("services:\n- {type: web, name: api}\n", "api", "no-variables", 2),
        ("services:\n- {type: web, name: api, envVars: }\n", "api", "no-variables", 2),
        (service("- fromGroup: shared"), "api", "no-variables", 2),
        ("services:\n- name: api\n  envVars:\n    A: x\n", "api", "unknown-shape", 3),
        (service("- A=x"), "api", "unknown-shape", 6),
        (service("- name: A\n  value: x"), "api", "unknown-shape", 6),
        (service("- key:\n  value: x"), "api", "unknown-shape", 6),
        (service("- fromGroup: [a]"), "api", "unknown-shape", 6),
        (service(PLAIN) + "EOF\n", "api", "not-yaml", 8),
        (service(PLAIN) + "       stray: x\n", "api", "not-yaml", 8),
        (service("- key: A\n  value: 'x"), "api", "not-yaml", 7),
        (service("- key: A\n  value: !secret x"), "api", "tag-not-allowed", 7),
        (service("- key: A\n  key: B"), "api", "duplicate-key", 7),
    ],
)
def test_what_cannot_be_read_is_one_failure(text: str, part: str, id: str, line: int | None) -> None:
    with pytest.raises(SourceError) as caught:
        read(text, part, path="render.yaml")

    assert (caught.value.id, caught.value.line) == (id, line)


def test_a_service_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(SourceError) as caught:
        read(service(PLAIN, rest="  - {type: worker, name: worker}\n"), "wroker", path="render.yaml")

    assert (caught.value.message, caught.value.hint) == ("there is no service 'wroker' in it", "did you mean 'worker'?")


def test_services_are_listed_with_their_environments() -> None:
    text = """
projects:
  - name: p
    environments:
      - name: staging
        services:
          - {type: web, name: a, envVars: [{key: A, value: x}]}
      - name: production
        services:
          - {type: web, name: b, envVars: []}
          - {type: keyvalue, name: cache}
services:
  - {type: web, name: c, envVars: [{key: A, value: x}]}
ungrouped:
  services:
    - {type: web, name: d, envVars: [{key: A, value: x}]}
"""

    assert services_of(text) == [("a", "staging"), ("b", "production"), ("cache", "production"), ("c", None), ("d", None)]


def test_a_service_without_a_name_is_called_after_its_line() -> None:
    """Render refuses it, and what it holds is read all the same."""
    text = "services:\n- {type: web, nmae: api, envVars: [{key: A, value: x}]}\n- {type: web, envVars: [{key: A, value: y}]}\n"

    assert services_of(text) == [("line 2", None), ("line 3", None)]
    assert read(text, "line 3", path="render.yaml")[0].values == {"A": "y"}


def test_groups_come_first_and_are_told_apart() -> None:
    shared, own = read(service("- fromGroup: shared", PLAIN, rest=GROUPS), "api", path="render.yaml")
    sources = [part.sources[0] for part in (shared, own)]

    assert [(each.kind, each.path, each.called) for each in sources] == [
        (GROUP, "render.yaml", "render.yaml#shared"),
        ("blueprint", "render.yaml", "render.yaml#api"),
    ]


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("- key: A\n  value: x", (7, 16, 17)),
        ("- value: x\n  key: A", (6, 16, 17)),
        ('- key: A\n  value: "x"', (7, 16, 19)),
        ("- {key: A, value: x}", (6, 25, 26)),
        ("- {value: x, key: A}", (6, 17, 18)),
        ("- {key: A, previewValue: xyz, value: x}", (6, None, None)),
    ],
)
def test_a_value_has_its_place_where_that_tells_no_length(entry: str, place: tuple[int, int | None, int | None]) -> None:
    """Where another value stands before it on its line, the line alone."""
    environment = whole(service(entry))

    assert tuple(environment["A"].location)[1:] == place


def test_a_name_behind_a_value_has_a_line_alone() -> None:
    text = service(f"- {{previewValue: {MARKER}, key: A, sync: false}}")

    assert tuple(whole(text).declared["A"].location)[1:] == (6, None, None)


def test_nothing_of_it_is_in_a_repr_or_an_error() -> None:
    environment = whole(service(f"- key: {MARKER}\n  value: {MARKER}", f"# {MARKER}", "- key: A\n  value: 1"))
    declaration = environment.declarations[0]
    reprs = f"{environment!r} {declaration!r} {declaration.entries!r} {declaration.resources!r} {declaration.strays!r}"

    assert MARKER not in reprs


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("api", True),
        ("acme-docs-worker-staging", True),
        ("My Service_2", True),
        ("2nd", True),
        ("a\nb", False),
        ("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", False),
        ("c2VjcmV0LXNlY3JldC1zZWNyZXQ0Mg", False),
    ],
)
def test_a_name_is_shown_where_it_looks_like_one(name: str, expected: bool) -> None:
    assert is_showable(name) == expected


words = st.sampled_from(
    ["A", "x", "true", "1", "~", "", "[]", "{}", "- a", "&a b", "*a", "!t c", "'", '"', "#", "|", "fromGroup"]
)
fields = st.sampled_from(
    ["key", "value", "sync", "generateValue", "fromGroup", "fromService", "fromDatabase", "name", "<<", "other"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(fields, words), max_size=4))
def test_any_entry_is_read_or_refused(members: list[tuple[str, str]]) -> None:
    """Nothing but our own error, and every variable is accounted for."""
    lines = "\n  ".join(f"{key}: {word}" for key, word in members)
    text = service(PLAIN, f"- {lines}")
    try:
        environment = whole(text)
    except SourceError as error:
        assert error.__context__ is None
    else:
        names = {entry.name for entry in environment.declarations[0].entries if entry.how != EMPTY}
        assert names == environment.values.keys() | environment.declared.keys()
