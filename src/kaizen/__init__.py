"""Kaizen: one list of what to improve next, ranked by evidence."""

__version__ = "0.1.0"
