"""Tests of kaizen.access."""
