"""Judges schemas themselves: by the compiler for every environment they name, and by the jsonschema library."""

from __future__ import annotations

from envcheck import project
from envcheck.check import order
from envcheck.compile import compile_schema
from envcheck.compile_variable import variable_compiler
from envcheck.errors import EXIT_CLEAN, EXIT_FINDINGS, EXIT_INCOMPLETE, UsageError
from envcheck.keywords import ANNOTATIONS, X_ENVCHECK
from envcheck.metaschema import metaschema
from envcheck.model import CheckedSource, Context, Failure, Finding, Report
from envcheck.rules.all import RULES
from envcheck.schema import SchemaError, SchemaFile, SchemaFiles
from envcheck.stages import STAGES, stage_of
from envcheck.vocabulary import Compilation, Steps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from envcheck.model import Location
    from envcheck.rules.registry import SchemaProblem


def check_schemas(paths: Sequence[str]) -> Report:
    """A report on schema files; a file that cannot be read is a failure."""
    findings: list[Finding] = []
    failures: list[Failure] = []
    read: list[CheckedSource] = []
    for path in paths:
        files = SchemaFiles(project.project_root(path))
        try:
            file = files.read(path)
        except UsageError as error:
            place, _, message = error.message.removeprefix(f"schema {path}").partition(": ")
            failures.append(Failure("unreadable-schema", path + place, message, error.hint))
            continue
        findings += [_finding(problem) for problem in _problems(files, file)]
        read.append(CheckedSource(None, None, path, _size(file), True))
    code = EXIT_INCOMPLETE if failures or not paths else EXIT_FINDINGS if findings else EXIT_CLEAN
    return Report(
        command="schema check",
        exit_code=code,
        findings=tuple(sorted(dict.fromkeys(findings), key=order)),
        failures=tuple(failures),
        sources=tuple(read),
        variables=sum(each.variables for each in read),
        root=project.repository_root(".") or project.project_root(""),
    )


def _problems(files: SchemaFiles, file: SchemaFile) -> list[SchemaProblem]:
    found: dict[tuple[str, Location], SchemaProblem] = {}
    for context in _contexts(file):
        for problem in _compiled(files, file, context):
            found.setdefault((problem.rule, problem.location), problem)
    lines = {place.line for _, place in found}
    for problem in _by_metaschema(file):
        if problem.location.line not in lines:  # the compiler has said it, and better
            found.setdefault((problem.rule, problem.location), problem)
    return list(found.values())


def _compiled(files: SchemaFiles, file: SchemaFile, context: Context) -> Sequence[SchemaProblem]:
    root = file.root
    try:
        if isinstance(root.value, dict) and "$defs" in root.value and root.value.keys() <= ANNOTATIONS.keys():
            compilation = Compilation(files, context, [], {}, Steps())  # a file of parts that others refer to
            for name in root.value["$defs"]:
                variable_compiler(compilation, name, [root.child("$defs", name)]).compile()
            return compilation.problems
        compile_schema(files, file, context)
    except SchemaError as error:
        return error.problems
    return ()


def _contexts(file: SchemaFile) -> Iterable[Context]:
    """Every environment that a schema speaks of, and none: what stands under ``in`` is compiled only where it is meant."""
    names = {name for own in _own_words(file.json.value) for name in own.get("in", ())}
    yield Context()
    for name in (*STAGES, *sorted(names - set(STAGES))):
        yield Context(environment=name, stage=stage_of(name), deployed=True)


def _own_words(value: object) -> Iterable[dict[str, Any]]:
    todo = [value]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            own = each.get(X_ENVCHECK)
            if isinstance(own, dict) and isinstance(own.get("in", {}), dict):
                yield own
            todo += each.values()
        elif isinstance(each, list):
            todo += each


def _by_metaschema(file: SchemaFile) -> Iterable[SchemaProblem]:
    from jsonschema import Draft202012Validator

    from envcheck.rules.registry import SchemaProblem

    for error in Draft202012Validator(metaschema()).iter_errors(file.json.value):
        deepest = error
        while deepest.context:  # the alternative that came furthest says what is wrong
            deepest = max(deepest.context, key=lambda each: len(each.absolute_path))
        pointer = tuple(deepest.absolute_path)
        path = "".join(f"/{part}" for part in pointer) or "/"
        # the library's own message quotes the schema, which may hold what it should not
        yield SchemaProblem(
            "malformed-keyword",
            f"what stands at {path} does not meet '{deepest.validator}' of the metaschema",
            file.locate(pointer),
        )


def _size(file: SchemaFile) -> int:
    root = file.json.value
    return len(root.get("properties") or root.get("$defs") or ()) if isinstance(root, dict) else 0


def _finding(problem: SchemaProblem) -> Finding:
    rule = RULES[problem.rule]
    message = problem.message[0].upper() + problem.message[1:] + "."
    return Finding(rule, rule.severity, None, None, None, message, problem.hint, problem.location, (), None, False)
