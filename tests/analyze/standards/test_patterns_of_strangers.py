"""Patterns and globs that strangers write: they mean what they say and cannot hold the process up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaizen.analyze.standards.globs import any_name, any_path, path_pattern
from kaizen.analyze.standards.indexes import GlobIndex, NameIndex
from kaizen.analyze.standards.linear import LinearSet, any_of, linear
from kaizen.analyze.standards.literals import required_literals
from kaizen.kit.errors import KaizenError


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|a)*$", "(.*a){25}$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])
def test_a_pattern_that_explodes_elsewhere_answers_at_once(pattern: str) -> None:
    linear(pattern)("a" * 20_000 + "!")


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        pytest.param("(?<=a)b", "look-around", id="looks behind"),
        pytest.param(r"(a)\1", "backreferences", id="refers back"),
        pytest.param("(a", "unclosed group", id="leaves a group open"),
        pytest.param("((a{100}){100}){100}", "size limit", id="is huge once written out"),
    ],
)
def test_a_pattern_is_refused_with_the_reason_when_it(pattern: str, problem: str) -> None:
    with pytest.raises(KaizenError) as error:
        linear(pattern)
    assert problem in str(error.value)


def test_many_patterns_at_once_find_what_each_finds_alone() -> None:
    patterns = [rf"(?i)word{number}\b" for number in range(130)]
    assert LinearSet(patterns).hits("WORD3 word30x word129!") == [3, 129]
    assert any_of(patterns)("word77")
    assert not any_of(patterns)("word777")
    assert not any_of([])("anything")


def test_a_comment_in_one_pattern_does_not_swallow_the_next() -> None:
    assert LinearSet(["(?x) a # comment", "b"]).hits("b") == [1]


@pytest.mark.parametrize(
    ("glob", "inside", "outside"),
    [
        pytest.param("tests/", ["tests/a.py", "x/tests/b/c.py", "tests"], ["mytests/a.py", "tests.py"], id="tests/"),
        pytest.param("*.sql", ["a.sql", "x/y/a.sql"], ["a.sqlx", "sql"], id="*.sql"),
        pytest.param("src/**", ["src/a", "src/a/b"], ["x/src/a", "srcs/a"], id="src/**"),
        pytest.param("src/*/a.py", ["src/x/a.py"], ["src/a.py", "src/x/y/a.py"], id="src/*/a.py"),
        pytest.param("**/a.py", ["a.py", "x/y/a.py"], ["ba.py"], id="**/a.py"),
        pytest.param("src/**/a.py", ["src/a.py", "src/x/y/a.py"], ["a.py"], id="src/**/a.py"),
        pytest.param("/README*", ["README", "README.md"], ["docs/README.md"], id="/README*"),
        pytest.param("a.{ts,tsx}", ["a.ts", "x/a.tsx"], ["a.t", "a.js"], id="a.{ts,tsx}"),
        pytest.param("[a-c].py", ["b.py"], ["d.py", "-.py"], id="[a-c].py"),
        pytest.param("[!a].py", ["b.py"], ["a.py"], id="[!a].py"),
        pytest.param("x/[!a]b", ["x/cb"], ["x/ab", "x//b"], id="x/[!a]b"),
        pytest.param("a?.py", ["ab.py"], ["a.py", "abc.py", "a/.py"], id="a?.py"),
        pytest.param("über/*.py", ["über/ä b.py"], ["uber/a.py"], id="über/*.py"),
        pytest.param("a (1)+.py", ["a (1)+.py", "x/a (1)+.py"], ["a 1.py"], id="a (1)+.py"),
        pytest.param("app/[id]/x", [], ["app/[id]/x"], id="app/[id]/x"),
        pytest.param("**", ["a", "a/b"], [], id="**"),
        pytest.param("*.x", ["d.x/a", "a.x"], ["x", "a.xy", "d.xy/a"], id="*.x"),
    ],
)
def test_a_path_glob_takes_in(glob: str, inside: list[str], outside: list[str]) -> None:
    test = any_path((glob,))
    assert test is not None
    assert [path for path in [*inside, *outside] if test(path)] == inside


@given(st.sampled_from(["**", "*.b", "*.b/", "a", "a/", "a.b", "a.b/"]), st.text("ab./", min_size=1, max_size=9))
def test_a_plain_glob_means_what_its_pattern_says(glob: str, text: str) -> None:
    path = "/".join(part for part in text.split("/") if part) or "a"
    test = any_path((glob,))
    assert test is not None
    assert test(path) == linear(path_pattern(glob))(path)


def test_a_name_glob_covers_the_whole_name_dots_included() -> None:
    test = any_name(("public.*", "user?"))
    assert test is not None
    assert [name for name in ("public.a.b", "xpublic.a", "users", "user", "userss") if test(name)] == [
        "public.a.b",
        "users",
    ]


def test_names_are_found_exactly_below_and_by_their_end() -> None:
    index: NameIndex[str] = NameIndex()
    for pattern in ("requests.get", "requests.*", "*.get", "*.b.get"):
        index.add(pattern, pattern)
    assert set(index.find("requests.get")) == {"requests.get", "requests.*", "*.get"}
    assert index.find("requests.sessions.post") == ["requests.*"]
    assert set(index.find("a.b.get")) == {"*.get", "*.b.get"}
    assert index.find("get") == []
    assert index.find("requests") == []


def test_modules_are_found_by_the_packages_around_them() -> None:
    index: NameIndex[str] = NameIndex()
    for pattern in ("os.path", "lodash", "@scope/kit"):
        index.add(pattern, pattern)
    assert index.find_module("os.path.join") == ["os.path"]
    assert index.find_module("lodash/fp.map") == ["lodash"]
    assert index.find_module("@scope/kit/deep") == ["@scope/kit"]
    assert index.find_module("os") == []
    assert index.find_module("lodashes") == []


@given(st.text("ab_*?", min_size=1, max_size=6), st.text("ab_", max_size=6))
def test_an_index_of_globs_agrees_with_each_glob_alone(glob: str, name: str) -> None:
    index: GlobIndex[str] = GlobIndex()
    index.add(glob, "found")
    test = any_name((glob,))
    assert test is not None
    assert index.find(name) == (["found"] if test(name) else [])


piece = st.one_of(
    st.text("abcAB", min_size=1, max_size=5),
    st.sampled_from(
        [r"\b", r"\.", ".", "[a-c]+", "(?:abc|b)", "(ab)?", "b*", "c{2}", "a+", "^", "$", "|", r"\w", "a?"]
    ),
)


@given(st.lists(piece, min_size=1, max_size=6).map("".join), st.text("abcABC. ", max_size=30))
def test_what_a_pattern_matches_holds_one_of_its_literals(pattern: str, text: str) -> None:
    try:
        test = linear(pattern)
    except KaizenError:
        return
    literals = required_literals(pattern)
    if literals is not None and test(text):
        assert any(literal in (text.casefold() if literals.folded else text) for literal in literals.texts)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        pytest.param(r"TODO\b", ("TODO",), id="a word"),
        pytest.param(r"(?i)TODO\b", ("todo",), id="a word in any case"),
        pytest.param(r"(?i:T)ODO\b", ("odo",), id="a word partly in any case"),
        pytest.param(r"https?://old\.", ("://old.",), id="the longest certain run"),
        pytest.param(r"foo|(bar)", None, id="an alternative without certain text"),
        pytest.param(r"foo1|bar2", ("foo1", "bar2"), id="one for each alternative"),
        pytest.param(r"\x41BCD", None, id="spelled by numbers"),
        pytest.param(r"(?x) a b c", None, id="white space that means nothing"),
        pytest.param(r"[a[bcd]]efgh", None, id="a class in a class"),
        pytest.param(r"abc{0,2}", None, id="too little is certain"),
        pytest.param(r"abcd{0,2}", ("abc",), id="the counted letter is not certain"),
    ],
)
def test_the_literals_of(pattern: str, literals: tuple[str, ...] | None) -> None:
    found = required_literals(pattern)
    assert (found.texts if found else None) == literals
