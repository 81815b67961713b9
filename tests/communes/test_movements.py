"""Codes of communes younger than the bundled ones, by INSEE's list of events."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from geo_ent.cli.command_line import app
from geo_ent.communes.codes_to_today import commune_codes, move_codes
from geo_ent.communes.movements import Event, Origin, origins, read_movements
from geo_ent.communes.recoded_table import recode
from geo_ent.errors import InputError
from geo_ent.telling.language import language
from geo_ent.telling.recode_words import recode_notes, row_lines

FRENCH = language("fr")

TITLES = ["MOD", "DATE_EFF", "TYPECOM_AV", "COM_AV", "LIBELLE_AV", "TYPECOM_AP", "COM_AP",
          "LIBELLE_AP"]  # fmt: skip
RENNES = ["35238", "Rennes"]


def write(path, rows, *, titles=TITLES, delimiter=","):
    """Write a table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([titles, *rows])
    return path


def event(mod, day, before, after, name="Neuve", *, kinds=("COM", "COM")):
    """Make a row of the list: (code, name) before, the code and the name after."""
    return [mod, day, kinds[0], before[0], before[1], kinds[1], after, name]


@pytest.fixture
def later(tmp_path):
    """Write a list of 2028: one commune made of a part of Rennes, one that changed its code."""
    return write(tmp_path / "v_mvt_commune_2028.csv", [
        event("50", "2028-01-01", ["35998", "Vezin"], "35999", "Vezin-sur-Flume"),
        event("21", "2027-01-01", RENNES, "35998", "Vezin"),
        event("41", "2027-03-01", ["49007", "Angers"], "44999", "Angers-en-Loire"),
        event("10", "2027-01-01", RENNES, "35238", "Rennes-la-Belle"),
        event("32", "2027-01-01", RENNES, "35997", kinds=("COM", "COMD")),
    ])  # fmt: skip


def test_only_codes_that_change_are_kept(later):
    """A new name, a commune that becomes déléguée: no commune has another code. By their days."""
    kept = [(each.day, each.before, each.after) for each in read_movements(later)]
    assert kept == [
        ("2027-01-01", "35238", "35998"),
        ("2027-03-01", "49007", "44999"),
        ("2028-01-01", "35998", "35999"),
    ]


def test_the_list_is_never_written_over(later, tmp_path):
    """`--out` may be a slip for the list of events: it is refused, and the list stays."""
    before = later.read_bytes()
    table = write(tmp_path / "t.csv", [["35238"]], titles=["code"])
    with pytest.raises(InputError, match="c’est le fichier lu"):
        recode(table, later, column="code", movements=later)
    assert later.read_bytes() == before


def test_a_list_that_a_spreadsheet_has_rewritten(tmp_path):
    """Semicolons, French days, a lost zero: the same events."""
    rows = [event("50", "01/01/2027", ["1004", "Ambérieu-en-Bugey"], "1999")]
    kept = read_movements(write(tmp_path / "m.csv", rows, delimiter=";"))
    assert kept == [Event("2027-01-01", "50", "01004", "01999", "Neuve")]


def test_young_codes_go_back_to_what_is_known(later):
    """Through two events; a part is « restored », the same land under another code isn't."""
    found = origins(["35999", "44999", "35997", "99999"], read_movements(later), commune_codes())
    assert found == {
        "35999": Origin("35238", "Vezin-sur-Flume", "2028-01-01", "restored", guess=False),
        "44999": Origin("49007", "Angers-en-Loire", "2027-03-01", "renumbered", guess=False),
    }


def test_a_commune_made_of_several_is_said_to_be_a_guess():
    """The first known one is taken, whatever comes before it in the list."""
    events = [Event("2027-01-01", "32", code, "9", "N") for code in ("0", "1", "2")]
    assert origins(["9"], events, {"1", "2"})["9"] == Origin(
        "1", "N", "2027-01-01", "renumbered", guess=True
    )


CODES = st.sampled_from("ABCDEF")
EVENTS = st.lists(
    st.builds(Event, st.sampled_from(["2027", "2028", "2029"]), st.sampled_from(["21", "50"]),
              CODES, CODES, st.just("N"))
).map(lambda events: sorted(events, key=lambda each: each.day))  # fmt: skip


@given(EVENTS, st.sets(CODES))
def test_whatever_the_events_an_origin_is_known(events, known):
    """Codes exchanged, in circles or on one day: it ends, and what it gives is known."""
    young = set("ABCDEF") - known
    found = origins(young, events, known)
    assert found.keys() <= young
    assert all(origin.code in known for origin in found.values())
    assert found.keys() <= {each.after for each in events}


