"""Tests of kaizen.collect.probes."""
