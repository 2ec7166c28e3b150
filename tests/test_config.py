"""The config: where it is found, what it may say, and what is refused at which line."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from envcheck import config as configs
from envcheck.config import ALLOWING_RULES, FIXED_RULES, Config, load
from envcheck.discovery import discover
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_USAGE, UsageError
from envcheck.rules.all import RULES
from envcheck.stages import STAGE_OF_NAME, STAGES
from tests.conftest import Program
from tests.program import Files, link, write

SCHEMA = {"required": ["TOKEN"], "properties": {"TOKEN": {}}}
SERVICE = '[services.worker]\nschema = "worker.json"\n'
SOURCES = SERVICE + "[environments.production.sources]\n"
WHOLE = SOURCES + 'worker = ".env"\n'
CONTRACT_RULES = sorted(rule.id for rule in RULES.values() if rule.family == "contract" and rule.id not in ALLOWING_RULES)
OTHER_RULES = sorted({rule.id for rule in RULES.values()} - {*CONTRACT_RULES, *FIXED_RULES})


def read(text: str, path: str = "envcheck.toml") -> Config:
    """The config of a text."""
    write(Path(), {path: text})
    return load(path, lambda: RULES)


def refusal(text: str, path: str = "envcheck.toml") -> UsageError:
    """The error for a text."""
    with pytest.raises(UsageError) as caught:
        read(text, path)
    return caught.value


def in_pyproject(text: str) -> str:
    """A config as it stands in pyproject.toml, one line further down."""
    return "[tool.envcheck]\n" + re.sub(r"^(\[+)", r"\1tool.envcheck.", text, flags=re.MULTILINE)


# -- what it may say


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing yet\n",
        'platform = "none"\n',
        SERVICE,
        SERVICE + 'platform = "none"\n',
        WHOLE,
        WHOLE.replace("\n", "\r\n"),
        "\ufeff" + WHOLE,
        SOURCES + 'worker = ["shared.env", ".env"]\n',
        SOURCES + 'worker = "dotenv:.env"\n',
        SOURCES + 'worker = "render-export:worker.json"\n',
        SOURCES + 'worker = ["render-group:shared.json", "worker.json"]\n',
        SOURCES + 'worker = "./exports/../.env"\n',
        "services = {worker = {schema = 'worker.json'}}\n",
        "services.worker.schema = 'worker.json'\n",
        '["services" . "worker"]\n"schema" = "worker.json"\n',
        '[services."the.worker"]\nschema = "worker.json"\n',
        SERVICE + "[environments.production]\n",
        SERVICE + '[environments.eu-1]\nstage = "production"\n',
        "[rules]\n",
        *(f'[rules]\nmissing-variable = "{level}"\n' for level in ("error", "warning", "note", "off")),
    ],
)
def test_a_right_config_is_read(text: str, folder: Path) -> None:
    """Everything that the documentation shows, and every way in which TOML can write it."""
    write(folder, {"envcheck.toml": text, "pyproject.toml": "[tool.other]\n"})

    assert load("envcheck.toml", lambda: RULES).path == "envcheck.toml"


def test_everything_of_a_config_is_kept(folder: Path) -> None:
    """Each name with what belongs to it."""
    config = read(
        'platform = "render"\n'
        '[services.api]\nschema = "schemas/api.json"\nplatform = "none"\n'
        '[environments.live]\nstage = "staging"\n[environments.live.sources]\napi = ["a.env", "render-export:b.json"]\n'
        '[rules]\nunknown-variable = "error"\n'
    )
    environment = config.environments["live"]

    assert config.platform == "render"
    assert configs.Service("api", "schemas/api.json", "none") == config.services["api"]
    assert configs.ConfiguredEnvironment("live", "staging", {"api": ("a.env", "render-export:b.json")}) == environment
    assert config.severities == {"unknown-variable": "error"}


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        *((name, "development") for name in ("dev", "local", "test", "development", "ci", "DEV")),
        *((name, "production") for name in ("prod", "production", "live", "Production")),
        *((name, "staging") for name in ("staging", "stage", "preview", "qa", "eu-1", "prod-eu", "production2", "x")),
    ],
)
def test_the_name_of_an_environment_tells_its_stage(name: str, stage: str, folder: Path) -> None:
    """Whatever is not known is staging, which is deployed."""
    assert stage == read(f"[environments.{name}]\n").environments[name].stage


@pytest.mark.parametrize("name", sorted(STAGE_OF_NAME))
def test_a_stage_that_is_written_down_wins(name: str, folder: Path) -> None:
    """The name only stands in for it."""
    stages = [read(f'[environments.{name}]\nstage = "{stage}"\n').environments[name].stage for stage in STAGES]

    assert list(STAGES) == stages


# -- what is refused


@pytest.mark.parametrize("is_shared", [False, True], ids=["envcheck.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        # unknown names
        ("rule = 1\n", 1, "unknown option 'rule'", "did you mean 'rules'?"),
        (WHOLE + "[service.api]\n", 5, "unknown option 'service'", "did you mean 'services'?"),
        ("xyz = 1\n", 1, "unknown option 'xyz'", "known: allow, environments, platform, rules, services"),
        (SERVICE + 'shema = "x"\n', 3, "unknown option 'shema' in [services.worker]", "did you mean 'schema'?"),
        ("[environments.e]\nstages = 1\n", 2, "unknown option 'stages' in [environments.e]", "did you mean 'stage'?"),
        ("[environments.e]\nsource = 1\n", 2, "unknown option 'source' in [environments.e]", "did you mean 'sources'?"),
        (
            SOURCES + 'wroker = ".env"\n',
            4,
            "unknown service 'wroker' in [environments.production.sources]",
            "did you mean 'worker'?",
        ),
        (
            '[rules]\nmising-variable = "off"\n',
            2,
            "unknown rule 'mising-variable' in [rules]",
            "did you mean 'missing-variable'?",
        ),
        ('[rules]\ntruncated-export = "off"\n', 2, "unknown rule 'truncated-export' in [rules]", ""),
        ("services = {worker = {shema = 1}}\n", 1, "unknown option 'shema' in [services.worker]", "did you mean 'schema'?"),
        ("services.worker.shema = 1\n", 1, "unknown option 'shema' in [services.worker]", "did you mean 'schema'?"),
        # wrong types
        ("services = 1\n", 1, "'services' must be a table", "Write [services]."),
        ("[[services]]\n", 1, "'services' must be a table", "Write [services]."),
        ("[services]\nworker = 'worker.json'\n", 2, "'services.worker' must be a table", "Write [services.worker]."),
        ("[services.worker]\n", 1, "service 'worker' has no schema", 'Write schema = "schemas/NAME.json".'),
        ("[services.worker]\nschema = 1\n", 1, "service 'worker' has no schema", 'Write schema = "schemas/NAME.json".'),
        ("environments = []\n", 1, "'environments' must be a table", "Write [environments]."),
        ("[environments]\ne = 1\n", 2, "'environments.e' must be a table", "Write [environments.e]."),
        ("[environments.e]\nsources = 1\n", 2, "'environments.e.sources' must be a table", "Write [environments.e.sources]."),
        *(
            (
                f"{SOURCES}worker = {value}\n",
                4,
                "'environments.production.sources.worker' must be a source or a list of sources",
                'Write "exports/api.staging.json".',
            )
            for value in ("1", "[]", "[1]", "{}", "true", '[["a"]]')
        ),
        ("rules = []\n", 1, "'rules' must be a table", "Write [rules]."),
        # words that are none
        ('platform = "rendr"\n', 1, "'platform' must be one of render, none", "did you mean 'render'?"),
        ("platform = 1\n", 1, "'platform' must be one of render, none", "Write it as a text, in quotes."),
        (
            SERVICE + "platform = []\n",
            3,
            "'services.worker.platform' must be one of render, none",
            "Write it as a text, in quotes.",
        ),
        (
            '[environments.e]\nstage = "producton"\n',
            2,
            "'environments.e.stage' must be one of development, staging, production",
            "did you mean 'production'?",
        ),
        (
            '[rules]\nmissing-variable = "info"\n',
            2,
            "'rules.missing-variable' must be one of error, warning, note, off",
            "",
        ),
        (
            "[rules]\nmissing-variable = false\n",
            2,
            "'rules.missing-variable' must be one of error, warning, note, off",
            "Write it",
        ),
        # sources
        (SOURCES + 'worker = "-"\n', 4, "standard input cannot be a configured source", "Name a file."),
        (SOURCES + 'worker = "dotenv:-"\n', 4, "standard input cannot be a configured source", "Name a file."),
        (SOURCES + 'worker = ""\n', 4, "a source is named by an empty text", "Name a file"),
        (SOURCES + 'worker = "dotenv:"\n', 4, "'dotenv:' names no file", "Try: dotenv:FILE"),
        (SOURCES + 'worker = "dotnev:.env"\n', 4, "'dotnev' is no kind of source", "did you mean 'dotenv'?"),
        (
            SOURCES + 'worker = ["a.env", "vault:x"]\n',
            4,
            "'vault' is no kind of source",
            "known: blueprint, dotenv, json, render-export, render-group",
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, line: int, message: str, hint: str, is_shared: bool, folder: Path) -> None:
    """Also in pyproject.toml, where it stands below another name."""
    path = "pyproject.toml" if is_shared else "envcheck.toml"
    error = refusal(in_pyproject(text) if is_shared else text, path)

    assert f"config {path}:{line + is_shared}: {message}" == error.message
    assert error.hint.startswith(hint)
    assert bool(hint) == bool(error.hint)


@pytest.mark.parametrize("table", ["tool = 1\n", "[tool]\n", "[tool.other]\n", "[tool]\nenvcheck = 1\n", "[[tool.envcheck]]\n"])
def test_a_pyproject_without_the_table_is_no_config(table: str, folder: Path) -> None:
    """One that is named must have it."""
    assert refusal(table, "pyproject.toml").message == "config pyproject.toml: there is no table [tool.envcheck]"


# -- severities


@pytest.mark.parametrize("rule", FIXED_RULES)
@pytest.mark.parametrize("level", ["warning", "note", "off"])
def test_what_was_not_read_cannot_be_lowered(rule: str, level: str, folder: Path) -> None:
    """A line that is skipped is a check that is not made."""
    error = refusal(f'[rules]\n{rule} = "{level}"\n')

    assert f"config envcheck.toml:2: '{rule}' cannot be lowered: what it finds could not be read" == error.message


@pytest.mark.parametrize("rule", CONTRACT_RULES)
@pytest.mark.parametrize("level", ["error", "off"])
def test_a_broken_schema_cannot_be_allowed(rule: str, level: str, folder: Path) -> None:
    """It stops every check, whatever a config says."""
    error = refusal(f'[rules]\n{rule} = "{level}"\n')

    assert f"config envcheck.toml:2: '{rule}' is about schemas, and always stops a check" == error.message


@pytest.mark.parametrize("rule", [*OTHER_RULES, *FIXED_RULES])
def test_every_other_rule_can_be_an_error(rule: str, folder: Path) -> None:
    """Raising is always right."""
    assert {rule: "error"} == read(f'[rules]\n{rule} = "error"\n').severities


@pytest.mark.parametrize("rule", OTHER_RULES)
def test_every_other_rule_can_be_off(rule: str, folder: Path) -> None:
    """One at a time."""
    assert {rule: "off"} == read(f'[rules]\n{rule} = "off"\n').severities


def test_all_rules_cannot_be_off(folder: Path) -> None:
    """A check that looks for nothing would always pass."""
    lines = "".join(f'{rule} = "off"\n' for rule in OTHER_RULES)

    assert refusal(f"[rules]\n{lines}").message == "config envcheck.toml:1: every rule is off, so nothing is left to check"


@pytest.mark.parametrize(
    ("rules", "code", "severity"),
    [
        ("", EXIT_CLEAN, "warning"),
        ('unknown-variable = "error"', EXIT_FINDINGS, "error"),
        ('unknown-variable = "warning"', EXIT_CLEAN, "warning"),
        ('unknown-variable = "note"', EXIT_CLEAN, "note"),
        ('unknown-variable = "off"', EXIT_CLEAN, None),
        ('missing-variable = "off"', EXIT_CLEAN, "warning"),
    ],
)
def test_the_config_decides_how_much_a_finding_weighs(
    rules: str, code: int, severity: str | None, folder: Path, program: Program
) -> None:
    """Nothing else is touched by it."""
    write(
        folder, {"envcheck.toml": f"{WHOLE}[rules]\n{rules}\n", "worker.json": SCHEMA, ".env": "TOKEN=made-up\nOTHER=made-up\n"}
    )
    done = program("check", "--format", "json")
    found = [(finding["rule"], finding["severity"]) for finding in done.report["findings"]]

    assert (code, [("unknown-variable", severity)] if severity else []) == (done.code, found)


# -- paths


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("../outside.env", {}),
        ("sub/../../outside.env", {}),
        ("/outside.env", {}),
        ("..", {}),
        ("link.env", {"link.env": link("../outside.env")}),
        ("link/outside.env", {"link": link("..")}),
        ("a.env", {"a.env": link("b.env"), "b.env": link("../outside.env")}),
        ("dotenv:../outside.env", {}),
        ("dotenv:link.env", {"link.env": link("../outside.env")}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("where", ["schema", "source"])
def test_a_path_out_of_the_repository_is_refused(where: str, path: str, files: Files, folder: Path) -> None:
    """Whether the path itself leads out, or a symbolic link on its way."""
    write(folder, {"../outside.env": "TOKEN=made-up\n", **files})
    if where == "schema":
        error = refusal(f'[services.worker]\nschema = "{path.removeprefix("dotenv:")}"\n')
        expected = "config envcheck.toml:2: the path of 'services.worker.schema' leads out of the project"
    else:
        error = refusal(f'{SOURCES}worker = "{path}"\n')
        expected = "config envcheck.toml:4: the path of 'environments.production.sources.worker' leads out of the project"

    assert expected == error.message


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("a.env", {}),
        ("sub/../a.env", {}),
        ("../deploy/a.env", {}),
        ("../a.env", {}),
        ("link.env", {"deploy/link.env": link("../other/a.env")}),
        ("link/a.env", {"deploy/link": link("../other")}),
        ("...env", {}),
        ("..a/b.env", {}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_path_inside_the_repository_is_relative_to_the_config(path: str, files: Files, folder: Path) -> None:
    """Up is allowed as far as the repository's root."""
    write(folder, files)
    config = read(f'{SOURCES}worker = "{path}"\n', "deploy/envcheck.toml")

    assert (os.path.normpath(f"deploy/{path}"),) == config.environments["production"].sources["worker"]


