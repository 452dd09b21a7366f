"""Tests of kaizen.app."""
