r"""Patterns of ECMA-262, which RE2 matches: what each means, and what is refused."""

from __future__ import annotations

import pytest

from envcheck.patterns import compile_pattern, is_pattern


def matched(pattern: str, texts: str) -> str:
    """Those of some characters that a pattern finds."""
    matches = compile_pattern(pattern)
    assert matches is not None
    return "".join(text for text in texts if matches(text))


@pytest.mark.parametrize(
    ("pattern", "texts", "expected"),
    [
        (r"\s", " \t\n\v\f\r\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeffa\u200b\x85", " \t\n\v\f\r\u00a0\u1680\u2000\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"),
        (r"\S", " \t\u00a0\ufeffa\u200b\U0001f600", "a\u200b\U0001f600"),
        (r"[\sx]", " \ufeffxs\\", " \ufeffx"),
        (r"[^\S]", " \ufeffxs", " \ufeff"),
        (r"[\b]", "\bb\\X", "\b"),
        (r"a\b", "ab", "a"),
        (r"\0", "\x000", "\x00"),
        (r"[\0]", "\x000", "\x00"),
        (r"\cJ", "\nJ\\c", "\n"),
        (r"\ca", "\x01a", "\x01"),
        (r"\cZ", "\x1aZ", "\x1a"),
        (r"\x41", "A4x\\", "A"),
        (r"\u0041", "A0u", "A"),
        (r"\u{41}", "A4u", "A"),
        (r"\u{1F600}", "\U0001f600\uf600", "\U0001f600"),
        (r"\ud83d\ude00", "\U0001f600\U0001f601", "\U0001f600"),
        (r"\uD800\uDC00", "\U00010000\U00010001", "\U00010000"),
        (r"\uDBFF\uDFFF", "\U0010ffff\U0010fffe", "\U0010ffff"),
        (r"[\ud83d\ude00x]", "\U0001f600xu", "\U0001f600x"),
        (r"\p{L}", "aé1 ", "aé"),
        (r"\P{L}", "aé1 ", "1 "),
        (r"\p{Letter}", "aé1", "aé"),
        (r"\p{gc=Lu}", "aA", "A"),
        (r"\p{General_Category=Uppercase_Letter}", "aA", "A"),
        (r"\p{sc=Greek}", "aλ", "λ"),
        (r"\p{Script=Greek}", "aλ", "λ"),
        ("a|[]", "ab", "a"),
        ("[^]", "a\n", "a\n"),
        (".", "a\n\r\u2028\u2029\x85", "a\x85"),
        ("(?s).", "a\n", "a\n"),
        ("(?i)a.", "a", ""),
        ("(?is).", "a\n", "a\n"),
        ("(?ms).", "a\n", "a\n"),
        ("[.]", "a.", "."),
        ("[a.]", "a.b", "a."),
        ("[]a|b", "ab", "b"),
        ("[]|b", "b", "b"),
        ("[[]", "[:aX", "["),
        ("[[:alpha:]", "[:alphxz]", "[:alph"),
        (r"[\]a]", "]a\\", "]a"),
        ("[^[]", "[a", "a"),
        ("[^a]", "ab", "b"),
        ("[a-c^]", "abcd^", "abc^"),
        ("[(?=)]", "(?=)a", "(?=)"),
        ("(?:a)", "ab", "a"),
        ("(?<n>a)", "ab", "a"),
        (r"\/", "/a", "/"),
        (r"\d", "1a", "1"),
        (r"\D", "1a", "a"),
        (r"\w", "1a-", "1a"),
        (r"\W", "1a-", "-"),
        (r"\B", "a", ""),
        (r"[\f\n\r\t\v]", "\f\n\r\t\vfnrtv", "\f\n\r\t\v"),
    ],
)  # fmt: skip
def test_a_pattern_means_what_ecma_262_says(pattern: str, texts: str, expected: str) -> None:
    assert matched(pattern, texts) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        *("(?=a)", "(?!a)", "(?<=a)", "(?<!a)", "x(?=a)[b]", "(?<=a)b", "(?=a)(b)", r"(a)\1", r"(?<n>a)\k<n>", r"\9a", r"\1b"),
    ],
)
def test_what_needs_to_look_around_or_back_is_a_pattern_that_is_not_matched(pattern: str) -> None:
    assert (is_pattern(pattern), compile_pattern(pattern)) == (True, None)


