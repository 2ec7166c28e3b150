"""What a service of a compose file gets is what Docker Compose gives it, as far as the files tell."""

from __future__ import annotations

import json
import os
from pathlib import Path
from textwrap import dedent, indent
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envcheck.check import check
from envcheck.errors import SourceError
from envcheck.jobs import Job
from envcheck.merge import merge
from envcheck.model import Context, Environment, Finding, Location
from envcheck.prepare import Prepared
from envcheck.run import Request, last_look
from envcheck.sources import Target, compose
from envcheck.sources.compose.interpolation import MAX_FILLED, BrokenReferenceError, Filler
from envcheck.sources.compose.values import is_date, text_of
from envcheck.yaml_tree import Place, YamlScalar, kind_of
from tests.conftest import Program, compiled
from tests.program import Files, link, write

MARKER = "made-up-marker-7Q"


class Case(NamedTuple):
    """A compose file with those beside it, and what its service ``api`` gets: values, and names that the shell has to fill."""

    id: str
    files: dict[str, str]
    values: dict[str, str]
    declared: tuple[str, ...] = ()


def service(text: str, more: str = "") -> str:
    """A compose file with a service ``api`` that has this below its name."""
    return f"services:\n  api:\n    image: acme\n{indent(dedent(text).strip(chr(10)), '    ')}\n{more}"


def case(id: str, text: str, values: dict[str, str], *declared: str, more: str = "", **files: str) -> Case:
    """A case; keywords are files, with an underscore for the dot in their names."""
    beside = {name.replace("_", "."): dedent(content) for name, content in files.items()}
    return Case(id, {"compose.yaml": service(text, more), **beside}, values, declared)


