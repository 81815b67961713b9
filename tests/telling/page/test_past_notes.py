"""What a page says of a day before the register was kept."""

import datetime as dt

import pytest

from geo_ent.telling.language import language
from geo_ent.telling.page.headline import headline
from geo_ent.telling.page.past_notes import Past, past_notes

FRENCH, ENGLISH = language("fr"), language("en")
DAY, KEPT = dt.date(2016, 9, 1), dt.date(2022, 9, 1)


def plain(text):
    """Write hard spaces as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            (418, 77, 23, 39),
            (
                "77 écoles publiques sur 418 ont un ENT, soit 18,4 % ; 23 autres en ont un dont "
                "l’ouverture n’est pas datée ; on ne sait pas pour 39 écoles."
            ),
        ),
        (
            (4, 1, 1, 0),
            (
                "1 école publique sur 4 a un ENT, soit 25 % ; 1 autre en a un dont l’ouverture "
                "n’est pas datée."
            ),
        ),
        (
            (4, 0, 2, 1),
            (
                "À cette date, aucune des 4 écoles publiques n’a d’ENT daté ; 2 en ont un dont "
                "l’ouverture n’est pas datée ; on ne sait pas pour 1 école."
            ),
        ),
        ((1, 0, 1, 0), "La seule école publique a un ENT, dont l’ouverture n’est pas datée."),
    ],
)
def test_the_headline_tells_undated_schools_apart(counts, said):
    """Beside those that surely had one, and before those of which nobody knows."""
    names = ("schools_n", "covered_n", "undated_n", "unknown_n")
    totals = dict(zip(names, counts, strict=True))
    assert plain(headline(totals, FRENCH, sector="public")).replace("25,0 %", "25 %") == said
    english = headline(totals, ENGLISH, sector="public")
    assert "dated" in english
    assert not set("éèà’ ") - {" ", "’"} & set(english)


@pytest.mark.parametrize(
    ("covered_n", "unknown_n", "said"),
    [
        (0, 5, "On ne sait d’aucune des 5 écoles publiques si elle a un ENT."),
        (5, 0, "Les 5 écoles publiques ont toutes un ENT."),
        (
            0,
            4,
            (
                "Aucune des 5 écoles publiques n’a d’ENT que l’on connaisse ; on ne sait pas pour "
                "4 écoles."
            ),
        ),
        (0, 0, "Aucune des 5 écoles publiques n’a d’ENT."),
    ],
)
def test_none_that_has_one_is_told_apart_from_nothing_known(covered_n, unknown_n, said):
    """Of five schools, nothing is said of those that nobody speaks of."""
    totals = {"schools_n": 5, "covered_n": covered_n, "unknown_n": unknown_n}
    assert plain(headline(totals, FRENCH, sector="public")) == said


def test_a_past_day_says_what_is_not_dated_and_who_had_not_opened():
    """The day of the register, how many equipped schools it doesn't date, how many came later."""
    past = Past(DAY, KEPT, undated_n=23, undated_before_n=23, unopened_n=3, unopened_before=True)
    notes = [plain(note) for note in past_notes(past, FRENCH)]
    assert len(notes) == 2
    assert notes[0].startswith(
        "Avant le 1er septembre 2022, dernière ouverture du registre, 23 écoles dont l’ENT n’est "
        "pas daté ne sont pas comptées comme équipées : "
    )
    assert notes[1] == "3 écoles, ouvertes après le 1er septembre 2016, ne sont pas comptées."


def test_a_page_of_today_says_what_its_slider_leaves_out():
    """Of the dates before, and of the register's day that the project gives."""
    past = Past(dt.date(2023, 6, 30), KEPT, as_of_given=True, undated_before_n=1)
    assert [plain(note) for note in past_notes(past, FRENCH)] == [
        (
            "Aux dates d’avant le 1er septembre 2022, où le registre a été tenu, 1 école dont "
            "l’ENT n’est pas daté n’est pas comptée comme équipée : elle est montrée à part."
        )
    ]
    assert list(past_notes(Past(DAY, None), FRENCH)) == []


def test_the_registers_day_is_no_opening_where_it_is_none():
    """Where it is the end of an ENT, or the day of a tool of the staff, it is called a date."""
    past = Past(DAY, KEPT, as_of_opening=False, undated_n=2)
    (note,) = past_notes(past, FRENCH)
    assert plain(note).startswith("Avant le 1er septembre 2022, dernière date passée du registre, ")
