"""Every sentence that a reader sees, made from numbers and codes."""
