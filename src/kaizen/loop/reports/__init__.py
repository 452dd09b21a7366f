"""Reports: what is open now, and whether it gets better."""

from kaizen.loop.reports.model import Format, Measure, Point, Reading, Verdict
from kaizen.loop.reports.views import IssueGroup, IssuesReport, Place, PointView, SeriesView, TrendsReport

__all__ = [
    "Format",
    "IssueGroup",
    "IssuesReport",
    "Measure",
    "Place",
    "Point",
    "PointView",
    "Reading",
    "SeriesView",
    "TrendsReport",
    "Verdict",
]
