"""events.md: every event that the source records, where, and what it carries."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from kaizen.app.wiring import subscribers
from tools.pages.source import Found, called, calls, keywords, literal
from tools.pages.words import page

ABOUT = (
    "An event is stored in the transaction that made it true, delivered at least once to subscribers, and sent "
    "in the order of commits to everybody who listens at `/api/v1/live`: "
    '`{"position", "name", "at", "payload"}`. Payload fields that only some places fill in are marked with `?`.'
)


def text() -> str:
    """The page."""
    heard = subscribers()
    return page(
        "Events", ABOUT, *(_section(name, places, name in heard) for name, places in sorted(recorded().items()))
    )


def recorded() -> Mapping[str, list[Found]]:
    """Where each event is recorded: calls of ``record`` whose first argument is a constant ``concept.event``."""
    found: defaultdict[str, list[Found]] = defaultdict(list)
    for each in _records():
        name = literal(each.call.args[0])
        if name is not None:
            found[name].append(each)
    return found


def unreadable() -> list[str]:
    """Places that record an event under a name which cannot be read off the source."""
    return [each.place for each in _records() if literal(each.call.args[0]) is None]


def _records() -> list[Found]:
    return [each for each in calls() if called(each.call) == "record" and each.call.args and _is_of_work(each)]


def _is_of_work(found: Found) -> bool:
    name = literal(found.call.args[0])
    return "." in name if name is not None else Path(found.module.file).name == "service.py"


def _section(name: str, places: list[Found], heard: bool) -> str:
    known = [keywords(each) for each in places]
    everywhere = set.intersection(*(set(names) for names, _ in known))
    fields = list(dict.fromkeys(field for names, _ in known for field in names))
    shown = [f"`{field}`" if field in everywhere else f"`{field}`?" for field in fields]
    if any(more for _, more in known):
        shown.append("and more")
    lines = [f"## {name}", "", f"Payload: {', '.join(shown) or 'empty'}.", ""]
    told = dict.fromkeys(f"- `{each.place}`{f': {each.about}' if each.about else ''}" for each in places)
    heard_by = ["", "Kaizen itself listens: it puts measures on record."] if heard else []
    return "\n".join([*lines, *told, *heard_by])
