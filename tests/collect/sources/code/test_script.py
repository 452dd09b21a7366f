"""TypeScript, TSX and JavaScript become the same facts as Python."""

from textwrap import dedent

import pytest

from kaizen.collect.sources.code import (
    CodeFacts,
    Export,
    Expr,
    Import,
    Items,
    Nested,
    Pairs,
    Ref,
    ScriptReader,
    Template,
    Value,
)


def facts(source: str, path: str = "a.tsx") -> CodeFacts:
    return ScriptReader().read(path, dedent(source).lstrip("\n").encode())


VALUES = [
    pytest.param("`a${b.c}/d`", Template(("a", Ref("b.c"), "/d")), id="holes of a template"),
    pytest.param('A + "/x"', Template((Ref("A"), "/x")), id="sums with a text"),
    pytest.param("[1, 2.5, null, ...more, ...f()]", Items((1, 2.5, None, Expr("spread_element",
    "...more"), Nested(0))), id="arrays"),
    pytest.param("{a: 1, 'b-c': x?.y, d, ...e, f() {}}",
                 Pairs((("a", 1), ("b-c", Ref("x.y")), ("d", Ref("d")), (Expr("spread", "e"), Ref("e")), ("f",
                 Expr("method_definition")))),
                 id="objects"),
    pytest.param("await (x as Y)!", Ref("x"), id="assertions and awaiting vanish"),
    pytest.param("() => 1", Expr("arrow_function"), id="functions without their text"),
    pytest.param("0x10", 16, id="numbers of other bases"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), VALUES)
def test_values(source: str, expected: Value) -> None:
    assert facts(f"const x = {source};").assignments[0].value == expected


def test_imports_and_exports() -> None:
    found = facts(
        """
        import a, { b as c, type T } from "m";
        import * as n from "./n";
        import type { U } from "u";
        export { d, e as f } from "./d";
        export * from "./all";
        const g = 1;
        export { g as h };
        export default g;
        """
    )
    assert found.imports == (
        Import("m", "default", "a", 1),
        Import("m", "b", "c", 1),
        Import("./n", "", "n", 2),
        Import("./d", "d", "d", 4, exported=True),
        Import("./d", "e", "f", 4, exported=True),
        Import("./all", "*", "*", 5, exported=True),
    )
    assert found.exports == (Export("h", "g", 7), Export("default", "g", 8))


def test_definitions_and_decorators() -> None:
    found = facts(
        """
        /** Explains. */
        @Controller("x")
        export class A extends B {
          private n = 1;
          @Get(":id")
          async one(a, b) {}
          #secret() {}
        }
        /** Explains too. */
        export const f = async (x: string) => 1;
        function hidden() {}
        """,
        "a.ts",
    )
    assert [(d.kind, d.name, d.documented, d.public, d.exported) for d in found.definitions] == [
        ("class", "A", True, True, True),
        ("method", "A.one", False, True, False),
        ("method", "A.#secret", False, False, False),
        ("function", "f", True, True, True),
        ("function", "hidden", False, False, False),
    ]
    one = found.definitions[1]
    assert (one.parameters, one.is_async, one.decorators[0].name, one.decorators[0].line) == (2, True, "Get", 5)
    assert found.definitions[0].bases == ("B",)


def test_calls_know_chains_and_the_call_around_them() -> None:
    found = facts(
        "app.register(async (r) => { r.get('/x', h) }, { prefix: '/p' });\nrouter.route('/y').get(a).post(b);\n"
    )
    assert [(c.callee, c.receiver, c.within) for c in found.calls] == [
        ("app.register", -1, -1),
        ("r.get", -1, 0),
        ("().post", 3, -1),
        ("().get", 4, -1),
        ("router.route", -1, -1),
    ]


def test_elements_know_their_parents() -> None:
    found = facts("const a = <Route path='/x'><Route index element={<Home/>} /></Route>;")
    assert [(e.name, e.parent) for e in found.elements] == [("Route", -1), ("Route", 0), ("Home", 1)]
    assert found.elements[0].attributes == (("path", "/x"),)
    assert found.elements[1].attributes[0] == ("index", True)


def test_javascript_and_broken_files() -> None:
    found = facts("const { a, b: c } = require('m');\nmodule.exports = a;\n", "a.cjs")
    assert found.language == "javascript"
    assert [assignment.target for assignment in found.assignments] == ["{a,b:c}", "module.exports"]
    assert facts("const x = ;\nconst y = 2;\n", "b.ts").syntax_error == 1


def test_declarations_are_not_wanted() -> None:
    assert [path for path in ("a.ts", "a.d.ts", "b.mjs", "c.vue") if ScriptReader().wants(path)] == ["a.ts", "b.mjs"]
