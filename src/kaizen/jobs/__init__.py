"""The clock as a door: sweeps that hand events on, run due jobs, and prune what is old."""
