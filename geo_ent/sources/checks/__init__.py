"""Whether a fetched file is whole and is what it should be."""