def test_an_absolute_path_inside_the_repository_is_kept(folder: Path) -> None:
    """It leads to the same file."""
    config = read(f'[services.worker]\nschema = "{folder}/worker.json"\n')

    assert f"{folder}/worker.json" == config.services["worker"].schema


@pytest.mark.parametrize("path", ["../outside.env", "../deploy2/a.env"])
def test_without_a_repository_paths_stay_in_the_folder_of_the_config(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder whose name only begins like that one is another folder."""
    write(tmp_path, {"deploy/envcheck.toml": f'{SOURCES}worker = "{path}"\n'})
    monkeypatch.chdir(tmp_path)

    with pytest.raises(UsageError, match="leads out of the project"):
        load("deploy/envcheck.toml", lambda: RULES)


# -- discovery

TABLE = "[tool.envcheck]\n"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, None),
        ({"envcheck.toml": ""}, "../../envcheck.toml"),
        ({"a/envcheck.toml": ""}, "../envcheck.toml"),
        ({"a/b/envcheck.toml": ""}, "envcheck.toml"),
        ({"a/b/envcheck.toml": "", "envcheck.toml": ""}, "envcheck.toml"),
        ({"a/envcheck.toml": "", "envcheck.toml": ""}, "../envcheck.toml"),
        ({"pyproject.toml": TABLE}, "../../pyproject.toml"),
        ({"a/b/pyproject.toml": TABLE, "envcheck.toml": ""}, "pyproject.toml"),
        ({"a/b/pyproject.toml": "[tool.envcheck.services]\n"}, "pyproject.toml"),
        ({"a/b/pyproject.toml": TABLE, "a/b/envcheck.toml": ""}, "envcheck.toml"),
        ({"a/b/pyproject.toml": "", "a/envcheck.toml": ""}, "../envcheck.toml"),
        ({"a/b/pyproject.toml": "[tool.other]\nname = 'envcheck'\n", "a/envcheck.toml": ""}, "../envcheck.toml"),
        ({"a/b/pyproject.toml": "=", "a/envcheck.toml": ""}, "../envcheck.toml"),
        ({"a/b/pyproject.toml": "[tool.envcheck]\n=", "a/envcheck.toml": ""}, "pyproject.toml"),
        ({"a/b/pyproject.toml": Path.mkdir, "a/envcheck.toml": ""}, "../envcheck.toml"),
        ({"a/b/envcheck.toml": Path.mkdir, "a/envcheck.toml": ""}, "envcheck.toml"),
        ({"a/b/envcheck.toml": link("no"), "a/envcheck.toml": ""}, "envcheck.toml"),
        ({"../envcheck.toml": ""}, None),
        ({"../pyproject.toml": TABLE}, None),
        ({"a/.git": "gitdir: elsewhere\n", "envcheck.toml": ""}, None),
        ({"a/.git": "gitdir: elsewhere\n", "a/envcheck.toml": ""}, "../envcheck.toml"),
        ({"a/b/c/envcheck.toml": ""}, None),
        ({"a/b/.envcheck.toml": ""}, None),
    ],
)
def test_the_nearest_config_up_to_the_root_counts(
    files: Files, expected: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The repository ends where ``.git`` lies, be it a folder or the file of a work tree."""
    write(folder, {"a/b/.env": "", **files})
    monkeypatch.chdir(folder / "a" / "b")

    assert expected == discover()


@pytest.mark.parametrize("content", [b"\xff[tool.envcheck]\n", "[tool.envcheck]\n".encode("utf-16")])
def test_a_pyproject_that_is_no_text_is_not_passed_over(content: bytes, folder: Path, program: Program) -> None:
    """What it says of envcheck cannot be known, and a check without it would be another."""
    write(folder, {"pyproject.toml": content, ".env": "TOKEN=made-up\n"})
    done = program("check", ".env")

    assert (done.code, done.err.startswith("envcheck: config pyproject.toml")) == (EXIT_USAGE, True), done


def test_without_a_repository_only_the_folder_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else's config is picked up on the way to the root of the disk."""
    write(tmp_path, {"envcheck.toml": "", "a/.env": ""})
    monkeypatch.chdir(tmp_path / "a")

    assert discover() is None


def test_there_is_no_config_of_a_user(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate gives the same answer everywhere."""
    home = tmp_path / "home"
    write(
        home,
        dict.fromkeys(("envcheck.toml", ".envcheck.toml", ".config/envcheck.toml", ".config/envcheck/envcheck.toml"), ""),
    )
    for name in ("HOME", "XDG_CONFIG_HOME", "ENVCHECK_CONFIG"):
        monkeypatch.setenv(name, str(home / "envcheck.toml" if name == "ENVCHECK_CONFIG" else home))

    assert discover() is None


def test_paths_are_shown_from_where_the_user_is(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """They can be opened as they are printed."""
    write(folder, {"envcheck.toml": WHOLE, "worker.json": SCHEMA, ".env": "TOKEN=made-up\nA B=\n", "sub/x": ""})
    monkeypatch.chdir(folder / "sub")
    done = program("check", "--format", "json")

    assert [finding["location"]["path"] for finding in done.report["findings"]] == ["../.env"]


# -- options

OTHER = WHOLE.replace("worker", "api")


@pytest.mark.parametrize(
    ("arguments", "services"),
    [
        ((), ["worker"]),
        (("--config", "envcheck.toml"), ["worker"]),
        (("--config", "other.toml"), ["api"]),
        (("--config", "sub/other.toml"), ["api"]),
        (("--config", "shared/pyproject.toml"), ["worker"]),
        (("--isolated", ".env"), [None]),
        (("--isolated", ".env", "--schema", "worker.json"), [None]),
    ],
)
def test_an_option_chooses_the_config(
    arguments: tuple[str, ...], services: list[str | None], folder: Path, program: Program
) -> None:
    """The nearest one counts only where none is named, and none where none is wanted."""
    files: Files = {".env": "TOKEN=made-up\n", "worker.json": SCHEMA, "api.json": SCHEMA}
    inside = {f"{place}/{name}": content for place in ("sub", "shared") for name, content in files.items()}
    configs = {"envcheck.toml": WHOLE, "other.toml": OTHER, "sub/other.toml": OTHER, "shared/pyproject.toml": in_pyproject(WHOLE)}
    write(folder, {**files, **inside, **configs})
    done = program("check", *arguments, "--format", "json")

    assert (EXIT_CLEAN, services) == (done.code, [source["service"] for source in done.report["sources"]])


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--config", "no.toml"), EXIT_USAGE, "config no.toml: no such file"),
        (("--config", "."), EXIT_USAGE, "config .: not a regular file"),
        (("--config", "envcheck.toml", "--isolated"), EXIT_USAGE, "--config and --isolated exclude each other"),
        (("--isolated",), EXIT_INCOMPLETE, "no source is named, and there is no config"),
        (("--isolated", ".env", "--service", "worker"), EXIT_USAGE, "there is no service 'worker'"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_an_option_that_leads_nowhere_is_refused(
    arguments: tuple[str, ...], code: int, says: str, folder: Path, program: Program
) -> None:
    """It never falls back to something else."""
    write(folder, {".env": "TOKEN=made-up\n", "worker.json": SCHEMA, "envcheck.toml": WHOLE})
    done = program("check", *arguments)

    assert (code, True) == (done.code, says in done.err), done


@pytest.mark.parametrize("arguments", [("check",), ("check", ".env"), ("check", ".env", "--schema", "worker.json")], ids=" ".join)
def test_a_broken_config_stops_every_check(arguments: tuple[str, ...], folder: Path, program: Program) -> None:
    """Also one that would not need it: what it says of severities is not known."""
    write(folder, {".env": "TOKEN=made-up\n", "worker.json": SCHEMA, "envcheck.toml": WHOLE + "[rule]\n"})

    assert program(*arguments).code == EXIT_USAGE
