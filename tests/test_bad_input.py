"""Whatever is given to the program, it ends in the right code, says why, and shows no value."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import signal
import socket
import sys
import zipfile
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from envcheck import console, prepare
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_PIPE_CLOSED, EXIT_USAGE
from envcheck.files import MAX_BYTES
from envcheck.keywords import KEYWORDS, OWN_OF_SERVICE, OWN_OF_VARIABLE
from envcheck.options import FORMATS, OPTIONS
from tests import program as programs
from tests.conftest import Program
from tests.program import Content, Done, Files, end, link, start, write

MARKER = "made-up-marker-7Q"
#: A part of the marker is a part of a value.
PIECES = re.compile("up-mark|marker-7|rker-7q|kram-pu", re.IGNORECASE)
#: No message has the words of a traceback, or of a library.
TRACES = re.compile(r"Traceback|File \"|^\w*Error:|Exception|line \d+, in |site-packages|Errno", re.MULTILINE)

SCHEMA = {"required": ["TOKEN"], "properties": {"TOKEN": {"minLength": 8, "writeOnly": True}, "PORT": {"type": "integer"}}}
GOOD = f"TOKEN={MARKER}\nPORT=8000\n"
CONFIG = """\
[services.worker]
schema = "schema.json"
[environments.production.sources]
worker = ".env"
"""


class Case(NamedTuple):
    """A bad input: the files, what is asked, how the run ends, and what is said."""

    id: str
    files: Files
    arguments: tuple[str, ...]
    code: int
    says: str
    stdin: bytes | None = None


def entries(count: int, *, cursor: bool = True) -> list[dict[str, Any]]:
    """A page of an export, as the API gives it."""
    names = ("TOKEN", "PORT", *(f"NAME_{index}" for index in range(count)))[:count]
    given = [{"envVar": {"key": name, "value": "8000" if name == "PORT" else f"{MARKER}-{name}"}} for name in names]
    return [{**entry, "cursor": f"{MARKER}-{index}"} if cursor else entry for index, entry in enumerate(given)]


def unix_socket(path: Path) -> None:
    """A socket; its path may be too long to be bound from elsewhere."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


def sparse(path: Path) -> None:
    """A file of a gigabyte that takes no place."""
    with path.open("wb") as file:
        file.truncate(1_000_000_000)


