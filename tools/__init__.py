"""Programs for those who work on Kaizen itself."""
