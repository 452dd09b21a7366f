"""A report in the form that was asked for."""

from kaizen.kit.codecs import to_pretty_json
from kaizen.loop.reports import markdown, text
from kaizen.loop.reports.model import Format
from kaizen.loop.reports.views import IssuesReport, TrendsReport


def written(report: TrendsReport | IssuesReport, form: Format) -> str:
    """The report as text that ends with a line break."""
    if form is Format.JSON:
        return to_pretty_json(report) + "\n"
    if isinstance(report, TrendsReport):
        return text.trends(report) if form is Format.TEXT else markdown.trends(report)
    return text.issues(report) if form is Format.TEXT else markdown.issues(report)
