"""Coverage-guided fuzzing: bytes that nobody thought of, in front of everything that reads or writes them.

``python -m tests.campaign.fuzz --runs 50000`` runs every target, each in a process of its own, with what earlier runs have found
if ``--corpus FOLDER`` is given. A crash, an input that takes longer than a second, and one that takes more than 300 MB stop a
target; the input is shown as bytes, to become a test.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

#: Most bytes of an input: what is wrong with a large one is nearly always wrong with a small one.
MOST_BYTES = 2_000
#: What one input may take.
SECONDS, MEGABYTES = 1, 300
#: Python itself has this much, with all modules instrumented.
_BASE_MEGABYTES = 200

Target = Callable[[bytes], None]


def dotenv(data: bytes) -> None:
    """A .env text, read and checked without a schema."""
    _checked(data, "dotenv")


def export(data: bytes) -> None:
    """An export of Render."""
    _checked(data, "render-export")


def blueprint(data: bytes) -> None:
    """A blueprint of one service, or of whatever the text makes of it."""
    start = b"services:\n- {type: web, name: api, runtime: go, envVars: [{key: A, value: x}]}\n"
    _checked(data, "blueprint")
    _checked(start + data, "blueprint")


def compose(data: bytes) -> None:
    """A compose file of one service, or of whatever the text makes of it."""
    start = b"services:\n  web:\n    environment: {A: '${B:-c}'}\n"
    _checked(data, "compose")
    _checked(start + data, "compose")


def answers(data: bytes) -> None:
    """The answers of Render's API, one behind the other: a list is read to its proven end, or not at all."""
    from envcheck.errors import SourceError
    from envcheck.files import decode
    from envcheck.json_text import JsonText
    from envcheck.sources.render_api import objects, pages

    pieces = data.split(b"\n\n")
    for field, read in (("envVar", objects.variable_of), ("service", objects.service_of), ("envGroup", objects.group_of)):
        left = list(pieces)
        given: list[Any] = []

        def ask(path: str, parameters: object, left: list[bytes] = left, given: list[Any] = given) -> Any:
            if not left:
                raise SourceError("failing-api", "no answer is left")
            given.append(JsonText(decode(left.pop(0))).value)
            return given[-1]

        try:
            found = pages.read_list(ask, "x", field, "things", read)
        except SourceError:
            continue
        assert len(found) <= sum(len(each) for each in given)
        assert len(given[-1]) < pages.LIMIT


def any_source(data: bytes) -> None:
    """A text of which the content tells what it is."""
    _checked(data, None)


def _checked(data: bytes, kind: str | None) -> None:
    from envcheck import sources
    from envcheck.check import check
    from envcheck.compile import compile_nothing
    from envcheck.errors import SourceError
    from envcheck.files import decode
    from envcheck.model import Context

    try:
        parts = sources.read(decode(data), sources.Target(kind, "made-up"), is_file=False, whole=True)
    except SourceError:
        return
    for part in parts:
        for finding in check(compile_nothing(Context("api", "production", "production", True, "render")), part, {}):
            assert finding.message
            assert finding.location is not None


def schema(data: bytes) -> None:
    """A schema, compiled, and held against a few variables."""
    from envcheck.check import check
    from envcheck.compile import compile_schema
    from envcheck.errors import UsageError
    from envcheck.files import decode
    from envcheck.model import Context
    from envcheck.schema import SchemaFile, SchemaFiles

    environment = _environment("PORT=8000\nA=\nDATABASE_URL=postgresql://app@db.acme.dev/app\nDEBUG=yes\nL=[1,2]\n")
    try:
        compiled = compile_schema(SchemaFiles("."), SchemaFile("schema.json", decode(data)), Context())
        check(compiled, environment, {})
    except UsageError:
        return
    except Exception as error:
        from envcheck.errors import SourceError

        if not isinstance(error, SourceError):
            raise


def config(data: bytes) -> None:
    """A config."""
    from envcheck import config as configs
    from envcheck.errors import UsageError
    from envcheck.rules.all import RULES

    path = os.path.join(_folder(), "envcheck.toml")
    Path(path).write_bytes(data)
    try:
        configs.load(path, lambda: RULES)
    except UsageError:
        return


def address(data: bytes) -> None:
    """An address of any scheme, taken apart."""
    from envcheck.address import split

    split(data.decode("utf-8", "replace"))


def github(data: bytes) -> None:
    """What goes into the commands of a workflow: no line of it begins another."""
    from envcheck.reports import render

    lines = render("github", _report(data)).split("\n")
    commands = [line for line in lines if line.lstrip().startswith(("::", "##["))]
    assert commands == [line for line in lines if line.startswith(("::error ", "::warning ", "::notice "))]
    assert "\r" not in "".join(lines)


