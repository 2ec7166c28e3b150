"""``envcheck run``: the command starts where its variables are right, and is then the process itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program
from tests.program import COMMAND, Done, write

FOUND = "made-up-marker-7Q"

SCHEMA: dict[str, Any] = {
    "required": ["TOKEN", "PORT"],
    "properties": {"TOKEN": {"minLength": 8, "writeOnly": True}, "PORT": {"type": "integer"}},
}
GOOD = {"TOKEN": FOUND, "PORT": "0"}

#: A web server that says which port it has got, as real ones log it, and answers with its process id.
SERVER = """
import http.server, os, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(os.getpid()).encode())
server = http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler)
print("listening on", server.server_port, flush=True)
server.serve_forever()
"""


@pytest.fixture
def service(folder: Path) -> Path:
    """A folder with a schema."""
    write(folder, {"schema.json": SCHEMA, "server.py": SERVER})
    return folder


def start(folder: Path, *arguments: str, variables: Mapping[str, str] = GOOD, **streams: Any) -> subprocess.Popen[bytes]:
    given: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    environment = {"PATH": os.environ["PATH"], **variables}
    process: subprocess.Popen[bytes] = subprocess.Popen([*COMMAND, "run", *arguments], cwd=folder, env=environment, **given)
    return process


def end(process: subprocess.Popen[bytes], stdin: bytes | None = None) -> Done:
    out, err = process.communicate(stdin, timeout=60)
    return Done(process.returncode, os.fsdecode(out or b""), os.fsdecode(err or b""))


def done(folder: Path, *arguments: str, variables: Mapping[str, str] = GOOD, **streams: Any) -> Done:
    """A run to its end, with the schema of the folder."""
    return end(start(folder, "--schema", "schema.json", *arguments, variables=variables, **streams))


def python(code: str) -> tuple[str, ...]:
    """The words of a command that runs Python code."""
    return sys.executable, "-I", "-c", code


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The web server behind ``envcheck run``, and its address, once it listens."""
    process = start(folder, "--schema", "schema.json", *options, "--", sys.executable, "server.py")
    try:
        assert process.stdout is not None
        line = process.stdout.readline().decode()  # empty where the process ends without a word
        port = re.fullmatch(r"listening on (\d+)\n", line)
        assert port, line
        yield process, f"http://127.0.0.1:{port[1]}/"
    finally:
        process.kill()
        process.communicate(timeout=60)


# -- a web server


def test_a_web_server_starts_where_all_is_right_and_answers(service: Path) -> None:
    with serving(service) as (process, address), urllib.request.urlopen(address, timeout=30) as answer:
        assert int(answer.read()) == process.pid  # the same process: it became the server


def test_a_web_server_does_not_start_where_a_variable_is_missing(service: Path) -> None:
    ended = done(service, "--", sys.executable, "server.py", variables={"TOKEN": FOUND})

    assert (ended.code, ended.out) == (1, "")
    assert "missing-variable  PORT" in ended.err
    assert "the command is not started" in ended.err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGKILL])
def test_a_signal_ends_the_server_itself(service: Path, number: signal.Signals) -> None:
    with serving(service) as (process, _):
        process.send_signal(number)
        # Python's own way out of an interrupt is to die of it, too
        assert process.wait(timeout=60) == -number


def test_the_server_sees_to_a_signal_that_it_handles(service: Path) -> None:
    code = "import signal, sys; signal.signal(15, lambda *_: sys.exit(42)); print('ready', flush=True); signal.pause()"
    process = start(service, "--schema", "schema.json", "--", *python(code))
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.terminate()

    assert end(process).code == 42


# -- what the command gets


@pytest.mark.parametrize("code", [0, 1, 2, 3, 7, 126, 255])
def test_the_exit_code_is_that_of_the_command(service: Path, code: int) -> None:
    assert done(service, "--", *python(f"raise SystemExit({code})")).code == code


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("a",),
        ("a b", "", " ", "\n", "*", "$HOME", "'"),
        ("--help", "--schema", "other.json", "-q", "-"),
        ("--", "--", "a", "--"),
        ("\udcff\u00e4",),
    ],
)
@pytest.mark.parametrize("separator", [("--",), ()])
def test_arguments_come_as_they_are(service: Path, arguments: tuple[str, ...], separator: tuple[str, ...]) -> None:
    words = python("import sys; print(ascii(sys.argv[1:]))")

    assert done(service, *separator, *words, *arguments).out == f"{list(arguments)!a}\n"


