"""What a cell of a column of dates says, as a start and as an end."""

import datetime as dt

import pytest

from geo_ent.tables.dates import PRECISIONS, dated, reads_month_first

UNREAD = "unread"


def reading(cell, *, end=False):
    """Give a cell's date and precision in short; `UNREAD` where it is refused."""
    try:
        date, precision = dated(cell, end=end)
    except ValueError:
        return UNREAD
    assert precision in PRECISIONS
    return f"{date} {precision}" if date else ""


DAYS = [
    ("01/09/2019", "2019-09-01"), ("1/9/2019", "2019-09-01"), ("1/9/19", "2019-09-01"),
    ("01-09-2019", "2019-09-01"), ("01.09.2019", "2019-09-01"), ("1.9.19", "2019-09-01"),
    ("01 09 2019", "2019-09-01"), ("01 / 09 / 2019", "2019-09-01"), ("01_09_2019", "2019-09-01"),
    ("01 - 09 - 2019", "2019-09-01"), ("01‑09‑2019", "2019-09-01"), ("01\\09\\2019", "2019-09-01"),
    ("2019-09-01", "2019-09-01"), ("2019/09/01", "2019-09-01"), ("2019.09.01", "2019-09-01"),
    ("2019-9-1", "2019-09-01"), ("2019 09 01", "2019-09-01"), ("9/1/2020", "2020-01-09"),
    ("31/12/2099", "2099-12-31"), ("29/02/2020", "2020-02-29"), ("01/09/98", "1998-09-01"),
    ("20190901", "2019-09-01"), (20190901, "2019-09-01"), (20190901.0, "2019-09-01"),
    ("01092019", "2019-09-01"),  ("20190901T080000Z", "2019-09-01"),
    (43709, "2019-09-01"), (43709.75, "2019-09-01"), ("43709", "2019-09-01"),
    ("43709.0", "2019-09-01"), ("43709,5", "2019-09-01"), (43465, "2018-12-31"),
    (dt.date(2019, 9, 1), "2019-09-01"), (dt.datetime(2019, 9, 1, 8), "2019-09-01"),  # noqa: DTZ001
    ("2019-09-01T00:00:00", "2019-09-01"), ("2019-09-01 00:00:00", "2019-09-01"),
    ("2019-09-01T00:00:00.000Z", "2019-09-01"), ("2019-09-01T08:30:00Z", "2019-09-01"),
    ("2019-09-01T00:00:00+02:00", "2019-09-01"), ("2019-09-01 00:00:00-04:00", "2019-09-01"),
    ("2019-08-31T22:00:00.000Z", "2019-09-01"), ("2019-08-31T20:00:00Z", "2019-09-01"),
    ("2019-12-31T23:00:00.000Z", "2020-01-01"), ("2019-08-31T22:14:05.120Z", "2019-08-31"),
    ("2019/09/01 8:04:11 AM UTC+9", "2019-09-01"), ("2019/09/01 11:04:11 PM UTC+2", "2019-09-01"),
    ("01/09/2019 - 10:00", "2019-09-01"), ("01/09/2019 00:00", "2019-09-01"),
    ("01/09/2019 à 8h30", "2019-09-01"), ("01/09/2019, 14:05:59", "2019-09-01"),
    ("01/09/2019 08h", "2019-09-01"), ("1 sept. 2019 à 14 h 30", "2019-09-01"),
    ("Sun Sep 01 2019 00:00:00 GMT+0200 (CEST)", "2019-09-01"),
    ("Sun Sep 01 2019 00:00:00 GMT+0200 (heure d’été d’Europe centrale)", "2019-09-01"),
    ("Sun, 01 Sep 2019 00:00:00 +0200", "2019-09-01"), ("Sep 1, 2019, 8:00 AM", "2019-09-01"),
    ("1er septembre 2019", "2019-09-01"), ("1 septembre 2019", "2019-09-01"),
    ("premier septembre 2019", "2019-09-01"), ("1º septembre 2019", "2019-09-01"),
    ("1° sept. 2019", "2019-09-01"),
    ("01/sept./2019", "2019-09-01"), ("1ER SEPTEMBRE 2019", "2019-09-01"),
    ("1er sept. 19", "2019-09-01"), ("le 1er septembre 2019", "2019-09-01"),
    ("le 2 février 2020", "2020-02-02"), ("2 FEVRIER 2020", "2020-02-02"), ("2-févr.-20",
    "2020-02-02"),
    ("01-sept-19", "2019-09-01"), ("01-Sep-2019", "2019-09-01"), ("2019-Sep-01", "2019-09-01"),
    ("15 août 2021", "2021-08-15"), ("15 aout 21", "2021-08-15"), ("15août2021", "2021-08-15"),
    ("dimanche 1er septembre 2019", "2019-09-01"), ("dim. 1 sept. 2019", "2019-09-01"),
    ("lundi 1er septembre 2019", UNREAD),
    ("September 1, 2019", "2019-09-01"), ("Sept 1st 2019", "2019-09-01"),
    ("1st of September 2019", "2019-09-01"), ("3rd March 2020", "2020-03-03"),
    ("depuis le 01/09/2019", "2019-09-01"), ("à partir du 1er septembre 2019", "2019-09-01"),
    ("à compter du 01/09/2019", "2019-09-01"), ("dès le 1/9/2019", "2019-09-01"),
    ("Le 01/09/2019.", "2019-09-01"), ("« 01/09/2019 »", "2019-09-01"), ("'01/09/2019",
    "2019-09-01"),
    ("\u00a001/09/2019\u00a0", "2019-09-01"), ("O1/09/2O19", "2019-09-01"), ("20190901000000Z",
    "2019-09-01"), ("43 709", "2019-09-01"),
    ("01/09/2019 (mairie)", "2019-09-01"),
    ("mise en service le 01/09/2019", "2019-09-01"), ("ouvert le 01/09/2019", "2019-09-01"),
    ("01/09/2019 (rentrée 2019)", "2019-09-01"), ("rentrée 2019 (02/09/2019)", "2019-09-02"),
    ("S36 2021", "2021-09-06"), ("semaine 36 2021", "2021-09-06"), ("2021-W36", "2021-09-06"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), DAYS)