def sarif(data: bytes) -> None:
    """A SARIF report: JSON, whatever names and messages hold."""
    import json

    from envcheck.reports import render

    json.loads(render("sarif", _report(data)))


def page(data: bytes) -> None:
    """The reports that are pages: nothing of a name becomes a mark of them."""
    from envcheck.reports import render

    report = _report(b"\x01<script>&\x1b[31m" + data)
    assert "<script>" not in render("html", report)
    assert "\x1b" not in render("markdown", report)
    assert "\x1b[31m" not in render("text", report)


def _environment(text: str) -> Any:
    from envcheck.sources import dotenv_file

    return dotenv_file.read(text, path=".env")


def _folder() -> str:
    global _FOLDER
    if not _FOLDER:
        _FOLDER = tempfile.mkdtemp()
        os.mkdir(os.path.join(_FOLDER, ".git"))
    return _FOLDER


_FOLDER = ""


def _report(data: bytes) -> Any:
    """A report whose names, paths and messages are what the bytes say."""
    from envcheck.model import CheckedSource, Failure, Finding, Location, Report
    from envcheck.rules.all import RULES

    text = data.decode("utf-8", "surrogateescape")
    words = (text.split("\n") * 6)[:6]
    place = Location(words[1], 1, 2, 3)
    rule = RULES["wrong-type"]
    finding = Finding(rule, "error", words[2], words[3], words[0], words[4], words[5], place, (), place, False)
    failures = (Failure("missing-file", words[1], words[4], words[5]),)
    return Report("check", 3, (finding,), failures, (CheckedSource(words[2], words[3], words[1], 1, True),), (words[4],), 1)


def _crashing(data: bytes) -> None:
    """What shows that a crash is told."""
    if len(data) > 1:
        raise RuntimeError("made-up crash")


TARGETS: dict[str, Target] = {
    each.__name__: each
    for each in (dotenv, export, blueprint, compose, answers, any_source, schema, config, address, github, sarif, page)
}


#: What a target begins with where nobody gives it a corpus: small texts of the right kind, of which it makes others.
SEEDS: dict[str, tuple[str, ...]] = {
    "dotenv": (
        "A=1\nexport B='x y' # c\nC=\"a\\nb\"\nD=${A}-x\n# envcheck: allow[weak-secret] made up\nDATABASE_URL=postgresql://app:pw@db:5432/app\n",
        "\ufeffA=1\r\nB=  # only a comment\r\nA=2\r\nSUPABASE_URL=https://abcdefghijklmnopqrst.supabase.co\r\n",
    ),
    "export": (
        '[{"envVar":{"key":"A","value":"1"},"cursor":"c"},{"envVar":{"key":"B","value":"redis://r:6379"},"cursor":"d"}]',
        '[{"key":"A","value":"1"},{"key":"A","value":2},{"key":"C","generateValue":true}]',
        '{"id":"evg","envVars":[{"key":"A","value":"x"}],"secretFiles":[{"name":"a","content":"b"}]}',
        '{"A":"1","B":"2"}',
        '{"message":"unauthorized"}',
    ),
    "blueprint": (
        "services:\n  - type: web\n    name: api\n    env: python\n    envVars:\n      - key: A\n        value: 3.10 # c\n      - fromGroup: g\n"
        "      - key: B\n        fromDatabase: {name: db, property: host}\n      - {key: C, sync: false, previewValue: x}\n"
        "databases:\n  - {name: db, region: ohio}\nenvVarGroups:\n  - name: g\n    envVars: [{key: D, value: true}]\n",
        "projects:\n- name: p\n  environments:\n  - name: e\n    services:\n    - &s {type: worker, name: w, envVars: &v [{key: A, value: |-\n"
        "        x}]}\n",
        "- key: E\n  fromService: {type: web, name: api, envVarKey: RENDER_EXTERNAL_URL}\n",
    ),
    "schema": (
        '{"required":["A"],"properties":{"A":{"type":"integer","minimum":1},"L":{"type":"array","items":{"$ref":"#/$defs/x"}}},"$defs":{"x":{"const":1}}}',
        '{"anyOf":[{"required":["A"]},{"required":["B"]}],"patternProperties":{"^P":{"pattern":"^[a-z]+$","not":{"enum":["a"]}}}}',
        '{"if":{"properties":{"A":{"const":"b"}}},"then":{"required":["C"]},"properties":{"A":{},"C":{"x-envcheck":{"formerly":["D"],"in":{"production":{"minLength":3}}}}}}',
        '{"$ref":"#","properties":{"DATABASE_URL":{"format":"postgres-url","x-envcheck":{"postgres":{"driver":"asyncpg"}}}}}',
    ),
    "config": (
        'platform = "render"\n[services.api]\nschema = "a.json"\n[environments.production]\nstage = "production"\n[environments.production.sources]\napi = ["render-group:g.json", "a.json"]\n[rules]\nunknown-variable = "off"\n',
        '[[allow]]\nrule = "shared-value"\nvariable = "A"\nreason = "x"\nexpires = 2027-01-31\n',
    ),
    "compose": (
        'services:\n  web:\n    image: x\n    env_file: [.env]\n    environment:\n      - A=1\n      - B\n    ports: ["5433:5432"]\n  db: {image: postgres}\n',
        "x: &x {A: '${B:?no}'}\nservices: {web: {environment: {<<: *x, C: 5}, extends: {service: db}}, db: {environment: {D: null}}}\n",
    ),
    "answers": (
        '[{"envVar":{"key":"A","value":"1"},"cursor":"c"},{"envVar":{"key":"B","value":"2"},"cursor":"d"}]\n\n[]',
        '[{"service":{"id":"srv-a","name":"a","type":"web_service","suspended":"not_suspended"},"cursor":"c"}]',
        '[{"id":"evg-a","name":"g","serviceLinks":[{"id":"srv-a","name":"a","type":"web"}]}]\n\n[{"key":"A","value":"1"}]',
    ),
    "github": ("A\n.env\napi\nproduction\na message\na hint",),
    "address": ("postgresql+asyncpg://a.b:p%40w@[::1]:5432,h:1/d?x=y&z#f", "mongodb+srv://u:p/w@h/d", "https://h"),
}