#: Each was given to Docker Compose 2.40.3, which answers the same (2026-11).
CASES = [
    case("map", "environment:\n  A: one\n  B: ''\n  C: a=b", {"A": "one", "B": "", "C": "a=b"}),
    case("list", "environment:\n  - A=one\n  - B=\n  - C=a=b\n  - 'D= e '", {"A": "one", "B": "", "C": "a=b", "D": " e "}),
    case("quotes-in-list", 'environment:\n  - A="one"\n  - \'B="two"\'', {"A": '"one"', "B": '"two"'}),
    case("of-shell", "environment:\n  A:\n  B: ~\n  C: ''\n  D: null", {"C": ""}, "A", "B", "D"),
    case("of-shell-in-list", "environment:\n  - A\n  - B=1", {"B": "1"}, "A"),
    case("twice-in-list", "environment:\n  - A=1\n  - A=2", {"A": "2"}),
    case("flow", "environment: {A: one, B: 2}", {"A": "one", "B": "2"}),
    case("folded", "environment:\n  A: >-\n    one\n    two\n  B: |\n    one\n    two", {"A": "one two", "B": "one\ntwo\n"}),
    case(
        "no-texts",
        "environment:\n  A: true\n  B: yes\n  C: 010\n  D: 3.10\n  E: 1e3\n  F: 22:30\n  G: 0x1F\n  H: 1_000\n  I: 1.0\n  J: False",
        {
            "A": "true",
            "B": "yes",
            "C": "8",
            "D": "3.1",
            "E": "1000",
            "F": "22:30",
            "G": "31",
            "H": "1000",
            "I": "1",
            "J": "false",
        },
    ),
    case(
        "quoted-numbers",
        "environment:\n  A: '010'\n  B: \"3.10\"\n  C: '2024-01-01'",
        {"A": "010", "B": "3.10", "C": "2024-01-01"},
    ),
    Case(
        "anchors",
        {"compose.yaml": "x-all: &all\n  A: all\n  B: all\n" + service("environment:\n  <<: *all\n  B: own")},
        {"A": "all", "B": "own"},
    ),
    case(
        "defaults",
        "environment:\n  A: ${NO:-d}\n  B: ${NO-d}\n  C: ${EMPTY:-d}\n  D: ${EMPTY-d}\n  E: ${SET:-d}\n  F: ${NO:-}\n  G: ${NO:-a b}",
        {"A": "d", "B": "d", "C": "d", "D": "", "E": "set", "F": "", "G": "a b"},
        _env="SET=set\nEMPTY=\n",
    ),
    case(
        "nested",
        "environment:\n  A: ${NO:-${SET}}\n  B: ${NO:-${NOR:-deep}}\n  C: '${NO:-{\"a\":1}}'\n  D: ${NO:-a${SET}b}c",
        {"A": "set", "B": "deep", "C": '{"a":1}', "D": "asetbc"},
        _env="SET=set\n",
    ),
    case(
        "alternatives",
        "environment:\n  A: ${SET:+a}\n  B: ${EMPTY:+a}\n  C: ${EMPTY+a}\n  D: ${SET+$SET}",
        {"A": "a", "B": "", "C": "a", "D": "set"},
        _env="SET=set\nEMPTY=\n",
    ),
    case(
        "dollars",
        "environment:\n  A: a$$b\n  B: $${SET}\n  C: 5 $ a\n  D: a$\n  E: $1\n  F: $SET.x\n  G: $$$SET\n  H: $SETé",
        {"A": "a$b", "B": "${SET}", "C": "5 $ a", "D": "a$", "E": "$1", "F": "set.x", "G": "$set", "H": "seté"},
        _env="SET=set\n",
    ),
    case(
        "required",
        "environment:\n  A: ${SET:?no}\n  B: ${EMPTY?no}\n  C: ${SET?}",
        {"A": "set", "B": "", "C": "set"},
        _env="SET=set\nEMPTY=\n",
    ),
    case(
        "dotenv-of-itself",
        "environment:\n  A: $A\n  B: $B\n  C: $C\n  D: $D",
        {"A": "one", "B": "one-two", "C": "$A", "D": "a #b"},
        _env="A=one # comment\nB=\"${A}-two\"\nC='$A'\nD='a #b'\n",
    ),
    case("env-file", "env_file: e.env", {"A": "1", "B": "two words"}, e_env='# made up\nA=1\nexport B="two words"\n'),
    case(
        "env-files",
        "env_file:\n  - e.env\n  - path: f.env\n  - path: no.env\n    required: false\nenvironment:\n  C: own",
        {"A": "1", "B": "later", "C": "own"},
        e_env="A=1\nB=earlier\nC=lost\n",
        f_env="B=later\n",
    ),
    case("env-file-named-by-default", "env_file: ${FILE:-e}.env", {"A": "1"}, e_env="A=1\n"),
    case(
        "env-file-references",
        "env_file: [d.env, e.env]\nenvironment:\n  A: own",
        {"A": "own", "B": "own set before", "C": "$SET", "D": "set", "E": "a$b", "SET": "here", "Z": "before"},
        _env="SET=set\n",
        d_env="Z=before\n",
        e_env="A=1\nSET=here\nB=\"$A ${SET} $Z\"\nC='$SET'\nD=$SET\nE=a$$b\n",
    ),
    case("env-file-left-to-the-shell", "env_file: e.env", {"B": "1"}, "A", e_env="A\nB=1\n"),
    case(
        "env-file-raw",
        "env_file:\n  - path: e.env\n    format: raw",
        {"A": '"one" # two', "B": "$A", "C": " x ", "D": "'x'"},
        e_env="# made up\nA=\"one\" # two\nB=$A\nC= x \n\nD='x'\n",
    ),
    case("environment-takes-back", "env_file: e.env\nenvironment:\n  - A", {"B": "2"}, "A", e_env="A=1\nB=2\n"),
    case(
        "extends",
        "extends: {service: base}\nenvironment:\n  A: own",
        {"A": "own", "B": "base", "C": "root", "F": "file"},
        more="""
  base:
    image: acme
    extends: root
    env_file: e.env
    environment:
      - A=base
      - B=base
  root:
    image: acme
    environment: {B: root, C: root}
""",
        e_env="F=file\nC=lost\n",
    ),
    case("windows", "environment:\r\n  A: one\r\n  B: two\r\n", {"A": "one", "B": "two"}),
]


def nothing(name: str) -> None:
    """No name has a value."""


def read(folder: Path, part: str = "api", file: str = "compose.yaml") -> list[Environment]:
    path = folder / file
    return compose.read(path.read_bytes().decode(), part, path=str(path), root=str(folder))


def refusal(folder: Path, part: str = "api") -> SourceError:
    with pytest.raises(SourceError) as caught:
        read(folder, part)
    return caught.value


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_service_gets_what_compose_gives_it(tmp_path: Path, case: Case) -> None:
    write(tmp_path, case.files)
    environment = merge(read(tmp_path), is_whole=True)

    assert dict(environment.values) == case.values
    assert sorted(environment.declared) == sorted(case.declared)
    assert (environment.non_text, environment.unread, environment.complete) == ((), (), True)


@pytest.mark.parametrize(
    "value", ["$NO", "${NO}", "a ${NO} b", "${NO?}", "${NO:?made up}", "${NO:+a}", "${NO:-${NOR}}", "${EMPTY:?no}", "x$OF_NO"]
)
def test_what_the_shell_has_to_fill_in_is_declared(tmp_path: Path, value: str) -> None:
    """Nothing is taken from this process, so that the same files give the same answer everywhere."""
    write(tmp_path, {"compose.yaml": service(f"environment:\n  A: {value}\n  B: 1"), ".env": "EMPTY=\nOF_NO=$NO\n"})
    (environment,) = read(tmp_path)

    assert (dict(environment.values), list(environment.declared)) == ({"B": "1"}, ["A"])


