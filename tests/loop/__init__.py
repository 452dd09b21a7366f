"""Tests of kaizen.loop."""
