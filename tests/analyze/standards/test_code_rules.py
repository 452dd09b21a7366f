"""Rules about code: what they find in real Python and TypeScript, and what they leave alone."""

from typing import ClassVar

import pytest

from kaizen.analyze.standards.verdict import RuleState
from tests.analyze.standards.building import check, material, places, rule, verdict


def forbid(**match: object) -> dict[str, object]:
    return rule("forbidden_pattern", match=match)


def require(each: dict[str, object], needs: dict[str, object], **fields: object) -> dict[str, object]:
    return rule("required_pattern", each=each, needs=needs, **fields)


@pytest.mark.parametrize(
    ("match", "path", "source", "lines"),
    [
        pytest.param({"calls": ["eval"]}, "a.py", "x = 1\neval(x)\n", [2], id="a builtin"),
        pytest.param({"calls": ["eval"]}, "a.py", "model.eval()\n", [], id="no method of that name"),
        pytest.param(
            {"calls": ["eval"]}, "a.py", "def eval(x): ...\neval(1)\n", [], id="no function of the file's own"
        ),
        pytest.param({"calls": ["eval"]}, "a.py", "from ast import eval\neval(1)\n", [], id="no import of that name"),
        pytest.param({"calls": ["r.get"]}, "a.py", "import r\nr.get()\n", [2], id="a function of a module"),
        pytest.param({"calls": ["r.get"]}, "a.py", "import r as q\nq.get()\n", [2], id="behind an alias"),
        pytest.param({"calls": ["r.get"]}, "a.py", "from r import get\nget()\n", [2], id="imported alone"),
        pytest.param({"calls": ["r.get"]}, "a.py", "from r import get as g\ng()\n", [2], id="imported under a name"),
        pytest.param({"calls": ["r.get"]}, "a.py", "from r import *\nr.get()\n", [2], id="perhaps behind a star"),
        pytest.param({"calls": ["r.get"]}, "a.py", "def f(r):\n    r.get()\n", [], id="no parameter of that name"),
        pytest.param({"calls": ["a.b.c"]}, "a.py", "import a.b\na.b.c()\n", [2], id="a module in a package"),
        pytest.param({"calls": ["r.*"]}, "a.py", "import r\nr.x.y()\n", [2], id="everything below a module"),
        pytest.param(
            {"calls": ["*.get"]}, "a.py", "f(x).get()\ng.h.get()\nget()\n", [1, 2], id="every end of that name"
        ),
        pytest.param({"calls": [".m.f"]}, "a.py", "from .m import f\nf()\n", [2], id="a neighbour module"),
        pytest.param(
            {"calls": ["r.run"], "arguments": {"shell": True}},
            "a.py",
            "import r\nr.run(shell=True)\nr.run(shell=1)\nr.run(shell=x)\nr.run()\n",
            [2],
            id="only with exactly that argument",
        ),
        pytest.param(
            {"imports": ["os.path"]}, "a.py", "import os\nfrom os import path\n", [2], id="a name in a module"
        ),
        pytest.param({"imports": ["os"]}, "a.py", "import os.path\nimport osx\n", [1], id="a module and what is in it"),
        pytest.param(
            {"decorators": ["a.b"]},
            "a.py",
            "import a\n@a.b\ndef f(): ...\n@a.b(1)\ndef g(): ...\n",
            [2, 4],
            id="a decorator",
        ),
        pytest.param(
            {"definitions": ["class *Helper"]},
            "a.py",
            "class AHelper: ...\ndef bHelper(): ...\n",
            [1],
            id="a class by its name",
        ),
        pytest.param(
            {"definitions": ["get_*"]}, "a.py", "class A:\n    def get_x(self): ...\n", [2], id="a method by its name"
        ),
        pytest.param({"text": ["(?i)todo"]}, "a.py", "x = 1  # ToDo\ny = 2\n", [1], id="a text"),
        pytest.param({"text": ["^import .*;$"]}, "a.py", "import a;\nimport b\n", [1], id="a whole line"),
        pytest.param({"text": ["a\\s+b"]}, "a.py", "a\nb\n", [], id="no text across lines"),
        pytest.param(
            {"calls": ["axios.get"]}, "a.ts", "import axios from 'axios'\naxios.get('x')\n", [2], id="a default import"
        ),
        pytest.param(
            {"calls": ["axios.get"]}, "a.ts", "import {get as g} from 'axios'\ng('x')\n", [2], id="a named import"
        ),
        pytest.param(
            {"calls": ["fs.rm"]}, "a.js", "const fs = require('node:fs')\nfs.rm('x')\n", [2], id="a required module"
        ),
        pytest.param(
            {"calls": ["fs.rm"]}, "a.js", "const {rm: del} = require('fs')\ndel('x')\n", [2], id="a taken-apart module"
        ),
        pytest.param({"calls": ["console.log"]}, "a.ts", "console.log(1)\n", [1], id="a global"),
        pytest.param(
            {"calls": ["console.log"]},
            "a.ts",
            "const console = f()\nconsole.log(1)\n",
            [],
            id="no variable like a global",
        ),
        pytest.param(
            {"calls": ["new Function"]}, "a.ts", "new Function('x')\nFunction('x')\n", [1], id="a constructor"
        ),
        pytest.param(
            {"imports": ["lodash"]},
            "a.ts",
            "import f from 'lodash/fp'\nconst g = await import('lodash')\n",
            [1, 2],
            id="a package, loaded later too",
        ),
        pytest.param(
            {"calls": ["f"], "arguments": {"mode": "raw"}},
            "a.ts",
            "f(1, {mode: 'raw'})\nf({mode: 'x'})\n",
            [1],
            id="a value in an object",
        ),
    ],
)
def test_what_is_forbidden_is_found(match: dict[str, object], path: str, source: str, lines: list[int]) -> None:
    report = check(material({path: source}), forbid(**match))
    assert [detection.line for detection in report.detections] == lines
    assert report.results[0].state is (RuleState.FAIL if lines else RuleState.PASS)