def test_this_process_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO", MARKER)
    monkeypatch.setenv("SET", MARKER)
    write(tmp_path, {"compose.yaml": service("environment:\n  A: ${NO:-d}\n  B: $SET"), ".env": "SET=set\n"})
    (environment,) = read(tmp_path)

    assert dict(environment.values) == {"A": "d", "B": "set"}


@pytest.mark.parametrize(
    "value", ["${", "${}", "${1}", "${NO", "${NO y}", "${NO:}", "${NO/a/b}", "${NO:=5}", "${!NO}", "${NO:-${NOR}"]
)
def test_a_reference_that_compose_refuses_is_refused(tmp_path: Path, value: str) -> None:
    write(tmp_path, {"compose.yaml": service(f"environment:\n  B: 1\n  A: '{value}'")})
    error = refusal(tmp_path)

    assert (error.id, error.line) == ("invalid-reference", 6)
    assert "$$" in error.hint


@pytest.mark.parametrize(
    ("value", "found"),
    [("[1]", "a list"), ("{a: 1}", "an object"), ("2024-01-01", "a date"), ("2024-01-01 10:00:00", "a date"), ("[]", "a list")],
)
def test_a_value_that_compose_refuses_is_no_text(tmp_path: Path, value: str, found: str) -> None:
    write(tmp_path, {"compose.yaml": service(f"environment:\n  A: {value}")})
    (environment,) = read(tmp_path)

    assert [(each.name, each.found, each.location.line) for each in environment.non_text] == [("A", found, 5)]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("", "unknown-shape"),
        ("services:", "unknown-shape"),
        ("services: {}", "unknown-shape"),
        ("services: [api]", "unknown-shape"),
        ("- api", "unknown-shape"),
        ("services:\n  - type: web\n    name: api", "unknown-shape"),
        ("services: {api: {environment: text}}", "unknown-shape"),
        ("services: {api: {environment: [A: 1]}}", "unknown-shape"),
        ("services: {api: {environment: [5]}}", "unknown-shape"),
        ("services: {api: {environment: ['=x']}}", "unknown-shape"),
        ("services: {api: {environment: ['A =x']}}", "unknown-shape"),
        ("services: {api: {environment: ['$A=x']}}", "unknown-shape"),
        ("services: {api: {env_file: {a: b}}}", "unknown-shape"),
        ("services: {api: {env_file: ['${NO}']}}", "unknown-shape"),
        ("services: {api: {env_file: no.env}}", "missing-file"),
        ("services: {api: {env_file: [{path: no.env, required: true}]}}", "missing-file"),
        ("services: {api: {env_file: ../outside.env}}", "outside-project"),
        ("services: {api: {env_file: /etc/hostname}}", "outside-project"),
        ("services: {api: {env_file: out.env}}", "outside-project"),
        ('services: {api: {env_file: "a\\0b"}}', "outside-project"),
        ("services: {api: {env_file: folder}}", "not-a-file"),
        ("services: {api: {env_file: latin.env}}", "not-utf-8"),
        ("services: {api: {env_file: [{path: latin.env, required: false}]}}", "not-utf-8"),
        ("services: {api: {env_file: [{path: bad.env, format: raw}]}}", "malformed-env-file"),
        ("services: {api: {image: x}}", "no-variables"),
        ("services: {api: }", "no-variables"),
        ("services: {api: {extends: api}}", "unknown-shape"),
        ("services: {api: {extends: b}, b: {extends: {service: api}}}", "unknown-shape"),
        ("services: {api: {extends: no}}", "unknown-shape"),
        ("services: {api: {environment: {A: 1, A: 2}}}", "duplicate-key"),
        ("services: {api: {environment: {A: !reset null}}}", "tag-not-allowed"),
        ("services: {api: [", "not-yaml"),
        ("services: {web: {environment: {A: 1}}, db: {image: x}}", "no-such-service"),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, text: str, id: str) -> None:
    folder = tmp_path / "project"
    files: Files = {
        "project/compose.yaml": text,
        "project/folder/x": "",
        "project/latin.env": b"A=\xe4\n",
        "project/bad.env": f"{MARKER} x=1\n",
        "project/out.env": link("../outside.env"),
        "outside.env": f"A={MARKER}\n",
    }
    write(tmp_path, files)
    error = refusal(folder)

    assert error.id == id
    assert MARKER not in f"{error.message} {error.hint}"


