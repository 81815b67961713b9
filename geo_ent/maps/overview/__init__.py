"""The map of an atlas: départements and académies of France, circonscriptions of an académie."""
