"""Five sentences to read aloud: true, without a sign, and of whom they speak."""

import datetime as dt
import re

import pandas as pd
from claimed import check, disagreeing, unclaimed
from hypothesis import given
from properties import examples
from random_lands import LANDS, SECTORS, counted

from geo_ent.indicators.equity.equity_figures import equity_figures
from geo_ent.maps.charts.dumbbell import rates_of
from geo_ent.telling.claims import Scope
from geo_ent.telling.equity.equity_sentences import doubt_sentences, equity_words
from geo_ent.telling.equity.spoken_sentences import spoken_sentences
from geo_ent.telling.language import language
from geo_ent.telling.page.headline import headline

DAY = dt.date(2023, 6, 30)
SIGNS = re.compile(r"[%≤≥<>=()²/*|→]|\bp\b")
WORDS = {"s": "school", "n": "none", "u": "unknown"}


def spoken(frame, tr):
    """Give the sentences on some schools, with the headline that a page has."""
    counts = frame["status"].value_counts()
    totals = {
        "schools_n": len(frame),
        "covered_n": counts.get("school", 0),
        "unknown_n": counts.get("unknown", 0),
        "undated_n": counts.get("undated", 0),
    }
    first = headline(totals, tr, sector=tr.sector)
    return spoken_sentences(equity_figures(frame), tr, headline=first, territory="Carré", date=DAY)


def rural(statuses, kinds, **columns):
    """Give schools by letters: their status, and whether they are rural (r) or urban (u)."""
    flags = pd.array([kind == "r" for kind in kinds], dtype="boolean")
    return pd.DataFrame(
        {"status": [WORDS[letter] for letter in statuses], "rural": flags, **columns}
    )


def plain(text):
    """Write ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@given(schools=LANDS, sector=SECTORS)
@examples(12)
def test_five_sentences_at_most_all_true_and_speakable(schools, sector):
    """No sign to stumble on, no figure without its claim, each claim true of the raw table."""
    shown, french = counted(schools, sector), language("fr").about(Scope(sector, ("95",), DAY))
    if shown.empty:
        return
    said = [*spoken(shown, french), *doubt_sentences(equity_figures(shown), french)]
    aloud = said[: len(spoken(shown, french))]
    assert 1 <= len(aloud) <= 5
    for sentence in aloud:
        assert not SIGNS.search(sentence.replace("REP+", "REP")), sentence
        assert sentence.endswith(".")
        assert sentence[0] == sentence[0].upper()
    check(said, schools, known={"p_value"})
    assert not disagreeing(said)
    # « 30 juin 2023 » and « moins de 0,1 point » are no counts.
    assert not {numeral for text in said for numeral in unclaimed(text)} - {"0,1"}


def test_a_gap_that_chance_would_make_is_said_so():
    """41 of 60 against 8 of 60 is rare; 3 of 6 against 2 of 6 isn't."""
    tr = language("fr", "public")
    wide = rural("s" * 41 + "n" * 19 + "s" * 8 + "n" * 52, "u" * 60 + "r" * 60)
    assert plain(spoken(wide, tr)[1]) == (
        "Dans les communes rurales, 8 écoles publiques sur 60 ont un ENT, soit 13,3 pour cent ; "
        "dans les communes urbaines, 41 sur 60, soit 68,3 pour cent : un tel écart serait rare si "
        "les ENT étaient répartis au hasard."
    )
    narrow = rural("sssnnnssnnnn", "u" * 6 + "r" * 6)
    assert spoken(narrow, tr)[1].endswith(
        "un tel écart ne serait pas rare si les ENT étaient répartis au hasard."
    )


def test_a_gap_that_the_unknown_could_turn_round_is_said_so():
    """2 of 8 rural schools against 4 of 8 urban ones: three unknown rural ones may be five of 8."""
    said = spoken(rural("ssuuunnn" + "ssssnnnn", "r" * 8 + "u" * 8), language("fr"))[1]
    assert said.endswith(", et les écoles dont on ne sait rien suffiraient à le renverser.")


def test_what_all_schools_share_isnt_compared():
    """All or none equipped: the state in a sentence, no gap of nothing."""
    assert len(spoken(rural("ssss", "rruu"), language("fr"))) == 1
    none = spoken(rural("nnnn", "rruu"), language("en"))
    assert [plain(text) for text in none] == [
        "Carré, on 30 June 2023: none of the 4 schools has an ENT.",
        "2 rural schools have no ENT for the whole school.",
    ]


def test_few_schools_have_no_share():
    """Of four schools the counts say all: « soit 50 pour cent » would sound like many."""
    said = plain(spoken(rural("ssnn" + "sssnn", "r" * 4 + "u" * 5), language("fr"))[1])
    assert "2 écoles sur 4 ont un ENT ;" in said
    assert "3 sur 5, soit 60 pour cent" in said


def test_a_circonscription_of_which_nothing_is_known_is_not_the_last():
    """Its 0 % would be a claim: the range is of the others, and it is said how many are left."""
    zones = {"A": ["school", "none"], "B": ["school", "school", "none"], "C": ["unknown"] * 4}
    rows = [(zone, status) for zone, statuses in zones.items() for status in statuses]
    schools = pd.DataFrame(
        {
            "circonscription_code": [zone for zone, _ in rows],
            "circonscription_name": [f"Circo {zone}" for zone, _ in rows],
            "status": [status for _, status in rows],
        }
    )
    figures = equity_figures(schools)
    tr = language("fr", "public")
    aloud = " ".join(
        spoken_sentences(figures, tr, headline="X.", territory="", date=dt.date(2023, 6, 30))
    )
    written = equity_words(figures, tr).paragraph
    assert "Circo C" not in aloud + written
    assert "sans 1 dont on ne sait rien" in aloud
    assert "On ne sait d’aucune école de 1 autre circonscription" in written
    assert [rate.name for rate in rates_of(figures.groups["circonscription"], tr)] == [
        "Circo A",
        "Circo B",
    ]
