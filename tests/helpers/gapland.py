"""Schools made ready for the gaps: on toyland's grid, with a status and a rurality."""

import pandas as pd
from toyland import make_schools

from geo_ent.telling.language import language
from geo_ent.telling.table_notes import table_notes


def make_gap_schools(rows, **columns):
    """Make schools from (uai, x, y, status), x and y in km; all rural, with more columns."""
    frame = make_schools([(uai, x, y, "95001", "A") for uai, x, y, _ in rows])
    frame["status"] = [row[3] for row in rows]
    frame["rural"] = pd.array([True] * len(rows), dtype="boolean")
    return frame.assign(**columns)


def in_a_row(statuses):
    """Make schools a kilometre apart, one a status; none for no status."""
    rows = [(uai, at, 0, statuses[at]) for at, uai in enumerate(uais(len(statuses)))]
    return make_gap_schools(rows) if rows else make_gap_schools([("95", 0, 0, "none")]).iloc[:0]


def french_notes(noted):
    """Write the notes of a table in French."""
    return table_notes(noted, language("fr"))


def uais(n):
    """Name n schools, in order."""
    return [f"950{at:04d}A" for at in range(1, n + 1)]
