"""One file per migration: ``<number>_<what it adds>.py``."""
