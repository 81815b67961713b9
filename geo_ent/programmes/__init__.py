"""The published programmes of ENT, and their map."""
