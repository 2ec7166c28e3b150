"""Values of .env text are those of python-dotenv, and nothing of it is lost in silence."""

from __future__ import annotations

import sys
from io import StringIO

import pytest
from dotenv import dotenv_values

from envcheck.errors import SourceError
from envcheck.model import Environment, Location, Repeated
from envcheck.sources import dotenv_file, dotenv_grammar
from envcheck.sources.dotenv_file import read
from envcheck.sources.dotenv_grammar import MAX_BLANKS

MARKER = "marker-5b1f"


def universal(text: str) -> str:
    """The text as a file opened in text mode gives it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def values(environment: Environment) -> dict[str, str]:
    """Names and values alone."""
    return dict(environment.values)


def of(text: str) -> dict[str, str]:
    """What is read of a text."""
    return values(read(text, path=".env"))


def reference(text: str) -> dict[str, str]:
    """What python-dotenv reads of a file with a byte order mark, which it drops, and this text."""
    found = dotenv_values(stream=StringIO("\ufeff" + universal(text)), interpolate=False)
    return {name: value for name, value in found.items() if value is not None}


def fast(text: str) -> Environment | None:
    """What the scanner reads."""
    return dotenv_file.read_plain(text, path=".env")


def slow(text: str) -> Environment:
    """What python-dotenv's parser reads."""
    return dotenv_grammar.read(text, path=".env")


def columns(text: str, name: str = "A") -> tuple[int | None, int | None, int | None]:
    """Where the value of a variable stands."""
    return read(text, path=".env")[name].location[1:]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("\n \t\n# A=1\n", {}),
        ("A=1", {"A": "1"}),
        ("A=1\nB=2\n", {"A": "1", "B": "2"}),
        ("A=\nB=2", {"A": "", "B": "2"}),
        ("  export\tA = 1 \n", {"A": "1"}),
        ("export=1", {"export": "1"}),
        ("export export =1", {"export": "1"}),
        ("A==1=", {"A": "=1="}),
        ("A=x#y", {"A": "x#y"}),
        ("A=x #y", {"A": "x"}),
        ("A=x#y #z #w", {"A": "x#y"}),
        ("A=#x #y", {"A": "#x"}),
        ("A= #x", {"A": ""}),
        ("A=x\u00a0#y", {"A": "x"}),
        ("A=\u00a0x\u2028", {"A": "x"}),
        ('A="x # y" # z', {"A": "x # y"}),
        ("A='x'#y", {"A": "x"}),
        ("A='it\"s'", {"A": 'it"s'}),
        ("A=it's", {"A": "it's"}),
        ('A=""', {"A": ""}),
        ('A="${B}$C"', {"A": "${B}$C"}),
        ("A=$(echo x)`y`", {"A": "$(echo x)`y`"}),
        ("A=x\\ny", {"A": "x\\ny"}),
    ],
)
def test_plain_lines_are_read_without_the_parser(text: str, expected: dict[str, str]) -> None:
    """The scanner knows all of these."""
    environment = fast(text)

    assert environment is not None
    assert expected == values(environment) == reference(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A="x\\ny"', {"A": "x\ny"}),
        ("A='x\\'y'", {"A": "x'y"}),
        ('A="x\ny"\nB=1', {"A": "x\ny", "B": "1"}),
        ('A="x\r\ny"\rB=1\r\n', {"A": "x\ny", "B": "1"}),
        ("1BAD=x\nX-Y=y\n'quoted key'=z\n\u200bA=w", {"1BAD": "x", "X-Y": "y", "quoted key": "z", "\u200bA": "w"}),
        ("é=1", {"é": "1"}),
        ("export =1\nB=2", {"B": "2"}),
        ('A="x\nB=2', {"B": "2"}),
        ("A=1\nA\nB=2", {"B": "2"}),
        ("A=1\nA\nA=2", {"A": "2"}),
        ("\ufeffA=1", {"\ufeffA": "1"}),
        ("B=1\n\ufeffA=1", {"B": "1", "\ufeffA": "1"}),
        ("A=${A}${A}\nB=${A}\\${B}\n1=", {"A": "${A}${A}", "B": "${A}\\${B}", "1": ""}),
    ],
)
def test_other_lines_are_read_by_the_parser(text: str, expected: dict[str, str]) -> None:
    """The scanner leaves all of these alone."""
    assert fast(universal(text)) is None
    assert expected == of(text) == reference(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A=x", (1, 3, 4)),
        ("\n\n  export A = x  # y", (3, 14, 15)),
        ("A=", (1, 3, 3)),
        ("A=  ", (1, 3, 3)),
        ("A =  # x", (1, 4, 4)),
        ("A=# x", (1, 3, 6)),
        ("A='x' # y", (1, 3, 6)),
        ('A=""', (1, 3, 5)),
        ("A=\t🎈é #", (1, 4, 6)),
        ("B=1\r\nA=x\r\n", (2, 3, 4)),
        ("B=1\rA=x", (2, 3, 4)),
        ('\n \nA= "x\\"y" # z', (3, 4, 10)),
        ('A="x\\', None),
        ('A="one\ntwo"', (1, 3, 7)),
        ('B="\n\n"\n\nA=1', (5, 3, 4)),
        ("B='\n'\n 'A' =x #", (3, 7, 8)),
        ("A=x=y", (1, 3, 6)),
        ("A=x\nB=y\n", (1, 3, 4)),
        ("A=x # x", (1, 3, 4)),
        ('A="x # y"', (1, 3, 10)),
        # a quote behind the closing one, and an escape before or behind it
        ('A="" # "', (1, 3, 5)),
        ('A="x" # "y"', (1, 3, 6)),
        ('A="x" # \\', (1, 3, 6)),
        ('A="\\\\" # "', (1, 3, 7)),
        ('A="\\n" # "', (1, 3, 7)),
        ('A="\\"x" # "y"', (1, 3, 8)),
    ],
)
def test_columns_are_those_of_the_original_text(text: str, place: tuple[int, int, int] | None) -> None:
    """Quotes belong to the value, comments and blanks do not; an empty value is a point behind ``=``."""
    if place is None:
        assert "A" not in of(text)
    else:
        assert columns(text) == place


