"""The door: a file becomes a checked frame."""
