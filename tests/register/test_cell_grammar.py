"""Cells as many keepers write them, each with what a careful person reads in it."""

import datetime as dt
import tomllib
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.register.cell_grammar import products_in, read_cell, read_remark
from geo_ent.register.cells import cell_phrases
from geo_ent.register.register_row import ReasonCode
from geo_ent.register.vocabulary import status_of
from geo_ent.tables.contract import STATUSES

WORDS = Path(cell_phrases.__file__).with_name("cell_words.toml")
READINGS = tomllib.loads(Path(__file__).with_name("cell_readings.toml").read_text(encoding="utf-8"))


PHRASES = tomllib.loads(WORDS.read_text(encoding="utf-8"))["phrases"]
YES = {"school", "class"}
BOXES = set("☐☑☒[(")  # what is said of a box that isn't ticked is no part of the cell
MARKS = (" ", ", ", " (", " - ", "/", " : ", " ? ")


def cells(kind):
    """List the cells of a kind, each with the status that stands for it."""
    return [(status, cell) for status, listed in READINGS[kind].items() for cell in listed]


def day(text):
    """Read an ISO day; None for nothing."""
    return dt.date.fromisoformat(text) if text else None


def says(cell, status):
    """Tell whether a cell is read as a careful person reads it."""
    reading = read_cell(cell)
    if status == "doubt":
        return reading.status not in YES and bool(reading.doubt or reading.status is None)
    return ("none" if reading.gone else reading.status, reading.doubt) == (status, None)


@pytest.mark.parametrize("status", READINGS["read"])
def test_a_cell_says_what_a_careful_person_reads(status):
    """The status is theirs, and nothing is left in doubt; what they'd ask about is never a yes."""
    cells_of_it = READINGS["read"][status]
    assert [(cell, read_cell(cell)) for cell in cells_of_it if not says(cell, status)] == []
    assert cells_of_it


@pytest.mark.parametrize(("status", "cell"), cells("products"))
def test_products_are_read_with_what_is_said_of_them(status, cell):
    """A product is used unless its cell says planned, gone or none."""
    text, names = cell
    reading = read_cell(text)
    assert (reading.status, " + ".join(reading.solution), reading.doubt) == (status, names, None)


@pytest.mark.parametrize(("status", "cell"), cells("dates"))
def test_dates_are_read_with_what_they_are_of(status, cell):
    """A date is the first day of what begins, the last of what ends."""
    text, start, end = cell
    reading = read_cell(text)
    assert (reading.status, reading.start, reading.end) == (status, day(start), day(end))
    assert reading.doubt is None


EVERY = [
    *(cell for _, cell in cells("read")),
    *(cell for kind in ("products", "dates") for _, (cell, *_) in cells(kind)),
]


def meant(reading):
    """Give what a reading says, without the text that it is of."""
    code = reading.doubt and reading.doubt.code
    return (reading.status, reading.solution, reading.start, reading.end, reading.unread, code)


def bare(text):
    """Take the accents off."""
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@examples(100)
@given(st.sampled_from([cell for cell in EVERY if not BOXES & set(cell)]), st.data())
def test_a_word_that_nobody_knows_is_never_a_silent_yes(cell, data):
    """Wherever it stands, the cell is a doubt, or a "no" that it can't turn round."""
    words = cell.split()
    place = data.draw(st.integers(0, len(words)))
    strange = " ".join([*words[:place], "turlututu", *words[place:]])
    reading = read_cell(strange)
    assert reading.status not in YES or reading.gone or strange.split()[place - 1] in {"M.", "Mme"}


@examples(80)
@given(st.sampled_from(EVERY))
def test_case_accents_and_spaces_change_nothing(cell):
    """A cell in capitals, without accents or with its spaces doubled says the same."""
    said = meant(read_cell(cell))
    for dress in (cell.upper(), cell.lower(), bare(cell), cell.replace(" ", "  "), f" {cell} "):
        assert meant(read_cell(dress)) == said, dress


@pytest.mark.parametrize("role", ["use", "begun", "renew", "signed", "yes", "plan", "foreseen"])
def test_no_negation_leaves_a_yes(role):
    """After "pas", "plus", "jamais", "non", or before a question mark, no state is a yes."""
    for phrase in PHRASES[role]:
        state = phrase.replace("~", "")
        for cell in (f"pas {state}", f"n'est pas {state}", f"plus {state}", f"jamais {state}",
                     f"non {state}", f"{state} : non", f"{state} ?", f"pas encore {state}",
                     f"non, {state}"):  # fmt: skip
            assert status_of(cell) not in YES, cell


