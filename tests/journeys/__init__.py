"""Tests of kaizen.journeys."""
