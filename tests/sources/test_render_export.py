"""Every shape of a Render export gives its variables, and anything else is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envcheck.errors import SourceError
from envcheck.model import Environment
from envcheck.sources.render_export import read

MARKER = "marker-5b1f"

keys = st.text(min_size=1, max_size=5) | st.sampled_from(["A", "B", "DATABASE_URL"])
pairs = st.lists(st.tuples(keys, st.text(max_size=5)), min_size=1, max_size=30)


def wrapped(*entries: tuple[str, Any]) -> list[dict[str, Any]]:
    """A page as the API gives it."""
    return [{"envVar": {"key": key, "value": value}, "cursor": f"cursor{index}"} for index, (key, value) in enumerate(entries)]


def bare(*entries: tuple[str, Any]) -> list[dict[str, Any]]:
    """Entries as a group has them."""
    return [{"key": key, "value": value} for key, value in entries]


def group(entries: list[dict[str, Any]]) -> dict[str, Any]:
    """An environment group."""
    return {"id": "evg-example", "name": "shared", "ownerId": "tea-example", "envVars": entries, "secretFiles": []}


GROUP_META = {"id": "evg-example", "name": "shared", "ownerId": "tea-example", "serviceLinks": []}
SERVICE = {"id": "srv-example", "name": "api", "ownerId": "tea-example", "serviceDetails": {"region": "oregon"}}


def of(document: object, *, whole: bool = False) -> Environment:
    """What is read of a document."""
    return read(json.dumps(document), path="api.json", whole=whole)


def values(environment: Environment) -> dict[str, str]:
    """Names and values alone."""
    return dict(environment.values)


def refusal(document: object) -> SourceError:
    """The error for a document, or for a text."""
    with pytest.raises(SourceError) as caught:
        read(document if isinstance(document, str) else json.dumps(document), path="api.json")
    return caught.value


@pytest.mark.parametrize(
    "document",
    [
        wrapped(("A", "1"), ("B", "")),
        [wrapped(("A", "1")), wrapped(("B", ""))],
        [wrapped(("A", "1"), ("B", "")), []],
        [[], bare(("A", "1"), ("B", ""))],
        bare(("A", "1"), ("B", "")),
        [*wrapped(("A", "1")), *bare(("B", ""))],
        [{"key": "A", "value": "1", "id": "x"}, {"key": "B", "value": "", "generateValue": True}],
        group(bare(("A", "1"), ("B", ""))),
        group(wrapped(("A", "1"), ("B", ""))),
        {"envVars": bare(("A", "1"), ("B", ""))},
        [group(bare(("A", "1"))), group([]), group(wrapped(("B", "")))],
        {"A": "1", "B": ""},
    ],
)
def test_every_shape_gives_the_same_variables(document: object) -> None:
    """Wrapped or not, in pages, groups or flat."""
    environment = of(document)

    assert values(environment) == {"A": "1", "B": ""}
    assert (environment.non_text, environment.repeated, environment.complete) == ((), (), True)


@pytest.mark.parametrize(
    "names", [["id", "PORT"], ["message", "PORT"], ["error", "PORT"], ["key", "PORT"], ["service"], ["content", "name"]]
)
def test_a_flat_object_may_have_common_words_as_names(names: list[str]) -> None:
    """Only the object as a whole tells what it is."""
    assert list(of(dict.fromkeys(names, "x")).values) == names


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"value": None}, "null"),
        ({"value": 1}, "a number"),
        ({"value": 1.5}, "a number"),
        ({"value": False}, "a boolean"),
        ({"value": ["x"]}, "a list"),
        ({"value": {"x": 1}}, "an object"),
        ({}, "missing"),
        ({"generateValue": True}, "generateValue"),
    ],
)
def test_a_value_that_is_no_text_is_named(entry: dict[str, Any], found: str) -> None:
    """The variable is known, at its place, and not among the variables."""
    for document in ([{"key": "A", **entry}], [{"envVar": {"key": "A", **entry}, "cursor": "c"}]):
        environment = of(document)

        assert [("A", found, 1)] == [(entry.name, entry.found, entry.location.line) for entry in environment.non_text]
        assert environment.values == {}


def test_a_flat_value_that_is_no_text_is_named() -> None:
    """Beside others, a list is a value of the wrong kind."""
    environment = of({"A": "1", "B": 2, "C": [], "D": None})

    assert [entry[:2] for entry in environment.non_text] == [("B", "a number"), ("C", "a list"), ("D", "null")]
    assert values(environment) == {"A": "1"}


def test_repeated_keys_are_paired() -> None:
    """The last one counts, over pages and groups too."""
    for document in (bare(("A", "1"), ("A", "2")), [bare(("A", "1")), wrapped(("A", "2"))]):
        environment = of(document)

        assert [(each.name, each.is_same_value) for each in environment.repeated] == [("A", False)]
        assert values(environment) == {"A": "2"}


def test_a_value_that_is_no_text_replaces_an_earlier_one() -> None:
    """The last one counts, whatever it is."""
    assert values(of(bare(("A", "1"), ("A", None)))) == {}
    assert values(of(bare(("A", None), ("A", "1")))) == {"A": "1"}


@pytest.mark.parametrize("length", [20, 100])
def test_a_full_page_may_have_a_next_one(length: int) -> None:
    """Unless the user says that it is all."""
    page = wrapped(*((f"V{index}", "x") for index in range(length)))

    assert not of(page).complete
    assert not of([page]).complete
    assert not of([page[:5], page]).complete
    assert not of([group(page), group(bare(("A", "1")))]).complete
    assert of(page, whole=True).complete


@pytest.mark.parametrize("length", [1, 19, 21, 99, 101])
def test_any_other_number_is_whole(length: int) -> None:
    """A short page is the last."""
    page = wrapped(*((f"V{index}", "x") for index in range(length)))

    assert of(page).complete
    assert of([wrapped(*((f"W{index}", "x") for index in range(20))), page]).complete


@pytest.mark.parametrize("length", [20, 100])
def test_a_list_without_cursors_is_whole(length: int) -> None:
    """What is no page has no next one; an empty page is the last."""
    entries = [(f"V{index}", "x") for index in range(length)]

    assert of(bare(*entries)).complete
    assert of([*wrapped(*entries[1:]), *bare(entries[0])]).complete
    assert of(dict(entries)).complete
    assert of([wrapped(*entries), []]).complete


@pytest.mark.parametrize(
    "document",
    ["", " \n", "null", "[]", "{}", '"x"', "1", "true", "[[]]", "[[], []]", '{"envVars": []}', '[{"envVars": []}]'],
)
def test_what_has_no_variables_is_refused(document: str) -> None:
    """An empty answer is never a clean one."""
    assert refusal(document).id == "no-variables"


@pytest.mark.parametrize(
    "document",
    [
        {"id": "x", "message": MARKER, "code": "unauthorized"},
        {"message": MARKER},
        {"code": 401},
        {"id": MARKER},
        {"status": 404, "message": MARKER},
        {"error": MARKER},
        {"error": {"message": MARKER}},
        {"errors": [{"message": MARKER}]},
        {"error": MARKER, "requestId": "x"},
    ],
)
def test_an_error_body_is_told_from_variables(document: object) -> None:
    """The message is ours alone."""
    error = refusal(document)

    assert (error.id, error.message) == ("api-error", "an API error body, not a list of variables")
    assert MARKER not in f"{error} {error.args} {error.hint}"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (SERVICE, "a service, not its variables"),
        ({"service": SERVICE, "cursor": "c"}, "a service, not its variables"),
        ([{"service": SERVICE, "cursor": "c"}], "a list of services, not of variables"),
        ([SERVICE], "a list of services, not of variables"),
        (GROUP_META, "an environment group without its variables"),
        ([GROUP_META], "a list of environment groups without their variables: fetch each group"),
        ([{"secretFile": {"name": "a", "content": "b"}, "cursor": "c"}], "a list of secret files, not of variables"),
        ([{"name": "a", "content": "b"}], "a list of secret files, not of variables"),
        ([{"id": "x", "cursor": "c"}], "a list of something else than variables"),
        ({"ownerId": "x", "name": "y"}, "another object of Render's API, not variables"),
        ({"key": "A", "value": "1"}, "a single variable, not a list of variables"),
        ({"envVar": {"key": "A", "value": "1"}, "cursor": "c"}, "a single variable, not a list of variables"),
        (
            {"envVar": {}, "key": "A", "value": "1", "generateValue": False, "cursor": "c"},
            "a single variable, not a list of variables",
        ),
        ({"data": [{"key": "A", "value": "1"}]}, "an object that holds no variables"),
        ({"envVars": {"A": "1"}}, "envVars is not a list"),
        ({"envVars": None}, "envVars is not a list"),
        ([group(bare(("A", "1"))), GROUP_META], "entry 2 is not a group with its variables"),
        ([*bare(("A", "1")), group([])], "entry 1 is not a group with its variables"),
        ([*bare(("A", "1")), {"A": "1"}], "entry 2 is not a variable"),
        ([*bare(("A", "1"), ("B", "1")), "A=1"], "entry 3 is not a variable"),
        ([bare(("A", "1")), {"key": "A", "value": "1"}], "entry 1 is not a variable"),
        (["A"], "entry 1 is not a variable"),
        ([None], "entry 1 is not a variable"),
        ([{}], "entry 1 is not a variable"),
        ([{"envVar": None}], "entry 1 is not a variable"),
        ([{"envVar": {"key": "A", "value": "1"}, "key": "B", "value": "2"}], "entry 1 is not a variable"),
        ([{"value": "1"}], "entry 1 is not a variable: its key is missing, empty or no text"),
        ([{"key": "", "value": "1"}], "entry 1 is not a variable: its key is missing, empty or no text"),
        ([{"key": 1, "value": "1"}], "entry 1 is not a variable: its key is missing, empty or no text"),
        ([{"envVar": {"key": None, "value": "1"}}], "entry 1 is not a variable: its key is missing, empty or no text"),
        ({"A": "1", "": "2"}, "a member's name is empty"),
    ],
)
def test_other_documents_are_refused(document: object, message: str) -> None:
    """What is not understood is named, and nothing of it is read."""
    error = refusal(document)

    assert ("unknown-shape", message) == (error.id, error.message)


def test_an_entry_that_is_none_is_refused_at_its_line() -> None:
    """Line and column are those of the entry."""
    error = refusal('[\n  {"key": "A", "value": "1"},\n  {"name": "B"}\n]')

    assert (error.message, error.line, error.column) == ("entry 2 is not a variable", 3, 3)


@pytest.mark.parametrize(("text", "line"), [('[{"key": "A", "value": "x', 1), ('{"A": "1",\n"A": "2"}', 2), ("[" * 20_000, 1)])
def test_what_is_not_json_is_refused_as_such(text: str, line: int) -> None:
    """Cut, doubled or too deep."""
    error = refusal(text)

    assert ("not-json", line) == (error.id, error.line)


def test_a_variable_stands_where_its_value_does() -> None:
    """Line and columns of the value, quotes included."""
    text = '[\n  {"envVar": {"key": "A", "value": "xy"}, "cursor": "c"},\n  {"key": "B",\n   "value": ""}\n]'
    environment = read(text, path="api.json")

    assert environment["A"].location == ("api.json", 2, 36, 40)
    assert environment["B"].location == ("api.json", 4, 13, 15)


@pytest.mark.parametrize("name", ["value", "generateValue", "content", "cursor_1", "envvar", "KEY"])
def test_a_name_that_is_also_that_of_a_field_may_be_a_variable(name: str) -> None:
    """A flat object is one of names, unless it has what makes an entry."""
    assert values(of({name: "x"})) == {name: "x"}


@pytest.mark.parametrize(
    ("document", "groups"),
    [
        (group(bare(("A", "1"))), ("shared",)),
        ([group(bare(("A", "1"))), {"name": "other", "envVars": []}], ("shared", "other")),
        ({"envVars": bare(("A", "1"))}, ()),
        ({"name": 1, "envVars": bare(("A", "1"))}, ()),
        (bare(("A", "1")), ()),
        ({"name": "x"}, ()),
    ],
)
def test_the_groups_of_an_export_are_known_by_their_names(document: object, groups: tuple[str, ...]) -> None:
    assert of(document).sources[0].groups == groups


def test_an_export_is_a_file_that_may_go_on_unless_the_caller_says_otherwise() -> None:
    environment = read(json.dumps(wrapped(*((f"V{index}", "x") for index in range(20)))), path="api.json")

    assert (environment.sources[0].is_file, environment.complete) == (True, False)


def test_source_is_what_the_caller_says() -> None:
    """Standard input is no file."""
    source = read('{"A": "1"}', path="<stdin>", is_file=False).sources[0]

    assert (source.kind, source.path, source.is_file) == ("render-export", "<stdin>", False)


@settings(deadline=None)
@given(pairs, st.sampled_from(["wrapped", "bare", "pages", "group", "groups"]), st.sampled_from([None, 0, 2]))
def test_every_entry_is_a_variable_at_its_place(entries: list[tuple[str, str]], shape: str, indent: int | None) -> None:
    """The last of each key counts, each earlier one is in a pair, and the text at each place is the value."""
    half = len(entries) // 2
    document: object = {
        "wrapped": wrapped(*entries),
        "bare": bare(*entries),
        "pages": [wrapped(*entries[:half]), wrapped(*entries[half:])],
        "group": group(bare(*entries)),
        "groups": [group(bare(*entries[:half])), group(wrapped(*entries[half:]))],
    }[shape]
    text = json.dumps(document, indent=indent)
    environment = read(text, path="api.json", whole=True)

    assert values(environment) == dict(entries)
    assert len(environment.values) + len(environment.repeated) == len(entries)
    for name, value in environment.values.items():
        location = environment[name].location
        assert location.line is not None
        line = text.split("\n")[location.line - 1]
        is_first = name not in (other for other, _ in entries[1:])
        if location.column is None or location.end_column is None:  # another value stands before it on the line
            assert (indent, is_first) == (None, False)
        else:
            assert indent is not None or is_first
            assert json.loads(line[location.column - 1 : location.end_column - 1]) == value


FILE = {"name": "key.pem", "content": MARKER}
ON_ONE_LINE: dict[str, tuple[str, list[tuple[int, int | None]]]] = {
    "one": ('[{"key": "A", "value": "x"}]', [(1, 24)]),
    "two": ('[{"key": "A", "value": "x"}, {"key": "B", "value": "y"}]', [(1, 24), (1, None)]),
    "flat": ('{"A": "x", "B": "y"}', [(1, 7), (1, None)]),
    "broken-between": ('{"A": "x",\n"B": "y", "C": "z"}', [(1, 7), (2, 6), (2, None)]),
    "broken-by-a-return": ('{"A": "x",\r"B": "y"}', [(1, 7), (2, 6)]),
    "behind-a-number": ('{"A": 123456, "B": "y"}', [(1, 7), (1, None)]),
    "behind-the-end-of-a-list": ('{"A": [\n123456], "B": "y",\n"C": "z"}', [(1, 7), (2, None), (3, 6)]),
    "behind-one-without-a-value": ('[{"key": "A"}, {"key": "B", "value": "y"}]', [(1, 2), (1, None)]),
    "behind-a-secret-file": (json.dumps({"secretFiles": [FILE], "envVars": bare(("A", "x"))}), [(1, None)]),
    "behind-no-secret-file": (json.dumps([group([]), group(bare(("A", "x")))]), [(1, 203)]),
    "before-a-secret-file": (json.dumps({"envVars": bare(("A", "x")), "secretFiles": [FILE]}), [(1, 36)]),
}


@pytest.mark.parametrize(("text", "expected"), ON_ONE_LINE.values(), ids=ON_ONE_LINE)
def test_a_column_tells_no_length_of_a_value_before_it(text: str, expected: list[tuple[int, int | None]]) -> None:
    """Where another value stands before one on its line, the line is all that is told."""
    environment = read(text, path="api.json")
    places = {name: environment[name].location for name in environment.values}
    places |= {entry.name: entry.location for entry in environment.non_text}

    assert [(places[name].line, places[name].column) for name in sorted(places)] == expected
    assert [place.column is None for place in places.values()] == [place.end_column is None for place in places.values()]


def test_the_places_of_a_repeated_name_tell_no_length() -> None:
    """Neither that of the first nor that of the last."""
    (repeated,) = of(bare(("B", "x"), ("A", "1"), ("A", "2"))).repeated

    assert (repeated.earlier, repeated.later) == (("api.json", 1, None, None), ("api.json", 1, None, None))


def test_the_place_of_a_refusal_tells_no_length() -> None:
    """An entry that cannot be read stands behind others on its line."""
    one, other = refusal([*bare(("A", MARKER)), {"name": "B"}]), refusal([{"name": "B"}, *bare(("A", MARKER))])

    assert [(error.line, error.column) for error in (one, other)] == [(1, None), (1, 2)]


@settings(deadline=None)
@given(
    st.recursive(
        st.sampled_from([None, True, 1, MARKER, "A"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["key", "value", "envVar", "envVars", "cursor", "error", "A", "id", "service"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=10,
    )
)
def test_any_json_is_read_or_refused_without_showing_a_value(document: object) -> None:
    """No other error comes out, and none holds a text of the document."""
    try:
        environment = of(document)
    except SourceError as error:
        assert MARKER not in f"{error} {error.args} {error.hint}"
        assert error.__context__ is None
    else:
        assert environment.values or environment.non_text


HOW = "save the answer of GET /v1/services/ID/env-vars or /v1/env-groups/ID"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (" \n", "no variables: the text is blank", HOW),
        ("{}", "no variables: the JSON is empty", HOW),
        ("[]", "no variables: the JSON is empty", HOW),
        ("1", "no variables: the JSON is a number", HOW),
        ("null", "no variables: the JSON is null", HOW),
        ('{"envVars": []}', "no variables: every list in it is empty", HOW),
        ('{"key": "A", "value": "x"}', "a single variable, not a list of variables", HOW),
        ('{"A": {}}', "an object that holds no variables", HOW),
        ('[{"service": {}}]', "a list of services, not of variables", HOW),
        ("[1]", "entry 1 is not a variable", HOW),
        (
            '{"message": "made-up"}',
            "an API error body, not a list of variables",
            "ask again with a key that may read this service, and save that answer",
        ),
        (
            '{"errors": [], "made": "up"}',
            "an API error body, not a list of variables",
            "ask again with a key that may read this service, and save that answer",
        ),
    ],
)
def test_what_is_no_list_of_variables_is_told_with_what_to_do(text: str, message: str, hint: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text, path="export.json")
    assert (caught.value.message, caught.value.hint) == (message, hint)
