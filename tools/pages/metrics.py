"""metrics.md: every metric of /metrics."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from kaizen.app.figures import gauges
from kaizen.kit.actor import Door, local_actor
from kaizen.storage.database import Database
from kaizen.storage.work import Context
from tools.pages.source import called, calls, literal
from tools.pages.words import first_sentence, page, table

ABOUT = "`GET /metrics` answers in the Prometheus text format. Figures of Kaizen's own work are read when it is asked."
KINDS = {"Counter": "counter", "Gauge": "gauge", "Histogram": "histogram", "Summary": "summary"}


@dataclass(frozen=True)
class Described:
    """A metric as ``/metrics`` shows it."""

    name: str
    kind: str
    labels: tuple[str, ...]
    about: str


def text() -> str:
    """The page."""
    rows = [(f"`{each.name}`", each.kind, ", ".join(each.labels) or "-", each.about) for each in described()]
    return page("Metrics", ABOUT, table(("Metric", "Type", "Labels", "What it tells"), rows))


def described() -> list[Described]:
    """Every metric, by name: those the source constructs, and the figures that are wired in."""
    return sorted([*_constructed(), *_wired()], key=lambda each: each.name)


def _constructed() -> Iterator[Described]:
    for found in calls():
        arguments = found.call.args
        name = literal(arguments[0]) if arguments else None
        kind = KINDS.get(called(found.call))
        if kind is not None and name is not None and name.startswith("kaizen_"):
            suffix = "_total" if kind == "counter" and not name.endswith("_total") else ""
            about = literal(arguments[1]) if len(arguments) > 1 else None
            yield Described(name + suffix, kind, _labels(found.call), about or "")


def _labels(call: ast.Call) -> tuple[str, ...]:
    given = [each.value for each in call.keywords if each.arg == "labelnames"] or call.args[2:3]
    return tuple(name for each in given for part in ast.walk(each) if (name := literal(part)) is not None)


def _wired() -> Iterator[Described]:
    nowhere = Context(Database("sqlite://"), local_actor("kaizen", Door.JOBS))
    for title, read in gauges(nowhere).items():
        name, _, labels = title.partition(":")
        yield Described(
            name,
            "gauge",
            tuple(labels.split(",")) if labels else (),
            first_sentence(read.__doc__ or ""),
        )
