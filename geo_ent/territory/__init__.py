"""Schools to zones, zones to polygons."""
