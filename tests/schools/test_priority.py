"""REP and REP+ by the official list: read in all its vintages, and what it changes of a map."""

import datetime as dt
import json

import pandas as pd
import pytest
from effectifs import directory, uai, write
from hypothesis import given
from hypothesis import strategies as st
from properties import examples
from told_findings import in_french
from written_pages import page_text

from geo_ent.errors import GeoEntError, InputError
from geo_ent.pipeline.build import build
from geo_ent.project.build_options import Project
from geo_ent.project.project_file import read_project
from geo_ent.schools.directory import read_schools
from geo_ent.schools.priority import add_priority, listed_departements, read_priority
from geo_ent.schools.pupils import check_priority
from geo_ent.tables.findings import Findings


def listed(number, label, title="ep_2022_2023", **others):
    """Make a row of the list."""
    return {"uai": uai(number), title: label, "nom_etablissement": "ECOLE", **others}


def places(*numbers, priority="", departement="35"):
    """Make a directory of schools of a département."""
    return directory(*numbers, priority=priority).assign(departement_code=departement)


def entries(findings):
    """Give what was noted: kind, row, UAI, message."""
    table = in_french(findings)[["kind", "row", "uai", "message"]]
    return list(table.itertuples(index=False, name=None))


@pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("title", ["ep_2022_2023", "EP 2025-2026", "ep", "REP/REP+"])
def test_every_vintage_gives_the_same(tmp_path, title, suffix):
    """The column may bear any year or none, the file be of any kind: one answer, and the year."""
    rows = [listed(3, "REP", title), listed(1, "REP+", title)]
    findings = Findings()
    told = read_priority(write(tmp_path / f"ep.{suffix}", rows), findings=findings)
    assert (told.name, told.index.name) == ("priority", "uai")
    assert list(told.items()) == [(uai(1), "REP+"), (uai(3), "REP")]
    years = {"ep_2022_2023": "2022-2023", "EP 2025-2026": "2025-2026"}
    assert told.attrs == {"year": years.get(title, "")}
    assert findings.entries == []


def test_the_latest_year_is_read(tmp_path):
    """A list that keeps its former years beside the new one: the new one counts."""
    rows = [listed(1, "REP") | {"ep_2026_2027": "REP+", "ep_2025_2026": "REP"}]
    told = read_priority(write(tmp_path / "ep.csv", rows))
    assert (told.to_list(), told.attrs["year"]) == (["REP+"], "2026-2027")


@pytest.mark.parametrize(
    ("written", "label"),
    [("REP", "REP"), ("rep", "REP"), ("REP+", "REP+"), ("REP +", "REP+"), (" Rep+ ", "REP+"),
     ("REP plus", "REP+")],
)  # fmt: skip
def test_labels_as_hands_write_them(tmp_path, written, label):
    """Case and spaces don't matter."""
    assert read_priority(write(tmp_path / "ep.csv", [listed(1, written)])).to_list() == [label]


def test_a_list_may_name_schools_that_are_in_none(tmp_path):
    """An empty cell, or HEP (hors éducation prioritaire): the school isn't in the answer."""
    rows = [listed(1, ""), listed(2, "HEP"), listed(3, "REP"), listed(4, "Hors EP")]
    assert read_priority(write(tmp_path / "ep.csv", rows)).index.tolist() == [uai(3)]


def test_a_label_that_is_neither_is_refused_with_its_row(tmp_path):
    """What is found, on which lines (three at most), what is expected: one line."""
    rows = [listed(1, "REP"), *(listed(n, "RRS") for n in range(2, 6)), listed(6, "REP++")]
    path = write(tmp_path / "ep.csv", rows)
    with pytest.raises(InputError) as fault:
        read_priority(path)
    told = (
        "on attend REP ou REP+, on trouve « RRS » ligne 3, « RRS » ligne 4, « RRS » ligne 5 et "
        "2 autres ; corrigez ces lignes, ou retirez-les."
    )
    assert str(fault.value) == f"{path} : {told}"
    with pytest.raises(InputError, match="ligne 5 et 1 autre ;"):
        read_priority(write(tmp_path / "one.csv", rows[:5]))


def test_files_of_another_kind(tmp_path):
    """No list, no file, a list of nobody: one line that says what is expected."""
    other = write(tmp_path / "a.csv", [{"UAI": uai(1), "ENT": "oui"}])
    nobody = write(tmp_path / "n.csv", [listed(1, ""), listed(2, "HEP")])
    for path, told in [
        (other, r"il manque « ep_20… » .* la liste de l’éducation prioritaire"),
        (nobody, "aucun établissement en REP ou REP\\+ ; on attend la liste"),
        (tmp_path / "none.csv", "n’existe pas"),
    ]:
        with pytest.raises(InputError, match=told) as fault:
            read_priority(path)
        assert "\n" not in str(fault.value)


