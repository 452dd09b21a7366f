"""Facts come in: what exists, what runs, what was measured."""
