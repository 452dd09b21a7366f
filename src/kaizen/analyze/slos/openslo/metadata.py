"""Names, labels and annotations of OpenSLO documents; annotations under ``kaizen/`` are Kaizen's own and checked."""

from difflib import get_close_matches

from kaizen.analyze.slos.model import NoData
from kaizen.analyze.slos.openslo.documents import Metadata
from kaizen.analyze.slos.openslo.fields import Fields

NO_DATA = "kaizen/no-data"
ALERTS = "kaizen/alerts"
MINIMUM_BAD = "kaizen/minimum-bad"
SHORT_WINDOW = "kaizen/short-window"
OURS = {NO_DATA: tuple(NoData), ALERTS: ("default", "scaled", "none"), MINIMUM_BAD: (), SHORT_WINDOW: ()}
DESCRIPTION_LIMIT = 1050
NAME_LIMIT = 253


def metadata(fields: Fields, default: str = "") -> Metadata:
    """The metadata of a document; an inline one may take its name from the document around it."""
    head = fields.child("metadata", required=not default)
    if head is None:
        return Metadata(default)
    name = head.text("name", required=not default) or default
    if len(name) > NAME_LIMIT or name != name.strip() or "\n" in name:
        head.problem("name_bad", "name", given=name[:40], limit=NAME_LIMIT)
    display = head.text("displayName", required=False)
    found = Metadata(name, display, _labels(head), _annotations(head))
    head.finish()
    return found


def description(spec: Fields) -> str:
    """The description of a spec, at most 1050 characters."""
    told = spec.text("description", required=False)
    if len(told) > DESCRIPTION_LIMIT:
        spec.problem("text_long", "description", limit=DESCRIPTION_LIMIT, length=len(told))
    return told


def _labels(head: Fields) -> dict[str, tuple[str, ...]]:
    labels = head.child("labels", required=False)
    found: dict[str, tuple[str, ...]] = {}
    for key, node in (labels.fields if labels else {}).items():
        values = node.items if node.items is not None else [node]
        if labels and any(value.text is None for value in values):
            labels.problem("field_type", key, expected="text or a list of texts", given="something else")
        found[key] = tuple(value.text or "" for value in values)
    return found


def _annotations(head: Fields) -> dict[str, str]:
    annotations = head.child("annotations", required=False)
    if annotations is None:
        return {}
    found: dict[str, str] = {}
    for key in annotations.fields:
        found[key] = annotations.text(key, required=False)
        if key.startswith("kaizen/"):
            _check_ours(annotations, key, found[key])
    return found


def _check_ours(annotations: Fields, key: str, given: str) -> None:
    if key not in OURS:
        meant = (get_close_matches(key, OURS, 1, 0.5) or [NO_DATA])[0]
        annotations.problem("field_misspelt", key, meant=meant)
    elif key == MINIMUM_BAD:
        if not given.isdecimal() or len(given) > 9:
            annotations.problem("field_type", key, expected="a whole number", given=given[:40])
    elif key == SHORT_WINDOW:
        annotations.duration(key, fixed=True)
    else:
        annotations.choice(key, OURS[key])