@pytest.mark.parametrize(
    ("each", "needs", "path", "source", "lines"),
    [
        pytest.param(
            {"calls": ["r.get"]},
            {"argument": ["timeout"]},
            "a.py",
            "import r\nr.get(1)\nr.get(1, timeout=2)\nr.get(1, **kw)\n",
            [2],
            id="a keyword, or keywords nobody can see",
        ),
        pytest.param(
            {"calls": ["x.get"]},
            {"argument": ["timeout"]},
            "a.ts",
            "import x from 'x'\nx.get(url)\nx.get(url, {timeout: 1})\nx.get(url, options)\nx.get(url, {...rest})\n",
            [2],
            id="an entry of an object, or objects nobody can see",
        ),
        pytest.param(
            {"decorators": ["*.get", "*.post"]},
            {"argument": ["response_model"]},
            "a.py",
            "@app.get('/a')\ndef a(): ...\n@app.post('/', response_model=B)\ndef b(): ...\n@app.get\ndef c(): ...\n",
            [1, 5],
            id="an argument of a decorator",
        ),
        pytest.param(
            {"definitions": ["function task_*"]},
            {"decorators": ["celery.task"]},
            "a.py",
            "from celery import task\n@task\ndef task_a(): ...\ndef task_b(): ...\n",
            [4],
            id="a decorator of a function",
        ),
        pytest.param(
            {"imports": ["sentry"]},
            {"calls": ["sentry.init"]},
            "a.py",
            "import sentry\n",
            [1],
            id="a call in the same file",
        ),
        pytest.param(
            {"imports": ["sentry"]},
            {"calls": ["sentry.init"]},
            "a.py",
            "import sentry\nsentry.init()\n",
            [],
            id="which is there",
        ),
        pytest.param(
            {"file": True}, {"imports": ["logging.config"]}, "a.py", "import os\n", [None], id="an import in every file"
        ),
        pytest.param(
            {"file": True},
            {"imports": ["logging"]},
            "a.py",
            "from logging import config\n",
            [],
            id="which is there too",
        ),
    ],
)
def test_what_must_go_with_something(
    each: dict[str, object], needs: dict[str, object], path: str, source: str, lines: list[int | None]
) -> None:
    report = check(material({path: source}), require(each, needs))
    assert [detection.line for detection in report.detections] == lines


def test_a_detection_tells_where_what_why_and_how() -> None:
    source = "import r\n\nclass A:\n    def load(self):\n        return r.get(  1 )\n"
    made = require({"calls": ["r.get"]}, {"argument": ["timeout"]})
    (found,) = check(material({"a.py": source}), made).detections
    assert (found.rule, found.path, found.line, found.context) == ("the-rule", "a.py", 5, "A.load")
    assert found.message == "calls r.get without timeout"
    assert (found.evidence, found.anchor) == ("return r.get(  1 )", "return r.get(  1 )")
    assert (found.suggestion, found.docs, found.title) == ("Mend it.", "docs/rule.md", "A rule")


def test_one_call_that_several_patterns_fit_is_one_detection() -> None:
    report = check(material({"a.py": "import r\nr.get()\n"}), forbid(calls=["r.get", "r.*", "*.get"]))
    assert len(report.detections) == 1


