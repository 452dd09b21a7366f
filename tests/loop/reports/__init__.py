"""Tests of kaizen.loop.reports."""
