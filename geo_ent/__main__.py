"""`python -m geo_ent` is `geo-ent`."""

from geo_ent.cli import main

main()