def test_the_separator_alone_is_no_command(service: Path) -> None:
    ended = done(service, "--")

    assert (ended.code, ended.out) == (2, "")
    assert "Missing argument" in ended.err


def test_streams_are_those_of_the_command(service: Path) -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read()); sys.stderr.write('said')"
    process = start(service, "-q", "--schema", "schema.json", "--", *python(code), stdin=subprocess.PIPE)

    assert end(process, b"given\n") == Done(0, "given\n", "said")


def test_standard_output_is_left_to_the_command(service: Path) -> None:
    ended = done(service, "--", *python("print('own')"))

    assert ended.out == "own\n"
    assert "2 variables: no findings" in ended.err


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux tells what was given")
@pytest.mark.parametrize(
    "variables", [{**GOOD, "OTHER": "\udcff", "EMPTY": "", "LINES": "a\nb"}, {**GOOD, "LC_CTYPE": "C.UTF-8"}, GOOD]
)
def test_variables_come_as_they_are(service: Path, variables: dict[str, str]) -> None:
    # printed by no Python, which sets LC_CTYPE for itself where there is no locale
    printed = done(service, "--", "env", "-0", variables=variables, stderr=subprocess.DEVNULL, stdout=subprocess.PIPE).out

    assert sorted(printed.split("\0")[:-1]) == sorted(
        f"{name}={value}" for name, value in {"PATH": os.environ["PATH"], **variables}.items()
    )


def test_the_command_has_the_signals_that_python_ignores(service: Path) -> None:
    code = "import signal; print(*(signal.getsignal(each) for each in (signal.SIGINT,)))"
    ended = done(service, "--", "sh", "-c", "kill -PIPE $$; echo survived")

    assert (ended.code, ended.out) == (-signal.SIGPIPE, "")
    assert "default_int_handler" in done(service, "--", *python(code)).out


def test_an_interrupt_that_is_ignored_stays_so(service: Path) -> None:
    words = [*COMMAND, "run", "-q", "--schema", "schema.json", "--", "sh", "-c", "kill -INT $$; echo survived"]
    shell = ["sh", "-c", "trap '' INT; exec \"$@\"", "sh", *words]
    ended = subprocess.run(
        shell, cwd=service, env={"PATH": os.environ["PATH"], **GOOD}, capture_output=True, timeout=60, check=False
    )

    assert (ended.returncode, ended.stdout) == (0, b"survived\n")


def test_no_file_of_the_check_is_open_in_the_command(service: Path) -> None:
    code = """
import os
for number in range(3, 256):
    try:
        os.fstat(number)
        print(number)
    except OSError:
        pass
"""

    assert done(service, "--", *python(code)).out == ""


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_it_starts_where_a_stream_is_closed(service: Path, closed: str) -> None:
    words = [*COMMAND, "run", "--schema", "schema.json", "--", "sh", "-c", ": > started"]
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", *words]
    ended = subprocess.run(
        shell, cwd=service, env={"PATH": os.environ["PATH"], **GOOD}, capture_output=True, timeout=60, check=False
    )

    assert ended.returncode == 0
    assert (service / "started").exists()


# -- what stops it


@pytest.mark.parametrize(
    ("arguments", "variables", "code"),
    [
        ((), {"TOKEN": FOUND}, 1),
        ((), {"TOKEN": FOUND, "PORT": "eighty"}, 1),
        ((), {"TOKEN": "x" * 3, "PORT": "80"}, 1),
        (("--fail-on", "warning"), {"TOKEN": FOUND}, 1),
        (("--env", "prodution"), GOOD, 2),
        (("--service", "api"), GOOD, 2),
        (("--config", "missing.toml"), GOOD, 2),
        (("--unknown",), GOOD, 2),
        (("--format", "json"), GOOD, 2),
    ],
)
@pytest.mark.parametrize("quiet", [(), ("-q",)])
def test_the_command_does_not_start(
    service: Path, arguments: tuple[str, ...], variables: dict[str, str], code: int, quiet: tuple[str, ...]
) -> None:
    ended = done(service, *arguments, *quiet, "--", "sh", "-c", ": > started; echo started", variables=variables)

    assert (ended.code, ended.out) == (code, "")
    assert ended.err.strip()
    assert not (service / "started").exists()