class TestScopes:
    """Where rules look."""

    FILES: ClassVar = {
        "src/a.py": "eval(1)\n",
        "src/b.ts": "eval(1)\n",
        "tests/c.py": "eval(1)\n",
        "d.py": "import os\neval(1)\n",
    }

    @pytest.mark.parametrize(
        ("scope", "found"),
        [
            pytest.param({}, ["d.py:2", "src/a.py:1", "src/b.ts:1", "tests/c.py:1"], id="everywhere"),
            pytest.param({"include": ["src/"]}, ["src/a.py:1", "src/b.ts:1"], id="in a folder"),
            pytest.param({"exclude": ["src/", "d.py"]}, ["tests/c.py:1"], id="outside of folders and files"),
            pytest.param({"languages": ["typescript"]}, ["src/b.ts:1"], id="in a language"),
            pytest.param({"imports": ["os"]}, ["d.py:2"], id="in files that import a module"),
            pytest.param(
                {"include": ["src/**", "tests/**"], "languages": ["python"]},
                ["src/a.py:1", "tests/c.py:1"],
                id="by all of it",
            ),
        ],
    )
    def test_a_rule_looks(self, scope: dict[str, object], found: list[str]) -> None:
        made = rule("forbidden_pattern", match={"calls": ["eval"]}, scope=scope)
        assert places(check(material(self.FILES), made)) == found

    def test_what_the_file_excludes_no_rule_looks_at(self) -> None:
        report = check(material(self.FILES), forbid(calls=["eval"]), exclude=["tests/", "*.ts"])
        assert places(report) == ["d.py:2", "src/a.py:1"]
        assert report.results[0].checked == 2

    def test_a_rule_that_no_file_concerns_is_unknown_and_not_fine(self) -> None:
        made = rule("forbidden_pattern", match={"calls": ["eval"]}, scope={"include": ["lib/"]})
        result = verdict(material(self.FILES), made)
        assert (result.state, result.checked, result.reason) == (RuleState.UNKNOWN, None, "no file is in scope")


def test_the_file_of_rules_may_hold_what_it_forbids() -> None:
    report = check(material({"standards.yaml": "TODO", "sub/standards.yaml": "TODO"}), forbid(text=["TODO"]))
    assert places(report) == ["sub/standards.yaml:1"]


def test_text_that_cannot_be_had_is_reported_as_unread_and_not_as_fine() -> None:
    given = material({"a.bin": "TODO", "b.md": "TODO"})
    report = check(type(given)(given.files, given.facts, {"b.md": "TODO"}.get), forbid(text=["TODO"]))
    assert places(report) == ["b.md:1"]
    assert report.unread == {"a.bin"}


class TestSizes:
    """How large files and functions may be."""

    SOURCE = "def long(a, b, *c, d=1, **e):\n" + "    x = 1\n" * 9 + "def short(): ..."

    def test_files_functions_and_parameters_are_measured(self) -> None:
        made = rule("size_limits", file_lines=10, function_lines=9, parameters=4)
        report = check(material({"a.py": self.SOURCE}), made)
        assert [each.message for each in report.detections] == [
            "has 11 lines, 1 more than 10",
            "long has 10 lines, more than 9",
            "long takes 5 parameters, more than 4",
        ]
        assert [each.anchor for each in report.detections] == ["", "long lines", "long parameters"]

    def test_what_is_exactly_as_large_as_allowed_is_fine(self) -> None:
        made = rule("size_limits", file_lines=11, function_lines=10, parameters=5)
        assert verdict(material({"a.py": self.SOURCE}), made).state is RuleState.PASS

    def test_each_of_many_limits_holds_in_its_own_scope(self) -> None:
        rules = [
            rule("size_limits", id="wide", file_lines=5),
            rule("size_limits", id="narrow", file_lines=3, scope={"include": ["b.py"]}),
            rule("size_limits", id="high", file_lines=500),
        ]
        report = check(material({"a.py": self.SOURCE, "b.py": self.SOURCE}), *rules)
        assert [(each.rule, each.path) for each in report.detections] == [
            ("wide", "a.py"),
            ("narrow", "b.py"),
            ("wide", "b.py"),
        ]


class TestDocumentation:
    """How many public names are documented."""

    FILES: ClassVar = {
        "a.py": '"""A module."""\n\ndef told():\n    """Told."""\n\ndef bare(): ...\n\ndef _private(): ...\n',
        "_hidden/b.py": "def bare(): ...\n",
        "c.ts": "/** Told. */\nexport function told() {}\nexport function bare() {}\nfunction inner() {}\n",
    }

    def test_a_share_that_is_too_small_is_one_finding_about_the_repository(self) -> None:
        report = check(material(self.FILES), rule("documentation", minimum=60, of=["function"]))
        assert places(report) == ["."]
        assert report.detections[0].message == "2 of 4 public names are documented (50.0 %), 60 % are wanted"
        assert report.detections[0].anchor == "documentation"

    def test_a_share_that_suffices_is_fine(self) -> None:
        result = verdict(material(self.FILES), rule("documentation", minimum=50, of=["function"]))
        assert (result.state, result.checked) == (RuleState.PASS, 4)

    def test_when_all_are_wanted_each_one_is_told(self) -> None:
        report = check(material(self.FILES), rule("documentation", minimum=100, of=["function", "module"]))
        assert places(report) == ["a.py:6", "c.ts:3"]

    def test_where_nothing_is_public_nothing_is_known(self) -> None:
        result = verdict(material({"a.py": "x = 1\n"}), rule("documentation", minimum=10))
        assert (result.state, result.reason) == (RuleState.UNKNOWN, "no public name is in scope")
