"""Where files come from: the bundled data today, the portals later."""