def test_a_name_in_quotes_may_hold_an_equals_sign_or_lines() -> None:
    """The value is found behind the closing quote."""
    assert columns("'a=b'=x", "a=b") == (1, 7, 8)
    assert columns("'a\nb'=x", "a\nb") == (2, 4, 5)
    assert columns("export 'a=b'= \"x\"", "a=b") == (1, 15, 18)


def test_the_value_of_a_statement_without_a_name_has_a_place_too() -> None:
    assert dotenv_grammar.ValuePlaces("\n=x").find(2) == (2, 2, 3)
    assert dotenv_grammar.ValuePlaces("=x").find(1) == (1, 2, 3)
    assert dotenv_grammar.ValuePlaces("A\n=x").find(1) == (1, None, None)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("A=1\nB=1", []),
        ("A=1\nB=2\nA=3", [("A", 1, 3)]),
        ("A=1\nA=1\nexport A='2'", [("A", 1, 2), ("A", 2, 3)]),
        ('A=1\nA="\\n"', [("A", 1, 2)]),
        ("A=1\na=2", []),
    ],
)
def test_repeated_names_are_paired_with_what_replaces_them(text: str, pairs: list[tuple[str, int, int]]) -> None:
    """Each replacement is a pair of places."""
    repeated = read(text, path=".env").repeated

    assert pairs == [(each.name, each.earlier.line, each.later.line) for each in repeated]


@pytest.mark.parametrize("tail", ["", "\n1BAD="], ids=["scanner", "parser"])
def test_of_a_repeated_name_it_is_known_whether_its_values_are_the_same(tail: str) -> None:
    """With the places of both."""
    environment = read(f"A=1\nA='1'\nA=2{tail}", path="made-up.env")
    same, other = environment.repeated

    assert environment["A"].location == Location("made-up.env", 3, 3, 4)
    assert same == Repeated("A", True, Location("made-up.env", 1, 3, 4), Location("made-up.env", 2, 3, 6))
    assert other == Repeated("A", False, Location("made-up.env", 2, 3, 6), Location("made-up.env", 3, 3, 4))


def test_a_repeated_name_stays_where_it_was_first() -> None:
    """The last value counts, in the first one's place."""
    assert list(of("A=1\nB=2\nA=3").items()) == [("A", "3"), ("B", "2")]


@pytest.mark.parametrize("tail", ["", "1BAD="], ids=["scanner", "parser"])
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A=", set()),
        ("A=#0f172a", set()),
        ("A=#alerts", set()),
        ("A=#", set()),
        ("A=x # y", set()),
        ("A= x # y", set()),
        ("A= x", set()),
        ('A="" # y', set()),
        ("A='# y'", set()),
        ("#A= # y", set()),
        ("A= # y", {"A"}),
        ("A=\t#y", {"A"}),
        ("A = #", {"A"}),
        ("A=# y", {"A"}),
        ("A= # y\nB=# z", {"A", "B"}),
        ("A= # y\nA=1", set()),
        ("A=1\nA= # y", {"A"}),
    ],
)
def test_a_comment_in_the_place_of_a_value_is_noticed(text: str, names: set[str], tail: str) -> None:
    """A colour or a channel is a value; a hash among blanks is a comment."""
    assert read(f"{text}\n{tail}", path=".env").comments == names


