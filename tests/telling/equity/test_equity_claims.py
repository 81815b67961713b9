"""The paragraph on equity is true of the schools that it speaks of, whatever they are."""

import datetime as dt

from claimed import check, disagreeing, unclaimed
from hypothesis import given
from properties import examples
from random_lands import LANDS, SECTORS, counted

from geo_ent.indicators.equity.equity_figures import equity_figures
from geo_ent.telling.claims import Scope
from geo_ent.telling.equity.equity_sentences import equity_words
from geo_ent.telling.language import language

DAY = dt.date(2023, 6, 30)
# Random deals are held by tests of their own: all the rest is counted again.
BY_CHANCE = {"p_value"}
# "moins de 0,1 point", "Gini … (0 : égalité)", "moins de 0,01", at least five for fifths.
CONSTANTS = {"0", "0,1", "0,01", "5"}


@given(schools=LANDS, sector=SECTORS)
@examples(15)
def test_each_sentence_is_true_of_random_schools(schools, sector):
    """Shares, gaps and their bounds, schools to equip, zones and pupils, from the raw table."""
    shown, french = counted(schools, sector), language("fr").about(Scope(sector, ("95",), DAY))
    if shown.empty:
        return
    words = equity_words(equity_figures(shown), french)
    said = [*words.sentences, *words.notes]
    check(said, schools, known=BY_CHANCE)
    assert not disagreeing(said)
    assert not {numeral for text in said for numeral in unclaimed(text)} - CONSTANTS
    assert words.paragraph.claims == tuple(
        claim for text in words.sentences for claim in getattr(text, "claims", ())
    )
