"""How reports say instants, values and counts, the same in text and Markdown."""

from datetime import UTC, datetime

from kaizen.analyze.findings import Severity
from kaizen.loop.reports.views import IssueGroup, Place, SeriesView

NOUNS = {Severity.CRITICAL: "critical finding", Severity.WARNING: "warning", Severity.INFO: "remark"}


def instant(moment: datetime) -> str:
    """An instant to the minute, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def day(moment: datetime) -> str:
    """The day of an instant, in UTC."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d")


def latest(series: SeriesView) -> str:
    """The newest value; a dash where nothing was measured."""
    if series.latest is None:
        return "-"
    return f"{series.latest:g} %" if series.unit == "%" else f"{series.latest:g}"


def counted(count: int, noun: str) -> str:
    """A count with its noun in the right number."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def severities(group: IssueGroup) -> str:
    """How many findings of a rule are open."""
    return counted(group.open, NOUNS[group.severity])


def title(report: str, repository: str | None) -> str:
    """The heading of a report."""
    return f"{report} of {one_line(repository)}" if repository else report


def one_line(text: str) -> str:
    """Text without line breaks and control characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def spot(place: Place) -> str:
    """A place as ``path:line``."""
    return one_line(place.path if place.line is None else f"{place.path}:{place.line}")