@examples(40)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_file_crashes_the_reader(tmp_path, content):
    """Any bytes are refused by one of the product's own errors."""
    path = tmp_path / "ep.csv"
    path.write_bytes(content)
    with pytest.raises(GeoEntError):
        read_priority(path)


def test_rows_that_are_there_twice_count_once(tmp_path):
    """The portal writes some rows twice; of two labels REP+ is kept, whatever the order."""
    rows = [listed(1, "REP"), listed(1, "REP"), listed(2, "REP+"), listed(2, "REP"),
            listed(3, "REP"), listed(3, "REP+")]  # fmt: skip
    findings = Findings()
    told = read_priority(write(tmp_path / "ep.csv", rows), findings=findings)
    assert told.to_dict() == {uai(1): "REP", uai(2): "REP+", uai(3): "REP+"}
    apart = "en double : REP, et ailleurs REP+, gardé"
    assert entries(findings) == [
        ("duplicate-priority", "3", uai(1), "en double"),
        ("duplicate-priority", "5", uai(2), apart),
        ("duplicate-priority", "6", uai(3), apart),
    ]


def test_rows_without_a_uai_are_noted(tmp_path):
    """A row whose UAI can't be read is left out and told, one that a hand undressed is mended."""
    rows = [listed(1, "REP"), listed(2, "REP") | {"uai": "néant"},
            listed(3, "REP+") | {"uai": uai(3).lower()[1:]}]  # fmt: skip
    findings = Findings()
    told = read_priority(write(tmp_path / "ep.csv", rows), findings=findings)
    assert told.to_dict() == {uai(1): "REP", uai(3): "REP+"}
    kinds = [(kind, row) for kind, row, *_ in entries(findings)]
    assert kinds == [("figure-no-uai", "3"), ("mended-uai", "4")]


def test_colleges_are_no_schools(tmp_path):
    """Where the list says what each establishment is, only its schools are taken."""
    rows = [listed(1, "REP", type_etablissement="Ecole"),
            listed(2, "REP+", type_etablissement="Collège"),
            listed(3, "REP", type_etablissement="École"),
            listed(4, "REP", type_etablissement="")]  # fmt: skip
    told = read_priority(write(tmp_path / "ep.csv", rows))
    assert told.index.tolist() == [uai(1), uai(3), uai(4)]


def test_a_school_under_another_word_stays(tmp_path):
    """Only collèges, lycées and EREA are told apart; a code of its own kind is no reason."""
    path = tmp_path / "ep.csv"
    rows = ("EEPU;REP", "ECOLE;REP+", "CLG;REP", "EREA;REP+", "Lycée professionnel;REP")
    told = "".join(f"{uai(at)};{row}\n" for at, row in enumerate(rows, 1))
    path.write_text(f"uai;type_etablissement;ep_2022_2023\n{told}", encoding="utf-8")
    assert read_priority(path).to_dict() == {uai(1): "REP", uai(2): "REP+"}


def test_a_wrong_label_is_told_in_one_line(tmp_path):
    """A cell of two lines, with an escape code, or endless: the error stays a line."""
    path = tmp_path / "ep.csv"
    path.write_text(f'uai;ep\n{uai(1)};"a\nb\x1b[31m{"x" * 400}"\n', encoding="utf-8")
    with pytest.raises(InputError, match="« a b\ufffd\\[31mxx") as fault:
        read_priority(path)
    assert str(fault.value).removeprefix(str(path)).isprintable()
    assert len(str(fault.value).removeprefix(str(path))) < 160


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("Réseau d’éducation prioritaire", "REP"),
        ("Réseau d’éducation prioritaire renforcé", "REP+"),
        ("Non concernée", ""),
        ("Hors REP", ""),
        ("NaN", ""),
    ],
)
def test_labels_in_full(tmp_path, word, label):
    """The names behind the letters, and what an export writes where there is none."""
    path = tmp_path / "ep.csv"
    path.write_text(f"uai;ep\n{uai(1)};{word}\n{uai(2)};REP\n", encoding="utf-8")
    assert read_priority(path).to_dict().get(uai(1), "") == label


