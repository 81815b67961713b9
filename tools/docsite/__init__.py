"""The documentation site: its pages from those of the repository, its maps, its checks."""
