"""A linter of geo-ent's own French: what an editor would strike out in what a build writes."""
