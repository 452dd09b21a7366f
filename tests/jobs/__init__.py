"""Tests of kaizen.jobs."""
