"""Phase, network and programme of a row; several solutions at once for one school."""

import datetime as dt

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger import UAIS, directory, reading_of, told
from properties import examples
from registers import FRENCH, report

from geo_ent.publish.frames import schools_table
from geo_ent.publish.register.corrected_register import write_fixed_register
from geo_ent.register.read_register import read_registers
from geo_ent.register.status_at_date import status_at, status_table
from geo_ent.register.vocabulary import solution_of, title_of
from geo_ent.tables.word_lists import with_joined_words

A, B = UAIS[0], UAIS[1]
HEADER = ["UAI", "École", "Commune", "ENT", "Solution", "Date d'ouverture", "Fin", "Programme",
          "Phase", "Réseau d'écoles"]  # fmt: skip
KEYS = ["uai", "status", "solution", "start", "end", "programme", "phase", "network"]
CIRCO = ["", "Toutes les écoles publiques de la circonscription de Liffré", ""]
DAY = dt.date(2023, 6, 30)


def read(folder, *rows):
    """Read rows whose missing last cells are empty."""
    return reading_of(
        folder, *([*row, *[""] * (len(HEADER) - len(row))] for row in rows), header=HEADER
    )


def at(reading, uai=A, date=DAY):
    """Say what is known of a school at a date."""
    return status_at(reading.register, pd.Index([uai]), date).iloc[0]


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Phase", "phase"), ("Vague", "phase"), ("N° de lot", "phase"),
        ("Étape", "phase"), ("Tranche", "phase"), ("Phase de déploiement 2013", "phase"),
        ("Réseau", "network"), ("Réseau d'écoles", "network"), ("Grappe", "network"),
        ("Groupement d'écoles", "network"), ("Réseau des écoles rurales", "network"),
        ("Réseau d'éducation prioritaire", None), ("Nombre d'écoles du réseau", None),
    ],
)  # fmt: skip
def test_titles_of_phase_and_network(title, column):
    """Titles as people write them; a network of priority education isn't one of schools."""
    assert title_of(title)[0] == column


def test_a_column_of_priority_education_is_no_network(tmp_path):
    """Under "Réseau", REP and REP+ aren't networks of schools: the column is said to be unread."""
    header = ["UAI", "ENT", "Réseau"]
    rows = [[A, "oui", "REP"], [B, "non", "REP+ de Cleunay"], [UAIS[2], "non", "Hors EP"]]
    reading = reading_of(tmp_path, *rows, header=header)
    assert set(reading.register["network"]) == {()}
    assert list(reading.unread.values()) == [("Réseau",)]
    named = reading_of(tmp_path, *([*row[:2], "Réseau 1"] for row in rows), header=header)
    assert set(named.register["network"]) == {("Réseau 1",)}


def test_they_flow_to_the_tables(tmp_path):
    """Row, register, status at a date, schools.csv: as they are written."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "Net'École", "2016", "", "ENR", "Écoles-test", "Réseau de Betton"],
        [B, "", "", "non", "", "", "", "", "Vague 2"],
    )
    row = reading.register.set_index("uai").loc[A]
    assert (row["phase"], row["network"]) == (("Écoles-test",), ("Réseau de Betton",))
    assert told(reading)[["phase_written", "network_written"]].iloc[1].tolist() == ["Vague 2", ""]
    now = status_at(reading.register, pd.Index(UAIS), DAY)
    assert now.loc[[A, B], "phase"].tolist() == [("Écoles-test",), ("Vague 2",)]
    assert now.loc[UAIS[2:], ["phase", "network"]].map(len).eq(0).all(axis=None)
    empty = gpd.GeoDataFrame(now, geometry=gpd.points_from_xy([0] * 10, [0] * 10), crs=4326)
    assert schools_table(empty).columns[-2:].tolist() == ["phase", "network"]
    page = report(reading, schools=directory())
    assert "Phase\u00a0:</span> <bdi>Écoles-test" in page
    assert "Réseau d’écoles\u00a0:</span> <bdi>Réseau de Betton" in page


def test_a_row_that_says_less_is_a_repeat(tmp_path):
    """Without phase and network it says nothing that the other doesn't."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "", "", "Vague 1", "Réseau 1"],
        [A, "", "", "oui", "ONE"],
    )
    assert told(reading)["outcome"].tolist() == ["used", "merged"]
    assert at(reading)["network"] == ("Réseau 1",)


