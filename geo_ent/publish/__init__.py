"""The only writer of outputs."""