def test_days(cell, day):
    """Days in every order, with whatever separates or follows their figures."""
    assert reading(cell) == (day if day == UNREAD else f"{day} day")


MONTHS = [
    ("09/2021", "2021-09"), ("9/2021", "2021-09"), ("09-2021", "2021-09"), ("09.2021", "2021-09"),
    ("09 2021", "2021-09"), ("2021-09", "2021-09"), ("2021/09", "2021-09"), ("2021.09", "2021-09"),
    ("09/20", "2020-09"), ("11-21", "2021-11"), ("202109", "2021-09"), (202109, "2021-09"),
    ("sept. 2021", "2021-09"), ("Sept 2021", "2021-09"), ("septembre 2021", "2021-09"),
    ("SEPTEMBRE 2021", "2021-09"), ("sept-21", "2021-09"), ("sept.-21", "2021-09"),
    ("sept 21", "2021-09"), ("sept21", "2021-09"), ("sept2021", "2021-09"), ("sept/21", "2021-09"),
    ("sept '21", "2021-09"), ("septembre\n2021", "2021-09"), ("sept-05", "2005-09"),
    ("2021 septembre", "2021-09"), ("2021-sept", "2021-09"), ("sept 2O21", "2021-09"),
    ("janv. 2021", "2021-01"), ("févr-21", "2021-02"), ("fév. 21", "2021-02"), ("mars 2021",
    "2021-03"),
    ("avr-21", "2021-04"), ("mai 2021", "2021-05"), ("juin 2021", "2021-06"), ("juil-21",
    "2021-07"),
    ("juill. 2021", "2021-07"), ("août-21", "2021-08"), ("aout 2021", "2021-08"),
    ("oct-21", "2021-10"), ("nov. 21", "2021-11"), ("déc-21", "2021-12"), ("DECEMBRE 2021",
    "2021-12"),
    ("September 2021", "2021-09"), ("Feb-21", "2021-02"), ("Aug 2021", "2021-08"),
    ("en septembre 2021", "2021-09"), ("depuis janvier 2020", "2020-01"),
    ("à partir de septembre 2021", "2021-09"), ("courant mars 2021", "2021-03"),
    ("mi-septembre 2021", "2021-09"), ("début septembre 2021", "2021-09"),
    ("fin juin 2021", "2021-06"), ("fin du mois de juin 2021", "2021-06"),
    ("au mois de mai 2021", "2021-05"), ("septembre 2021 (rentrée 2021)", "2021-09"),
    ("rentrée de septembre 2021", "2021-09 school_year"), ("rentrée de janvier 2021", "2021-01"),
    ("mars 2020-2021", "2021-03"), ("2020-2021 à partir de janvier", "2021-01"),
    ("AS 2020-2021 (sept.)", "2020-09"), ("sept-2O21", "2021-09"), ("setpembre 2021", "2021-09"),
    ("novenbre 2021", "2021-11"), ("2021 (septembre)", "2021-09"), ("mars 2020 (confinement)",
    "2020-03"),
    ("P3 2021-2022", "2022-01"), ("2e semestre de l'année scolaire 2020/2021", "2021-02"),
    ("2020/2021 (2e semestre)", "2021-02"), ("1er sem. 2021",
    "2021-01"), ("septembre 2020/2021", "2020-09"), ("avant juin 2018",
    "2018-05"),
    ("since September 2021", "2021-09"), ("prévu sept. 2024", "2024-09"),
    # Terms: of a civil year its quarters and halves, of a school year its three terms.
    ("T3 2021", "2021-07"), ("T1 2021", "2021-01"), ("3T 2021", "2021-07"), ("2021-T3", "2021-07"),
    ("2021 T3", "2021-07"), ("T3/2021", "2021-07"), ("T3-21", "2021-07"), ("Q3 2021", "2021-07"),
    ("3e trimestre 2021", "2021-07"), ("3ème trim. 2021", "2021-07"), ("1er trimestre 2021",
    "2021-01"),
    ("troisième trimestre 2021", "2021-07"), ("trimestre 4 2021", "2021-10"),
    ("S2 2022", "2022-07"), ("2022 S2", "2022-07"), ("2022S2", "2022-07"), ("2nd semestre 2022",
    "2022-07"),
    ("2e semestre 2022", "2022-07"), ("premier semestre 2022", "2022-01"), ("H1 2022", "2022-01"),
    ("2e trimestre 2020-2021", "2021-01"), ("trimestre 1 2021-2022", "2021-09"),
    ("T3 2021-2022", "2022-04"), ("1er trimestre de l'année scolaire 2021-2022", "2021-09"),
    ("S2 2021-2022", "2022-02"), ("S1 2021/22", "2021-09"), ("2021-2022 T2", "2022-01"),
    # Holidays: the month that most zones begin them in; seasons: the civil quarter they fill.
    ("Toussaint 2020", "2020-10"), ("vacances de la Toussaint 2020", "2020-10"),
    ("retour de la Toussaint 2020", "2020-11"), ("après la Toussaint 2020", "2020-11"),
    ("retour de Noël 2020-2021", "2021-01"),
    ("Noël 2021", "2021-12"), ("vacances de Noël 2021-2022", "2021-12"),
    ("vacances de février 2021", "2021-02"), ("vacances d'hiver 2021", "2021-02"),
    ("vacances de Pâques 2022", "2022-04"), ("Pâques 2021-2022", "2022-04"),
    ("printemps 2022", "2022-04"), ("été 2021", "2021-07"), ("l'été 2021", "2021-07"),
    ("grandes vacances 2021", "2021-07"), ("automne 2021", "2021-10"), ("hiver 2021-2022",
    "2022-01"),
    ("summer 2021", "2021-07"), ("spring 2022", "2022-04"),
    # Edges of a year or a school year.
    ("début 2022", "2022-01"), ("fin 2020", "2020-12"), ("fin de 2020", "2020-12"), ("mi-2022",
    "2022-07"),
    ("mi 2022", "2022-07"), ("à la fin de l'année civile 2020", "2020-12"), ("depuis fin 2020",
    "2020-12"),
    ("début d'année scolaire 2021-2022", "2021-09"), ("fin d'année scolaire 2021-2022", "2022-06"),
    ("fin d'année 2020-2021", "2021-06"), ("milieu d'année 2021-2022", "2022-02"),
    ("early 2022", "2022-01"), ("end of 2020", "2020-12"), ("mid-2022", "2022-07"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "month"), MONTHS)
