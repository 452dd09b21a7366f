"""Tests of kaizen.cli."""
