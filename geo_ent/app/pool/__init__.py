"""Readings and builds in processes of their own, and the line before them."""