@pytest.mark.parametrize(("text", "names"), [("1BAD=\nA= # y", {"A"}), ("'a=b'= # y", {"a=b"}), ("'a'= # y\n'b'=x # y", {"a"})])
def test_a_comment_is_noticed_at_the_end_and_behind_a_name_in_quotes(text: str, names: set[str]) -> None:
    assert read(text, path=".env").comments == names


SPEAKS = "# envcheck: allow[a] b\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A=1\n", None),
        ('A="\\n"\n', None),
        (f"{SPEAKS}A=1\n{SPEAKS}", [1, 3]),
        (f'{SPEAKS}A="\\n"\n{SPEAKS}', [1, 3]),
        (f'A="\n{SPEAKS}"\n{SPEAKS}B=1', [4]),
    ],
)
def test_comments_that_speak_to_envcheck_are_read_where_somebody_asks(text: str, lines: list[int] | None) -> None:
    """Whichever reader the text has; what stands in a value is no comment."""
    remarks = read(text, path=".env").sources[0].remarks

    assert (remarks is None) is (lines is None)
    assert [each.line for each in remarks()] == lines if remarks is not None else True


@pytest.mark.parametrize(
    ("text", "line", "names", "reason"),
    [
        ('\n\n A="x\nB=2', 3, {"A"}, "the quote is never closed"),
        ("'A=x", 1, {"A"}, "the quote is never closed"),
        ('A="x\\"', 1, {"A"}, "the quote is never closed"),
        ('A="x" y', 1, {"A"}, "text follows the closing quote"),
        ('A="x"y" # z', 1, {"A"}, "text follows the closing quote"),
        ('A="x\nB="y"', 1, {"A", "B"}, "the quote is closed on a later line, and text follows it"),
        ('A="x\n# B=1\nexport C="y"', 1, {"A", "C"}, "the quote is closed on a later line, and text follows it"),
        ("A", 1, {"A"}, "there is no '='"),
        ("export A", 1, {"A"}, "there is no '='"),
        ("export", 1, set(), "there is no '='"),
        ("A#B=1", 1, {"A"}, "there is no '='"),
        ("two words", 1, {"two", "words"}, "there is no '='"),
        ("A: x", 1, {"A"}, "':' stands where '=' belongs"),
        ("A:", 1, {"A"}, "':' stands where '=' belongs"),
        ("A: https://example.com/?b=1", 1, {"A"}, "':' stands where '=' belongs"),
        ('"A": "x",', 1, {"A"}, "':' stands where '=' belongs"),
        ("A B=1", 1, {"A", "B"}, "a name holds a blank"),
        ("set A=1", 1, {"set", "A"}, "a name holds a blank"),
        ("- A=1", 1, {"A"}, "a name holds a blank"),
        ("=x", 1, set(), "the name is missing"),
        ("export =x", 1, set(), "the name is missing"),
        ("''=x", 1, set(), "the name is missing"),
        ("=======", 1, set(), "the name is missing"),
        ("<<<<<<< HEAD", 1, {"HEAD"}, "there is no '='"),
        ('A= "x" y', 1, {"A"}, "text follows the closing quote"),
        ('X="x" y', 1, {"X"}, "text follows the closing quote"),
        ("X XY=1", 1, {"X", "XY"}, "a name holds a blank"),
        ("'A'B=1", 1, set(), "cannot be read"),
    ],
)
def test_what_gives_no_variable_is_unread(text: str, line: int, names: set[str], reason: str) -> None:
    """The line where it begins, every name that it may have been about, and why."""
    unread = read(text, path=".env").unread[0]

    assert (line, frozenset(names), reason) == (unread.location.line, unread.names, unread.reason)
    assert unread.location == (".env", line, None, None)


def test_lines_behind_an_unclosed_quote_are_read_on() -> None:
    """python-dotenv drops the one line."""
    environment = read('A="x\nB=2\nC=3', path=".env")

    assert (values(environment), len(environment.unread)) == ({"B": "2", "C": "3"}, 1)


@pytest.mark.parametrize("text", ["A=1", 'A="\\n"'], ids=["scanner", "parser"])
def test_source_is_what_the_caller_says(text: str) -> None:
    """Standard input is no file."""
    source = read(text, path="<stdin>", is_file=False).sources[0]

    assert (source.kind, source.path, source.is_file) == ("dotenv", "<stdin>", False)


