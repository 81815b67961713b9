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

SHEET_LEVELS = ("circonscription", "epci", "commune", "secteur_college")
"""The levels that a sheet of paper can be of: those of somebody who prints one."""

NATURES = ("maternelle", "elementaire", "primaire")
SECTORS = ("public", "prive")
PRIORITIES = ("", "REP", "REP+")
RPI_KINDS = ("", "disperse", "concentre", "none")
"""Schools of several communes that share their pupils (regroupement pédagogique intercommunal):
on several sites, or in one school; "" where the directory doesn't say."""

REGISTER_STATUSES = ("school", "class", "planned", "none", "unknown")
"""What a row of a register can say of a school's ENT, the best first."""

STATUSES = ("school", "undated", "class", "planned", "not_yet", "none", "unknown")
"""What is known of a school's ENT at a date; only `school` counts as covered.

Before the register was kept, a school that it has without a start is `undated`: it may have had an
ENT then, as one of `unknown` status may; and one that opens later is `not_yet`."""

WITHOUT = ("class", "planned", "not_yet", "none")
"""The statuses of schools that are known to have no ENT of their own."""

IN_DOUBT = ("undated", "unknown")
"""The statuses of schools that may have an ENT or not: they bound a rate from above."""

OF_THE_PAST = ("undated", "not_yet")
"""The statuses that no school has from the day that the register was kept on."""

UNOPENED = "unopened"
"""In place of a status at a date, of a school that hadn't opened: it isn't counted then."""
