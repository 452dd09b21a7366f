"""kaizen.yaml: what is read from it, and what is said about a wrong one."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from kaizen.collect.probes.config import FIELDS, examine, load
from kaizen.collect.probes.files import EXAMPLE
from kaizen.collect.probes.model import HttpCheck, Kind, Probe, RedisCheck, Secret, SqlCheck, TcpCheck
from kaizen.collect.probes.published import json_schema
from kaizen.kit.codecs import to_pretty_json
from kaizen.kit.errors import KaizenError

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "kaizen.schema.json"
FILE = Path("kaizen.yaml")
HEAD = "version: 1\nprobes:\n"


def uncommented() -> str:
    """The example with every commented probe in force."""
    entry = re.compile(r"(?m)^  # - name.*\n(  #   .*\n)*")
    return entry.sub(lambda found: re.sub(r"(?m)^  # ", "  ", found[0]), EXAMPLE.read_text() + "\n")


def read(text: str) -> tuple[Probe, ...]:
    configuration, problems = examine(text.encode(), FILE)
    assert not problems, [str(problem) for problem in problems]
    assert configuration is not None
    return configuration.probes


def problems(text: str) -> list[KaizenError]:
    configuration, found = examine(text.encode(), FILE)
    assert configuration is None
    return found


def test_the_example_is_right_with_and_without_its_comments() -> None:
    assert [probe.kind for probe in read(EXAMPLE.read_text())] == [Kind.HEARTBEAT]
    probes = {probe.name: probe for probe in read(uncommented())}

    assert {probe.kind for probe in probes.values()} == set(Kind)
    assert probes["api"].check == HttpCheck(
        "http://127.0.0.1:8000/healthz",
        statuses=(200,),
        body='"ok"',
        headers=(("Accept", "application/json"), ("Authorization", Secret(env="API_TOKEN"))),
    )
    assert (probes["api"].interval_s, probes["api"].timeout_s, probes["api"].depends_on) == (30, 5, ("database",))
    assert probes["mail"].check == TcpCheck("mail.example.org", 25)
    assert probes["database"].check == SqlCheck(Secret(env="DATABASE_URL"), "SELECT 1")
    assert probes["cache"].check == RedisCheck(Secret(env="REDIS_URL"))
    assert {name: probe.target for name, probe in probes.items()} == {
        "nightly-backup": "at least every 25 h",
        "api": "http://127.0.0.1:8000/healthz",
        "mail": "mail.example.org:25",
        "database": "$DATABASE_URL",
        "cache": "$REDIS_URL",
    }


def test_the_query_of_an_address_is_not_shown() -> None:
    (probe,) = read(HEAD + "- {name: a, kind: http, url: 'https://h:8443/x?token=s3cret'}")

    assert probe.target == "https://h:8443/x?..."


@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        pytest.param("[1]", "wrong_value", 1, "the file must be", id="no mapping"),
        pytest.param("version: 1", "missing_field", 1, "probes is missing", id="no probes"),
        pytest.param("version: 2\nprobes: []", "wrong_value", 1, "version must be the number 1", id="a later version"),
        pytest.param("version: 1\nprobes: []\nprobs: []", "unknown_field", 3, "probs is not", id="unknown at the top"),
        pytest.param(HEAD + "- {kind: tcp, host: h, port: 1}", "missing_field", 3, "probes[0].name", id="no name"),
        pytest.param(HEAD + "- {name: a}", "missing_field", 3, "probes[0].kind", id="no kind"),
        pytest.param(
            HEAD + "- {name: A b, kind: tcp, host: h, port: 1}", "wrong_value", 3, "lower-case", id="a bad name"
        ),
        pytest.param(HEAD + "- {name: a, kind: htp}", "wrong_value", 3, "one of http, tcp", id="an unknown kind"),
        pytest.param(
            HEAD + "- {name: a, kind: tcp, host: h, port: 70000}", "wrong_value", 3, "to 65535", id="port too high"
        ),
        pytest.param(HEAD + "- {name: a, kind: tcp, host: h, port: yes}", "wrong_value", 3, "port", id="yes is a text"),
        pytest.param(
            HEAD + "- {name: a, kind: tcp, host: h, port: true}", "wrong_value", 3, "port", id="true is no number"
        ),
        pytest.param(HEAD + "- {name: a, kind: http, url: ftp://h}", "wrong_value", 3, "https://host/path", id="ftp"),
        pytest.param(HEAD + "- {name: a, kind: http, url: file:///etc/passwd}", "wrong_value", 3, "url", id="a file"),
        pytest.param(
            HEAD + "- {name: a, kind: http, url: http://h, status: [200, x]}",
            "wrong_value",
            3,
            "status[1]",
            id="status",
        ),
        pytest.param(
            HEAD + "- {name: a, kind: http, url: http://h, method: POST}", "wrong_value", 3, "GET, HEAD", id="POST"
        ),
        pytest.param(
            HEAD + "- {name: a, kind: http, url: http://h, method: HEAD, body: x}",
            "wrong_value",
            3,
            "HEAD",
            id="HEAD body",
        ),
        pytest.param(
            HEAD + "- {name: a, kind: heartbeat, every: 1h, interval: 1s}", "wrong_value", 3, "from 5", id="too often"
        ),
        pytest.param(
            HEAD + "- {name: a, kind: heartbeat, every: 1h, timeout: 5m}",
            "wrong_value",
            3,
            "to 30 seconds",
            id="too patient",
        ),
        pytest.param(
            HEAD + "- {name: a, kind: sql, url: {env: A, file: b}}", "wrong_value", 3, "{env: NAME} or", id="two places"
        ),
        pytest.param(
            HEAD + "- {name: a, kind: sql, url: {env: A}, query: 'DELETE FROM t'}",
            "wrong_value",
            3,
            "reads",
            id="delete",
        ),
        pytest.param(
            HEAD + "- {name: a, kind: sql, url: {env: A}, query: 'SELECT 1; DROP TABLE t'}",
            "wrong_value",
            3,
            "one",
            id="two",
        ),
        pytest.param(
            HEAD + "- {name: a, kind: heartbeat, every: 1h}\n- {name: a, kind: heartbeat, every: 1h}",
            "duplicate_name",
            4,
            "the first is on line 3",
            id="a name twice",
        ),
        pytest.param(
            HEAD
            + "- {name: api, kind: heartbeat, every: 1h, depends_on: [dbb]}\n- {name: db, kind: heartbeat, every: 1h}",
            "unknown_dependency",
            3,
            "api depends on dbb",
            id="an unknown dependency",
        ),
        pytest.param(
            HEAD
            + "- {name: a, kind: heartbeat, every: 1h, depends_on: [b]}\n"
            + "- {name: b, kind: heartbeat, every: 1h, depends_on: [a]}",
            "cycle",
            3,
            "a -> b -> a",
            id="a circle",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_place_and_fix(text: str, code: str, line: int | None, says: str) -> None:
    (problem, *_) = problems(text)

    assert problem.code == f"probes.{code}"
    assert says in problem.sentence()
    assert line is None or problem.sentence().startswith(f"kaizen.yaml:{line}: ")
    assert problem.hint()
    assert problem.sentence("ru")
    assert problem.hint("ru")


@pytest.mark.parametrize(
    "entry",
    [
        "{name: a, kind: sql, url: postgresql://u:s3cret@h/d}",
        "{name: a, kind: redis, url: redis://:s3cret@h}",
        "{name: a, kind: http, url: http://u:s3cret@h}",
        "{name: a, kind: http, url: http://h, headers: {Authorization: Bearer s3cret}}",
        "{name: a, kind: http, url: http://h, headers: {Cookie: s3cret}}",
    ],
)
def test_a_secret_in_the_file_is_refused_and_not_repeated(entry: str) -> None:
    (problem,) = problems(f"{HEAD}- {entry}")

    assert problem.code == "probes.secret_in_plain"
    assert "{env: NAME}" in problem.hint()
    assert "s3cret" not in problem.sentence() + problem.hint() + repr(problem.values)


def test_every_problem_is_told_at_once_and_near_words_are_meant() -> None:
    found = problems(
        HEAD
        + "- {name: a, kind: tpc}\n"
        + "- {name: b, kind: tcp, host: h, prot: 1}\n"
        + "- {name: c, kind: http, url: http://h, intervall: 5s}\n"
    )

    assert [problem.code.removeprefix("probes.") for problem in found] == [
        "wrong_value",
        "unknown_field",
        "missing_field",
        "unknown_field",
    ]
    assert "Did you mean tcp?" in found[0].hint()
    assert "port" in found[1].hint()
    assert "interval?" in found[3].hint()


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (problem,) = problems("\n".join(lines))

    assert problem.code == "documents.too_many_values"


def test_aliases_that_repeat_a_little_are_fine() -> None:
    probes = read(
        HEAD
        + "- {name: a, kind: http, url: http://a, headers: &common {Accept: text/html}}\n"
        + "- {name: b, kind: http, url: http://b, headers: *common}\n"
    )

    assert [probe.check.headers for probe in probes if isinstance(probe.check, HttpCheck)] == [
        (("Accept", "text/html"),),
        (("Accept", "text/html"),),
    ]


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"# " * 2_000_000)
    (tmp_path / "bytes").write_bytes(b"version: \xff\xfe")
    codes = []
    for name in ("large", "bytes"):
        codes += [problem.code for problem in load(tmp_path / name)[1]]
    with pytest.raises(KaizenError, match=r"There is no kaizen\.yaml"):
        load(tmp_path / "absent")

    assert codes == ["documents.too_large", "documents.not_text"]


def test_the_published_schema_is_that_of_the_loader() -> None:
    assert REFERENCE.read_text() == to_pretty_json(json_schema()) + "\n", (
        "write it anew: python -m kaizen.collect.probes.published > docs/reference/kaizen.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert all(field.about for fields in FIELDS.values() for field in fields.values())


@pytest.mark.parametrize(
    ("text", "right"),
    [
        pytest.param(uncommented(), True, id="the example"),
        pytest.param(HEAD + "  # - name: a", True, id="every probe commented out"),
        pytest.param(HEAD + "- {name: a, kind: tcp, host: h, port: 70000}", False, id="a port too high"),
        pytest.param(HEAD + "- {name: a, kind: tcp, host: h, prot: 1}", False, id="an unknown field"),
        pytest.param(HEAD + "- {name: a, kind: sql, url: postgresql://h/d}", False, id="a URL in plain"),
        pytest.param(HEAD + "- {name: a, kind: heartbeat, every: 1h, interval: 30}", True, id="seconds as a number"),
        pytest.param(HEAD + "- {name: a, kind: heartbeat, every: soon}", False, id="no length of time"),
        pytest.param(HEAD + "- {name: a, kind: http, url: ftp://h}", False, id="no web address"),
    ],
)
def test_schema_and_loader_agree(text: str, right: bool) -> None:
    document = json.loads(json.dumps(yaml.safe_load(text)))
    accepted = jsonschema.Draft202012Validator(json_schema()).is_valid(document)

    assert accepted is right
    assert (examine(text.encode(), FILE)[0] is not None) is right


def test_the_file_in_the_documentation_is_right() -> None:
    page = (REFERENCE.parents[1] / "concepts" / "probes.md").read_text()
    (text,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)

    assert {probe.kind for probe in read(text)} == set(Kind)
    for fields in FIELDS.values():
        assert all(f"`{name}`" in page for name in fields)
