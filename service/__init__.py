"""The outside world: HTTP, SQL, jobs, command line, settings."""
