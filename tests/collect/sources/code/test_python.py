"""Python becomes facts: what is imported, defined, called and assigned, and where."""

from textwrap import dedent

import msgspec
import pytest

from kaizen.collect.sources.code import (
    CodeFacts,
    Expr,
    Import,
    Items,
    Nested,
    Pairs,
    PythonReader,
    Ref,
    ScriptReader,
    Template,
    Value,
)


def facts(source: str) -> CodeFacts:
    return PythonReader().read("a.py", dedent(source).lstrip("\n").encode())


VALUES = [
    pytest.param('"a" "b"', "ab", id="neighbouring texts melt"),
    pytest.param(r'"a\n"', "a\n", id="escapes are read"),
    pytest.param(r'r"\d"', r"\d", id="raw texts keep backslashes"),
    pytest.param('b"x"', Expr("bytes", 'b"x"'), id="bytes are no text"),
    pytest.param('f"{a.b}/x{{}}"', Template((Ref("a.b"), "/x{}")), id="holes of a text"),
    pytest.param('PREFIX + "/x"', Template((Ref("PREFIX"), "/x")), id="sums with a text"),
    pytest.param(
        "[1, -2.5, True, None, *more]",
        Items((1, Expr("unary_operator", "-2.5"), True, None, Expr("spread", "more"))),
        id="lists",
    ),
    pytest.param('{"a": x, **y}', Pairs((("a", Ref("x")), (Expr("spread", "y"), Ref("y")))), id="dicts with spreads"),
    pytest.param(
        "99999999999999999999999", Expr("integer", "99999999999999999999999"), id="integers too large for a cache"
    ),
    pytest.param("lambda: 1", Expr("lambda"), id="functions without their text"),
    pytest.param("(yes)", Ref("yes"), id="parentheses vanish"),
]


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: Value) -> None:
    assert facts(f"x = {source}").assignments[0].value == expected


def test_calls_know_their_chain_their_arguments_and_their_place() -> None:
    found = facts(
        """
        def f():
            a.b(1, key="v", **rest).c(g(2))
        """
    )
    first, second, third = found.calls
    assert (first.callee, first.args, first.receiver, first.scope, first.line) == ("().c", (Nested(2),), 1, 0, 2)
    assert (second.callee, second.keywords) == ("a.b", (("key", "v"), ("**", Ref("rest"))))
    assert third.callee == "g"


def test_definitions() -> None:
    found = facts(
        '''
        class Base: ...
        @decorate(1)
        @plain
        class Own(Base, Generic[T], metaclass=M):
            """Says what it is."""
            limit = 3
            @property
            async def go(self, a, *, b=2): ...
            def _hidden(self): ...
        def outer(x):
            def inner(): ...
        '''
    )
    assert [(d.kind, d.name, d.line, d.end_line, d.scope) for d in found.definitions] == [
        ("class", "Base", 1, 1, -1),
        ("class", "Own", 4, 9, -1),
        ("method", "Own.go", 8, 8, 1),
        ("method", "Own._hidden", 9, 9, 1),
        ("function", "outer", 10, 11, -1),
        ("function", "outer.inner", 11, 11, 4),
    ]
    own, go = found.definitions[1], found.definitions[2]
    assert own.bases == ("Base", "Generic")
    assert [(d.name, d.call >= 0, d.line) for d in own.decorators] == [("decorate", True, 2), ("plain", False, 3)]
    assert (own.documented, own.public, go.parameters, go.is_async, go.documented) == (True, True, 2, True, False)
    assert [d.public for d in found.definitions] == [True, True, True, False, True, False]
    assert [(a.target, a.scope) for a in found.assignments] == [("limit", 1)]


def test_imports() -> None:
    assert facts("import a.b, c as d\nfrom ..e import f as g, h\nfrom i import *\n").imports == (
        Import("a.b", "", "a.b", 1),
        Import("c", "", "d", 1),
        Import("..e", "f", "g", 2),
        Import("..e", "h", "h", 2),
        Import("i", "*", "*", 3),
    )


def test_loops_additions_and_chained_assignments() -> None:
    found = facts("for r in [a, b]: use(r)\nx += [1]\ny = z = 3\n__all__ = ['x']\n")
    assert [(a.target, a.added) for a in found.assignments] == [
        ("for r", False),
        ("x", True),
        ("y", False),
        ("z", False),
        ("__all__", False),
    ]
    assert found.assignments[2].value == 3


def test_newer_syntax_and_broken_files() -> None:
    assert facts("type A[T] = list[T]\ndef f[T](x: T) -> T: return x\n").syntax_error == 0
    broken = facts("x = 1\ndef f(:\n    pass\ny = g(1)\n")
    assert broken.syntax_error == 2
    assert [call.callee for call in broken.calls] == ["g"]


def test_needles_rule_files_out() -> None:
    assert PythonReader(["route"]).needs(b"@app.route") is True
    assert PythonReader(["route"]).needs(b"x = 1") is False
    assert PythonReader().needs(b"") is True


def test_a_long_run_of_comments_costs_little_and_moves_no_line() -> None:
    found = facts("#\n" * 20_000 + "x = 1\n")
    assert found.assignments[0].line == 20_001


def test_halves_of_surrogate_pairs_in_literals_never_leave_the_reader() -> None:
    for facts in (
        PythonReader().read("a.py", b'x = "\\ud800 \\ud83d\\ude00"\n'),
        ScriptReader().read("a.ts", b'const x = "\\ud800 \\ud83d\\ude00";\n'),
    ):
        assert facts.assignments[0].value == "\ufffd \U0001f600"
        msgspec.msgpack.encode(facts)