def test_months(cell, month):
    """Months, and what is told as finely as a month: terms, holidays, seasons, ends of years."""
    month, _, precision = month.partition(" ")
    assert reading(cell) == f"{month}-01 {precision or 'month'}"


YEARS = [
    ("2019-2020", "2019 school_year"), ("2019/2020", "2019 school_year"), ("2019/20",
    "2019 school_year"),
    ("2019-20", "2019 school_year"), ("19-20", "2019 school_year"), ("19/20", "2019 school_year"),
    ("2019 - 2020", "2019 school_year"), ("2019–2020", "2019 school_year"),
    ("2021-2022 (année scolaire)", "2021 school_year"), ("2019 2020", "2019 school_year"),
    ("2012-13", "2012 school_year"), ("2011-12",
    "2011 school_year"),
    ("AS 2021-2022", "2021 school_year"), ("AS 19/20", "2019 school_year"), ("AS2021",
    "2021 school_year"),
    ("A.S. 2021-2022", "2021 school_year"), ("AS 09-10", "2009 school_year"),
    ("année scolaire 2021/2022", "2021 school_year"), ("Année scolaire : 2021-2022",
    "2021 school_year"),
    ("année scolaire 2021", "2021 school_year"), ("l’année scolaire 2021-22", "2021 school_year"),
    ("année 2021-2022", "2021 school_year"), ("school year 2021-22", "2021 school_year"),
    ("en cours d'année 2021-2022", "2021 school_year"), ("courant 2021-2022", "2021 school_year"),
    ("campagne 2022", "2022 school_year"), ("R2021", "2021 school_year"), ("R 2021",
    "2021 school_year"),
    ("R21", "2021 school_year"), ("RS 2021", "2021 school_year"), ("RS21", "2021 school_year"),
    ("rentrée 2020", "2020 school_year"), ("Rentree 2020", "2020 school_year"),
    ("RENTRÉE 2020", "2020 school_year"), ("rentrée 20", "2020 school_year"),
    ("rentrée 20/21", "2020 school_year"), ("rentrée 2020-2021", "2020 school_year"),
    ("rentrée scolaire 2021", "2021 school_year"), ("rentrée sept 2022", "2022 school_year"),
    ("à la rentrée 2020", "2020 school_year"), ("dès la rentrée 2019", "2019 school_year"),
    ("depuis la rentrée 2019", "2019 school_year"), ("à partir de la rentrée 2019",
    "2019 school_year"),
    ("pour la rentrée 2019", "2019 school_year"), ("avant la rentrée 2018", "2017 school_year"),
    ("2021 (rentrée)", "2021 year"), ("rentrée 2021 (2021-2022)", "2021 school_year"),
    ("2015", "2015 year"), (2015, "2015 year"), (2015.0, "2015 year"), ("2015.0", "2015 year"),
    ("en 2015", "2015 year"), ("depuis 2015", "2015 year"), ("année 2015", "2015 year"),
    ("courant 2021", "2021 year"), ("vers 2019", "2019 year"), ("~2019", "2019 year"),
    ("environ 2019", "2019 year"), ("2019 environ", "2019 year"), ("env. 2019", "2019 year"),
    ("2O21", "2021 year"), ("2 021", "2021 year"), ("2021 (env.)", "2021 year"), ("since 2015",
    "2015 year"), ("avant 2018", "2017 year"),
    ("<2018", "2017 year"), ("prévu 2024", "2024 year"), ("prévue en 2024", "2024 year"),
    ("ENT depuis 2018", "2018 year"), ("2021*", "2021 year"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "year"), YEARS)