@pytest.mark.parametrize(
    ("pattern", "text", "is_match"),
    [
        ("^[a].$", "ab", True),
        ("^[a].$", "a\r", False),
        ("^[^]b$", "\nb", True),
        ("^[^]b$", "\nc", False),
        ("^a[^]|b$", "xb", True),
        ("^a[^]|b$", "a", False),
        (r"^ab\cJ1$", "ab\n1", True),
        (r"^\cJ1$", "\n1", True),
        (r"^\u{41}\u{42}$", "AB", True),
        (r"^\u0041{2}$", "AA", True),
        (r"^\p{L}{2}$", "aé", True),
        (r"^\ud83d\ude00a$", "\U0001f600a", True),
        (r"^\x41\x42$", "AB", True),
    ],
)
def test_what_follows_a_word_of_a_pattern_stays_what_it_is(pattern: str, text: str, is_match: bool) -> None:
    matches = compile_pattern(pattern)

    assert matches is not None
    assert matches(text) is is_match


@pytest.mark.parametrize("pattern", ["(?:a)", "(?<n>a)", "(?=<*)", "(?:)", ""])
def test_groups_of_ecma_262_are_patterns(pattern: str) -> None:
    assert is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(?s).", "(?i)a", "(?m)^a", "(?P<n>a)", "(?-i)a"])
def test_words_of_other_dialects_are_matched_and_are_no_pattern(pattern: str) -> None:
    assert not is_pattern(pattern)
    assert compile_pattern(pattern) is not None


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", "(?", "(?<", "a)", "[a", "a**", r"[\1]", r"[\k]", r"\k", r"\kx", r"\k<>", r"\a", r"\z", r"\A", r"\Q", r"\é"),
        *(r"\c", r"\c1", r"\cé", r"\00", r"\01", r"\x", r"\x4", r"\xg1", r"\u", r"\u004", r"\u{}", r"\u{110000}", r"\u00g0"),
        *(
            r"\X",
            r"[\X]",
            r"ab\01",
            r"\01a",
            r"(a)\1)",
            r"(?<n>a)\k<n>)",
            r"\p{L})",
            "(?=*)",
            "(?<=*)",
            "(?<=*a)",
        ),
        *(r"\p", r"\pL", r"\p{}", r"\p{gc=}", r"\p{scx=Greek}", r"\p{none}"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    assert (is_pattern(pattern), compile_pattern(pattern)) == (False, None)


@pytest.mark.parametrize("pattern", ["a", "[^a]", "."])
def test_a_text_that_no_utf_8_can_hold_is_not_matched(pattern: str) -> None:
    assert matched(pattern, "\ud800") == ""


def test_a_pattern_that_no_utf_8_can_hold_is_none() -> None:
    assert (is_pattern("\ud800"), compile_pattern("\ud800")) == (False, None)


def test_a_bad_pattern_is_not_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    compile_pattern("(made-up-marker")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    "escape", [r"\x+1", r"\x 1", r"\u1_00", r"\u{ 41 }", r"\u{4_1}", "\\u0\u0661\u0661\u0661", r"\ud83d\u+e00"]
)
def test_what_is_no_hexadecimal_number_is_refused(escape: str) -> None:
    """Python reads signs, blanks, underscores and digits of other scripts as numbers."""
    assert (is_pattern(escape), compile_pattern(escape)) == (False, None)


@pytest.mark.parametrize("pattern", ["\\", "a\\", "[a\\"])
def test_a_backslash_at_the_end_is_no_pattern(pattern: str) -> None:
    assert (is_pattern(pattern), compile_pattern(pattern)) == (False, None)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        (r"\ud800\u0041", "\u2441A"),
        (r"\ud800\ue000", "\U00010400"),
        (r"\ud83dzzde00", "\U0001f600"),
        (r"\udc00\udc00", "\U00010000"),
    ],
)
def test_two_escapes_are_one_character_only_where_they_are_a_pair(pattern: str, texts: str) -> None:
    assert matched(pattern, texts) == ""


def test_half_a_pair_is_refused() -> None:
    assert compile_pattern(r"\ud83d\ude") is None
