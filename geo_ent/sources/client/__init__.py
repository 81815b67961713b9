"""Asking a server: patience, bounds, and what its errors mean."""