def test_years(cell, year):
    """Years, school years and rentrées: their 1 September."""
    number, precision = year.split()
    assert reading(cell) == f"{number}-09-01 {precision}"


def test_a_civil_year_begins_in_january():
    """It is said to be one."""
    assert reading("année civile 2021") == "2021-01-01 year"
    assert reading("année civile 2021", end=True) == "2021-12-31 year"


NO_DATE = [
    "", "  ", None, float("nan"), "?", "??", "-", "–", "/", "...", "n/a", "N/A", "NC", "N.C.", "nd",
    "NR", "NSP", "s.o.", "sans objet", "Sans objet", "à définir", "À préciser", "inconnu",
    "date inconnue", "non renseigné", "non renseignée", "non communiqué", "aucune", "néant",
    "null", "none", "unknown", "TBD", "0000-00-00", "pas de date", "ne sait pas",
]  # fmt: skip


@pytest.mark.parametrize("cell", NO_DATE)
def test_no_date_is_told(cell):
    """A cell that says there is none, or none known, isn't in doubt."""
    assert reading(cell) == reading(cell, end=True) == ""


DOUBTS = [
    # A spare figure or word is no month, no day and no year.
    "2021 (2 classes)", "2 classes en 2021", "2021 (CM2 en 2022)", "2021 CM2", "4 sept", "sept 4",
    "21 sept", "15/09", "septembre", "rentrée", "rentrée prochaine", "2021 3", "3 2021", "9 2021",
    "2021 22",
    "1 9 2021", "01/09/2021 3", "3 01/09/2021", "sept 2021 12", "2019 sept 2020", "2021 ONE", "ONE",
    "2021 ou 2022", "2021 et 2022", "2021, 2022", "2021 puis 2022", "09/2021 puis 09/2022",
    "2018 puis 2021", "2019-2022", "2019 à 2022", "2019, 2020, 2021", "01/09/2019 - 31/08/2022",
    "du 01/09/2019 au 31/08/2022", "entre 2019 et 2021", "sept/oct 2021",
    "01/09/2021 ou 01/10/2021",
    # A doubt that is written is one.
    "2021 ?", "2021?", "? 2021", "01/09/2021 ?", "2021 (?)", "2021 (à confirmer)", "2021 ou avant",
    "septembre 2021 ??",
    # No such day.
    "31/09/2021", "30/02/2020", "29/02/2021", "32/01/2021", "00/00/0000", "00/09/2021",
    "01/13/2021",
    "9/25/2020", "2021-13-01", "2021-02-30", "31 septembre 2021", "45 sept 2021", "13/2021",
    "2021-00",
    "20210931", "S60 2021", "T5 2021", "S3 2021", "T4 2021-2022", "T2 2021-2023", "sept 19-21",
    "S54 2021", "été 55", "T1 55", "S36 1985",
    "sem 3 2021", "01/00/2021", "hiver 2100-2101", "AS 55", "mai 2100-2101", "vacances de Noël 55",
    # Years of no ENT, or of which the century isn't sure.
    "1850", "1989", "2101", 1989, 2101, "01/09/1989", "01/09/2101", "01/09/55", "sept-55",
    "rentrée 55",
    "9999", "12/12/9999", "01/01/1900", dt.date(1900, 1, 1), dt.date(2200, 1, 1), "19 mars 1962",
    "01/09/0021",
    # Two readings.
    "010919", "290112", "09-10", "09/10", "12/13", "05/06", "21-09-01", "201012", "jui 2021",
    "hiver 2021",
    "fin d'année 2021", "fin d'année scolaire 2021", "T2 AS 2021",
    "début d'année 2021", "Sept 12", "sem. 2 2021", "retour de Noël 2021", "3/25", "1/20",
    # Other figures and words.
    "0299123456", "02 99 12 34 56", "02.99.12.34.56", "+33 2 99 12 34 56", "0350122T",
    "35000 Rennes",
    "35238", "02054", 12, 35, 0, -1, 1e9, 1e300, float("inf"), True, False, "²", "12", "1", "X",
    "oui",
    "Oui", "non",
    "bientôt", "prochainement", "depuis 3 ans", "depuis toujours", "il y a 2 ans", "l'an dernier",
    "cette année", "N-1", "jamais", "en cours", "2000 élèves", "2021 élèves", "2000 €", "20 %",
    "AAP 2020", "circulaire 2019-084", "2021 " + "mairie " * 40, "#N/A", "#REF!", "#VALEUR!",
    "2021#", "-2021", "<= 2019",
    "≥ 2019", "43709, 1", "v1.2021", "2021.5",
    "annulé 2021", "abandon en 2021", "non, 2022", "pas avant 2023", "après 2022", ">2022",
    "jusqu'en 2022", "jusqu'au 31/08/2022", "résilié le 31/08/2022", "fin de contrat 31/08/2022",
    "2021+", "en cours 2021", "x2021", "2021x", "ecole2021@ac-rennes.fr",
]  # fmt: skip


