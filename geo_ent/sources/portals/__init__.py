"""The portals: how each is asked."""
