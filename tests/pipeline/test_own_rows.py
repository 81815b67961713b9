"""Files read once for several départements: what each has of its own, and the build made of it."""

import hashlib
import json
import pickle
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest
from annuaire import uai, write_csv
from atlasland import directory, project_in, register, school

from geo_ent.pipeline.build import build, build_territory
from geo_ent.pipeline.national import fingerprint, own_inputs, read_files
from geo_ent.pipeline.national.finding_homes import file_findings
from geo_ent.tables.findings import Findings
from geo_ent.text.note import Note

CODES = ("48", "70", "971")
LOST = [
    f"{uai(77, '070')},oui,2021-09-01",  # a UAI of no school, which tells its département
    "Total,,",
    "Lignes revues en mai,,",
]
"""Rows of the register that are of no school."""

# Of the rows that a UAI or a commune tells, the number in a file of the whole country isn't told;
# and nobody of elsewhere is counted.
DIFFERING = {"manifest.json", "register-report.csv", "register-report.html", "findings.csv",
             "register-report.datapackage.json"}  # fmt: skip


def lands(folder, *, rows=None, said=None, **asked):
    """Write the files of three départements, and give the project of them all."""
    project = project_in(folder, CODES, **asked)
    write_csv(project.schools, rows or directory(CODES))
    text = register(CODES) if said is None else said
    project.register.write_text(text + "\n".join([*LOST, ""]), encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The files of three départements."""
    return lands(tmp_path_factory.mktemp("lands"))


@pytest.fixture(scope="module")
def read(project):
    """What was read of them."""
    return read_files(project)


def made(project, frames, folder):
    """Make a territory of its frames, and give its folder."""
    folder.mkdir()
    build_territory(replace(project, departements=frames.codes), frames, folder)
    return folder


def sums(folder):
    """Give the sha256 of each file of a folder."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def marks(project):
    """Read files, and give the fingerprint of each département."""
    read = read_files(project)
    return {code: fingerprint(own_inputs(read, (code,))) for code in CODES}


def test_each_row_of_the_register_is_in_one_place(read):
    """Those of the départements and those of none are the rows of the file, each once."""
    rows = read.reading.rows
    parts = [own_inputs(read, (code,)).reading.rows for code in CODES]
    held = [*(row for part in parts for row in part["row"]), *read.unattributed["row"]]
    assert sorted(held) == sorted(rows["row"])
    # the UAI of no school tells 70; a total and a remark tell nothing
    assert [len(part) for part in parts] == [4, 5, 4]
    assert len(read.unattributed) == len(rows) - 13 > 0


def test_a_folder_of_own_rows_is_what_build_makes(project, read, tmp_path):
    """Of the same national files, but for the rows of elsewhere and what names whole files."""
    whole = build(replace(project, departements=("70",), out=tmp_path / "build")).page.parent
    own = made(project, own_inputs(read, ("70",)), tmp_path / "own")
    one, other = sums(whole), sums(own)
    assert one.keys() == other.keys()
    assert {name for name in one if one[name] != other[name]} <= DIFFERING
    theirs, ours = (
        json.loads((each / "manifest.json").read_text("utf-8")) for each in (whole, own)
    )
    assert ours["inputs"]["register"] == [{"name": "registre.csv"}]
    assert re.fullmatch("[0-9a-f]{64}", ours["rows_sha256"])
    assert (theirs["schools_elsewhere"], ours["schools_elsewhere"]) == (8, 0)
    same = theirs.keys() - {"inputs", "schools_elsewhere", "findings", "outputs"}
    assert {key: theirs[key] for key in same} == {key: ours[key] for key in same}
    reports = [pd.read_csv(each / "register-report.csv", dtype=str) for each in (whole, own)]
    kept = reports[0]["row"].isin(reports[1]["row"])
    pd.testing.assert_frame_equal(reports[0][kept].reset_index(drop=True), reports[1])


def test_the_same_frames_give_the_same_bytes_without_their_files(tmp_path):
    """In this process and in another one, once the files are gone."""
    moved = lands(tmp_path / "files")
    frames = own_inputs(read_files(moved), ("48",))
    shutil.rmtree(tmp_path / "files")
    here = made(moved, frames, tmp_path / "here")
    (tmp_path / "frames").write_bytes(pickle.dumps((replace(moved, departements=("48",)), frames)))
    (tmp_path / "there").mkdir()
    script = (
        "import pickle, sys; from pathlib import Path"
        "; from geo_ent.pipeline.build import build_territory"
        "; from geo_ent.pipeline.national import fingerprint; folder = Path(sys.argv[1])"
        "; project, frames = pickle.loads((folder / 'frames').read_bytes())"
        "; build_territory(project, frames, folder / 'there'); print(fingerprint(frames))"
    )
    command = [sys.executable, "-X", "utf8", "-c", script, str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert sums(tmp_path / "there") == sums(here)
    assert ran.stdout.strip() == fingerprint(frames)


def test_only_a_departement_whose_rows_change_is_known_otherwise(project, tmp_path):
    """A school more in 48, another answer for it: 70 and 971 stay what they were."""
    before = marks(project)
    more = [school("48", 9), *directory(CODES)]
    added = marks(lands(tmp_path / "added", rows=more))
    answer = register(CODES).replace(f"{uai(0, '048')},non", f"{uai(0, '048')},oui")
    changed = marks(lands(tmp_path / "changed", said=answer))
    for after in (added, changed):
        assert [code for code in CODES if after[code] != before[code]] == ["48"]
    turned = marks(lands(tmp_path / "turned", rows=directory(CODES)[::-1]))
    assert turned == before


def test_a_school_of_another_departement_than_its_row_says_is_found(tmp_path):
    """A row in the sheet of Lozère for a school of Haute-Saône counts in Haute-Saône."""
    project = lands(tmp_path)
    rows = [["uai", "ent"], *([uai(number, "048"), "oui"] for number in range(4))]
    book = tmp_path / "registre.xlsx"
    with pd.ExcelWriter(book) as writer:
        pd.DataFrame([*rows, [uai(0, "070"), "oui"], ["Total", 5]]).to_excel(
            writer, sheet_name="Lozère", header=False, index=False
        )
        pd.DataFrame([rows[0], [uai(1, "070"), "non"], ["0700000X", "oui"]]).to_excel(
            writer, sheet_name="70", header=False, index=False
        )
    read = read_files(replace(project, register=book))
    here, there = (own_inputs(read, (code,)).reading for code in ("48", "70"))
    assert here.register["uai"].tolist() == [uai(number, "048") for number in range(4)]
    assert there.register["uai"].tolist() == [uai(0, "070"), uai(1, "070")]
    assert there.rows["sheet"].tolist().count("Lozère") == 1


def test_frames_carry_their_own_rows_alone(read):
    """A département of four schools weighs little, however many the files have."""
    assert len(pickle.dumps(own_inputs(read, ("48",)), 5)) < 40_000


@pytest.mark.parametrize(
    ("cells", "home"),
    [
        (["", "École du Pré", "Mende", ""], "48"),
        (["", "École du Pré", "70000 Vezoul", ""], "70"),
        (["", "École du Pré", "Quelque part", "Haute-Saône"], "70"),
        (["", "École du Pré", "Quelque part", "971"], "971"),
        ([uai(99, "971"), "École du Pré", "Mende", "48"], "971"),
        (["048020A", "École du Pré", "Vesoul", ""], "70"),
        (["", "École du Pré", "Quelque part", ""], ""),
        (["", "École du Pré", "Saint-Denis", ""], ""),
    ],
    ids=[
        "commune",
        "postcode",
        "name",
        "code",
        "uai-first",
        "impossible-uai",
        "nothing",
        "several",
    ],
)
def test_a_row_without_a_school_goes_where_it_says(tmp_path, cells, home):
    """By its UAI, else its column of départements, its commune's name or postcode; else nowhere."""
    project = lands(tmp_path)
    known = [[uai(number, "048"), "", "", "", "oui"] for number in range(2)]
    known += [[uai(number, "070"), "", "", "", "oui"] for number in range(2)]
    rows = [["uai", "école", "commune", "département", "ent"], *known, [*cells, "oui"]]
    pd.DataFrame(rows).to_csv(project.register, header=False, index=False)
    read = read_files(project)
    lost = read.reading.rows["row"] == len(rows)
    assert read.reading.rows.loc[lost, "outcome"].item() in {"not_found", "ambiguous"}
    assert read.row_homes[lost].item() == home


def test_what_is_noticed_of_an_old_code_of_corsica_is_told_in_its_half():
    """20004 is Ajaccio's of before 1976: its fact is of 2A, not of nobody."""
    findings = Findings()
    for place in ("20004", "35238", "99999"):
        findings.add("zoning-moved", Note("no-uai"), places=[place], rows=[1])
    assert {home: len(held) for home, held in file_findings(findings.entries, {}).items()} == {
        "2A": 1, "35": 1, "": 1,
    }  # fmt: skip
