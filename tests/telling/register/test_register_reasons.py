"""Why a row of a register ended as it did, in words."""

import datetime as dt
from typing import get_args

import pytest

from geo_ent.register.register_row import ReasonCode
from geo_ent.telling.language import language
from geo_ent.telling.register.question_words import QUESTION_WORDS
from geo_ent.telling.register.register_reasons import REASONS, reason_advice, reason_text
from geo_ent.text.note import Note

FRENCH, ENGLISH = language("fr"), language("en")


def test_every_reason_has_its_words():
    """The codes that the reader gives are those that can be told."""
    codes = set(get_args(ReasonCode))
    assert set(REASONS) <= codes <= set(REASONS) | set(QUESTION_WORDS)


@pytest.mark.parametrize(
    ("lacking", "french", "english"),
    [
        (
            ["name", "commune"],
            "il manque le nom et la commune",
            "missing, the name and the commune",
        ),
        (["commune"], "il manque la commune", "missing, the commune"),
        ([], "le nom ou la commune n’est pas le sien", "the name or the commune isn’t its own"),
    ],
)
def test_a_letter_is_not_believed_alone(lacking, french, english):
    """What would confirm a number whose letter is wrong is named."""
    reason = Note("unconfirmed-letter", written="0350001A", school="Jules Verne", lacking=lacking)
    assert reason_text(reason, FRENCH).endswith(french)
    assert english in reason_text(reason, ENGLISH)


def test_a_contradiction_shows_both_rows():
    """What the row says and what the other says stand side by side, with why it is kept."""
    reason = Note("contradicted", row="12", theirs=("school", ("ONE",), dt.date(2021, 9, 1)),
                  ours=("none", "", None), dated=True)  # fmt: skip
    assert reason_text(reason, FRENCH) == (
        "la ligne 12 est gardée, datée en dernier, et dit « oui, ONE, 01/09/2021 » ; "
        "cette ligne, écartée, dit « non »"
    )
    assert reason_text(reason, ENGLISH) == (
        "row 12 is kept, being dated last, and says “yes, ONE, 01/09/2021”; this row, "
        "left out, says “no”"
    )


def test_a_row_beaten_everywhere_is_advised_as_for_its_first_school():
    """A territory's row beaten school by school: the first of the reasons says what to do."""
    first = Note("contradicted", row="3", theirs=("school", "", None), ours=("none", "", None),
                 dated=False)  # fmt: skip
    reason = Note("outdone", count=4, first=first)
    assert reason_text(reason, FRENCH) == ("ses 4 écoles ont une ligne plus proche ou plus récente")
    assert reason_advice(reason, FRENCH) == "Gardez une seule ligne, ou datez les deux."


def test_the_schools_reached_are_counted():
    """One and several, with those that have a row of their own."""
    fields = {"level": "commune", "name": "Betton"}
    one = Note("territory", **fields, reached=1, others=0)
    more = Note("territory", **fields, reached=3, others=2)
    assert reason_text(one, FRENCH) == "commune « Betton » : 1 école"
    assert reason_text(more, FRENCH) == (
        "commune « Betton » : 3 écoles, 2 autres ayant sa propre ligne"
    )
    assert reason_text(one, ENGLISH) == "commune “Betton”: 1 school"


def test_an_establishment_that_is_no_open_school_is_named_for_what_it_is():
    """A collège's UAI, in both languages."""
    what = Note("college", name="Collège du Carré, Belfort")
    reason = Note("other-establishment", written="0900001A", what=what, named=None)
    assert reason_text(reason, FRENCH) == "« 0900001A » est un collège (Collège du Carré, Belfort)"
    assert reason_text(reason, ENGLISH) == "“0900001A” is a collège (Collège du Carré, Belfort)"
