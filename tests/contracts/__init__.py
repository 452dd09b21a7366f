"""Tests of kaizen.contracts."""