def test_a_list_of_colleges_only_changes_nothing(tmp_path):
    """A rural département may have a collège in REP and no school: the directory is kept."""
    rows = [listed(7, "REP", type_etablissement="Collège")]
    told = read_priority(write(tmp_path / "ep.csv", rows))
    assert (len(told), told.attrs["year"]) == (0, "2022-2023")
    findings = Findings()
    schools = add_priority(places(1, 2), told, departements=["35"], findings=findings)
    assert schools["priority"].tolist() == ["", ""]
    assert [kind for kind, *_ in entries(findings)] == ["priority-kept"]


def test_a_project_file_names_the_list(tmp_path):
    """`priority` is a path, taken from the file's own folder."""
    file = tmp_path / "geo-ent.toml"
    file.write_text('priority = "ep.csv"\n', encoding="utf-8")
    assert read_project(file) == {"priority": tmp_path / "ep.csv"}


def listing(labels, year="2022-2023"):
    """Make what `read_priority` gives."""
    told = pd.Series(labels, dtype=str).rename_axis("uai").rename("priority")
    told.attrs["year"] = year
    return told


def test_the_list_decides():
    """What it says is taken, a school that it hasn't has none; each difference is told."""
    schools = places(1, 2, 3, 4, 5, priority=["REP", "REP", "", "REP+", ""])
    findings = Findings()
    told = listing({uai(1): "REP", uai(2): "REP+", uai(3): "REP"})
    given_it = add_priority(schools, told, departements=["35"], findings=findings, file="ep.csv")
    assert given_it["priority"].tolist() == ["REP", "REP+", "REP", "", ""]
    assert entries(findings) == [
        ("priority-list", "", uai(2), "REP dans l’annuaire, REP+ dans la liste de 2022-2023"),
        ("priority-list", "", uai(3), "aucune dans l’annuaire, REP dans la liste de 2022-2023"),
        ("priority-list", "", uai(4), "REP+ dans l’annuaire, aucune dans la liste de 2022-2023"),
    ]
    assert {entry["file"] for entry in findings.entries} == {"ep.csv"}
    assert schools["priority"].tolist() == ["REP", "REP", "", "REP+", ""]


def test_a_list_without_a_year_is_told_without_one():
    """A column called `ep` bears none."""
    findings = Findings()
    add_priority(places(1), listing({uai(1): "REP"}, ""), departements=["35"], findings=findings)
    assert entries(findings)[0][-1] == "aucune dans l’annuaire, REP dans la liste"


def test_a_list_of_elsewhere_takes_no_flag_away():
    """Not one school of the territory: the directory is kept, which is told with its counts."""
    schools = places(1, 2, 3, priority=["REP", "REP+", "REP"])
    findings = Findings()
    told = add_priority(
        schools, listing({uai(1, "022"): "REP"}), departements=["35"], findings=findings
    )
    assert told["priority"].tolist() == ["REP", "REP+", "REP"]
    kept = "la liste n’a aucune école du département 35 ; l’annuaire y est gardé (2 REP, 1 REP+)"
    assert entries(findings) == [("priority-kept", "", "", kept)]


def test_a_list_of_one_departement_decides_there_only():
    """Of a territory of two, the other keeps what the directory says."""
    both = pd.concat([places(1, 2, priority="REP"), places(3, priority="REP", departement="22")])
    findings = Findings()
    told = listing({uai(1): "REP+"})
    assert listed_departements(both, told) == {"35"}
    schools = add_priority(both, told, departements=["22", "35"], findings=findings)
    assert schools["priority"].tolist() == ["REP+", "", "REP"]
    assert [(kind, code) for kind, _, code, _ in entries(findings)] == [
        ("priority-list", uai(1)), ("priority-list", uai(2)), ("priority-kept", ""),
    ]  # fmt: skip


def test_what_is_out_of_the_territory_is_not_told():
    """A directory of the whole country: only the schools of the map are a matter of note."""
    both = pd.concat([places(1, priority="REP"), places(3, priority="REP", departement="22")])
    findings = Findings()
    add_priority(both, listing({uai(1): "REP"}), departements=["35"], findings=findings)
    assert findings.entries == []


def test_schools_of_the_list_that_the_directory_hasnt_are_told():
    """One closed since is named; those of other départements are counted."""
    told = listing({uai(1): "REP", uai(9): "REP", uai(1, "022"): "REP", uai(2, "022"): "REP+"})
    findings = Findings()
    add_priority(places(1, priority="REP"), told, departements=["35"], findings=findings)
    assert entries(findings) == [
        ("figure-unmatched", "", uai(9), "UAI absent de l’annuaire"),
        ("figure-elsewhere", "", "", "2 écoles de départements dont l’annuaire n’a aucune école"),
    ]


LABELS = st.sampled_from(["", "REP", "REP+"])


