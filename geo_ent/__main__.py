"""`python -m geo_ent` is `geo-ent`."""

from geo_ent.cli.command_line import main

main()