@pytest.mark.parametrize("cell", DOUBTS)
def test_doubts(cell):
    """What isn't understood to the last figure and word is unread, never another date."""
    assert reading(cell) == UNREAD


ENDS = [
    ("31/08/2022", "2022-08-31"), ("06/2022", "2022-06-30"), ("02/2020", "2020-02-29"),
    ("juin 2022", "2022-06-30"), ("2021-2022", "2022-08-31"), ("AS 2021-2022", "2022-08-31"),
    ("rentrée 2022", "2022-08-31"), ("2022", "2022-08-31"), (2022, "2022-08-31"), ("en 2022",
    "2022-08-31"),
    ("jusqu'en 2022", "2022-08-31"), ("jusqu'en juin 2022", "2022-06-30"),
    ("jusqu'au 31/08/2022", "2022-08-31"), ("jusqu’à la rentrée 2022", "2022-08-31"),
    ("until June 2022", "2022-06-30"), ("fin 2022", "2022-12-31"), ("début 2022", "2022-01-31"),
    ("fin juin 2022", "2022-06-30"), ("fin d'année scolaire 2021-2022", "2022-08-31"),
    ("T2 2022", "2022-06-30"), ("S1 2022", "2022-06-30"), ("T2 2021-2022", "2022-03-31"),
    ("T3 2021-2022", "2022-08-31"), ("été 2022", "2022-08-31"), ("Noël 2022", "2022-12-31"),
    ("avant 2018", "2017-12-31"), ("avant la rentrée 2018", "2018-08-31"), ("avant juin 2018",
    "2018-05-31"),
    ("avant le 01/09/2018", "2018-08-31"), ("depuis le 01/09/2022", "2022-08-31"),
    ("à partir de septembre 2022", "2022-08-31"), ("depuis 2022", "2022-08-31"),
    ("fin de contrat 31/08/2022", "2022-08-31"), ("Expiré le 31/08/2022", "2022-08-31"),
    ("résilié au 31/08/2022", "2022-08-31"), ("abandon en 2021", "2021-08-31"), ("arrêt juin 2022",
    "2022-06-30"),
    ("en cours", ""), ("toujours en cours", ""), ("illimité", ""), ("durée indéterminée", ""),
    ("31/12/9999", ""), ("9999-12-31", ""), ("tacite reconduction", ""), ("à ce jour", ""),
    ("ongoing", ""),
    ("après 2022", UNREAD), ("ouvert le 01/09/2022", UNREAD), ("31/06/2022", UNREAD),
    ("2022 ?", UNREAD),
    ("du 01/09/2019 au 31/08/2022", UNREAD),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "day"), ENDS)