def zipped() -> bytes:
    """A ZIP archive with a .env in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(".env", GOOD)
    return file.getvalue()


def dotenv(id: str, content: Content, code: int, says: str) -> Case:
    """A .env file, against a schema."""
    return Case(f"dotenv-{id}", {".env": content}, (".env", "--schema", "schema.json"), code, says)


def export(id: str, content: Any, code: int, says: str, *options: str) -> Case:
    """An export, against a schema."""
    arguments = ("worker.json", "--schema", "schema.json", "--env", "production", *options)
    return Case(f"export-{id}", {"worker.json": content}, arguments, code, says)


def schema(id: str, content: Content, says: str, more: Files | None = None) -> Case:
    """A schema, with a source that is right."""
    files = {".env": GOOD, "schema.json": content, **(more or {})}
    return Case(f"schema-{id}", files, (".env", "--schema", "schema.json"), EXIT_USAGE, says)


def config(id: str, content: Content, says: str, more: Files | None = None, code: int = EXIT_USAGE) -> Case:
    """A config, with everything there that it may name."""
    return Case(f"config-{id}", {".env": GOOD, "envcheck.toml": content, **(more or {})}, (), code, says)


#: Letters in pairs, for anchors that each name the one before.
BOMB = [(chr(97 + number), chr(98 + number)) for number in range(25)]


def arguments(id: str, *given: str, says: str, code: int = EXIT_USAGE, files: Files | None = None) -> Case:
    """Arguments, with everything there that they may name."""
    return Case(f"arguments-{id}", {".env": GOOD, **(files or {})}, given, code, says)


def stdin(id: str, data: bytes, says: str, code: int = EXIT_INCOMPLETE, *options: str) -> Case:
    """Standard input, against a schema."""
    return Case(f"stdin-{id}", {}, ("-", "--schema", "schema.json", *options), code, says, data)


HARMLESS = [
    dotenv("byte-order-mark", b"\xef\xbb\xbf" + GOOD.encode(), EXIT_CLEAN, "no findings"),
    dotenv("crlf", GOOD.replace("\n", "\r\n"), EXIT_CLEAN, "no findings"),
    dotenv("mixed-line-ends", f"TOKEN={MARKER}\r\nPORT=8000\n", EXIT_CLEAN, "no findings"),
    dotenv("lone-cr", GOOD.replace("\n", "\r"), EXIT_CLEAN, "no findings"),
    dotenv("no-last-line-end", GOOD.rstrip(), EXIT_CLEAN, "no findings"),
    dotenv("link", link("other.env"), EXIT_CLEAN, "no findings")._replace(files={".env": link("other.env"), "other.env": GOOD}),
    dotenv("command-substitution", f"TOKEN=$(touch {MARKER})\nPORT=8000\n", EXIT_CLEAN, "2 variables"),
    dotenv("backticks", f"TOKEN=x`touch {MARKER}`x\nPORT=8000\n", EXIT_CLEAN, "2 variables"),
    dotenv("expansion-loop", f"TOKEN=${{TOKEN}}{MARKER}\nPORT=8000\n", EXIT_CLEAN, "2 variables"),
    dotenv(
        "expansion-bomb",
        f"TOKEN={MARKER}\nPORT=8000\n" + "".join(f"B{index}={f'${{B{index - 1}}}' * 10}\n" for index in range(1, 30)),
        EXIT_CLEAN,
        "31 variables",
    ),
    dotenv("repeated-alike", f"TOKEN={MARKER}\nTOKEN={MARKER}\n", EXIT_CLEAN, "duplicate-variable"),
    dotenv("invalid-name", f"{GOOD}1BAD={MARKER}\nX-Y={MARKER}\n", EXIT_CLEAN, "invalid-name"),
    export("whole", entries(2), EXIT_CLEAN, "no findings"),
    export("flat", {"TOKEN": MARKER, "PORT": "8000"}, EXIT_CLEAN, "no findings"),
    export("page-declared-complete", entries(20), EXIT_CLEAN, "20 variables", "--complete"),
    export("page-of-100-declared-complete", entries(100), EXIT_CLEAN, "100 variables", "--complete"),
    export("twenty-without-cursors", entries(20, cursor=False), EXIT_CLEAN, "20 variables"),
    stdin("dotenv", GOOD.encode(), "no findings", EXIT_CLEAN),
    stdin("export", json.dumps(entries(2)).encode(), "no findings", EXIT_CLEAN),
]

FOUND = [
    dotenv("open-quote", f'PORT=8000\nTOKEN="{MARKER}\n', EXIT_FINDINGS, "the quote is never closed"),
    dotenv("text-behind-quote", f'TOKEN="{MARKER}"{MARKER}\n', EXIT_FINDINGS, "text follows the closing quote"),
    dotenv("blank-in-name", f"{GOOD}MY {MARKER} KEY=x\n", EXIT_FINDINGS, "a name holds a blank"),
    dotenv("colon", f"{GOOD}KEY: {MARKER}\n", EXIT_FINDINGS, "':' stands where '=' belongs"),
    dotenv("no-name", f"{GOOD}={MARKER}\n", EXIT_FINDINGS, "the name is missing"),
    dotenv("conflict", f"<<<<<<< HEAD\n{GOOD}=======\n", EXIT_FINDINGS, "there is no '='"),
    dotenv("quoted-name", f'"TOKEN"="{MARKER}"', EXIT_FINDINGS, "missing-variable"),
    dotenv("word-alone", "nothing", EXIT_FINDINGS, "there is no '='"),
    dotenv("value-alone", f"{GOOD}{MARKER}\n", EXIT_FINDINGS, "there is no '='"),
    dotenv("value-alone-like-a-name", f"{GOOD}{MARKER.replace('-', '_')}\n", EXIT_FINDINGS, "there is no '='"),
    dotenv("repeated", f"TOKEN=x{MARKER}\nTOKEN={MARKER}\n", EXIT_FINDINGS, "duplicate-variable"),
    dotenv("look-alike-name", f"TOK\u0415N={MARKER}\n", EXIT_FINDINGS, "missing-variable"),
    dotenv("invisible-in-name", f"TO\u200bKEN={MARKER}\n", EXIT_FINDINGS, "missing-variable"),
    dotenv("second-byte-order-mark", b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(), EXIT_FINDINGS, "missing-variable"),
    dotenv("wrong-type", f"TOKEN={MARKER}\nPORT={MARKER}\n", EXIT_FINDINGS, "wrong-type"),
    dotenv("wrong-length", "TOKEN=7Q\nPORT=8000\n", EXIT_FINDINGS, "wrong-length"),
    *(
        export(
            f"value-is-{name}",
            [{"key": "TOKEN", "value": MARKER}, {"key": "PORT", **value}],
            EXIT_FINDINGS,
            f"PORT has no text as its value: it is {said}",
        )
        for name, value, said in (
            ("missing", {}, "missing"),
            ("null", {"value": None}, "null"),
            ("number", {"value": 8000}, "a number"),
            ("boolean", {"value": True}, "a boolean"),
            ("list", {"value": [MARKER]}, "a list"),
            ("object", {"value": {MARKER: MARKER}}, "an object"),
        )
    ),
    export("lone-surrogate-in-value", f'{{"TOKEN": "{MARKER}\\ud800"}}', EXIT_FINDINGS, "invisible-character"),
    export("lone-surrogate-in-name", f'{{"TOK\\ud800EN": "{MARKER}"}}', EXIT_FINDINGS, "missing-variable"),
]

UNREAD = [
    dotenv("not-utf-8", f"TOKEN={MARKER}".encode() + b"\xff\n", EXIT_INCOMPLETE, ".env:1:24: not UTF-8 at byte 23"),
    *(
        dotenv(f"{encoding}", GOOD.encode(encoding), EXIT_INCOMPLETE, f"{encoding.upper()}; save it as UTF-8")
        for encoding in ("utf-16", "utf-32")
    ),
    dotenv("utf-16-without-mark", GOOD.encode("utf-16-le"), EXIT_INCOMPLETE, "not text: it holds a NUL byte"),
    dotenv("nul", GOOD + "A=\0\n", EXIT_INCOMPLETE, ".env:3:3: not text: it holds a NUL byte"),
    dotenv("zip", zipped(), EXIT_INCOMPLETE, "not text"),
    dotenv("gzip", gzip.compress(GOOD.encode(), mtime=0), EXIT_INCOMPLETE, "not text"),
    dotenv("empty", "", EXIT_INCOMPLETE, "no variables"),
    dotenv("comments", f"# TOKEN={MARKER}\n", EXIT_INCOMPLETE, "no variables"),
    dotenv("blanks", "\n \t\r\n\n", EXIT_INCOMPLETE, "no variables"),
    dotenv("mark-alone", b"\xef\xbb\xbf", EXIT_INCOMPLETE, "no variables"),
    dotenv("one-long-line", b"TOKEN=" + b"x" * MAX_BYTES, EXIT_INCOMPLETE, "larger than 10 MB; not read"),
    dotenv("sparse", sparse, EXIT_INCOMPLETE, "larger than 10 MB; not read"),
    dotenv("many-blanks", f"TOKEN={MARKER}\nX Y={' ' * 1000}\n", EXIT_INCOMPLETE, "blanks in a row; not read"),
    dotenv("folder", Path.mkdir, EXIT_INCOMPLETE, ".env: not a regular file"),
    dotenv("pipe", os.mkfifo, EXIT_INCOMPLETE, ".env: not a regular file"),
    dotenv("socket", unix_socket, EXIT_INCOMPLETE, ".env: not a regular file"),
    dotenv("device", link("/dev/zero"), EXIT_INCOMPLETE, ".env: not a regular file"),
    dotenv("loop", link(".env"), EXIT_INCOMPLETE, ".env: a loop of symbolic links"),
    dotenv("dead-link", link("no"), EXIT_INCOMPLETE, ".env: no such file"),
    arguments("missing-file", "no.env", code=EXIT_INCOMPLETE, says="no.env: no such file (missing-file)"),
    arguments("file-as-folder", ".env/no", code=EXIT_INCOMPLETE, says=".env/no: no such file (missing-file)"),
    *(
        arguments(f"missing-file-{name}", path, code=EXIT_INCOMPLETE, says=f"{path}: no such file (missing-file)")
        for name, path in (
            ("with-colons", "::a"),
            ("with-a-colon-before", ":.env"),
            ("with-a-time", "08:30.env"),
            ("with-a-colon-behind", "no.env:1"),
            ("with-a-colon-in-a-folder", "no/dotenv:a"),
        )
    ),
    arguments("unmatched-pattern", "*.none", code=EXIT_INCOMPLETE, says="*.none: no such file (missing-file)"),
    *(
        arguments(name, "render.yaml", code=EXIT_INCOMPLETE, says=says, files={"render.yaml": text})
        for name, says, text in (
            ("yaml-of-another-kind", "render.yaml: not a blueprint", f"TOKEN: {MARKER}\n"),
            ("yaml-nested", "nested deeper than 64", "[" * 20_000),
            ("yaml-tag", "render.yaml:2: tag not allowed (tag-not-allowed)", f"services:\n- name: !{MARKER} x\n"),
            ("yaml-bomb", "larger than 10,000 nodes", "a: &a [x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in BOMB)),
            ("yaml-key-twice", "render.yaml:2:1: a key stands twice", f"services: [{MARKER}]\nservices: []\n"),
            ("yaml-documents", "render.yaml:3:1: more than one document", "services: []\n---\nservices: []\n"),
            ("yaml-syntax", "render.yaml:3:3: not YAML (not-yaml)", f"services:\n- name: x\n  {MARKER}\n"),
            ("yaml-without-services", "there are no services in it", "services: []\n"),
            ("yaml-blank", "the file is blank", "# nothing\n"),
        )
    ),
    arguments(
        "yaml-without-the-service",
        "blueprint:render.yaml#worker",
        code=EXIT_INCOMPLETE,
        says="there is no service 'worker' in it (no-such-service) hint: known: api",
        files={"render.yaml": "services:\n- {type: web, name: api, envVars: [{key: A, value: x}]}\n"},
    ),
    arguments("good-beside-bad", ".env", "no.env", "--schema", "schema.json", code=EXIT_INCOMPLETE, says="no.env: no such file"),
    arguments(
        "found-beside-bad",
        *("a.env", "no.env", "--schema", "schema.json"),
        code=EXIT_INCOMPLETE,
        says="missing-variable",
        files={"a.env": f"OTHER={MARKER}\n"},
    ),
    arguments("nothing", code=EXIT_INCOMPLETE, says="no source is named, and there is no config (nothing-to-check)"),
    arguments("nothing-isolated", "--isolated", code=EXIT_INCOMPLETE, says="no source is named", files={"envcheck.toml": CONFIG}),
    export("cut-short", json.dumps(entries(3))[:-1], EXIT_INCOMPLETE, "JSON ends early"),
    export("page-of-html", f"<html><body>{MARKER}</body></html>", EXIT_INCOMPLETE, "worker.json:1:1: not JSON"),
    export("plain-refusal", f"Unauthorized {MARKER}", EXIT_INCOMPLETE, "worker.json:1:1: not JSON"),
    export("dotenv-instead", GOOD, EXIT_INCOMPLETE, "worker.json:1:1: not JSON"),
    export("cut-in-value", f'[{{"key": "TOKEN", "value": "{MARKER}', EXIT_INCOMPLETE, "JSON ends early"),
    *(
        export(f"empty-{number}", text, EXIT_INCOMPLETE, "no variables")
        for number, text in enumerate(("[]", "{}", " \n", "[[]]", '{"envVars": []}', '[{"envVars": []}]'))
    ),
    *(
        export(f"scalar-{number}", text, EXIT_INCOMPLETE, "no variables")
        for number, text in enumerate(("null", f'"{MARKER}"', "7", "true"))
    ),
    *(
        case
        for name, text, says in (
            ("null", "null", "no variables: the JSON is null"),
            ("boolean", "true\n", "no variables: the JSON is a boolean"),
            ("number", "12", "no variables: the JSON is a number"),
            ("decimal", " -1.5e3 \r\n", "no variables: the JSON is a number"),
            ("text", f'"{MARKER}"', "no variables: the JSON is a text"),
            ("text-with-equals", f'"A={MARKER}"', "no variables: the JSON is a text"),
            ("text-with-quote", f'"{MARKER}\\"="', "no variables: the JSON is a text"),
            ("html", f"\n<html lang=en><body>{MARKER}</body></html>", "a page of HTML or XML, not variables"),
            ("doctype", f"<!DOCTYPE html>\n<title>{MARKER}</title>", "a page of HTML or XML, not variables"),
            ("xml", f'<?xml version="1.0"?><Error>{MARKER}</Error>', "a page of HTML or XML, not variables"),
        )
        for case in (stdin(f"answer-{name}", text.encode(), says), dotenv(f"answer-{name}", text, EXIT_INCOMPLETE, says))
    ),
    *(
        export(f"api-error-{number}", body, EXIT_INCOMPLETE, "an API error body, not a list of variables")
        for number, body in enumerate(
            (
                {"id": MARKER, "message": "unauthorized"},
                {"message": MARKER},
                {"error": MARKER},
                {"error": {"message": MARKER}},
                {"errors": [MARKER]},
                {"statusCode": 401, "message": MARKER, "error": "Unauthorized"},
            )
        )
    ),
    export("page-of-20", entries(20), EXIT_INCOMPLETE, "may be one page of more"),
    export("page-of-100", entries(100), EXIT_INCOMPLETE, "may be one page of more"),
    export("pages-of-which-the-last-is-full", [entries(100), entries(20)], EXIT_INCOMPLETE, "may be one page of more"),
    export("page-with-findings", entries(21)[1:], EXIT_INCOMPLETE, "may be one page of more"),
    export("repeated-member", f'{{"TOKEN": "{MARKER}", "TOKEN": "x"}}', EXIT_INCOMPLETE, "not strict JSON: a member is repeated"),
    export("nan", f'{{"TOKEN": "{MARKER}", "PORT": NaN}}', EXIT_INCOMPLETE, "not strict JSON: NaN"),
    export("long-number", f'{{"TOKEN": "{MARKER}", "PORT": {"7" * 5000}}}', EXIT_INCOMPLETE, "too many digits"),
    export("deep", "[" * 20_000, EXIT_INCOMPLETE, "nested deeper than 64"),
    export("deep-objects", '{"A":' * 20_000, EXIT_INCOMPLETE, "nested deeper than 64"),
    export("deep-and-closed", "[" * 65 + "]" * 65, EXIT_INCOMPLETE, "nested deeper than 64"),
    export("trailing-comma", f'{{"TOKEN": "{MARKER}",}}', EXIT_INCOMPLETE, "worker.json:1: not JSON"),
    export("text-behind", f'{{"TOKEN": "{MARKER}"}} {MARKER}', EXIT_INCOMPLETE, "not JSON"),
    export("line-break-in-value", f'{{"TOKEN": "{MARKER}\n"}}', EXIT_INCOMPLETE, "not JSON"),
    export("utf-16", json.dumps(entries(2)).encode("utf-16"), EXIT_INCOMPLETE, "UTF-16; save it as UTF-8"),
    export("service", {"id": MARKER, "ownerId": MARKER, "serviceDetails": {}}, EXIT_INCOMPLETE, "a service, not its variables"),
    export("single-variable", {"envVar": {"key": "TOKEN", "value": MARKER}}, EXIT_INCOMPLETE, "a single variable"),
    export("list-of-texts", [MARKER], EXIT_INCOMPLETE, "entry 1 is not a variable"),
    export("key-is-no-text", [{"key": 7, "value": MARKER}], EXIT_INCOMPLETE, "entry 1 is not a variable"),
    stdin("empty", b"", "<stdin>: there are no variables"),
    stdin("blank", b" \n", "<stdin>: there are no variables"),
    stdin("not-utf-8", GOOD.encode() + b"\xff", "<stdin>:3:1: not UTF-8"),
    stdin("utf-16", GOOD.encode("utf-16"), "<stdin>: UTF-16; save it as UTF-8"),
    stdin("too-large", b"TOKEN=" + b"x" * MAX_BYTES, "<stdin>: larger than 10 MB"),
    stdin("cut-short", json.dumps(entries(3)).encode()[:-1], "JSON ends early"),
    stdin("page", json.dumps(entries(20)).encode(), "<stdin>: the export may be one page of more"),
    stdin("named", b"", "worker.env: there are no variables", EXIT_INCOMPLETE, "--stdin-filename", "worker.env"),
]

DEEP_SCHEMA = '{"properties": {"TOKEN": ' + '{"not": ' * 40 + "{}" + "}" * 42

SCHEMAS = [
    schema("missing", link("no"), "schema schema.json: no such file"),
    schema("folder", Path.mkdir, "schema schema.json: not a regular file"),
    schema("empty", "", "schema schema.json:1:1: JSON ends early"),
    schema("cut-short", '{"properties": {', "JSON ends early"),
    schema("not-json", GOOD, "schema schema.json:1:1: not JSON"),
    schema("repeated-member", '{"required": [], "required": []}', "schema.json:1:18: not strict JSON: a member is repeated"),
    schema("nan", '{"properties": {"PORT": {"maximum": NaN}}}', "not strict JSON: NaN"),
    schema("utf-16", json.dumps(SCHEMA).encode("utf-16"), "UTF-16; save it as UTF-8"),
    schema("too-large", sparse, "larger than 10 MB; not read"),
    schema("deep", "[" * 20_000, "nested deeper than 64"),
    schema("deep-and-closed", DEEP_SCHEMA.replace('"not"', '"properties": {"A"').replace("}" * 42, "}" * 82), "deeper than 64"),
    *(
        schema(f"without-constraint-{number}", text, "the schema has no constraint")
        for number, text in enumerate(
            ("{}", "true", "[]", "null", "7", '"x"', '{"title": "worker"}', '{"type": "object", "description": "x"}')
        )
    ),
    schema("export-instead", {"TOKEN": MARKER, "PORT": "8000"}, "unknown keyword 'TOKEN' at /"),
    schema("page-instead", json.dumps(entries(2)), "the schema has no constraint"),
    schema("unknown-keyword", {"requird": ["TOKEN"]}, "unknown keyword 'requird' at / (unknown-keyword)"),
    schema("unknown-keyword-hint", {"requird": ["TOKEN"]}, "did you mean 'required'?"),
    schema("unknown-own-keyword", {"properties": {"A": {"x-envcheck": {"requiredin": []}}}}, "did you mean 'requiredIn'?"),
    schema("misspelled-own", {"properties": {"A": {"x-envchek": {}}}}, "did you mean 'x-envcheck'?"),
    schema("unknown-format", {"properties": {"A": {"format": "postgre-url"}}}, "unknown format 'postgre-url' at /properties/A"),
    schema("open-pattern", {"properties": {"A": {"pattern": "("}}}, "/properties/A"),
    schema("look-behind", {"properties": {"A": {"pattern": "(?<=a)b"}}}, "/properties/A"),
    schema("back-reference", {"properties": {"A": {"pattern": r"(a)\1"}}}, "/properties/A"),
    schema("outside-reference", {"properties": {"A": {"$ref": "../other.json"}}}, "(remote-reference)"),
    schema("absolute-reference", {"properties": {"A": {"$ref": "/etc/hostname"}}}, "(remote-reference)"),
    schema("http-reference", {"properties": {"A": {"$ref": "https://acme.dev/a.json"}}}, "(remote-reference)"),
    schema("file-reference", {"properties": {"A": {"$ref": "file:///etc/hostname"}}}, "(remote-reference)"),
    schema(
        "linked-reference", {"properties": {"A": {"$ref": "a.json"}}}, "(remote-reference)", {"a.json": link("/etc/hostname")}
    ),
    schema("missing-reference", {"properties": {"A": {"$ref": "a.json"}}}, "$ref 'a.json' at /properties/A"),
    schema("unresolved-reference", {"properties": {"A": {"$ref": "#/$defs/B"}}}, "$ref '#/$defs/B' at /properties/A: nothing"),
    schema(
        "reference-loop", {"$defs": {"B": {"$ref": "#/$defs/B"}}, "properties": {"A": {"$ref": "#/$defs/B"}}}, "(reference-loop)"
    ),
    schema(
        "reference-loop-of-files",
        {"properties": {"A": {"$ref": "a.json"}}},
        "(reference-loop)",
        {"a.json": {"$ref": "b.json"}, "b.json": {"$ref": "a.json"}},
    ),
    schema("reference-with-nul", {"properties": {"A": {"$ref": "\0.json"}}}, "schema.json:4:7: $ref"),
    schema("reference-with-surrogate", {"properties": {"A": {"$ref": "\ud800.json"}}}, "schema.json:4:7: $ref"),
    schema("reference-to-folder", {"properties": {"A": {"$ref": "a"}}}, "$ref 'a' at /properties/A", {"a": Path.mkdir}),
    schema("reference-to-secret", {"properties": {"A": {"$ref": ".env"}}}, "$ref '.env' at /properties/A"),
    schema("length-is-text", {"properties": {"A": {"minLength": "x"}}}, "'minLength' at /properties/A must be a whole number"),
    schema(
        "required-of-branch", {"anyOf": [{"required": True}, {"required": ["A"]}]}, "'required' at /anyOf/0 must be a list of"
    ),
    schema("required-of-then", {"if": {"required": ["A"]}, "then": {"required": 1}}, "'required' at /then must be a list of"),
    schema(
        "properties-of-if",
        {"if": {"properties": None}, "then": {"required": ["A"]}},
        "'properties' at /if must be an object",
    ),
    schema("required-is-text", {"required": "TOKEN"}, "'required' at / must be a list of different texts"),
    schema("properties-is-list", {"properties": ["TOKEN"]}, "'properties' at / must be an object of schemas"),
    schema("root-is-array", {"type": "array", "required": ["A"]}, "must be object"),
    schema(
        "other-dialect", {"$schema": "http://json-schema.org/draft-07/schema#", "required": ["A"]}, "only JSON Schema 2020-12"
    ),
    schema("vocabulary", {"$vocabulary": {}, "required": ["A"]}, "unknown keyword '$vocabulary'"),
]

CONFIGS = [
    config("missing", link("no"), "config envcheck.toml: no such file"),
    config("folder", Path.mkdir, "config envcheck.toml: not a regular file"),
    config("not-toml", f"TOKEN={MARKER}\n", "config envcheck.toml:1:7: not TOML"),
    config("cut-short", CONFIG.rstrip('"\n'), "config envcheck.toml:4:"),
    config("not-utf-8", b"\xff", "config envcheck.toml:1:1: not UTF-8"),
    config("utf-16", CONFIG.encode("utf-16"), "UTF-16; save it as UTF-8"),
    config("too-large", sparse, "larger than 10 MB; not read"),
    config("deep", "a = " + "[" * 20_000, "not TOML"),
    config("deep-and-closed", "a = " + "[" * 20_000 + "]" * 20_000, "not TOML"),
    config("long-number", "a = " + "7" * 5_000, "not TOML"),
    config("dotenv-instead", f'TOKEN="{MARKER}"\n', "envcheck.toml:1: unknown option 'TOKEN'"),
    config("unknown-option", CONFIG + "[rule]\n", "envcheck.toml:5: unknown option 'rule'"),
    config("unknown-option-hint", CONFIG + "[rule]\n", "did you mean 'rules'?"),
    config("wrong-type", 'services = "worker"\n', "envcheck.toml:1: 'services' must be a table"),
    *(
        config(f"option-{option}", f'{option} = "{MARKER}"\n' + CONFIG, f"envcheck.toml:1: unknown option '{option}'")
        for option in ("api-url", "proxy", "verify", "api-key", "command", "plugins", "rules-path", "extends")
    ),
    config("unknown-kind", CONFIG.replace(".env", "vault:worker"), "envcheck.toml:4: 'vault' is no kind of source"),
    config("outside", CONFIG.replace(".env", "../other.env"), "envcheck.toml:4: the path", {"../other.env": GOOD}),
    config("link-outside", CONFIG, "envcheck.toml:4: the path", {".env": link("../other.env"), "../other.env": GOOD}),
    config("schema-outside", CONFIG.replace("schema.json", "../s.json"), "envcheck.toml:2: the path", {"../s.json": SCHEMA}),
    config("nul-in-path", CONFIG.replace(".env", "\\u0000.env"), "envcheck.toml:4: the path"),
    config("no-services", "", "names no source", code=EXIT_INCOMPLETE),
    config("no-sources", CONFIG.partition("[env")[0], "names no source", code=EXIT_INCOMPLETE),
    config("missing-source", CONFIG.replace(".env", "no.env"), "no.env: no such file", code=EXIT_INCOMPLETE),
    config("missing-schema", CONFIG.replace("schema.json", "no.json"), "schema no.json: no such file"),
    config("missing-schema-and-source", CONFIG.replace("schema.json", "no.json"), "no.json", {".env": ""}),
    config("source-is-folder", CONFIG, ".env: not a regular file", {".env": Path.mkdir}, code=EXIT_INCOMPLETE),
    config("pyproject", "", "pyproject.toml:2: unknown option 'rule'")._replace(
        files={".env": GOOD, "pyproject.toml": "[tool.envcheck]\nrule = {}\n"}
    ),
    config("broken-pyproject", "", "config pyproject.toml:2:1: not TOML")._replace(
        files={".env": GOOD, "pyproject.toml": "[tool.envcheck]\n=\n"}
    ),
]

ARGUMENTS = [
    arguments("unknown-option", ".env", "--fromat", "json", says="No such option"),
    arguments("value-missing", ".env", "--env", says="requires an argument"),
    arguments("unknown-format", ".env", "--format", "xml", says="'xml' is not one of"),
    arguments("unknown-threshold", ".env", "--fail-on", "info", says="'info' is not one of"),
    arguments("service-and-schema", ".env", "--service", "a", "--schema", "schema.json", says="exclude each other"),
    arguments("schema-alone", "--schema", "schema.json", says="--schema needs a source"),
    arguments("config-and-isolated", ".env", "--config", "c.toml", "--isolated", says="exclude each other"),
    arguments("missing-config", ".env", "--config", "no.toml", says="config no.toml: no such file"),
    arguments("dotenv-as-config", ".env", "--config", ".env", says="config .env:1:7: not TOML"),
    arguments("dotenv-as-schema", ".env", "--schema", ".env", says="schema .env:1:1: not JSON"),
    arguments("stdin-name-alone", ".env", "--stdin-filename", "a.env", says="--stdin-filename is for standard input"),
    arguments("unknown-kind", "vault:.env", says="'vault' is no kind of source"),
    arguments("near-kind", "dotnev:.env", says="did you mean 'dotenv'?"),
    arguments("kind-alone", "dotenv:", says="'dotenv:' names no file"),
    arguments("empty-source", "", says="a source is named by an empty text"),
    arguments("unknown-service", ".env", "--service", "wroker", says="there is no service 'wroker'"),
    arguments("near-service", "--service", "wroker", says="did you mean 'worker'?", files={"envcheck.toml": CONFIG}),
    arguments("near-environment", "--env", "prodction", says="did you mean 'production'?", files={"envcheck.toml": CONFIG}),
    arguments("output-without-file", ".env", "--output", "json", says="--output wants FORMAT:FILE"),
    arguments("output-without-name", ".env", "--output", "json:", says="--output wants FORMAT:FILE"),
    arguments("output-of-unknown-format", ".env", "--output", "xml:report", says="--output wants FORMAT:FILE"),
    arguments("output-twice", ".env", "--output", "json:a", "--output", "sarif:./a", says="--output a is named twice"),
    arguments("output-over-source", ".env", "--output", "json:./.env", says="would overwrite what is checked"),
    arguments("output-over-schema", *(".env", "--schema", "schema.json"), "--output", "json:schema.json", says="would overwrite"),
    arguments("output-over-config", "--output", "json:envcheck.toml", says="overwrite", files={"envcheck.toml": CONFIG}),
    arguments("output-over-link", ".env", "--output", "json:a", says="--output a is a symbolic link", files={"a": link("b")}),
    arguments("output-over-unread", "bad.env", "--output", "text:bad.env", says="overwrite", files={"bad.env": b"\xff"}),
]

UNWRITTEN = [
    arguments(
        "output-in-no-folder", ".env", "--output", "json:no/a", code=EXIT_INCOMPLETE, says="no/a: the report is not written"
    ),
    arguments(
        "output-in-file", ".env", "--output", "json:schema.json/a", code=EXIT_INCOMPLETE, says="/a: the report is not written"
    ),
    arguments(
        "output-is-folder",
        *(".env", "--output", "json:a"),
        code=EXIT_INCOMPLETE,
        says="a: the report is not written",
        files={"a": Path.mkdir},
    ),
    arguments("output-is-pipe", ".env", "--output", "json:a", code=EXIT_INCOMPLETE, says="not written", files={"a": os.mkfifo}),
    arguments(
        "output-is-device", ".env", "--output", "json:/dev/full", code=EXIT_INCOMPLETE, says="/dev/full: the report is not"
    ),
]

CASES = [*HARMLESS, *FOUND, *UNREAD, *SCHEMAS, *CONFIGS, *ARGUMENTS, *UNWRITTEN]

every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)


class CarryOut(Protocol):
    """Runs a case with further options; its files are written once."""

    def __call__(self, case: Case, *options: str) -> Done: ...


@pytest.fixture
def carry_out(folder: Path, program: Program) -> CarryOut:
    """Runs a case in the folder of the test."""
    written: list[Case] = []

    def run(case: Case, *options: str) -> Done:
        if case not in written:
            write(folder, {"schema.json": SCHEMA, **case.files})
            written.append(case)
        return program("check", *options, *case.arguments, stdin=case.stdin)

    return run


def contents(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder; of what is no regular file, and of what takes long to read, only the name."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() and path.stat().st_size < 1_000_000 else None
        for path in sorted(folder.rglob("*"))
    }


@every_case
def test_a_bad_input_has_its_code_and_its_message(case: Case, carry_out: CarryOut) -> None:
    """The table says what each of them must give."""
    done = carry_out(case)

    assert (case.code, True) == (done.code, case.says in done.said), done


@every_case
def test_the_format_never_changes_the_code(case: Case, carry_out: CarryOut) -> None:
    """A gate may read any of them."""
    codes = [carry_out(case, "--format", format).code for format in FORMATS]

    assert [case.code] * len(FORMATS) == codes


@every_case
def test_no_failure_is_hidden_by_a_threshold(case: Case, carry_out: CarryOut) -> None:
    """``--fail-on never`` turns 1 into 0, and nothing else."""
    done = carry_out(case, "--fail-on", "never")

    assert (EXIT_CLEAN if case.code == EXIT_FINDINGS else case.code) == done.code


@pytest.mark.parametrize("format", FORMATS)
@every_case
def test_no_value_and_no_traceback_is_shown(case: Case, format: str, carry_out: CarryOut) -> None:
    """Not even a part of a value, and no words of a library, however much is asked for."""
    _, out, err = carry_out(case, "--format", format, "-v")

    assert (PIECES.findall(out + err), TRACES.findall(out + err)) == ([], [])


@every_case
def test_the_json_report_says_how_the_run_ended(case: Case, carry_out: CarryOut) -> None:
    """With a wrong request there is no report, and nothing else is mixed into one."""
    done = carry_out(case, "--format", "json")
    expected = "" if case.code == EXIT_USAGE else (case.code, case.code != EXIT_INCOMPLETE)

    assert expected == (done.out and (done.report["exit_code"], done.report["complete"]))


@every_case
def test_the_sarif_report_says_how_the_run_ended(case: Case, carry_out: CarryOut) -> None:
    """A run that is not complete was not successful; with a wrong request there is no report."""
    done = carry_out(case, "--format", "sarif")
    expected = "" if case.code == EXIT_USAGE else (case.code, case.code != EXIT_INCOMPLETE)
    invocation = done.out and done.report["runs"][0]["invocations"][0]

    assert expected == (invocation and (invocation["exitCode"], invocation["executionSuccessful"]))


@every_case
def test_a_run_changes_no_file(case: Case, folder: Path, carry_out: CarryOut) -> None:
    """Nothing is executed, overwritten or left behind."""
    carry_out(case)
    before = contents(folder)
    carry_out(case)

    assert before == contents(folder)


@pytest.mark.parametrize("case", [case for case in CASES if case.code >= EXIT_USAGE], ids=lambda case: case.id)
def test_a_failure_is_said_on_standard_error(case: Case, carry_out: CarryOut) -> None:
    """Also where the report goes elsewhere, and where nothing else is wanted."""
    done = carry_out(case, "--quiet", "--format", "json")

    assert done.err.startswith("envcheck: ")


NAMES = [
    ("-odd.env", "-odd.env"),
    ("two words.env", "two words.env"),
    ("100%41.env", "100%41.env"),
    ("caf\u00e9.env", "caf\u00e9.env"),
    ("line\nfeed.env", r"line\x0afeed.env"),
    ("red\x1b[31m.env", r"red\x1b[31m.env"),
    ("turned\u202e.env", r"turned\u202e.env"),
    ("raw\udcff.env", r"raw\udcff.env"),
    ("::error::.env", r"\x3a:error::.env"),
]


def write_named(folder: Path, name: str) -> None:
    """Write a file with a finding."""
    try:
        write(folder, {name: "prose\n"})
    except OSError:
        pytest.skip("this file system has no such names")


@pytest.mark.parametrize(("name", "shown"), NAMES, ids=[shown for _, shown in NAMES])
def test_an_odd_file_name_is_shown_escaped(name: str, shown: str, folder: Path, program: Program) -> None:
    """Nothing in it acts on a terminal or on a runner."""
    write_named(folder, name)
    done = program("check", "--", name)

    assert (done.code, shown in done.out.splitlines()) == (EXIT_FINDINGS, True), done.out


@pytest.mark.parametrize("name", [name for name, _ in NAMES], ids=[shown for _, shown in NAMES])
def test_an_odd_file_name_is_an_address_in_sarif(name: str, folder: Path, program: Program) -> None:
    """Decoded, it is the name again, byte by byte."""
    write_named(folder, name)
    done = program("check", "--format", "sarif", "--", name)
    result = done.report["runs"][0]["results"][0]
    address = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    assert os.fsencode(name) == unquote_to_bytes(address)


FAULTS = [PermissionError(13, MARKER, MARKER), OSError(5, MARKER, MARKER), OSError(28, MARKER), OSError(116, MARKER)]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.errno))
@pytest.mark.parametrize(
    ("name", "code"), [(".env", EXIT_INCOMPLETE), ("schema.json", EXIT_USAGE), ("envcheck.toml", EXIT_USAGE)]
)
def test_a_file_that_cannot_be_opened_is_no_internal_error(
    name: str, code: int, fault: OSError, folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named, and the words of the operating system are not."""
    write(folder, {".env": GOOD, "schema.json": SCHEMA, "envcheck.toml": CONFIG})
    opened = os.open

    def fail(path: Any, *rest: Any, **more: Any) -> int:
        if os.path.basename(path) == name:
            raise fault
        return opened(path, *rest, **more)

    monkeypatch.setattr(os, "open", fail)
    done = program("check")

    assert (code, True, []) == (done.code, f"{name}: " in done.err, PIECES.findall(done.said))


