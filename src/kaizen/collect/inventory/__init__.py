"""Inventory: what a repository holds, found from evidence."""
