"""Reports as plain text for a terminal or a mail."""

from textwrap import wrap

from kaizen.loop.reports.columns import aligned
from kaizen.loop.reports.views import IssueGroup, IssuesReport, TrendsReport
from kaizen.loop.reports.wording import day, instant, latest, one_line, severities, spot, title

SHOWN = 5
WIDTH = 100


def trends(report: TrendsReport) -> str:
    """The report of trends."""
    rows = [(one_line(each.title), latest(each), each.state.value, one_line(each.reason)) for each in report.series]
    head = f"{title('Trends', report.repository)}, {report.days} days to {instant(report.as_of)}"
    lines = aligned(("SERIES", "NOW", "VERDICT", "WHY"), rows, right=(1,))
    return "\n".join([head, "", *lines, "", *wrap(report.method, WIDTH), ""])


def issues(report: IssuesReport) -> str:
    """The report of open findings."""
    head = f"{title('Issues', report.repository)}, {instant(report.as_of)}"
    lines = [head, report.explanation, ""]
    for group in report.groups:
        lines += _group(group)
    return "\n".join(lines)


def _group(group: IssueGroup) -> list[str]:
    head = f"{group.severity.value.upper()}  {one_line(group.title)}  ({group.rule})"
    shown = group.places[:SHOWN]
    lines = [head, f"  {severities(group)}, the oldest since {day(group.oldest_at)}"]
    lines += [f"  {spot(place)}  {one_line(place.message)}".rstrip() for place in shown]
    if group.open > len(shown):
        lines.append(f"  and {group.open - len(shown)} more: kaizen findings list --rule {group.rule}")
    return [*lines, ""]
