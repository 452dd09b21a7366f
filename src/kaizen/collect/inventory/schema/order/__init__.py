"""Which files make up one database, and in which order they are applied."""