def test_a_service_is_needed_where_there_are_several(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": "services: {web: {environment: [A=1]}, db: {environment: [B=1]}}"})
    error = refusal(tmp_path, "")

    assert error.id == "no-such-service"
    assert "web, db" in error.hint
    assert "did you mean 'web'" in refusal(tmp_path, "wep").hint


def test_the_only_service_needs_no_name(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": "services: {web: {environment: [A=1]}}"})
    (environment,) = read(tmp_path, "")

    assert environment.sources[0].called.endswith("compose.yaml#web")


def test_services_are_listed() -> None:
    assert compose.services_of("services: {web: {image: x}, db: , api: {}}") == ["web", "db", "api"]


@pytest.mark.parametrize("file", ["../base.yaml", "${FILE}", "base\\0.yaml"])
def test_a_service_of_a_file_that_is_not_read_leaves_it_incomplete(tmp_path: Path, file: str) -> None:
    text = service(f'extends: {{file: "{file}", service: base}}\nenvironment: [A=1]')
    write(tmp_path, {"project/compose.yaml": text, "base.yaml": "services: {base: {environment: [B=2]}}"})
    (environment,) = read(tmp_path / "project")

    assert (dict(environment.values), environment.complete) == ({"A": "1"}, False)


def test_a_service_of_another_file_of_the_project_is_followed(tmp_path: Path) -> None:
    """Its files of variables lie beside that one, references are replaced from the project, and values stand where they are."""
    base = "services:\n  base:\n    env_file: e.env\n    environment:\n      A: base\n      B: ${B}\n      D:\n"
    files: Files = {
        "compose.yaml": service("extends: {file: 'more/${BASE}.yaml', service: base}\nenvironment: [A=1]"),
        ".env": f"B=2\nBASE={MARKER}\n",
        f"more/{MARKER}.yaml": base,
        "more/e.env": "C=3\n",
    }
    write(tmp_path, files)
    environment = merge(read(tmp_path), is_whole=True)

    assert (dict(environment.values), environment.complete) == ({"C": "3", "A": "1", "B": "2"}, True)
    assert list(environment.declared) == ["D"]
    assert environment["B"].location[:2] == (str(tmp_path / "more/${BASE}.yaml"), 6)
    assert environment["A"].location[:2] == (str(tmp_path / "compose.yaml"), 5)


@pytest.mark.parametrize(
    ("base", "id", "message"),
    [
        (None, "missing-file", "base.yaml: no such file"),
        ("services: {}", "unknown-shape", "base.yaml: there are no services in it"),
        ("services: {other: {}}", "unknown-shape", "a service extends one that is not in it"),
        ("services:\n  base:\n    environment: 7", "unknown-shape", "base.yaml:3: 'environment'"),
        ("services:\n  base:\n    env_file: no.env", "missing-file", "the env_file "),
        ("services: {base: {extends: {file: compose.yaml, service: api}}}", "unknown-shape", "without an end"),
    ],
)
def test_what_is_wrong_in_another_file_is_said_of_it(tmp_path: Path, base: str | None, id: str, message: str) -> None:
    write(tmp_path, {"compose.yaml": service("extends: {file: base.yaml, service: base}")})
    if base is not None:
        write(tmp_path, {"base.yaml": base})
    error = refusal(tmp_path)

    assert error.id == id
    assert message in error.message


OVERRIDE = "services:\n  api:\n    env_file: o.env\n    environment: {A: over, N: }\n  mail: {image: x}\n"


def test_the_override_is_laid_over_it_in_development(folder: Path, program: Program) -> None:
    schema = {"required": ["A", "B", "C"], "properties": {"A": {"enum": ["over"]}, "B": {}, "C": {}}}
    files: Files = {
        "compose.yaml": service("environment: {A: own, B: 1, N: 1}"),
        "compose.override.yaml": OVERRIDE,
        "o.env": "C=1\nA=file\n",
        "schema.json": schema,
    }
    write(folder, files)
    done = program("check", "compose.yaml#api", "--schema", "schema.json")
    deployed = program("check", "compose.yaml#api", "--schema", "schema.json", "--env", "production")

    assert (done.code, deployed.code) == (0, 1)
    assert "beside it is laid over it" in done.err
    assert "compose.override.yaml#mail" in done.err
    assert "beside it is not laid over it" in deployed.err
    assert "missing-variable" in deployed.out


def test_the_project_may_name_the_override_itself(folder: Path, program: Program) -> None:
    """A value that is the name of that file is no secret that a notice shows."""
    write(
        folder,
        {"compose.yaml": service("environment: [A=1]"), "compose.override.yaml": OVERRIDE, ".env": "F=compose.override.yaml"},
    )

    assert program("check", "compose.yaml#api", "--env", "production").code == 0


def test_files_that_are_named_are_all_there_are(folder: Path, program: Program) -> None:
    config = """
    [services.api]
    schema = "schema.json"
    [environments.local.sources]
    api = ["compose:compose.yaml#api", "compose:compose.override.yaml#api"]
    [environments.other.sources]
    api = ["compose:compose.yaml#api", "compose:compose.other.yaml#api"]
    """
    files: Files = {
        "envcheck.toml": dedent(config),
        "compose.yaml": service("environment: {A: 1, B: 1}"),
        "compose.override.yaml": "services: {api: {environment: {C: x}}}",
        "compose.other.yaml": "services: {api: {environment: {A: 2}}}",
        "schema.json": {"required": ["C"], "properties": {"C": {}}},
    }
    write(folder, files)
    own, other = (program("check", "--env", name) for name in ("local", "other"))

    assert (own.code, other.code) == (0, 1)
    assert "laid over" not in own.err + other.err


def test_the_ports_of_the_override_count(folder: Path, program: Program) -> None:
    text = service("environment: [SEARCH_URL=http://localhost:7701]", "  search: {image: x}\n")
    over = "services: {search: {ports: ['7701:7700']}}"
    write(folder, {"compose.yaml": text, "compose.override.yaml": over})

    assert "Use search:7700." in program("check", "compose.yaml#api").out


def test_a_service_of_the_same_file_is_followed_by_its_name(tmp_path: Path) -> None:
    text = service("extends: {file: ./compose.yaml, service: base}\nenvironment: [A=1]", "  base: {environment: [B=2]}\n")
    write(tmp_path, {"compose.yaml": text})
    (environment,) = read(tmp_path)

    assert (dict(environment.values), environment.complete) == ({"B": "2", "A": "1"}, True)


@pytest.mark.parametrize(
    ("text", "location"),
    [
        ("environment:\n  A: 1\n  B: value", (6, 10, 15)),
        ("environment:\n  A: 1\n  B: 'value'", (6, 10, 17)),
        ("environment:\n  B:\n    value", (6, 9, 14)),
        ("environment:\n  A: 1\n  B: |\n    value", (6, None, None)),
        ("environment:\n  - A=1\n  - B=value", (6, 11, 16)),
        ("environment:\n  - A=1\n  - 'B=value'", (6, 12, 17)),
        ("environment: {A: secret, B: value}", (4, None, None)),
        ("environment: [A=secret, B=value]", (4, None, None)),
        ("environment: {B: value}", (4, None, None)),
    ],
)
def test_a_value_stands_where_it_is_written(tmp_path: Path, text: str, location: tuple[int, int | None, int | None]) -> None:
    """Its line alone, where its column would tell how long a value before it is."""
    write(tmp_path, {"compose.yaml": service(text)})
    (environment,) = read(tmp_path)

    assert environment["B"].location == Location(str(tmp_path / "compose.yaml"), *location)


def test_a_variable_of_a_file_stands_there(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": service("env_file: e.env"), "e.env": "A=1\nB=2\n"})
    environment = merge(read(tmp_path), is_whole=True)

    assert environment["B"].location == Location(str(tmp_path / "e.env"), 2, 3, 4)


def test_what_is_not_read_is_said(tmp_path: Path) -> None:
    text = "include: [other.yaml]\n" + service("env_file: [{path: no.env, required: false}]\nenvironment: [A=1]")
    write(tmp_path, {"compose.yaml": text, "compose.override.yml": "services: {}", ".env": ""})
    (containers,) = read(tmp_path)[-1].containers

    assert [notice.partition(": ")[2] for notice in containers.notices] == [
        "the env_file is not there, and need not be.",
        "'include' is not followed, so services of other files are not known.",
        "the override file beside it is not laid over it, as this is no development; in envcheck.toml, name a service of both as"
        " two sources if it counts.",
    ]
    assert [os.path.basename(file) for file in containers.files] == [".env"]


def test_a_name_that_a_list_sets_twice_is_noted(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": service("environment:\n  - A=1\n  - A=2\n  - B=1\n  - B=1")})
    (environment,) = read(tmp_path)

    assert [(each.name, each.is_same_value, each.later.line) for each in environment.repeated] == [
        ("A", False, 6),
        ("B", True, 8),
    ]


# -- references and numbers


@given(st.text(st.sampled_from("${}:-+?AB1_ é\n"), max_size=30))
def test_any_text_is_filled_or_refused(text: str) -> None:
    try:
        filled = Filler().fill(text, {"A": "a", "B": "$A"}.get)
    except BrokenReferenceError:
        return
    assert filled.is_whole or "$" in text


@given(st.text(st.characters(exclude_characters="$"), max_size=30))
def test_a_text_without_references_stays(text: str) -> None:
    assert Filler().fill(text, nothing) == (text, True)
    assert Filler().fill(text.replace("x", "$$"), nothing) == (text.replace("x", "$"), True)


def test_references_do_not_grow_without_end() -> None:
    text = "x" * (MAX_FILLED // 4)
    with pytest.raises(SourceError) as caught:
        Filler().fill("$A" * 5, lambda name: text)

    assert caught.value.id == "too-large"


def test_defaults_inside_of_each_other_have_an_end() -> None:
    with pytest.raises(BrokenReferenceError):
        Filler().fill("${A:-" * 100 + "}" * 100, nothing)


#: What Docker Compose 2.40.3 makes of plain scalars (2026-11).
NUMBERS = """
010 8 | 08 8 | 0o17 15 | 0x1F 31 | +0x1f 31 | 0b101 5 | -010 -8 | 00 0 | -0 0 | 1_000 1000 | +5 5 | 3.10 3.1 |
1e3 1000 | 1000000.0 1e+06 | 123456.5 123456.5 | 1234567.5 1.2345675e+06 | 0b2 0b2 |
100000000000000000000000 1e+23 | 18446744073709551615 18446744073709551615 |
18446744073709551616 1.8446744073709552e+19 | -9223372036854775808 -9223372036854775808 |
-9223372036854775809 -9.223372036854776e+18 | .5 0.5 | 5. 5 | -0.0 -0 | 0.0001 0.0001 | 0.00001 1e-05 |
1e5 100000 | 1e6 1e+06 | 1e21 1e+21 | 999999.0 999999 | 1.5e300 1.5e+300 | 1e400 1e400 | 100.0 100 | .inf +Inf |
-.INF -Inf | .nan NaN | 0x 0x | true true | TRUE true | False false | yes yes | off off | 22:30 22:30
"""


@pytest.mark.parametrize(("text", "expected"), [pair.split() for pair in NUMBERS.split("|")])
def test_a_plain_scalar_becomes_the_text_that_go_writes(text: str, expected: str) -> None:
    assert text_of(YamlScalar(Place(1, 1, 1), text, "plain", kind_of(text))) == expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_stays_that_number(value: float) -> None:
    text = repr(value)
    scalar = YamlScalar(Place(1, 1, 1), text, "plain", kind_of(text))

    assert float(text_of(scalar) or "") == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-01", True),
        ("2024-1-1", True),
        ("2024-01-01T10:00:00Z", True),
        ("2001-12-14t21:59:43.10-05:00", True),
        ("2024-13-01", False),
        ("2024-02-30", False),
        ("2024-01-01T10:00", False),
        ("2024-01", False),
        ("2024", False),
        ("10.0.0.1", False),
    ],
)
def test_a_date_is_told(text: str, expected: bool) -> None:
    assert is_date(text) is expected


# -- the program


def findings(program: Program, *arguments: str) -> list[tuple[Any, ...]]:
    report = program("check", *arguments, "--format", "json").report
    return [(each["rule"], each["variable"], os.path.basename(each["location"]["path"])) for each in report["findings"]]


SCHEMA: dict[str, Any] = {
    "required": ["A", "B"],
    "properties": {"A": {"type": "integer"}, "B": {}, "C": {"enum": ["x"]}},
    "additionalProperties": False,
}


@pytest.mark.parametrize("source", ["compose:compose.yaml#api", "compose.yaml#api", "compose:compose.yaml", "compose.yaml"])
def test_it_is_held_against_its_schema(folder: Path, program: Program, source: str) -> None:
    files: Files = {
        "compose.yaml": service("env_file: e.env\nenvironment:\n  A: ${NO:-one}\n  B: ${NO}\n  D: 1"),
        "e.env": "C=y\n",
        "schema.json": SCHEMA,
    }
    write(folder, files)

    assert findings(program, source, "--schema", "schema.json") == [
        ("unknown-variable", "D", "compose.yaml"),
        ("unlisted-value", "C", "e.env"),
        ("wrong-type", "A", "compose.yaml"),
    ]


def test_the_service_is_told_by_its_name(folder: Path, program: Program) -> None:
    config = '[services.api]\nschema = "schema.json"\n[services.worker]\nschema = "schema.json"\n'
    write(folder, {"envcheck.toml": config, "compose.yaml": service("environment: [A=1, B=2]"), "schema.json": SCHEMA})
    report = program("check", "compose.yaml#api", "--format", "json").report

    assert [(each["service"], each["environment"]) for each in report["sources"]] == [("api", None)]


def test_it_is_development_unless_something_tells(folder: Path, program: Program) -> None:
    text = service("environment:\n  API_TOKEN: changeme\n  DB_URL: postgres://a:s3cr3t-made-up@db/x", "  db: {image: postgres}\n")
    write(folder, {"compose.yaml": text, "compose.prod.yaml": text, ".env": ""})

    assert findings(program, "compose.yaml#api") == []
    assert "judged as development" in program("check", "compose.yaml#api").err
    assert [rule for rule, *_ in findings(program, "compose.prod.yaml#api")] == ["placeholder-value"]
    assert [rule for rule, *_ in findings(program, "compose.yaml#api", "--env", "production")] == ["placeholder-value"]


def test_a_config_may_lay_files_over_each_other(folder: Path, program: Program) -> None:
    config = """
    [services.api]
    schema = "schema.json"
    [environments.local.sources]
    api = ["compose:deploy/compose.yaml#api", "compose:deploy/compose.override.yaml#api"]
    """
    files: Files = {
        "envcheck.toml": dedent(config),
        "deploy/compose.yaml": service("environment: {A: one, B: two}"),
        "deploy/compose.override.yaml": "services: {api: {environment: {A: 1}}}",
        "schema.json": SCHEMA,
    }
    write(folder, files)

    assert program("check").code == 0


def test_a_service_of_another_file_is_not_checked_whole(folder: Path, program: Program) -> None:
    text = service("extends: {file: '${NO}', service: base}\nenvironment: [A=1]")
    write(folder, {"compose.yaml": text, "schema.json": SCHEMA})
    done = program("check", "compose.yaml", "--schema", "schema.json")

    assert done.code == 3
    assert "not-followed" in done.err
    assert "missing-variable" not in done.out


def test_a_report_does_not_replace_a_file_that_was_read(folder: Path, program: Program) -> None:
    write(folder, {"compose.yaml": service("env_file: e.env"), "e.env": "A=1\n"})

    assert program("check", "compose.yaml", "--output", "json:e.env").code == 2


def test_a_source_on_standard_input_has_its_files_here(folder: Path, program: Program) -> None:
    write(folder, {"e.env": "A=1\n"})
    done = program("check", "compose:-#api", "--format", "json", stdin=service("env_file: e.env").encode())

    assert [each["source"] for each in done.report["sources"]] == ["e.env", "<stdin>#api"]


def test_other_yaml_is_no_source(folder: Path, program: Program) -> None:
    write(folder, {"x.yaml": "a: 1\n"})

    assert program("check", "x.yaml").code == 3


@pytest.mark.parametrize("format", ["text", "json", "sarif", "github", "markdown", "junit", "html"])
def test_no_report_shows_a_value(folder: Path, program: Program, format: str) -> None:
    text = service(
        f"env_file: e.env\nenvironment:\n  A: {MARKER}\n  C: '${{NO:-{MARKER}}}'\n  E: postgres://u:{MARKER}@localhost/x\n"
    )
    write(folder, {"compose.yaml": text, "e.env": f"D={MARKER}\nB=$D\n", "schema.json": SCHEMA})
    done = program("check", "compose.yaml", "--schema", "schema.json", "--format", format)

    assert done.code == 1
    assert MARKER not in done.said
    assert '"end_column": null' in done.out or format != "json"


def test_no_report_tells_how_long_a_value_is(folder: Path, program: Program) -> None:
    write(folder, {"compose.yaml": service("environment:\n  NEW: value\n  A: one"), "schema.json": SCHEMA})
    report = program("check", "compose.yaml#api", "--schema", "schema.json", "--format", "json").report
    own = [each["location"] for each in report["findings"] if each["location"]["path"] == "compose.yaml"]

    assert [(each["line"], each["column"], each["end_column"]) for each in own] == [(5, 12, None), (6, 10, None)]


def test_the_target_is_taken_apart() -> None:
    from envcheck.sources import parse_target

    assert parse_target("compose:a/compose.yaml#my api") == Target("compose", "a/compose.yaml", "my api")
    assert parse_target("compose:a#b/compose.yaml#api") == Target("compose", "a#b/compose.yaml", "api")
    assert parse_target("compose:compose.yaml") == Target("compose", "compose.yaml", "")


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([MARKER, "A=1", "$A", "${A:-$B}", "${", "api", "../x", ".env", "5432:5432"])
)
nodes = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["A", "B", "path", "required", "format", "file", "service", "target", "published", "aliases", "default"]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
services = st.dictionaries(
    st.sampled_from(
        ["environment", "env_file", "extends", "ports", "expose", "network_mode", "networks", "image", "container_name"]
    ),
    nodes,
    max_size=5,
)


@given(st.dictionaries(st.sampled_from(["api", "db"]), services | nodes, min_size=1), nodes)
def test_any_document_is_read_or_refused_without_showing_a_value(given: dict[str, Any], include: Any) -> None:
    """JSON is YAML, so that any data makes a document."""
    text = json.dumps({"services": given, "include": include})
    try:
        parts = compose.read(text, "api", path="compose.yaml", root=".", is_file=False)
    except SourceError as error:
        assert MARKER not in f"{error.message} {error.hint}"
    else:
        findings = check_parts(parts)
        assert all(MARKER not in f"{each.message} {each.hint}" for each in findings)


def check_parts(parts: list[Environment]) -> list[Finding]:
    return check(compiled(None, Context()), merge(parts, is_whole=True), {})


# -- what is filled in from a file of values, and never shown

FORMATS = ("text", "json", "sarif", "github", "markdown", "junit", "html")
FILLED = "zq7madeuptoken"
FILLED_PORT = "54329"


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize(
    "other",
    [
        '{container_name: "${TOKEN}", ports: ["${PORTNR}:5432"]}',
        '{hostname: "${TOKEN}", ports: ["5432:${PORTNR}"]}',
        '{image: x, ports: ["${PORTNR}:${PORTNR}"]}',
        '{image: x, ports: [{published: 5432, target: "${PORTNR}"}]}',
        '{image: x, expose: ["${PORTNR}"]}',
    ],
)
def test_no_report_shows_what_fills_in_a_name_or_a_port(folder: Path, program: Program, other: str, format: str) -> None:
    addresses = ("u:x@localhost:${PORTNR}", "u:x@${TOKEN}:${PORTNR}", "pg:5432", "localhost:5432")
    variables = ", ".join(f'"DB{number}=postgres://{each}/db"' for number, each in enumerate(addresses))
    text = f"services:\n  web: {{image: x, environment: [{variables}]}}\n  pg: {other}\n"
    write(folder, {"compose.yaml": text, ".env": f"TOKEN={FILLED}\nPORTNR={FILLED_PORT}\n"})
    done = program("check", "compose.yaml#web", "--format", format)

    assert done.code == 1
    assert FILLED not in done.said
    assert FILLED_PORT not in done.said


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("exists", [True, False])
def test_no_report_shows_what_fills_in_a_path(folder: Path, program: Program, exists: bool, format: str) -> None:
    write(folder, {"compose.yaml": service("env_file: 'a/${TOKEN}.env'\nenvironment: [A=1]"), ".env": f"TOKEN={FILLED}\n"})
    if exists:
        write(folder, {f"a/{FILLED}.env": "DB_URL=postgres:/x\nB C\n"})
    done = program("check", "compose.yaml", "--format", format, "-v")

    assert done.code == (1 if exists else 3)
    assert FILLED not in done.said
    assert "${TOKEN}.env" in done.said or "$%7BTOKEN%7D.env" in done.said


def test_the_last_look_knows_the_values_of_the_project(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": service("environment: [A=1]"), ".env": f"TOKEN={FILLED}\n"})
    (environment,) = read(tmp_path)
    service_of = Prepared(Job(None, None, None, None, None, ()), environment=environment)
    shows_value = last_look([service_of], Request(), None, ())

    assert shows_value(f"Use {FILLED}:5432.")


# -- the service that is meant


@pytest.mark.parametrize("source", ["compose.yaml#web", "compose.yaml"])
def test_findings_say_which_service_they_are_of(folder: Path, program: Program, source: str) -> None:
    text = "services: {web: {environment: [A=one]}, db: {environment: [B=1]}}"
    write(folder, {"compose.yaml": text, "schema.json": SCHEMA})
    report = program("check", source, "--schema", "schema.json", "--format", "json").report

    assert {each["service"] for each in report["findings"]} == ({"web"} if "#" in source else {"web", "db"})


def test_a_service_whose_name_may_be_a_secret_is_not_said(folder: Path, program: Program) -> None:
    pasted = "sk-proj-made7up-made7up-made7up"
    write(folder, {"compose.yaml": f"services: {{{pasted}: {{environment: [A=one]}}}}", "schema.json": SCHEMA})
    done = program("check", "compose.yaml", "--schema", "schema.json", "--format", "json")

    assert {each["service"] for each in done.report["findings"]} == {None}
    assert pasted not in done.said


def test_a_service_without_variables_is_named_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": "services:\n  web:\n    environment: [A=1]\n  redis:\n    image: redis:7\n"})
    error = refusal(tmp_path, "redis")

    assert (error.id, error.line) == ("no-variables", 4)
    assert "'redis'" in error.message
    assert error.hint.endswith("compose.yaml#web.")
