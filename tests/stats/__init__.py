"""Tests of kaizen.stats."""
