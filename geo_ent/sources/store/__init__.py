"""What was fetched, kept: the cache and the lock file."""
