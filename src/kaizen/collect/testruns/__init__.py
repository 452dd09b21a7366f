"""Test runs: what the suites of a repository say when they are run, and what reports say that others wrote."""
