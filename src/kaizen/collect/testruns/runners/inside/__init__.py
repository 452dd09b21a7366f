"""Programs that run inside a project's own Python; they import nothing of Kaizen and need Python 3.8."""