def test_a_schema_is_needed(service: Path) -> None:
    ended = end(start(service, "--", "sh", "-c", "echo started"))

    assert (ended.code, ended.out) == (2, "")
    assert "--schema FILE" in ended.err


def test_a_schema_that_names_nothing_is_incomplete(service: Path) -> None:
    write(service, {"empty.json": {"minProperties": 1}})
    ended = end(start(service, "--schema", "empty.json", "--", "sh", "-c", "echo started"))

    assert (ended.code, ended.out) == (3, "")
    assert "no-variables" in ended.err


@pytest.mark.parametrize(
    "variables", [{}, {"TOKEN": FOUND}, {"TOKEN": FOUND, "PORT": "eighty"}, {"TOKEN": "made-up\udcff8z", "PORT": "80"}]
)
def test_warn_only_starts_it_and_says_why_not(service: Path, variables: dict[str, str]) -> None:
    ended = done(service, "--warn-only", "--", *python("print('started'); raise SystemExit(7)"), variables=variables)

    assert (ended.code, ended.out) == (7, "started\n")
    assert "error" in ended.err
    assert "started nevertheless" in ended.err


def test_warn_only_starts_it_where_not_all_could_be_checked(service: Path) -> None:
    write(service, {"empty.json": {"minProperties": 1}})
    ended = end(start(service, "--warn-only", "--schema", "empty.json", "--", "echo", "started"))

    assert (ended.code, ended.out) == (0, "started\n")
    assert "no-variables" in ended.err


@pytest.mark.parametrize("arguments", [("--schema", "missing.json"), ("--env", "prodution"), ()])
def test_warn_only_starts_nothing_where_the_request_is_wrong(service: Path, arguments: tuple[str, ...]) -> None:
    ended = end(start(service, "--warn-only", *arguments, "--", "echo", "started"))

    assert (ended.code, ended.out) == (2, "")


def test_warn_only_has_nothing_to_say_where_all_is_right(service: Path) -> None:
    assert done(service, "--warn-only", "-q", "--", "echo", "started") == Done(0, "started\n", "")


def test_that_nothing_is_set_is_said(service: Path) -> None:
    (service / "schema.json").write_text('{"properties": {"NO_SUCH_VARIABLE_HERE": {}}}', encoding="utf-8")
    ended = end(start(service, "--schema", "schema.json", "--", "true"))

    assert ended.code == 0
    assert "none of the variables that the schema names is set" in ended.err


@pytest.mark.parametrize("variables", [{"TOKEN": FOUND, "PORT": "eighty"}])
def test_fail_on_says_what_stops_it(service: Path, variables: dict[str, str]) -> None:
    ended = done(service, "--fail-on", "never", "--", "echo", "started", variables=variables)

    assert (ended.code, ended.out) == (0, "started\n")
    assert "wrong-type" in ended.err


# -- commands that cannot start


def test_a_command_that_is_not_there_is_127(service: Path) -> None:
    for word in ("no-such-command-7q", "./no-such-file", "no-such-folder/x", "schema.json/x", ""):
        ended = done(service, "--", word)

        assert (ended.code, ended.out) == (127, "")
        assert "there is no such command" in ended.err


def test_a_command_that_is_no_program_is_126(service: Path) -> None:
    (service / "broken").write_text("no program\n", encoding="utf-8")
    (service / "broken").chmod(0o755)
    for word in ("./schema.json", "./broken", "./.git"):
        ended = done(service, "--", word)

        assert (ended.code, ended.out) == (126, "")
        assert re.search("it cannot be (executed|started)", ended.err)


# -- the config


