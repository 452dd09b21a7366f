"""Tests of kaizen.storage."""