def test_a_register_without_these_columns_is_read(tmp_path):
    """An older register gives empty texts, and a frame without the columns has a status too."""
    reading = reading_of(tmp_path, [A, "", "", "oui", "ONE", "2016", ""])
    assert at(reading)[["phase", "network"]].tolist() == [(), ()]
    older = reading.register.drop(columns=["phase", "network"])
    assert status_at(older, pd.Index([A]), DAY)["network"].tolist() == [()]


def test_two_programmes_hold_at_once(tmp_path):
    """Net'École by one, Beneylu by the other: neither ends or contradicts the other."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "Net'École", "2016", "", "Écoles en réseau"],
        [A, "", "", "oui", "Beneylu School", "2018", "", "Cantal"],
    )
    assert told(reading)["outcome"].tolist() == ["used", "used"]
    assert reading.findings.count("row-conflict") == 0
    assert reading.register["end"].isna().all()
    now = at(reading)
    assert now["solution"] == ("Net'École", "Beneylu School")
    assert now["programme"] == ("Écoles en réseau", "Cantal")
    assert now["start"] == pd.Timestamp(2016, 9, 1)  # the first day with an ENT
    assert at(reading, date=dt.date(2017, 1, 1))["solution"] == ("Net'École",)


def test_each_holds_over_its_own_dates(tmp_path):
    """One ends: the other goes on, and the status with it."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "31/08/2019", "ENIR"],
        [A, "", "", "oui", "Beneylu School", "01/01/2018", "31/08/2021", "Commune"],
    )
    days = [dt.date(2017, 1, 1), dt.date(2019, 1, 1), dt.date(2020, 1, 1), dt.date(2022, 1, 1)]
    assert [at(reading, date=day)["solution"] for day in days] == [
        ("ONE",), ("ONE", "Beneylu School"), ("Beneylu School",), ("ONE", "Beneylu School"),
    ]  # fmt: skip
    ends = [at(reading, date=day)["end"] for day in days[:2]]
    assert ends == [pd.Timestamp(2019, 8, 31), pd.Timestamp(2021, 8, 31)]
    table = status_table(reading.register, pd.Index([A]), days)
    assert table.iloc[0].tolist() == ["school", "school", "school", "none"]


def test_an_ent_that_goes_on_has_no_end(tmp_path):
    """Of two solutions at once one has no end: neither has the school's ENT."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "31/08/2026", "ENIR"],
        [A, "", "", "oui", "NEO", "2017", "", "Commune"],
    )
    assert pd.isna(at(reading)["end"])


def test_a_row_of_the_circonscription_and_the_schools_own(tmp_path):
    """e-primo for a whole circonscription under A, Net'École under B for a school of it."""
    circo = [*CIRCO, "oui", "e-primo", "2015", "", "Convention de 2015"]
    own = [A, "", "", "oui", "Net'École", "2016", "", "Écoles en réseau", "", "Réseau 1"]
    for rows in ([circo, own], [own, circo]):
        reading = read(tmp_path, *rows)
        assert set(at(reading)["solution"]) == {"e-primo", "Net'École"}
        assert at(reading)["network"] == ("Réseau 1",)
        assert at(reading, B)["solution"] == ("e-primo",)
    spread = told(read(tmp_path, circo, own)).iloc[0]
    assert spread["outcome"] == "spread"
    assert A in spread["uai"].split()


def test_without_a_programme_the_nearest_row_still_wins(tmp_path):
    """A school's own row of no programme beats its circonscription's, whatever that one's is."""
    reading = read(
        tmp_path,
        [*CIRCO, "oui", "e-primo", "2015", "", "Convention"],
        [*CIRCO, "oui", "ONE", "2015", "", "ENIR"],
        [A, "", "", "non"],
    )
    assert at(reading)["status"] == "none"
    assert at(reading, B)["solution"] == ("e-primo", "ONE")