@examples(25)
@given(st.lists(LABELS, min_size=1, max_size=8), st.dictionaries(st.integers(0, 9), LABELS))
def test_afterwards_list_and_schools_agree(before, wanted):
    """Where the list has one school, all are as it says; else all are as they were."""
    schools = places(*range(len(before)), priority=before)
    told = listing({uai(number): label for number, label in wanted.items() if label})
    findings = Findings()
    after = add_priority(schools, told, departements=["35"], findings=findings)["priority"]
    if schools.index.isin(told.index).any():
        assert after.to_dict() == {code: told.get(code, "") for code in schools.index}
    else:
        assert after.tolist() == before
    assert findings.count("priority-list") == (after != schools["priority"]).sum()
    again = add_priority(schools.assign(priority=after), told, departements=["35"])
    assert again["priority"].tolist() == after.tolist()


def test_the_effectifs_check_what_the_list_decided():
    """One truth: they are compared with the list, not with the directory that it replaced."""
    told = listing({uai(1): "REP+"})
    schools = add_priority(places(1, 2, priority="REP"), told, departements=["35"])
    pupils = pd.DataFrame({"priority": ["REP+", "REP"], "row": [2, 3]}, index=[uai(1), uai(2)])
    assert check_priority(schools, pupils).to_dict("index") == {
        uai(2): {"kept": "", "effectifs": "REP"}
    }


@pytest.fixture(scope="module")
def real(shared_file, tmp_path_factory):
    """Ille-et-Vilaine by a list made of its directory: two schools taken out, one raised."""
    annuaire = shared_file("annuaire-035-2023-06.csv")
    labels = read_schools(annuaire)["priority"]
    labels = labels[labels != ""].sort_index()
    first, second, third = labels.index[labels == "REP"][:3]
    rows = [{"uai": code, "ep_2022_2023": "REP+" if code == third else label}
            for code, label in labels.items() if code not in {first, second}]  # fmt: skip
    folder = tmp_path_factory.mktemp("priority")
    built = build(
        Project(
            departements=("35",),
            schools=annuaire,
            register=shared_file("registre-ent-035-simule.xlsx"),
            priority=write(folder / "ep.csv", rows),
            pupils=shared_file("effectifs-ecoles-035-2019-2022.csv"),
            out=folder / "35",
            date=dt.date(2023, 6, 30),
            quick=True,
        )
    )
    return built.page.parent, (first, second, third)


def test_a_map_counts_by_the_list(real):
    """44 REP and 5 REP+ become 41 and 6: in schools.csv and in the sums of the département."""
    out, _ = real
    schools = pd.read_csv(out / "schools.csv", keep_default_na=False)
    assert schools["priority"].value_counts().to_dict() == {"": 374, "REP": 41, "REP+": 6}
    whole = pd.read_csv(out / "coverage-departement.csv").iloc[0]
    assert (whole["rep_schools_n"], whole["rep_plus_schools_n"]) == (41, 6)


def test_a_map_tells_what_the_list_changed(real):
    """Three schools in findings.csv, by the list and by the effectifs; the year in the manifest."""
    out, changed = real
    findings = pd.read_csv(out / "findings.csv", dtype=str)
    for kind in ("priority-list", "priority-conflict"):
        assert set(findings.loc[findings["kind"] == kind, "uai"]) == set(changed), kind
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["inputs"]["priority"]["name"] == "ep.csv"
    assert manifest["inputs"]["priority"]["year"] == "2022-2023"
    assert manifest["findings"]["priority-list"] == 3
    page = page_text(out / "index.html")
    assert "Établissements de l’éducation prioritaire (REP et REP+)" in page
    assert "fr-en-etablissements-ep" in page


def test_a_list_of_elsewhere_is_no_source_of_the_map(shared_file, tmp_path):
    """It decides nothing in Ille-et-Vilaine: the page doesn't credit it, and the note says so."""
    elsewhere = [{"uai": uai(1, "022"), "ep_2022_2023": "REP"}]
    built = build(
        Project(
            departements=("35",),
            schools=shared_file("annuaire-035-2023-06.csv"),
            register=shared_file("registre-ent-035-simule.xlsx"),
            priority=write(tmp_path / "ep.csv", elsewhere),
            out=tmp_path / "35",
            quick=True,
        )
    )
    page = page_text(built.page)
    assert "fr-en-etablissements-ep" not in page
    told = json.loads((built.page.parent / "manifest.json").read_text(encoding="utf-8"))
    assert told["findings"]["priority-kept"] == 1
    assert "year" not in told["inputs"]["priority"]
