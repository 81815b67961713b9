"""ENIR: who was eligible, what stays undecided, and the unités urbaines that decide it."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.communes.bundled import bundled_populations
from geo_ent.communes.enir import ENIR_WORDS, enir, enir_editions, read_urban_units
from geo_ent.errors import InputError
from geo_ent.tables.findings import Findings

EDITIONS = ["enir_2017", "enir_2018", "label_2020"]
YES, NO, OPEN = "eligible", "not_eligible", "undecided"


def people(**populations):
    """Make communes from codes and populations: c35001=900."""
    codes = [code[1:] for code in populations]
    return pd.DataFrame({"population_n": list(populations.values())}, index=codes)


def units(zoning="UU2010", **bounds):
    """Make urban units from codes and (low, high) populations: c35001=(0, 0)."""
    low, high = zip(*bounds.values(), strict=True)
    return pd.DataFrame(
        {"zoning": zoning, "unit_low_n": map(float, low), "unit_high_n": map(float, high)},
        index=[code[1:] for code in bounds],
    )


def test_populations_alone(monkeypatch):
    """Without unités urbaines: under 1,800 eligible in 2017, over each ceiling not, else open."""
    monkeypatch.setattr("geo_ent.communes.enir.absorbing_codes", frozenset)
    communes = people(c35001=1800, c35002=1950, c35003=2300, c35004=4000, c35005=6000)
    table = enir(communes)
    assert table[EDITIONS].to_numpy().tolist() == [
        [YES, OPEN, OPEN],
        [OPEN, OPEN, OPEN],
        [OPEN, NO, OPEN],
        [OPEN, NO, NO],
        [NO, NO, NO],
    ]
    assert table["enir_eligible"].tolist() == [True, pd.NA, pd.NA, pd.NA, False]


def test_units_decide(monkeypatch):
    """Outside any unit both ENIR are decided; in a unit of 50,000 only the first clause is left."""
    monkeypatch.setattr("geo_ent.communes.enir.absorbing_codes", frozenset)
    communes = people(c35001=900, c35002=900, c35003=3000, c35004=3000, c35005=900)
    given_units = units(
        c35001=(0, 0), c35002=(50_000, 50_000), c35003=(0, 0), c35004=(50_000, 50_000),
        c35005=(4900, 4900),
    )  # fmt: skip
    table = enir(communes, urban_units=given_units)
    assert table["enir_2017"].tolist() == [YES, YES, YES, NO, YES]
    assert table["enir_2018"].tolist() == [YES, NO, NO, NO, OPEN]
    assert table["label_2020"].tolist() == [OPEN] * 5  # the aires urbaines are needed too


def test_label_needs_both_readings(monkeypatch):
    """The 2020 label is decided where "aire urbaine" and "unité urbaine" say the same."""
    monkeypatch.setattr("geo_ent.communes.enir.absorbing_codes", frozenset)
    communes = people(c35001=900, c35002=900, c35003=900)
    table = enir(
        communes,
        urban_units=units(c35001=(0, 0), c35002=(0, 0), c35003=(50_000, 50_000)),
        urban_areas=units(
            "AU2010", c35001=(0, 0), c35002=(90_000, 90_000), c35003=(90_000, 90_000)
        ),
    )
    assert table["label_2020"].tolist() == [YES, OPEN, NO]


def test_areas_are_never_taken_for_units(monkeypatch):
    """An AU2010 file given for unités urbaines decides nothing of 2018."""
    monkeypatch.setattr("geo_ent.communes.enir.absorbing_codes", frozenset)
    table = enir(people(c35001=900), urban_units=units("AU2010", c35001=(0, 0)))
    assert table["enir_2018"].tolist() == [OPEN]


def test_overseas_is_undecided():
    """Annexe VIII of the CGCT isn't at hand: nothing is decided overseas, however large."""
    table = enir(people(c97105=800, c97411=150_000), urban_units=units(c97105=(0, 0)))
    assert set(table[EDITIONS].to_numpy().ravel()) == {OPEN}
    assert table["enir_eligible"].isna().all()


def test_merged_commune_is_never_excluded_by_its_population():
    """Vallons-de-l'Erdre has absorbed six communes that may each have been eligible."""
    table = enir(people(c44180=6700, c35238=220_000))
    assert table.loc["44180", EDITIONS].tolist() == [OPEN] * 3
    assert table.loc["35238", EDITIONS].tolist() == [NO] * 3


def test_missing_population_is_undecided():
    """A commune whose population nobody knows is undecided everywhere."""
    table = enir(people(c35001=float("nan")))
    assert table[EDITIONS].to_numpy().tolist() == [[OPEN] * 3]


