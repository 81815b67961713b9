"""What a notebook hands over to the pieces of the public API: frames, their cells, choices."""
