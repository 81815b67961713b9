"""The dates within a longer text: what slice they take, and how they bound what it says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo_ent.tables.dates import dated, dates_in
from geo_ent.text.compare import plain


def dates_of(text):
    """Give each date of a text in short: its slice, first day, last day and bound."""
    return [
        (plain(text)[date.start : date.stop], str(date.date), str(date.end), date.bound)
        for date in dates_in(text)
    ]


ONE_DATE = [
    ("ONE depuis la rentrée 2020", "depuis la rentree 2020", "2020-09-01", "2020-08-31", "from"),
    ("Expiré le 31/08/2022", "le 31 08 2022", "2022-08-31", "2022-08-31", ""),
    ("sera déployé en septembre 2024", "en septembre 2024", "2024-09-01", "2024-09-30", ""),
    ("abandon en 2021", "en 2021", "2021-09-01", "2021-08-31", ""),
    ("contrat résilié au 31/08/2022", "au 31 08 2022", "2022-08-31", "2022-08-31", ""),
    ("Beneylu jusqu'en juin 2022 puis ONE", "jusqu en juin 2022", "2022-06-01", "2022-06-30",
    "until"),
    ("oui jusqu’en 2022", "jusqu en 2022", "2022-09-01", "2022-08-31", "until"),
    ("ONE avant 2018", "avant 2018", "2017-09-01", "2017-12-31", "before"),
    ("pas avant la rentrée 2024", "avant la rentree 2024", "2023-09-01", "2024-08-31", "before"),
    ("arrêt après juin 2022", "apres juin 2022", "2022-07-01", "2022-07-31", "after"),
    ("arrêt après la rentrée 2022", "apres la rentree 2022", "2022-09-01", "2023-08-31", "after"),
    ("arrêt après 2021-2022", "apres 2021 2022", "2022-09-01", "2023-08-31", "after"),
    ("arrêt après le 31/12/2022", "apres le 31 12 2022", "2023-01-01", "2023-01-01", "after"),
    ("la mairie a tout fait, " * 5 + "si bien qu'il y est en 2022",
     "en 2022", "2022-09-01", "2022-08-31", ""),
    ("n’est plus utilisé depuis 2021", "depuis 2021", "2021-09-01", "2021-08-31", "from"),
    ("oui, à partir du 1er sept. 2021 (CM)", "a partir du 1er sept 2021", "2021-09-01",
    "2021-09-01", "from"),
    ("Non (projet T1 2024)", "t1 2024", "2024-01-01", "2024-03-31", ""),
    ("projet pour 2024", "pour 2024", "2024-09-01", "2024-08-31", ""),
    ("école fermée fin 2021", "fin 2021", "2021-12-01", "2021-12-31", ""),
    ("Toutatice 2019-2020", "2019 2020", "2019-09-01", "2020-08-31", ""),
    ("essai à la Toussaint 2020 en CM2", "a la toussaint 2020", "2020-10-01", "2020-10-31", ""),
    ("2 classes en 2021", "en 2021", "2021-09-01", "2021-08-31", ""),
    ("en 09/20 : 3 classes", "en 09 20", "2020-09-01", "2020-09-30", ""),
    ("depuis l'année 2021-22, 4 classes", "depuis l annee 2021 22", "2021-09-01", "2022-08-31",
    "from"),
    ("maj le 03/02/2023 - 10:00", "le 03 02 2023 10 00", "2023-02-03", "2023-02-03", ""),
    ("tél. 02 99 12 34 56, ouvert en 2021", "en 2021", "2021-09-01", "2021-08-31", ""),
    ("0350122T - ONE - 01/09/2021", "01 09 2021", "2021-09-01", "2021-09-01", ""),
    ("formation le mardi 05/10/2021 à 9h", "le mardi 05 10 2021 a 9h", "2021-10-05", "2021-10-05",
    ""),
    ("Œuvre prête : oui, depuis 2019 !", "depuis 2019", "2019-09-01", "2019-08-31", "from"),
    ("oui <2018", "2018", "2017-09-01", "2017-12-31", "before"),
    ("en cours 2021", "2021", "2021-09-01", "2021-08-31", ""),
    ("ENT ouvert 2021 ?", "2021", "2021-09-01", "2021-08-31", ""),
    ("2019", "2019", "2019-09-01", "2019-08-31", ""),
    ("<2019", "2019", "2018-09-01", "2018-12-31", "before"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "first", "last", "bound"), ONE_DATE)
def test_a_date_in_a_text(text, words, first, last, bound):
    """The slice holds the words that lead to the date, and none that says something else."""
    assert dates_of(text) == [(words, first, last, bound)]


SEVERAL = [
    ("du 01/09/2019 au 31/08/2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("ONE de 2019 à 2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("2019-2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("2019 – 2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("01/09/2019-31/08/2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("2019-09-01/2022-08-31", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("2019 → 2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("sept. 2021 - juin 2022", [("2021-09-01", "from"), ("2022-06-30", "until")]),
    ("depuis 2018 jusqu'en 2021", [("2018-09-01", "from"), ("2021-08-31", "until")]),
    ("from 2019 to 2022", [("2019-09-01", "from"), ("2022-08-31", "until")]),
    ("Beneylu en 2018, ONE en 2021", [("2018-09-01", ""), ("2021-09-01", "")]),
    ("09/2021 puis 09/2022", [("2021-09-01", ""), ("2022-09-01", "")]),
    ("2018 puis 2021", [("2018-09-01", ""), ("2021-09-01", "")]),
    ("2022 – 2019", [("2022-09-01", ""), ("2019-09-01", "")]),
    ("Beneylu jusqu'en 2019, ONE depuis", [("2019-08-31", "until")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "dates"), SEVERAL)
def test_several_dates(text, dates):
    """Two dates joined as the ends of a period are its first and its last day."""
    assert [
        (str(date.end if date.bound == "until" else date.date), date.bound)
        for date in dates_in(text)
    ] == dates


NO_DATES = [
    "", "oui", "de la " * 9 + "1", "2 classes", "12/25", "3/4 des classes", "1/09", "CM1-CM2",
    "CE1/CE2", "0350122T",
    "12-13",
    "02 99 12 34 56", "02.99.12.34.56", "0299123456", "+33 2 99 12 34 56", "35000 Rennes", "35238",
    "43709",
    "31/09/2021", "31 septembre 2021", "le 30/02/2021", "depuis 3 ans", "en septembre", "4 sept",
    "2000 élèves", "2020 comptes", "2000 €", "circulaire 2019-084", "école du 19 mars 1962",
    "place du 11 novembre 1918", "v2", "ecole2021@ac-rennes.fr", "http://ent.fr/x2021y", "20 %",
    "rentrée",
    "réunion à 10:30", "lot 3.2", "1.2021.3", "9/25/2020", "19-20", "T3", "S2", "R2",
    "depuis la rentrée",
    "CP : 12, CE1 : 20, CE2 : 22", "hiver 2021", "IP 10.20.21.22",
    "budget 12 500,00", "n° 2021-33-4",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_DATES)
def test_no_date_in_a_text(text):
    """Numbers of things, telephones, codes, days that there aren't: no date in a prose."""
    assert dates_of(text) == []


PIECES = st.sampled_from(
    ["ONE", "oui", "depuis", "la", "rentrée", "2021", "01/09/2021", "-", "(", ")", "au",
    "31/08/2022",
     "fin", "T3", "sept.", "2 classes", "?", "…", "œuvre", "École", "½", "19-20", "jusqu'en",
    "avant", "'",
     "\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=9).map(" ".join) | st.text(max_size=60))
def test_slices_lie_in_the_text_one_after_the_other(text):
    """Whatever the text: no slice is empty, past the end, or over another one."""
    place = 0
    for date in dates_in(text):
        assert place <= date.start < date.stop <= len(plain(text))
        assert any(letter.isdigit() for letter in plain(text)[date.start : date.stop])
        place = date.stop


@given(st.lists(PIECES, max_size=7).map(" ".join))
def test_a_cell_that_is_dated_has_its_date_in_it(text):
    """What `dated` reads of a text with one date, `dates_in` finds there."""
    try:
        day, _ = dated(text)
    except ValueError:
        return
    assert day is None or "19-20" in text or day in {date.date for date in dates_in(text)}