def test_bundled_populations_are_used_without_a_column():
    """Without `population_n` the bundled one counts: Rennes isn't eligible, Saint-Péran was."""
    table = enir(pd.DataFrame(index=["35238", "35305"]))
    assert table["enir_2017"].tolist() == [NO, YES]


@examples(30)
@given(st.integers(0, 9000), st.integers(0, 20_000), st.integers(0, 20_000), st.integers(0, 20_000))
def test_knowing_more_never_contradicts(population, low, width, inside):
    """Narrower bounds of a unit only turn "undecided" into an answer, never an answer around."""
    communes = people(c01001=population)
    wide = enir(communes, urban_units=units(c01001=(low, low + width)))
    exact = low + min(inside, width)
    narrow = enir(communes, urban_units=units(c01001=(exact, exact)))
    for edition in EDITIONS:
        assert wide[edition].iloc[0] in {OPEN, narrow[edition].iloc[0]}


def test_editions_say_their_source():
    """Each edition has its rule, a source that owns to be secondary, and what isn't decided."""
    for edition in enir_editions():
        assert edition.rule
        assert "non vu" in edition.source
        assert any("DOM" in what for what in edition.not_decided)
        assert edition.overseas in ENIR_WORDS
        for reading in edition.readings:
            assert all({*way} <= {"population", "urban_unit", "urban_area"} for way in reading)


def write_units(folder, rows, titles="CODGEO;LIBGEO;UU2010;LIBUU2010"):
    """Write a composition by commune as a CSV."""
    path = folder / "uu.csv"
    path.write_text("\n".join(["Titre", "", titles, *rows]) + "\n", encoding="utf-8")
    return path


def test_units_add_up_todays_populations(tmp_path, monkeypatch):
    """A unit's population is the sum of its communes'; codes in 000 are outside any unit."""
    monkeypatch.setattr("geo_ent.communes.enir._NATIONAL", 4)
    rows = ["35238;Rennes;35701;Rennes", "35281;Saint-Jacques;35701;Rennes",
            "35012;Bain;35113;Bain", "35305;Saint-Péran;35000;Communes rurales"]  # fmt: skip
    table = read_urban_units(write_units(tmp_path, rows))
    known = bundled_populations()
    assert table.loc["35238", "unit_low_n"] == known["35238"] + known["35281"]
    assert table.loc["35238", "unit_high_n"] == table.loc["35238", "unit_low_n"]
    assert table.loc["35305", ["unit_code", "unit_low_n", "unit_high_n"]].tolist() == ["", 0, 0]
    assert set(table["zoning"]) == {"UU2010"}


def test_partial_file_leaves_units_open(tmp_path):
    """In one département's file a unit may go on beyond: no upper bound, save outside any unit."""
    rows = ["35238;Rennes;35701;Rennes", "35305;Saint-Péran;35000;Communes rurales"]
    table = read_urban_units(write_units(tmp_path, rows))
    assert table["unit_high_n"].to_dict() == {"35238": float("inf"), "35305": 0}
    told = enir(pd.DataFrame({"population_n": [900, 900]}, index=table.index), urban_units=table)
    assert told["enir_2018"].tolist() == [NO, YES]  # 200,000 in Rennes alone is over the ceiling


def test_merged_parts_of_several_units_are_not_decided(tmp_path, monkeypatch):
    """A commune of today made of parts in and out of a unit lies between both, and is told."""
    monkeypatch.setattr("geo_ent.communes.enir._NATIONAL", 3)
    rows = ["44180;Saint-Mars;44000;Communes rurales", "49144;Freigné;44701;Nantes",
            "44109;Nantes;44701;Nantes"]  # fmt: skip
    findings = Findings()
    table = read_urban_units(write_units(tmp_path, rows), findings=findings)
    assert table.loc["44180", "unit_low_n"] == 0
    assert table.loc["44180", "unit_high_n"] > 300_000
    assert table.loc["44180", "unit_code"] == ""
    assert findings.count("zoning-merged") == 1


def test_other_zonings_are_refused(tmp_path):
    """The AAV of 2020 is another zoning than the calls': refused, with what is expected."""
    path = write_units(tmp_path, ["35238;Rennes;013;Rennes"], "CODGEO;LIBGEO;AAV2020;LIBAAV2020")
    with pytest.raises(InputError, match="unités urbaines"):
        read_urban_units(path)
    with pytest.raises(InputError, match="code d’unité"):
        read_urban_units(write_units(tmp_path, ["35238;Rennes;;"]))
