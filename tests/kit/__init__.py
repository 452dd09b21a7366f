"""Tests of kaizen.kit."""