def test_a_row_of_no_programme_that_repeats_one(tmp_path):
    """It is merged with the row that it repeats, and the other programme stays."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "", "ENIR"],
        [A, "", "", "oui", "ONE"],
        [A, "", "", "oui", "NEO", "2017", "", "Commune"],
    )
    assert told(reading)["outcome"].tolist() == ["used", "merged", "used"]
    assert at(reading)["solution"] == ("ONE", "NEO")


def test_a_row_of_no_programme_that_one_of_them_beats(tmp_path):
    """Beaten by a dated row of one programme, it beats nothing of the other."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "", "", "ENIR"],
        [A, "", "", "oui", "ONE", "", "", "", "", "Réseau 1"],
        [A, "", "", "oui", "NEO", "01/09/2018", "", "Commune"],
    )
    assert told(reading)["outcome"].tolist() == ["used", "merged", "used"]
    assert at(reading)["solution"] in {("ONE", "NEO"), ("NEO", "ONE")}


def test_a_row_of_no_programme_that_ends_both(tmp_path):
    """A "non" since 2020 without a programme ends the ENT of every programme, once."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "", "ENIR"],
        [A, "", "", "oui", "NEO", "2017", "", "Commune"],
        [A, "", "", "non", "", "01/09/2020"],
    )
    assert len(reading.register) == 3
    assert reading.register["end"].dropna().eq(pd.Timestamp(2020, 8, 31)).sum() == 2
    assert at(reading)["status"] == "none"
    assert at(reading, date=dt.date(2019, 1, 1))["solution"] == ("ONE", "NEO")


def test_a_row_of_no_programme_stays_in_its_order(tmp_path):
    """Without dates the last row wins: a first row of no programme is beaten by both others."""
    reading = read(
        tmp_path,
        [A, "", "", "non"],
        [A, "", "", "oui", "ONE", "", "", "ENIR"],
        [A, "", "", "oui", "NEO", "", "", "Commune"],
    )
    assert told(reading)["outcome"].tolist() == ["merged", "used", "used"]
    assert at(reading)["status"] == "school"


def test_a_row_beaten_is_told_so_once(tmp_path):
    """However often its programme is settled anew, the reason is of one school."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "", "", "ENIR"],
        [A, "", "", "oui", "ONE", "", "", "", "", "Réseau 1"],
        [A, "", "", "oui", "NEO", "01/09/2018", "", "Commune"],
        [A, "", "", "oui", "NEO", "", "", "Commune"],
    )
    assert told(reading)["outcome"].tolist() == ["used", "merged", "used", "merged"]
    assert told(reading)["code"].iloc[3] == "repeated"


def test_rows_that_share_a_programme_are_of_one(tmp_path):
    """Under "ENIR + TNE" and under "TNE" the later solution ends the earlier one."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "", "ENIR + TNE"],
        [A, "", "", "oui", "NEO", "2018", "", "tne"],
    )
    assert at(reading)["solution"] == ("NEO",)


def test_a_silent_row_of_another_programme_says_nothing(tmp_path):
    """A row without a situation makes no second programme."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "", "ENIR"],
        [A, "", "", "oui", "NEO", "2017", "", "Commune"],
        [A, "", "", "?", "", "", "", "TNE"],
    )
    assert told(reading)["outcome"].tolist() == ["used", "used", "merged"]
    assert told(reading)["code"].iloc[2] == "silent"


