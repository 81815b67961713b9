"""Who is left behind: schools without an ENT, ranked, grouped and measured."""
