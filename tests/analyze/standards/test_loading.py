"""standards.yaml is accepted whole or refused with every problem, each with line, field and fix."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from kaizen.analyze.standards.loading import DEFAULT, default, examine, load
from kaizen.analyze.standards.model import KINDS, ForbiddenPattern, Language
from kaizen.analyze.standards.schema import json_schema
from kaizen.kit.errors import KaizenError
from tests.analyze.standards.building import rule, yaml_of

ROOT = Path(__file__).parents[3]
HEAD = "version: 1\nrules:\n  - id: a\n    title: t\n    severity: info\n    why: w\n    fix: f\n    docs: d\n"
EVAL = {"calls": ["eval"]}


def problems(text: str) -> list[KaizenError]:
    standards, found = examine(text.encode())
    assert standards is None
    return found


@pytest.mark.parametrize(
    ("body", "code", "line", "field", "hint"),
    [
        pytest.param("kind: namin", "unknown_kind", 9, "rules[0].kind", "naming", id="the kind is misspelt"),
        pytest.param("titel: x", "missing_field", 3, "rules[0].kind", "schema", id="there is no kind"),
        pytest.param(
            "kind: naming\n    of: [table]\n    stlye: x",
            "unknown_field",
            11,
            "rules[0].stlye",
            "style",
            id="a field is misspelt",
        ),
        pytest.param(
            "kind: forbidden_pattern\n    match: {calls: [eval], tekst: [a]}",
            "unknown_field",
            10,
            "rules[0].match.tekst",
            "text",
            id="a field inside a field is misspelt",
        ),
        pytest.param(
            "kind: required_columns\n    columns:\n      - nam: id",
            "unknown_field",
            11,
            "rules[0].columns[0].nam",
            "name",
            id="a field in a list is misspelt",
        ),
        pytest.param(
            "kind: naming\n    of: [tabel]\n    style: snake_case",
            "wrong_choice",
            10,
            "rules[0].of[0]",
            "table, column, boolean",
            id="a choice does not exist",
        ),
        pytest.param(
            "kind: naming\n    of: table\n    style: snake_case",
            "wrong_value",
            10,
            "rules[0].of",
            "quotes",
            id="a word stands where a list belongs",
        ),
        pytest.param(
            "kind: size_limits\n    file_lines: 0", "wrong_value", 10, "file_lines", "Correct", id="a limit is zero"
        ),
        pytest.param(
            "kind: coverage\n    of: services\n    minimum: 101",
            "wrong_value",
            11,
            "minimum",
            "Correct",
            id="more than all is wanted",
        ),
        pytest.param(
            "kind: naming\n    of: [table]", "nothing_given", 3, "rules[0]", "prefixes", id="no condition is given"
        ),
        pytest.param("kind: size_limits", "nothing_given", 3, "rules[0]", "file_lines", id="no limit is given"),
        pytest.param(
            "kind: forbidden_pattern\n    match: {}", "nothing_given", 10, "match", "calls", id="nothing is forbidden"
        ),
        pytest.param(
            "kind: forbidden_pattern\n    match:\n      imports: [os]\n      arguments: {a: 1}",
            "arguments_alone",
            12,
            "match.arguments",
            "calls",
            id="arguments have no call",
        ),
        pytest.param(
            "kind: forbidden_pattern\n    match: {calls: ['a*b']}",
            "bad_name",
            10,
            "match.calls[0]",
            "requests.*",
            id="a wildcard stands inside a name",
        ),
        pytest.param(
            "kind: forbidden_pattern\n    match: {definitions: ['klass *Helper']}",
            "bad_definition",
            10,
            "definitions[0]",
            "class *Helper",
            id="a kind of definition does not exist",
        ),
        pytest.param(
            "kind: forbidden_pattern\n    match:\n      text: ['(?<=a)b']",
            "unusable_pattern",
            11,
            "match.text[0]",
            "look-around",
            id="a pattern looks around",
        ),
        pytest.param(
            "kind: forbidden_pattern\n    match: {text: ['(a']}",
            "unusable_pattern",
            10,
            "match.text[0]",
            "regular",
            id="a pattern is broken",
        ),
        pytest.param(
            "kind: required_pattern\n    each: {calls: [a], file: true}\n    needs: {argument: [x]}",
            "exactly_one",
            10,
            "each",
            "definitions",
            id="two kinds of places are meant",
        ),
        pytest.param(
            "kind: required_pattern\n    each: {file: true}\n    needs: {argument: [x]}",
            "needs_other",
            11,
            "needs.argument",
            "each",
            id="a file is asked for an argument",
        ),
        pytest.param(
            "kind: required_files\n    files: []", "wrong_value", 10, "rules[0].files", "Correct", id="no file is named"
        ),
        pytest.param(
            "kind: size_limits\n    file_lines: 5\n    exceptions:\n      - {reason: r, expires: 2026-01-01}",
            "path_or_item",
            12,
            "exceptions[0]",
            "both",
            id="an exception is about nothing",
        ),
        pytest.param(
            "kind: size_limits\n    file_lines: 5\n    exceptions:\n      - {path: a, reason: r, expires: soon}",
            "wrong_value",
            12,
            "exceptions[0].expires",
            "Correct",
            id="an exception ends soon",
        ),
        pytest.param(
            "kind: size_limits\n    file_lines: 5\n    exceptions:\n      - {path: a, expires: 2026-01-01}",
            "missing_field",
            12,
            "exceptions[0].reason",
            "schema",
            id="an exception has no reason",
        ),
    ],
)
def test_a_rule_is_refused_when(body: str, code: str, line: int, field: str, hint: str) -> None:
    found = problems(f"{HEAD}    {body}\n")
    assert [problem.code for problem in found] == [f"standards.{code}"]
    assert f"standards.yaml, line {line}:" in str(found[0])
    assert field in str(found[0])
    assert hint in found[0].hint()
    assert found[0].sentence("ru") != found[0].sentence("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("version: 2\nrules: []\n", "wrong_choice", id="of another version"),
        pytest.param("rules: []\n", "missing_field", id="without version"),
        pytest.param("version: 1\n", "missing_field", id="without rules"),
        pytest.param("version: 1\nrules: 3\n", "wrong_value", id="with a number for rules"),
        pytest.param("version: 1\nrules: [3]\n", "wrong_value", id="with a number for a rule"),
        pytest.param("version: 1\nrules: []\nruels: []\n", "unknown_field", id="with an unknown field"),
        pytest.param("- 1\n", "wrong_value", id="that is a list"),
    ],
)
def test_a_file_is_refused(text: str, code: str) -> None:
    assert [problem.code for problem in problems(text)] == [f"standards.{code}"]


def test_every_wrong_rule_is_told_at_once() -> None:
    data = yaml_of(rule("naming", of=[]), rule("size_limits"), rule("oops"), rule("size_limits", file_lines=9))
    standards, found = examine(data)
    assert standards is None
    assert [problem.code.partition(".")[2] for problem in found] == [
        "wrong_value",
        "nothing_given",
        "unknown_kind",
        "duplicate_rule",
    ]


def test_a_sound_file_becomes_rules() -> None:
    exception = {"path": "src/old/**", "reason": "Goes in May", "expires": "2026-05-31"}
    made = rule("forbidden_pattern", match=EVAL, scope={"languages": ["python"]}, exceptions=[exception])
    (loaded,) = load(yaml_of(made, exclude=["vendor/"])).rules
    assert isinstance(loaded, ForbiddenPattern)
    assert loaded.match.calls == ("eval",)
    assert loaded.scope.languages == (Language.PYTHON,)
    assert loaded.exceptions[0].expires == date(2026, 5, 31)


class TestDefault:
    """The rules of a repository that has none."""

    def test_there_are_at_most_ten_and_each_explains_itself(self) -> None:
        rules = default().rules
        assert 5 <= len(rules) <= 10
        for each in rules:
            assert each.examples is not None
            assert each.docs.startswith("https://")
        assert {each.kind for each in rules} == set(KINDS)

    def test_the_schema_accepts_it(self) -> None:
        jsonschema.Draft202012Validator(json_schema()).validate(yaml.safe_load(DEFAULT.read_text()))


class TestSchema:
    """The published JSON Schema."""

    def test_the_published_file_is_in_step_with_the_model(self) -> None:
        published = json.loads((ROOT / "docs/reference/standards.schema.json").read_text())
        assert published == json_schema(), (
            "write it again: kaizen standards schema > docs/reference/standards.schema.json"
        )

    @pytest.mark.parametrize(
        "broken",
        [
            pytest.param({"kind": "namin"}, id="an unknown kind"),
            pytest.param({"kind": "naming", "of": ["table"], "stile": "x"}, id="an unknown field"),
            pytest.param({"kind": "naming", "of": ["tabel"], "style": "snake_case"}, id="an unknown choice"),
            pytest.param({"kind": "size_limits", "file_lines": "9"}, id="text for a number"),
            pytest.param({"kind": "required_files"}, id="a missing field"),
            pytest.param({"kind": "size_limits", "file_lines": 9, "docs": "a b"}, id="a link with a space"),
        ],
    )
    def test_it_refuses_what_the_loader_refuses(self, broken: dict[str, object]) -> None:
        fields = {key: value for key, value in broken.items() if key != "kind"}
        data = yaml_of(rule(str(broken["kind"]), **fields))
        assert examine(data)[0] is None
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.Draft202012Validator(json_schema()).validate(json.loads(data))
