"""The words of the tables' contract: what a level, a nature, a status can be, settled once.

`schools` is indexed by `uai`, `communes` by `commune_code`, zones by `zone_code`. Codes are
strings. Missing is NaN (or ""), never zero. The columns themselves are records (`fields`).
"""

LEVELS = (
    "commune",
    "circonscription",
    "secteur_college",
    "epci",
    "arrondissement",
    "departement",
    "academie",
    "region",
)
"""Every level that a school has a zone of, small to large.

`secteur_college` is there where the carte scolaire of the collèges is given."""

NATURES = ("maternelle", "elementaire", "primaire")
SECTORS = ("public", "prive")
PRIORITIES = ("", "REP", "REP+")
RPI_KINDS = ("", "disperse", "concentre", "none")
"""Schools of several communes that share their pupils (regroupement pédagogique intercommunal):
on several sites, or in one school; "" where the directory doesn't say."""

STATUSES = ("school", "class", "planned", "none", "unknown")
"""What is known of a school's ENT; only `school` counts as covered."""