@pytest.mark.parametrize(
    ("rows", "titles", "told"),
    [
        ([["1"]], ["code"], "il manque « mod », .* la liste des événements sur les communes"),
        ([event("10", "2027-01-01", RENNES, "35238")], TITLES, "aucun changement de code"),
        ([event("50", "hier", RENNES, "35999")], TITLES, "ligne 2, DATE_EFF « hier » ; on attend"),
        ([event("50", "20270101", RENNES, "35999")], TITLES, "ligne 2, DATE_EFF « 20270101 »"),
    ],
)
def test_another_file_is_refused(tmp_path, rows, titles, told):
    """One line: what was expected, what was found, where."""
    with pytest.raises(InputError, match=told) as fault:
        read_movements(write(tmp_path / "m.csv", rows, titles=titles))
    assert "\n" not in str(fault.value)


def recoded(tmp_path, codes, movements):
    """Recode a table of codes; give what was told and the three columns added."""
    path = write(tmp_path / "t.csv", [[code] for code in codes], titles=["code"])
    done = recode(path, tmp_path / "o.csv", column="code", movements=movements)
    with (tmp_path / "o.csv").open(encoding="utf-8", newline="") as file:
        return done, [row[1:] for row in csv.reader(file)][1:]


def test_a_table_of_a_later_year_is_brought_to_the_bundled_communes(tmp_path, later):
    """Young codes have their commune of 2026, their name is told; the others are as without."""
    done, written = recoded(tmp_path, ["35999", "35238", "49144", "35000", "35999"], later)
    assert written == [
        ["35238", "Rennes", "restored"],
        ["35238", "Rennes", "unchanged"],
        ["44180", "Vallons-de-l'Erdre", "merged"],
        ["", "", "unknown"],
        ["35238", "Rennes", "restored"],
    ]
    told = "35999 est Vezin-sur-Flume depuis le 1er janvier 2028 : rendu à Rennes (35238)."
    assert [note.replace("\u00a0", " ") for note in recode_notes(done, FRENCH)] == [told]
    assert row_lines(done.unknowns, FRENCH) == [
        "ligne 5 : « 35000 », code d’aucune commune depuis 1943"
    ]
    assert ("unknown", 1) in done.outcomes


def test_a_list_that_says_nothing_of_them_is_told(tmp_path, later):
    """How far it goes is said where a code stays unknown; where all are known, nothing."""
    done, written = recoded(tmp_path, ["35000"], later)
    assert written == [["", "", "unknown"]]
    told = "v_mvt_commune_2028.csv (jusqu’au 1er janvier 2028) ne dit rien des codes inconnus."
    assert [
        note.replace("\u00a0", " ") for note in recode_notes(done, FRENCH) if "v_mvt" in note
    ] == [told]
    assert recoded(tmp_path, ["35238"], later)[0].notes == []
    with pytest.raises(InputError, match="n’existe pas"):
        recoded(tmp_path, ["35238"], tmp_path / "none.csv")


def test_the_command_takes_the_list(tmp_path, later):
    """`geo-ent cog --movements` prints what the young codes are."""
    path = write(tmp_path / "t.csv", [["44999"]], titles=["code"])
    arguments = ["cog", str(path), "--column", "code", "--out", str(tmp_path / "o.csv")]
    done = CliRunner().invoke(app, [*arguments, "--movements", str(later)])
    assert done.exit_code == 0, done.output
    told = "44999 est Angers-en-Loire depuis le 1er mars 2027 : rendu à Angers (49007)."
    assert told in done.output.replace("\u00a0", " ")


def test_the_real_list_holds_no_code_that_is_unknown(shared_file):
    """Every code that INSEE's events until 2024 name is already known to the bundled history."""
    events = read_movements(shared_file("mouvements-communes-2024.csv"))
    assert len(events) == 4792
    codes = sorted({each.after for each in events} | {each.before for each in events})
    moved = move_codes(_series(codes), names=False)
    assert (moved["how"] != "unknown").all()


def test_real_events_lead_back_to_what_was(shared_file):
    """As if the bundled communes were those of 2023: what 2024 made comes from where it did."""
    events = read_movements(shared_file("mouvements-communes-2024.csv"))
    young = {"60694", "85165", "85212"}
    found = origins(young, events, commune_codes() - young)
    assert {code: (each.code, each.how) for code, each in found.items()} == {
        "60694": ("60054", "restored"),
        "85165": ("85084", "restored"),
        "85212": ("85084", "restored"),
    }
    assert found["85165"].name == "L'Oie"


def _series(codes):
    import pandas as pd

    return pd.Series(codes, dtype=str)
