"""The options of ``check``, in one table for its two readers: the plain one and click; and those of ``diff``."""

from __future__ import annotations

from envcheck.records import NamedTuple


class Option(NamedTuple):
    """One option: the field of the request that it fills, and how. ``kind`` is text, choice, flag, count or list."""

    names: tuple[str, ...]
    field: str
    kind: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()


FORMATS = ("text", "json", "sarif", "github", "markdown", "junit", "html")

OPTIONS: tuple[Option, ...] = (
    Option(("--service",), "service", "text", "Check this configured service.", "NAME"),
    Option(("--schema",), "schema", "text", "Hold the sources against this schema.", "FILE"),
    Option(("--env",), "environment", "text", "The environment: staging, production …", "NAME"),
    Option(("--config",), "config", "text", "Use this config instead of the nearest one.", "FILE"),
    Option(("--isolated",), "isolated", "flag", "Use no config."),
    Option(("--format",), "format", "choice", "How to report on standard output.", "", FORMATS),
    Option(("--output",), "output", "list", "Also write a report to a file; may be repeated.", "FORMAT:FILE"),
    Option(
        ("--fail-on",),
        "fail_on",
        "choice",
        "The least severity that gives exit code 1.",
        "",
        ("error", "warning", "note", "never"),
    ),
    Option(("--complete",), "complete", "flag", "An export that looks like one page is all there is."),
    Option(("--all",), "shows_all", "flag", "Show every variable, not only those with a finding."),
    Option(("--no-allow",), "no_allow", "flag", "Report what the config or a comment allows, too."),
    Option(("--render-key-file",), "render_key_file", "text", "Read the key for Render's API from this file, or from -.", "FILE"),
    Option(("--render-url",), "render_url", "text", "The address of Render's API, if it is another.", "URL"),
    Option(("--stdin-filename",), "stdin_filename", "text", "What to call standard input.", "NAME"),
    Option(("--today",), "today", "text", "The day to judge by what expires, as YYYY-MM-DD.", "DATE"),
    Option(("--color",), "color", "choice", "When to colour the text report.", "", ("auto", "always", "never")),
    Option(("-q", "--quiet"), "quiet", "flag", "Say nothing but findings and errors."),
    Option(("-v", "--verbose"), "verbose", "count", "Say what was read."),
)

#: What ``diff`` takes: its two sides are named, and one of them may be standard input.
OF_DIFF: tuple[Option, ...] = tuple(option for option in OPTIONS if option.field != "environment")