SEEDS["any_source"] = (*SEEDS["dotenv"], *SEEDS["export"], *SEEDS["blueprint"])


class Outcome(NamedTuple):
    """How one target went: its executions, how fast they were, and what was said of a crash."""

    target: str
    runs: int
    seconds: float
    crash: str


def fuzz(target: str, runs: int, corpus: Path | None = None, seed: int = 1) -> Outcome:
    """Run one target in a process of its own."""
    arguments = [
        *(f"-runs={runs}", f"-max_len={MOST_BYTES}", f"-timeout={SECONDS}", f"-rss_limit_mb={_BASE_MEGABYTES + MEGABYTES}"),
        *(f"-seed={seed}", "-print_final_stats=1", "-verbosity=0"),
    ]
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as here, tempfile.TemporaryDirectory() as fresh:
        folder = (corpus or Path(fresh)) / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(SEEDS.get(target, ())):
            (folder / f"seed-{number}").write_text(text, encoding="utf-8", newline="")
        arguments.append(str(folder))
        done = subprocess.run(
            [sys.executable, "-m", "tests.campaign.fuzz", "--only", target, *arguments, f"-artifact_prefix={here}/"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            cwd=Path(__file__).parent.parent.parent,
            timeout=60 + runs,  # the fuzzer bounds itself; this is for a fuzzer that does not
        )
        crash = b"".join(path.read_bytes() for path in Path(here).iterdir())
    said = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if not line.startswith("INFO: Instrumenting")]
    count = next((int(line.rpartition(":")[2]) for line in said if "number_of_executed_units" in line), 0)
    failed = "\n".join((repr(crash), *said[-40:])) if done.returncode or crash else ""
    return Outcome(target, count, time.monotonic() - started, failed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run targets, and print what became of each."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaign.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=[], help=f"of {', '.join(TARGETS)}; all if none is named")
    parser.add_argument("--runs", type=int, default=1_000_000, help="executions of each target (default: 1,000,000)")
    parser.add_argument("--corpus", type=Path, help="a folder of inputs to begin with, and to add to")
    parser.add_argument("--seed", type=int, default=1)
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--only"]:
        _fuzz_here(given[1], given[2:])
    options = parser.parse_args(given)
    code = 0
    for target in options.targets or TARGETS:
        outcome = fuzz(target, options.runs, options.corpus, options.seed)
        speed = outcome.runs / outcome.seconds if outcome.seconds else 0
        print(
            f"{target:<12} {outcome.runs:>10,} executions, {speed:,.0f}/s, {'a crash' if outcome.crash else 'no crash'}",
            flush=True,
        )
        if outcome.crash:
            print(outcome.crash)
            code = 1
    return code


def _fuzz_here(target: str, arguments: Sequence[str]) -> None:
    """Let the fuzzer have this process; it does not come back."""
    import atheris

    with atheris.instrument_imports(include=["envcheck"]):
        import envcheck.config
        import envcheck.prepare
        import envcheck.reports.github
        import envcheck.reports.html
        import envcheck.reports.markdown
        import envcheck.reports.sarif
        import envcheck.reports.text
        import envcheck.rules.all
        import envcheck.sources.blueprint
        import envcheck.sources.compose
        import envcheck.sources.dotenv_grammar
        import envcheck.sources.render_api.objects
        import envcheck.sources.render_api.pages
        import envcheck.sources.render_export  # noqa: F401
    atheris.Setup([sys.argv[0], *arguments], _crashing if target == "crashing" else TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