def test_ends(cell, day):
    """As a last day: the month's, the school year's, the eve of a rentrée; and ends to come."""
    read = reading(cell, end=True)
    assert (read if read == UNREAD else read.split(" ")[0]) == day


@pytest.mark.parametrize(
    ("cells", "month_first"),
    [
        (["9/1/2020", "9/25/2020", "12/31/2021 - 10:00"], True), (["9/1/2020", "10/1/2020"], False),
        (["25/9/2020", "9/1/2020"], False), (["9/25/2020", "25/9/2020"], False), ([], False),
        ([None, 43709, "09/2020", "9-25-20"], True),
    ],
)  # fmt: skip
def test_american_columns(cells, month_first):
    """A column proves it by a second figure over 12, and no first one."""
    assert reads_month_first(cells) is month_first


def test_american_days():
    """9/1/2020 is 1 September where the column says so, and 25/9/2020 then no date."""
    assert str(dated("9/1/2020", month_first=True)[0]) == "2020-09-01"
    assert str(dated("9/25/2020 - 10:00", month_first=True)[0]) == "2020-09-25"
    assert str(dated("1 sept. 2020", month_first=True)[0]) == "2020-09-01"
    with pytest.raises(ValueError, match="date"):
        dated("25/9/2020", month_first=True)
