"""The seam to every store: database, unit of work, types, events, jobs, migrations."""
