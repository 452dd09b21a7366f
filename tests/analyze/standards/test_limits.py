"""What happens at the edges: too many violations, too many patterns, whatever a stranger writes into the file."""

import copy
from pathlib import Path

import jsonschema
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kaizen.analyze.standards.loading import DEFAULT, MOST_PATTERNS, examine
from kaizen.analyze.standards.schema import json_schema
from kaizen.analyze.standards.verdict import MOST_VIOLATIONS
from tests.analyze.standards.building import check, material, rule, yaml_of

WELL_FORMED = yaml.safe_load(Path(DEFAULT).read_text(encoding="utf-8"))
SCHEMA = jsonschema.Draft202012Validator(json_schema())
scalars = st.one_of(st.none(), st.booleans(), st.integers(-5, 200), st.text(max_size=8), st.floats(allow_nan=False))
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
)


def test_of_more_violations_than_anybody_reads_the_first_are_kept_and_the_rest_counted() -> None:
    given = material({"a.py": "eval(1)\n" * (MOST_VIOLATIONS + 5)})
    made = rule("forbidden_pattern", match={"calls": ["eval"]})
    report = check(given, made)

    assert len(report.detections) == MOST_VIOLATIONS
    assert report.results[0].reason == "10000 violations in 1 file; 5 more are not recorded"
    assert report.measured == frozenset(), "what was not recorded cannot be told from what was mended"


def test_more_text_patterns_than_can_be_searched_for_are_refused() -> None:
    made = rule("forbidden_pattern", match={"text": [f"text{number}" for number in range(MOST_PATTERNS + 1)]})
    _, (problem,) = examine(yaml_of(made))
    assert problem.code == "standards.too_many_patterns"


@settings(max_examples=300)
@given(st.data())
def test_whatever_is_changed_in_a_sound_file_it_is_read_or_refused_with_sentences(data: st.DataObject) -> None:
    changed = copy.deepcopy(WELL_FORMED)
    place = data.draw(st.sampled_from(changed["rules"]))
    while True:
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        inner = place[key]
        if isinstance(inner, dict | list) and inner and data.draw(st.booleans()):
            place = inner
            continue
        break
    action = data.draw(st.sampled_from(["replace", "delete", "add"]))
    if action == "delete":
        del place[key]
    elif action == "add" and isinstance(place, dict):
        place[data.draw(st.text(max_size=8))] = data.draw(values)
    else:
        place[key] = data.draw(values)
    text = yaml.safe_dump(changed, allow_unicode=True).encode("utf-8", "replace")

    standards, problems = examine(text)
    assert (standards is None) == bool(problems)
    for problem in problems:
        assert problem.sentence("ru")
        assert problem.hint()
    if standards is not None:
        SCHEMA.validate(yaml.safe_load(text))
