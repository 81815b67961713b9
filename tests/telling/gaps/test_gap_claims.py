"""What the list of gaps doesn't know is counted right, of whom it says."""

import datetime as dt

from claimed import check, disagreeing, unclaimed
from hypothesis import given
from properties import examples
from random_lands import LANDS, SECTORS, counted

from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.telling.claims import Scope
from geo_ent.telling.language import language
from geo_ent.telling.table_notes import table_notes

DAY = dt.date(2023, 6, 30)
# How the ranking weighs is a setting; what each criterion lacks is a column of the list.
SETTINGS = {"weight"}


@given(schools=LANDS, sector=SECTORS)
@examples(12)
def test_each_note_of_the_list_is_true_of_random_schools(schools, sector):
    """Those listed, in doubt or of unknown rurality, counted again in the raw table."""
    shown, french = counted(schools, sector), language("fr").about(Scope(sector, ("95",), DAY))
    if shown.empty:
        return
    notes = [
        note
        for note in table_notes(gaps(shown), french)
        if "listed_without" not in str(getattr(note, "claims", ""))
    ]
    check(notes, schools, known=SETTINGS)
    assert not disagreeing(notes)
    assert not [numeral for note in notes for numeral in unclaimed(note)]