def test_two_solutions_overlap_where_the_end_is_written(tmp_path):
    """An end after the next one's start is meant; without it the next one ends it."""
    first, next_one = [A, "", "", "oui", "ONE", "2016"], [A, "", "", "oui", "NEO", "01/09/2018"]
    over = read(tmp_path, [*first, "31/08/2020"], next_one)
    assert at(over, date=dt.date(2019, 1, 1))["solution"] == ("ONE", "NEO")
    assert at(over)["solution"] == ("NEO",)
    after = read(tmp_path, first, next_one)
    assert at(after, date=dt.date(2019, 1, 1))["solution"] == ("NEO",)
    stopped = read(tmp_path, [*first, "31/08/2020"], [A, "", "", "non", "", "01/09/2018"])
    assert at(stopped, date=dt.date(2019, 1, 1))["status"] == "none"


def test_having_none_any_more_has_no_end_of_its_own(tmp_path):
    """A "non" goes on for ever: what is told is the last day of the ENT that there was."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "2016", "31/08/2019", "ENIR"],
        [A, "", "", "non", "", "01/09/2017", "", "Commune"],
    )
    assert at(reading)["status"] == "none"
    assert at(reading)["end"] == pd.Timestamp(2019, 8, 31)


def test_rows_of_two_phases_are_no_repeat(tmp_path):
    """All else alike, another phase (or network) contradicts: the last is kept, and it is said."""
    for one, other in ((["Vague 1"], ["Vague 2"]), (["", "Réseau 1"], ["", "Réseau 2"])):
        row = [A, "", "", "oui", "ONE", "2016", "", "ENIR"]
        reading = read(tmp_path, [*row, *one], [*row, *other])
        assert told(reading)["outcome"].tolist() == ["merged", "used"]
        assert told(reading)["code"].iloc[0] == "contradicted"
        assert reading.register[["phase", "network"]].iloc[0].tolist()[len(other) - 1] == (
            other[-1],
        )


def test_an_end_on_the_day_of_the_next_start_is_a_handover(tmp_path):
    """Written the same day, one solution takes the other's place: they aren't two at once."""
    first, next_one = [A, "", "", "oui", "ONE", "2016"], [A, "", "", "oui", "NEO", "01/09/2018"]
    handover = read(tmp_path, [*first, "01/09/2018"], next_one)
    assert at(handover, date=dt.date(2018, 8, 31))["solution"] == ("ONE",)
    assert at(handover, date=dt.date(2018, 9, 1))["solution"] == ("NEO",)


def test_what_follows_ends_all_that_overlapped(tmp_path):
    """A "non", or the same solution anew, ends a row two before it, whatever end that one has."""
    first = [A, "", "", "oui", "ONE", "2016", "31/08/2021"]
    second = [A, "", "", "oui", "NEO", "01/09/2018", "31/08/2022"]
    stopped = read(tmp_path, first, second, [A, "", "", "non", "", "01/09/2019"])
    assert at(stopped, date=dt.date(2018, 10, 1))["solution"] == ("ONE", "NEO")
    assert at(stopped, date=dt.date(2020, 1, 1))["status"] == "none"
    anew = read(tmp_path, first, second, [A, "", "", "oui", "ONE", "01/09/2019"])
    ends = anew.register["end"].tolist()
    assert ends[:2] == [pd.Timestamp(2019, 8, 31), pd.Timestamp(2022, 8, 31)]
    assert pd.isna(ends[2])


def test_only_solutions_in_use_overlap(tmp_path):
    """A "non" or a project that names another solution doesn't stand beside the first."""
    first = [A, "", "", "oui", "ONE", "2016", "31/08/2020"]
    stopped = read(tmp_path, first, [A, "", "", "non", "NEO", "01/09/2018"])
    assert at(stopped, date=dt.date(2019, 1, 1))["status"] == "none"


