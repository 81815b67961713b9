"""What a help desk asks of an installation: `geo-ent doctor`."""
