"""Zones as arcs that neighbours share."""
