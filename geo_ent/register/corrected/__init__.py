"""The corrected register: what is its own in it, and how it becomes the register again."""
