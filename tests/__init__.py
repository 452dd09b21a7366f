"""Tests: a mirror of src/kaizen, and what they share."""
