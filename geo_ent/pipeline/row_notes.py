"""What stands on each row of a level's table, for who has a row without its file."""

from typing import TYPE_CHECKING

from geo_ent.indicators.coverage import out_of_level
from geo_ent.telling.language import language
from geo_ent.telling.page.page_notes import absence_notes
from geo_ent.telling.table_notes import out_of_level_note

if TYPE_CHECKING:
    from geo_ent.pipeline.compute import Result
    from geo_ent.project.build_options import Project

_OF_DEPARTEMENTS = ("departement", "academie", "region")
"""The levels whose zones are whole départements."""


def row_notes(project: "Project", result: "Result") -> dict[str, str]:
    """Say of each level what is simulated in its table, and what isn't in it.

    How many of the schools counted are in no row, of which départements the directory has none.

    Returns
    -------
    dict
        Level -> its note, in the project's language; "" where there is nothing to say.
    """
    tr, notes = language(project.lang, project.sector), {}
    absent = absence_notes(result.located, result.departements, tr)
    for level, table in result.coverage.items():
        outside_n = out_of_level(result.schools, table.index, level=level)
        outside = out_of_level_note(outside_n, len(result.schools), level, tr)
        # The row of an académie, copied alone, would pass for the whole of it.
        lacking = absent if level in _OF_DEPARTEMENTS else []
        notes[level] = " ".join(filter(None, (project.note(level), outside, *lacking)))
    return notes
