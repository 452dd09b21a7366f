"""Tests of Kaizen, laid out like the package they test."""