def test_a_row_of_no_programme_ends_with_the_first_that_ends_it(tmp_path):
    """NEO of one programme in 2016, Beneylu of another in 2018: ONE of none ends in 2016."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE", "01/09/2015"],
        [A, "", "", "oui", "Beneylu School", "01/09/2018", "", "Commune"],
        [A, "", "", "oui", "NEO", "01/09/2016", "", "ENIR"],
    )
    ends = with_joined_words(reading.register).set_index("solution")["end"]
    assert ends["ONE"] == pd.Timestamp(2016, 8, 31)
    assert at(reading, date=dt.date(2017, 1, 1))["solution"] == ("NEO",)
    assert at(reading)["solution"] == ("NEO", "Beneylu School")


@pytest.mark.parametrize(
    ("cell", "name", "known"),
    [
        ("one + beneylu", ("ONE", "Beneylu School"), True),
        ("ONE/NEO", ("ONE", "NEO"), True),
        ("Maison+one", ("Maison", "ONE"), False),
        ("C+", ("C+",), False),
    ],
)
def test_two_solutions_in_one_cell(tmp_path, cell, name, known):
    """Each gets its name; one that isn't known is kept, and noted."""
    assert solution_of(cell) == (name, known)
    reading = read(tmp_path, [A, "", "", "oui", cell, "2016"])
    assert at(reading)["solution"] == name
    assert reading.findings.count("unknown-solution") == (not known)


def test_a_solution_in_two_rows_is_named_once(tmp_path):
    """Two of them under one programme, one of these under another: the two."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "ONE + NEO", "2016", "", "ENIR"],
        [A, "", "", "oui", "NEO", "2017", "", "Commune"],
    )
    assert at(reading)["solution"] == ("ONE", "NEO")


def test_two_rows_of_a_day_then_a_third(tmp_path):
    """Of two that contradict on the same day the last is kept, and the third follows it."""
    reading = read(
        tmp_path,
        [A, "", "", "oui", "", "2016"],
        [A, "", "", "non", "", "2016"],
        [A, "", "", "oui", "ONE", "2018"],
    )
    assert told(reading)["outcome"].tolist() == ["merged", "used", "used"]
    assert reading.register["status"].tolist() == ["none", "school"]


words = st.tuples(
    st.sampled_from([A, B, ""]),
    st.sampled_from(["oui", "non", "classe", "prévu", "?"]),
    st.sampled_from(["", "ONE", "NEO", "ONE + NEO"]),
    st.sampled_from(["", "2016", "01/09/2018", "2020"]),
    st.sampled_from(["", "31/08/2019", "31/08/2021"]),
    st.sampled_from(["", "ENIR", "Commune", "ENIR + Commune"]),
    st.sampled_from(["", "Vague 1"]),
    st.sampled_from(["", "Réseau 1", "Réseau 2"]),
)


@examples(25)
@given(st.lists(words, min_size=1, max_size=5))
def test_every_row_has_an_outcome_and_the_corrected_file_says_the_same(tmp_path, rows):
    """Whatever rows: no school is lost, and what is read of the corrected file is the same ENT."""
    cells = [[*([uai, "", ""] if uai else CIRCO), status, *rest] for uai, status, *rest in rows]
    reading = read(tmp_path, *cells)
    assert (told(reading)["outcome"] != "").all()
    reached = set(" ".join(reading.rows["uai"]).split())
    assert reached == set(reading.register["uai"])
    fixed = tmp_path / "fixed.xlsx"
    write_fixed_register(fixed, reading, directory(), tr=FRENCH)
    again = read_registers([fixed], directory())
    uais = pd.Index(sorted(reached))
    for day in (dt.date(2017, 1, 1), dt.date(2019, 1, 1), DAY):
        one, two = (status_at(each.register, uais, day) for each in (reading, again))
        assert one["status"].tolist() == two["status"].tolist()
        for column in ("solution", "programme", "phase", "network"):
            assert [set(v) for v in one[column]] == [set(v) for v in two[column]], column


def test_a_day_that_the_keeper_says_is_the_opening(tmp_path):
    """Where the user says which days open and end an ENT, no column need say yes or no."""
    rows = [[A, "02/03/2020", "01/09/2020", ""], [B, "02/03/2020", "", ""]]
    header = ["UAI", "Demande", "Livraison", "Retrait"]
    columns = {"start": "Livraison", "end": "Retrait"}
    register = reading_of(tmp_path, *rows, header=header, columns=columns).register
    first = register.set_index("uai").loc[A]
    assert (first["status"], str(first["start"])[:10]) == ("school", "2020-09-01")
