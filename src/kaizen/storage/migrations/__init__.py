"""Numbered, forward-only migrations of the state database."""