@pytest.mark.parametrize("step", ["open", "fdopen", "chmod", "replace"])
@pytest.mark.parametrize("before", [None, "an older report"])
def test_a_report_is_written_whole_or_not_at_all(
    before: str | None, step: str, folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever step fails: the older report is whole, nothing is left behind, and the code says it."""
    write(folder, {".env": GOOD, "schema.json": SCHEMA})
    write(folder, {"report": before} if before is not None else {})
    files = contents(folder)
    original = getattr(os, step)

    def fail(path: Any, *rest: Any, **more: Any) -> Any:
        if step != "open" or "report" in path:
            raise OSError(28, "No space left on device")
        return original(path, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, step, fail)
        done = program("check", ".env", "--schema", "schema.json", "--output", "json:report")

    assert (EXIT_INCOMPLETE, True, files) == (done.code, "report: the report is not written" in done.err, contents(folder))


@pytest.mark.parametrize("format", FORMATS)
def test_a_report_that_is_not_written_is_a_failure_in_all_others(format: str, folder: Path, program: Program) -> None:
    """In those written before it and behind it, and on the console; said once, as every failure is."""
    write(folder, {".env": GOOD, "schema.json": SCHEMA})
    others = ("--output", "json:first", "--output", "json:no/a", "--output", "sarif:last")
    done = program("check", ".env", "--schema", "schema.json", *others, "--format", format)
    first, last = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("first", "last"))
    invocation = last["runs"][0]["invocations"][0]

    assert [(each["id"], each["source"]) for each in first["failures"]] == [("unwritten-report", "no/a")]
    assert (first["exit_code"], first["complete"]) == (EXIT_INCOMPLETE, False)
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (EXIT_INCOMPLETE, False)
    assert (done.code, done.err.count("no/a: the report is not written")) == (EXIT_INCOMPLETE, 1)
    assert format == "text" or "unwritten-report" in done.out


ERRORS = [
    RuntimeError(MARKER),
    KeyError(MARKER),
    MemoryError(MARKER),
    RecursionError(MARKER),
    AssertionError(MARKER),
    UnicodeDecodeError("utf-8", MARKER.encode(), 0, 1, MARKER),
    OSError(5, MARKER, MARKER),
    ExceptionGroup(MARKER, [ValueError(MARKER)]),
]


@pytest.mark.parametrize("options", [*(("--format", format) for format in FORMATS), ("--fail-on", "never"), ("-qv",)])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_internal_error_is_one_line_without_a_value(
    error: Exception, options: tuple[str, ...], folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python itself would end in 1, which means findings."""
    write(folder, {".env": GOOD})

    def fail(path: str) -> str:
        raise error

    monkeypatch.setattr(prepare, "read_text", fail)
    done = program("check", ".env", *options)
    first = re.sub(r":\d+ \(", ":N (", done.err.splitlines()[0])

    assert (done.code, done.out) == (EXIT_INCOMPLETE, "")
    said = f"internal error: {type(error).__name__} at envcheck.prepare:N (internal-error)"
    if isinstance(error, OSError):  # which is no defect of ours
        said = f"the operating system refuses what a run cannot do without: {os.strerror(5)} (system-error)"
    assert f"envcheck: {said}" == first
    assert PIECES.findall(done.err) == []


def test_an_internal_error_writes_no_report(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older run wrote is not taken for this one's, and not replaced by half a report."""
    write(folder, {".env": GOOD, "report": "older"})
    before = contents(folder)

    def fail(*_: object) -> str:
        raise RuntimeError(MARKER)

    monkeypatch.setattr(console, "render", fail)
    done = program("check", ".env", "--output", "json:report")

    assert (EXIT_INCOMPLETE, before) == (done.code, contents(folder))


def test_an_interrupt_has_its_code(folder: Path, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no finding, and leaves nothing on the screen."""
    write(folder, {".env": GOOD})

    def interrupt(path: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(prepare, "read_text", interrupt)

    assert program("check", ".env") == (EXIT_INTERRUPTED, "", "")


#: Waits where a file is read or, with a report to write, where it gets its name.
WAITING = """
import os, signal, sys
from envcheck import prepare

def wait(*_):
    print("waiting", flush=True)
    signal.pause()

if "--output" in sys.argv:
    os.replace = wait
else:
    prepare.read_text = wait
from envcheck.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("arguments", [("check", ".env"), ("check", ".env", "-qv"), ("check", ".env", "--output", "json:report")])
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, EXIT_INTERRUPTED), (signal.SIGTERM, -signal.SIGTERM)], ids=["interrupt", "terminate"]
)
def test_a_signal_ends_a_run_without_a_traceback(number: int, code: int, arguments: tuple[str, ...], folder: Path) -> None:
    """A shell sees 130 and 143."""
    write(folder, {".env": GOOD})
    with start(folder, *arguments, command=(sys.executable, "-I", "-c", WAITING)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(number)
        done = end(process)

    assert (code, "", []) == (done.code, done.out, TRACES.findall(done.err))


def test_an_interrupted_report_leaves_nothing_behind(folder: Path) -> None:
    """The temporary file is gone, and the older report is whole."""
    write(folder, {".env": GOOD, "report": "older"})
    before = contents(folder)
    arguments = ("check", ".env", "--output", "json:report")
    with start(folder, *arguments, command=(sys.executable, "-I", "-c", WAITING)) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        end(process)

    assert before == contents(folder)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", ".env"),
        ("check", "bad.env"),
        ("check", "bad.env", "-qv"),
        ("check", "bad.env", "--format", "json"),
        ("check", "no.env"),
        ("check", "--help"),
        ("schema", "check", "schema.json"),
        ("explain", "missing-variable"),
        ("rules",),
        ("--help",),
        ("--version",),
    ],
    ids=" ".join,
)
def test_a_reader_that_goes_away_is_told_from_findings(arguments: tuple[str, ...], folder: Path) -> None:
    """The code is that of a shell, nothing is said of it, whichever command it is."""
    write(folder, {".env": GOOD, "bad.env": "prose\n", "schema.json": SCHEMA})
    reading, writing = os.pipe()
    os.close(reading)
    try:
        with start(folder, *arguments, stdout=writing) as process:
            done = end(process)
    finally:
        os.close(writing)

    assert (done.code, TRACES.findall(done.err)) == (EXIT_PIPE_CLOSED, []), done.err


