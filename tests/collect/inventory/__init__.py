"""Tests of collecting facts."""