CONFIG = """
[services.api]
schema = "schema.json"
[environments.production.sources]
api = "api.env"
"""


def test_the_only_service_of_a_config_is_the_one(service: Path) -> None:
    write(service, {"envcheck.toml": CONFIG, "api.env": "TOKEN=x\n"})
    ended = end(start(service, "--env", "production", "--", "echo", "started", variables={"TOKEN": FOUND}))

    assert (ended.code, ended.out) == (1, "")
    assert "api in production" in " ".join(ended.err.split())


def test_of_several_services_one_is_named(service: Path) -> None:
    both = CONFIG.replace("[environments", '[services.worker]\nschema = "worker.json"\n[environments')
    write(service, {"envcheck.toml": both, "worker.json": {"required": ["QUEUE"], "properties": {"QUEUE": {}}}})
    ended = end(start(service, "--env", "production", "--", "echo", "started"))

    assert (ended.code, ended.out) == (2, "")
    assert "--service NAME" in ended.err
    assert end(start(service, "--service", "api", "--", "echo", "started")).out == "started\n"
    assert "QUEUE" in end(start(service, "--service", "worker", "--", "echo", "started")).err


def test_the_sources_of_the_config_are_not_read(service: Path) -> None:
    """Neither a file that is missing here nor the process's place in another environment has a say."""
    config = CONFIG.replace('"api.env"', '["missing.env", "process"]')
    write(service, {"envcheck.toml": config})

    assert end(start(service, "-q", "--", "echo", "started")) == Done(0, "started\n", "")


def test_what_is_allowed_does_not_stop_it(service: Path) -> None:
    allowed = '[[allow]]\nrule = "missing-variable"\nvariable = "PORT"\nreason = "made up"\n'
    write(service, {"envcheck.toml": CONFIG + allowed})
    variables = {"TOKEN": FOUND}

    assert end(start(service, "--env", "production", "--", "echo", "started", variables=variables)).out == "started\n"
    ended = end(start(service, "--env", "production", "--no-allow", "--", "echo", "started", variables=variables))
    assert (ended.code, ended.out) == (1, "")


# -- secrecy


@pytest.mark.parametrize("options", [(), ("-v",), ("--warn-only",), ("--color", "always"), ("--fail-on", "never")])
def test_no_value_is_shown(service: Path, options: tuple[str, ...]) -> None:
    variables = {"TOKEN": FOUND[:7], "PORT": FOUND, "OTHER": f"{FOUND}-other"}
    ended = done(service, *options, "--", "no-such-command-7q", FOUND, variables=variables)

    assert not re.search("up-mark|marker-7|rker-7q", ended.said)
    assert "OTHER" not in ended.said


def test_in_this_process_the_command_takes_its_place(service: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []

    def become(file: str, words: tuple[str, ...], variables: Mapping[str, str]) -> None:
        called.append((file, words, variables["PORT"]))
        raise PermissionError

    monkeypatch.setattr(os, "execvpe", become)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    handlers = {each: signal.getsignal(each) for each in (signal.SIGPIPE, signal.SIGXFSZ)}
    try:
        ended = program("run", "-q", "--schema", "schema.json", "echo", "a b")
    finally:
        for each, handler in handlers.items():
            signal.signal(each, handler)

    assert called == [("echo", ("echo", "a b"), "0")]
    assert (ended.code, ended.out) == (126, "")


def test_warn_only_starts_it_even_where_the_check_itself_fails(
    service: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Any] = []

    def fail(request: Any) -> Any:
        raise ZeroDivisionError(FOUND)

    monkeypatch.setattr("envcheck.commands.run.run", fail)

    def become(words: tuple[str, ...], variables: Mapping[str, str]) -> int:
        started.append(words)
        return 0

    monkeypatch.setattr("envcheck.commands.run.become", become)
    ended = program("run", "--warn-only", "--schema", "schema.json", "echo")

    assert (ended.code, started) == (0, [("echo",)])
    assert "internal error: ZeroDivisionError (internal-error)" in ended.err
    assert FOUND not in ended.said
    assert program("run", "--schema", "schema.json", "echo").code == 3
    assert started == [("echo",)]