@pytest.mark.parametrize("text", ["A=1", 'A="\\n"'], ids=["scanner", "parser"])
def test_a_text_is_that_of_a_file_unless_the_caller_says_otherwise(text: str) -> None:
    for environment in (read(text, path=".env"), fast(text) or slow(text)):
        assert (environment.sources[0].kind, environment.sources[0].is_file) == ("dotenv", True)


def test_a_long_run_of_blanks_is_refused_where_the_parser_would_not_end() -> None:
    """python-dotenv takes quadratic time for it; the scanner reads it."""
    text = f"A={MARKER}{' ' * (MAX_BLANKS + 1)}x\n"
    with pytest.raises(SourceError) as caught:
        read(text + "1=", path=".env")
    error = caught.value

    assert of(text)["A"].endswith("x")
    assert (error.id, error.line, error.column) == ("too-large", 1, 14)
    assert MARKER not in f"{error} {error.args} {error.hint}"


def test_comments_of_a_plain_text_are_read_without_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dotenv.parser", None)
    remarks = read(f"{SPEAKS}A=1\n", path=".env").sources[0].remarks

    assert remarks is not None
    assert [(each.line, each.name) for each in remarks()] == [(1, "A")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A=1", True),
        ("\n# A=2\nA=1\n\nB=2\n# B=3\n \nC=3", True),
        ("A=1\nA=1", False),
        ("A=1\n#\nA=2\nB=2", False),
        ("1A=1", False),
        ('A="\\n"', False),
    ],
)
def test_names_that_nobody_has_to_look_at_again_are_those_of_a_plain_text_without_repetitions(text: str, expected: bool) -> None:
    assert read(text, path=".env").has_plain_names is expected


@pytest.mark.parametrize("size", range(24))
def test_a_large_text_is_read_as_a_small_one(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is cut into blocks."""
    text = f"\nA=XX\nXX=1\n\n# c\nexport B='2 3'\nC= # c\n{SPEAKS}A=4\nD=5"
    monkeypatch.setattr(dotenv_file, "_BLOCK", size)
    for part in (text, f"{text}\n", text.replace("A=4", "F=4")):
        environment = fast(part)
        monkeypatch.setattr(dotenv_file, "_BLOCK", 16_384)
        whole = fast(part)
        monkeypatch.setattr(dotenv_file, "_BLOCK", size)

        assert environment is not None
        assert whole is not None
        assert list(environment.values.items()) == list(whole.values.items())
        assert environment.comments == whole.comments == {"C"}
        assert environment.repeated == whole.repeated
        assert environment.has_plain_names is whole.has_plain_names


@pytest.mark.parametrize("before", ["", "\n", "B=1\n", "\nB=1\nC=1\n", "C=" + "x" * MAX_BLANKS + " y\n"])
def test_a_long_run_of_blanks_is_told_at_its_place(before: str) -> None:
    """As many as are allowed are read."""
    assert of(f"{before}1=\nA=x{' ' * MAX_BLANKS}y\n")["A"].endswith("y")
    with pytest.raises(SourceError) as caught:
        read(f"{before}1=\nA=x{' ' * (MAX_BLANKS + 1)}y\n", path=".env")
    error = caught.value

    assert (error.message, error.hint) == ("more than 256 blanks in a row; not read", "take the blanks out")
    assert (error.line, error.column) == (before.count("\n") + 2, 4)


def test_a_long_run_of_blanks_on_the_second_line_has_its_column() -> None:
    """Also where the first one is empty."""
    with pytest.raises(SourceError) as caught:
        read(f"\n{' ' * (MAX_BLANKS + 1)}1=x", path=".env")

    assert (caught.value.line, caught.value.column) == (2, 1)


def test_nothing_shows_a_value(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    """Neither a repr nor the parser's log."""
    text = f'A={MARKER}\n{MARKER}: x\n{MARKER}\n= {MARKER}\nC="{MARKER}" {MARKER}\nB="{MARKER}'
    environment = read(text, path=".env")
    out = capfd.readouterr()

    assert len(environment.unread) > 2
    assert MARKER not in f"{environment} {out} {caplog.text}"
    assert not [unread.reason for unread in environment.unread if MARKER in unread.reason]


def test_places_take_linear_time() -> None:
    """A long value full of escapes is walked once."""
    text = 'A="' + "\\\\" * 300_000 + 'x"\n'

    assert columns(text) == (1, 3, 600_006)
    assert read(text.replace('x"', 'x" y'), path=".env").unread[0].reason == "text follows the closing quote"


def test_each_variable_of_a_plain_text_has_its_own_place() -> None:
    environment = read("A=1\nexport B=2\n", path=".env")

    assert [environment[name].location for name in "ABA"] == [
        (".env", 1, 3, 4),
        (".env", 2, 10, 11),
        (".env", 1, 3, 4),
    ]
