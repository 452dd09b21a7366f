"""What the page about standards shows is accepted as it stands."""

import re
from pathlib import Path

import pytest

from kaizen.analyze.standards.loading import load
from kaizen.analyze.standards.model import KINDS

PAGE = (Path(__file__).parents[3] / "docs/concepts/standards.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_an_example_is_a_sound_file(number: int) -> None:
    assert load(EXAMPLES[number].encode()).rules


def test_every_kind_of_rule_is_explained() -> None:
    assert len(EXAMPLES) == 2
    assert [kind for kind in KINDS if f"| `{kind}` |" not in PAGE] == []
