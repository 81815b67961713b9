"""Why a row of a register ended as it did: a code and its fields, never a sentence.

A reason is a `Note` of one of these codes. `telling/register/register_reasons.py` writes each in
French and English, and what to do about it.
"""

from typing import Literal

__all__ = ["ReasonCode"]

ReasonCode = Literal[
    # rows that no school was looked for in (read_register)
    "no-table",  # the sheet holds no register
    "header",
    "above-table",
    "header-again",  # the titles once more, below
    "subheading",  # text: one text in all its cells
    "total-row",  # text: its first cell
    "outside-note",  # text: its first cell, in a column that isn't read
    # rows tied by a UAI
    "known-uai",
    "completed-uai",  # its letter was missing
    "several-uais",  # count: in one cell
    "corrected-uai",  # written, uai, school: whose number, name and commune these are
    "other-school",  # school: the UAI's; other: the one whose name and commune these are
    "completed-elsewhere",  # written, school: whose name and commune these aren't
    "unconfirmed-letter",  # written, school, lacking: the columns that would confirm it
    "unknown-uai",  # written, named: the school of this name and commune, or None
    "impossible-uai",  # the same, of what can't be a UAI
    "other-establishment",  # written, what: it is; named: as above
    # rows tied by a name
    "by-name",  # school
    "by-like-name",  # school
    "nothing-said",  # no UAI, school or commune with a status
    "unknown-place",  # commune: all that the row names
    "text-alone",  # name: without UAI, commune or status
    "several-schools",  # name, commune, schools: that it may be, the likeliest first
    "unknown-commune",  # name, commune
    "unknown-name",  # name, commune
    # rows of a territory
    "territory",  # level, name, reached, others: schools that have a row of their own
    "unsaid-territory",  # name: "toutes les écoles" of no place
    "unknown-territory",  # level, name
    "empty-territory",  # level, name: no school of the sector or nature that it says
    "unknown-sectors",  # name: a secteur de collège, which the directory doesn't give
    # rows that another one beats (periods)
    "silent",  # row: the one that speaks for it
    "further",  # row: the one nearer to the school
    "repeated",  # row: the one that says the same
    "contradicted",  # row, theirs, ours, dated: whether the other is dated last, or only below
    "outdone",  # count: of schools; first: the reason at the first of them
    # what else is noted of a row
    "as-written",  # text
    "read-as-planned",  # text: of the remarks
    "end-before-start",  # start, end
]
"""Every reason, with its fields."""