def test_each_phrase_plays_one_part():
    """No phrase of the lists has two roles, and each is written as it is compared."""
    roles = {}
    for role, phrases in PHRASES.items():
        for phrase in phrases:
            assert roles.setdefault(phrase, role) == role, phrase
            assert bare(phrase.lower()) == phrase
    assert len(cell_phrases.lexicon()) > len(roles)


@examples(80)
@given(
    st.lists(st.sampled_from(sorted(cell_phrases.lexicon())), min_size=1, max_size=5),
    st.lists(st.sampled_from(MARKS), min_size=5, max_size=5),
)
def test_any_phrases_together_are_read_or_doubted(phrases, marks):
    """Whatever stands beside what, there is a status of the contract or none, and no error."""
    cell = "".join(f"{phrase}{mark}" for phrase, mark in zip(phrases, marks, strict=False))
    reading = read_cell(cell)
    assert reading.status in {None, *STATUSES}
    assert reading.doubt is None or reading.doubt.code in get_args(ReasonCode)
    assert all(one.unread == () for one in read_remark(cell))


@given(st.text(max_size=60))
def test_any_text_is_read(text):
    """No text is an error; products are names, or what may be one."""
    assert read_cell(text).status in {None, *STATUSES}
    names, other = products_in(text)
    assert all(names)
    assert isinstance(other, str)


@pytest.mark.parametrize(
    ("text", "names", "other"),
    [
        ("ONE (Edifice)", ("ONE",), ""), ("Beneylu School v2", ("Beneylu School",), ""),
        ("Klassly (classe de CP)", ("Klassly",), ""), ("ONE + Klassly", ("ONE", "Klassly"), ""),
        ("Hauts-de-France (ONE)", ("ONE",), ""), ("Zébulon (2 classes)", (), "Zébulon"),
        ("Net école 56", ("Net'École",), "Net école 56"), ("Edifice", (), "Edifice"),
        ("aucun", (), ""), ("ENT du lycée", (), "ENT du lycée"),
    ],
)  # fmt: skip
def test_products_are_told_from_their_dress(text, names, other):
    """Publishers, versions and parts of the school aren't the name; what isn't known is kept."""
    assert products_in(text) == (names, other)


def test_a_remark_gives_what_it_clearly_says_of_the_ent():
    """Each sentence by itself; tablets, mails and counts of classes are left."""
    text = "Mail du maire le 12/03. ENT résilié en juin 2022 ; tablettes livrées. 4 classes"
    readings = read_remark(text)
    assert [(one.gone, one.end) for one in readings] == [(True, dt.date(2022, 6, 30))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Toutatice + Lalilo + Plume", ("Toutatice", "Lalilo", "Plume")),
        ("Mathador / ONE", ("Mathador", "ONE")), ("ONE, Lalilo", ("ONE", "Lalilo")),
        ("Mathador / Plume", ()), ("ONE, démonté", None), ("ONE / Démonté", None),
        ("ONE bricolé + Lalilo", None),
    ],
)  # fmt: skip
def test_a_known_product_beside_unknown_names_is_a_yes(text, names):
    """Names alone, and what may be said of the product, stay a doubt."""
    reading = read_cell(text)
    assert (reading.status == "school", reading.doubt is None) == (bool(names), bool(names))
    assert names is None or reading.solution == names


HASTY = (
    "c'est bon pour la mairie", "ça marche pas", "ne tourne plus", "tout est en place sauf l'ENT",
    "tout est prêt, on attend la mairie", "droits non ouverts",
    "installé l'an dernier, plus utilisé", "actif l'an dernier",
    "équipée l'an dernier puis arrêt", "achat de tablettes", "projet adopté", "budget adopté",
    "instal. annulée", "dépl. reporté", "à inst.", "ONE + en projet", "ONE + abandon",
    "ONE / Abandon", "partout sauf chez nous", "tt le monde refuse", "toute l'équipe est contre",
    "toute l'équipe est intéressée", "tous les collègues sont volontaires",
    "arrêt depuis le départ de la directrice", "on commence à en parler", "décidé en conseil",
    "2 profs sur 5 sont contre", "installé mais personne ne s'en sert", "ça va", "prospect ONE",
    "pas vu l'intérêt", "tous sauf nous", "tout reste à faire", "abo. terminé",
    "choix acté, ONE en sept.",
)  # fmt: skip


@pytest.mark.parametrize("cell", HASTY)
def test_what_is_written_in_haste_is_no_yes_by_chance(cell):
    """A word that says yes elsewhere is turned round by what stands beside it."""
    reading = read_cell(cell)
    assert reading.gone or reading.status not in YES
