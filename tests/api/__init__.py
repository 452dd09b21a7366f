"""Tests of kaizen.api."""
