"""People, workspaces, keys, sessions and the audit log: who may come in, and who did what."""
