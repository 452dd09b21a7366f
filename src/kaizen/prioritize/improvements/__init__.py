"""Improvements: what to do first, and why."""

from kaizen.prioritize.improvements.model import Candidate, Evidence, Reach, ShortList
from kaizen.prioritize.improvements.service import get_short_list

__all__ = ["Candidate", "Evidence", "Reach", "ShortList", "get_short_list"]
