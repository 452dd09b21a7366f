"""Tests of kaizen.external."""