needs_full_device = pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")


@needs_full_device
@pytest.mark.parametrize(
    ("redirection", "arguments", "says"),
    [
        ("> /dev/full", ("check", ".env"), "standard output: the report is not written"),
        ("> /dev/full", ("check", ".env", "-qv", "--format", "json"), "standard output: the report is not written"),
        ("> /dev/full", ("rules",), "standard output: the report is not written"),
        ("> /dev/full", ("schema", "check", "schema.json"), "standard output: the report is not written"),
        ("> /dev/full", ("--help",), ""),
        ("> /dev/full", ("--version",), ""),
        (">&-", ("check", ".env"), "standard output: the report is not written"),
        (">&-", ("rules",), "standard output: the report is not written"),
        ("2> /dev/full", ("check", "no.env"), "no.env: no such file"),
        ("2>&-", ("check", "no.env"), "no.env: no such file"),
        ("<&-", ("check", "-"), "<stdin>: it is closed"),
        ("> /dev/full 2>&1", ("check", "no.env"), ""),
        (">&- 2>&-", ("check", "no.env"), ""),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_stream_that_is_full_or_closed_fails_the_run(
    redirection: str, arguments: tuple[str, ...], says: str, folder: Path
) -> None:
    """What could not be said was not said; the interpreter's own code for it is not ours."""
    write(folder, {".env": GOOD, "schema.json": SCHEMA})
    with start(folder, *arguments, redirection=redirection) as process:
        done = end(process)

    assert (done.code, says in done.said, TRACES.findall(done.err)) == (EXIT_INCOMPLETE, True, []), done


@needs_full_device
def test_a_full_standard_error_hides_no_finding(folder: Path) -> None:
    """Notices that find no room are no reason for another code."""
    write(folder, {"bad.env": "prose\n"})
    with start(folder, "check", "bad.env", redirection="2> /dev/full") as process:
        done = end(process)

    assert (done.code, "malformed-line" in done.out) == (EXIT_FINDINGS, True)


def test_the_folder_of_the_project_is_not_imported_from(folder: Path, tmp_path: Path) -> None:
    """A module beside the checked file is not run, even if it is called like one of the standard library."""
    trap = f"open({str(tmp_path / 'trap')!r}, 'w')\n"
    names = ("json", "re", "tomllib", "click", "dotenv", "sitecustomize", "envcheck_plugin")
    write(folder, {".env": "A='it\\'s'\n", "envcheck.toml": "", **{f"{name}.py": trap for name in names}})
    with start(folder, "check", ".env") as process:
        done = end(process)

    assert (done.code, (tmp_path / "trap").exists()) == (EXIT_CLEAN, False), done.err


def test_many_variables_are_all_judged(folder: Path, program: Program) -> None:
    """Two hundred thousand are no reason to give up."""
    write(folder, {".env": "".join(f"NAME_{index}={MARKER}\n" for index in range(200_000))})
    done = program("check", ".env", "--format", "json")

    assert (done.code, done.report["summary"]["variables"]) == (EXIT_CLEAN, 200_000)


@pytest.mark.parametrize("document", [entries(3), {"TOKEN": MARKER, "PORT": "8000"}, {"envVars": entries(2)}])
def test_an_export_cut_anywhere_is_never_checked(document: Any, folder: Path) -> None:
    """However little is missing."""
    text = json.dumps(document, indent=1).encode()
    taken = []
    for cut in range(len(text)):
        write(folder, {"worker.json": text[:cut]})
        if programs.run(folder, "check", "worker.json").code != EXIT_INCOMPLETE:
            taken.append(cut)

    assert taken == []


# -- properties


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that all examples of a property share; each writes what it needs."""
    folder = tmp_path_factory.mktemp("workshop")
    write(folder, {".git": Path.mkdir, "schema.json": SCHEMA, "good.env": GOOD})
    return folder


def is_known(done: Done, *codes: int) -> bool:
    """Whether a run ended in one of the codes, without a defect of the program, and showed no value."""
    text = done.out + done.err
    return done.code in codes and "internal error" not in text and not PIECES.search(text) and not TRACES.search(text)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False) | st.sampled_from(["", "x", MARKER]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["envVar", "key", "value", "envVars", "cursor", "id", "message", "A"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200)
@given(st.binary(max_size=60), st.sampled_from([b"", b"TOKEN=" + MARKER.encode() + b"\n", b"{", b"[{"]))
def test_any_bytes_are_a_known_outcome(workshop: Path, data: bytes, before: bytes) -> None:
    """As a file, and from standard input, which is the same."""
    write(workshop, {"any": before + data})
    file = programs.run(workshop, "check", "any", "--schema", "schema.json")
    stdin = programs.run(workshop, "check", "-", "--schema", "schema.json", stdin=before + data)

    assert is_known(file, EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE), file
    assert file.code == stdin.code


@settings(max_examples=300)
@given(JSON_VALUES)
@example([{"envVar": {"key": "A", "value": "x", "envVars": []}}])
def test_any_json_is_a_known_outcome(workshop: Path, document: Any) -> None:
    """Nothing that looks like an export is more than it is."""
    write(workshop, {"any.json": json.dumps(document)})
    done = programs.run(workshop, "check", "render-export:any.json", "--env", "production")

    assert is_known(done, EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE), done


WORDS = st.sampled_from(["properties", "A", "TOKEN", *KEYWORDS, *OWN_OF_VARIABLE, *OWN_OF_SERVICE])
SCHEMA_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 70)
    | st.sampled_from(
        [0.5, 1e400, "", "(", "string", "integer", "array", "object", "A", "#", "#/$defs/A", "email", "schema.json"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=400)
@given(st.dictionaries(WORDS, SCHEMA_VALUES, max_size=4))
def test_any_schema_is_a_known_outcome(workshop: Path, document: Any) -> None:
    """It is followed, or refused as what the user has to correct."""
    write(workshop, {"any.json": json.dumps({"properties": {"TOKEN": document}, **document})})
    done = programs.run(workshop, "check", "good.env", "--schema", "any.json", "--env", "production")

    assert is_known(done, EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE), done


CONFIG_LINES = st.sampled_from(
    [
        *CONFIG.splitlines(),
        'platform = "none"',
        "platform = 1",
        "[services]",
        "worker = 1",
        "[[services]]",
        "[services.api]",
        'schema = ""',
        'schema = "."',
        "schema.x = 1",
        "[environments.staging]",
        "sources = []",
        "sources = {worker = []}",
        'sources.worker = ["good.env", "good.env"]',
        'stage = "staging"',
        "stage = 2027-01-31",
        "[rules]",
        'missing-variable = "off"',
        "missing-variable = nan",
        'unknown-keyword = "off"',
        '"" = 1',
        "[]",
        "x",
        "",
    ]
)


@settings(max_examples=400)
@given(st.lists(CONFIG_LINES, max_size=8))
def test_any_config_is_a_known_outcome(workshop: Path, lines: list[str]) -> None:
    """It is followed, or refused as what the user has to correct."""
    write(workshop, {"any.toml": "\n".join(lines), ".env": GOOD})
    done = programs.run(workshop, "check", "--config", "any.toml")

    assert is_known(done, EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE), done


TOKENS = st.sampled_from(
    [
        *(name for option in OPTIONS for name in option.names),
        *(choice for option in OPTIONS for choice in option.choices),
        *(
            "check",
            "rules",
            "explain",
            "schema",
            "-h",
            "--help",
            "--version",
            "--",
            "-",
            "",
            "=",
            "@good.env",
            "-qv",
            "--no-such",
        ),
        *(
            "good.env",
            "no.env",
            "dotenv:good.env",
            "json:out.json",
            "sarif:out.sarif",
            "production",
            "missing-variable",
            ".",
        ),
        *("x" * 5_000, "\udcff", "\x1b[31m", "schema.json", "worker"),
    ]
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TOKENS, max_size=6), st.booleans())
def test_any_arguments_are_a_known_outcome(workshop: Path, tokens: list[str], is_check: bool) -> None:
    """They are followed, or refused as what the user has to correct."""
    done = programs.run(workshop, *(["check"] if is_check else []), *tokens)

    assert is_known(done, EXIT_CLEAN, EXIT_FINDINGS, EXIT_USAGE, EXIT_INCOMPLETE), done
