"""Reports as Markdown, with everything that comes from a repository escaped."""

import re
from collections.abc import Sequence

from kaizen.loop.reports.views import IssueGroup, IssuesReport, TrendsReport
from kaizen.loop.reports.wording import day, instant, latest, one_line, severities, spot, title

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
SHOWN = 20


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return SPECIAL.sub(r"\\\1", one_line(text))


def code(text: str) -> str:
    """Text in a code span whose fence is longer than any run of backquotes inside."""
    plain = one_line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", plain)), default=0))
    pad = " " if plain.startswith("`") or plain.endswith("`") else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def trends(report: TrendsReport) -> str:
    """The report of trends."""
    rows = [[escape(each.title), latest(each), each.state.value, escape(each.reason)] for each in report.series]
    about = f"{report.days} days to {instant(report.as_of)}."
    lines = [f"# {escape(title('Trends', report.repository))}", "", about, ""]
    return "\n".join([*lines, *_table(("Series", "Now", "Verdict", "Why"), rows), "", escape(report.method), ""])


def issues(report: IssuesReport) -> str:
    """The report of open findings."""
    lines = [f"# {escape(title('Issues', report.repository))}", "", escape(report.explanation), ""]
    for group in report.groups:
        lines += _group(group)
    return "\n".join([*lines, f"As of {instant(report.as_of)}.", ""])


def _group(group: IssueGroup) -> list[str]:
    about = f"{severities(group)}, the oldest since {day(group.oldest_at)}: rule {code(group.rule)}."
    shown = group.places[:SHOWN]
    lines = [f"## {escape(group.title)}", "", about, ""]
    lines += [f"- {code(spot(place))} {escape(place.message)}" for place in shown]
    if group.open > len(shown):
        lines.append(f"- and {group.open - len(shown)} more")
    return [*lines, ""]


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [headers, ["---"] * len(headers), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
