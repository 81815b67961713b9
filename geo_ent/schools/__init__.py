"""Schools: the directory, and what is known of each one."""
