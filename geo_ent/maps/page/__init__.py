"""The map page: one complete HTML file."""
