"""What code declares: routes, tasks, schedules, applications and test suites, resolved from facts."""
