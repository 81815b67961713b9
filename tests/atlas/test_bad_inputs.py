"""What may be wrong in national files: one clear line, or a listed finding, nothing half made."""

import csv
import dataclasses
import html
import json
import re
import subprocess
import sys

import pytest
from annuaire import uai, write_csv
from atlasland import CODES, directory, project_in, register, school
from commands import run_here

from geo_ent.atlas.make_atlas import make_atlas
from geo_ent.communes.departements import departement_names
from geo_ent.errors import InputError
from geo_ent.tables.atlas_parts import read_part_schools, read_parts


def rows_of(path):
    """Read a table."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def command(project, codes):
    """Give the command line of an atlas."""
    registers = [word for path in project.registers for word in ("--register", path)]
    return [
        *("atlas", "--schools", project.schools, *registers, "--out", project.out),
        *("--quick", "--jobs", "1"),
        *(word for code in codes for word in ("--departement", code)),
    ]


def test_a_register_of_one_departement_given_as_national(tmp_path):
    """Refused in a line that says which it is of, and nothing is made."""
    project = dataclasses.replace(project_in(tmp_path), departements=tuple(departement_names()))
    project.register.write_text(register(["90"]), encoding="utf-8")
    one = r"ne parle que de Territoire de Belfort \(90\), et l’atlas est de tout le pays"
    with pytest.raises(InputError, match=one):
        make_atlas(project)
    assert not project.out.exists()


def test_a_register_that_says_nothing_of_a_departement(tmp_path):
    """Listed by département, in the end's lines too; its schools are of unknown situation."""
    project = project_in(tmp_path)
    project.register.write_text(register(["90", "971", "70"]), encoding="utf-8")
    ended = run_here(*command(project, CODES))
    assert ended.returncode == 0
    (line,) = [line for line in ended.stdout.splitlines() if "dont le registre ne dit" in line]
    assert line.startswith("      1  Département dont")
    assert line.endswith(" : Lozère (48)")
    (finding,) = rows_of(project.out / "findings.csv")
    assert (finding["kind"], finding["message"]) == ("register-silent", "Lozère (48)")
    assert read_parts(project.out)[0].totals["unknown_n"] == 4


def test_a_directory_that_lacks_departements(tmp_path):
    """One line for all of them, exit code 1, and the others are there."""
    project = project_in(tmp_path, ("48", "90"))
    absent = [f"{number:02d}" for number in range(1, 13)]
    ended = run_here(*command(project, ["48", "90", *absent]))
    assert ended.returncode == 1
    (line,) = [line for line in ended.stdout.splitlines() if "Ain (01)" in line]
    assert line.startswith("À corriger, 12 départements absents de l’annuaire : Ain (01), ")
    assert line.endswith("Aude (11), Aveyron (12).")
    assert [part.code for part in read_parts(project.out)] == ["48", "90"]
    again = run_here(*command(project, ["48", "90", *absent]))
    assert (again.returncode, line in again.stdout) == (1, True)
    assert "0 département fait, 2 inchangés." in again.stdout


def test_a_school_in_two_registers_with_different_answers(tmp_path):
    """The later file counts as written later, and the contradiction is listed, with both files."""
    project = project_in(tmp_path, ("48", "90"))
    later = tmp_path / "plus-tard.csv"
    later.write_text(f"uai,ent\n{uai(0, '090')},oui\n", encoding="utf-8")
    make_atlas(dataclasses.replace(project, register=(project.register, later)))
    found = rows_of(project.out / "departements" / "90" / "findings.csv")
    assert ("row-conflict", "registre.csv") in {(row["kind"], row["file"]) for row in found}
    assert read_parts(project.out)[1].totals["covered_n"] == 3


def test_a_school_that_two_departements_claim(tmp_path):
    """Said of one, in a commune of another: it is counted once, and listed."""
    project = project_in(tmp_path, ("48", "90"))
    rows = [*directory(["48", "90"]), school("90", 7) | {"Code_departement": "048"}]
    write_csv(project.schools, rows)
    make_atlas(project)
    schools = read_part_schools(project.out)
    assert schools.index.is_unique
    assert schools.loc[uai(7, "090"), "departement_code"] == "90"
    found = rows_of(project.out / "departements" / "90" / "findings.csv")
    assert "departement-differs" in {row["kind"] for row in found}


def test_a_circonscription_that_two_departements_claim(tmp_path):
    """Each counts its own schools in it, and the code is listed once for the atlas."""
    project = project_in(tmp_path, ("48", "90"))
    rows = [row | {"code_circonscription": "0480001Z"} for row in directory(["48", "90"])]
    write_csv(project.schools, rows)
    make_atlas(project)
    (finding,) = rows_of(project.out / "findings.csv")
    assert finding["kind"] == "zone-claimed"
    assert finding["message"].startswith("0480001Z : ")
    assert "Lozère (48)" in finding["message"]
    assert "Territoire de Belfort (90)" in finding["message"]


@pytest.mark.parametrize("dated", [True, False])
def test_a_circonscription_of_two_departements_of_an_academie(tmp_path, dated):
    """One code, one académie: a row and a zone in each département, with its own schools alone."""
    project = project_in(tmp_path, ("70", "90"))
    rows = [row | {"code_circonscription": "0700001Z"} for row in directory(["70", "90"])]
    write_csv(project.schools, rows)
    if not dated:
        lines = project.register.read_text("utf-8").splitlines()
        undated = "\n".join(line.rpartition(",")[0] for line in lines)
        project.register.write_text(undated + "\n", encoding="utf-8")
    make_atlas(project)
    page = (project.out / "academies" / "besancon.html").read_text("ascii")
    for code in ("70", "90"):
        (row,) = re.findall(f'<tr data-zone="0700001Z-{code}">(.*)</tr>', page)
        assert f'href="../departements/{code}/index.html#niveau=circonscription&amp;' in row
        assert '<td data-key="4">4</td>' in row
        assert page.count(f'data-zone="0700001Z-{code}"') == 2  # the map's and the table's


def test_schools_of_no_departement_are_told(tmp_path):
    """Of Saint-Martin: on the screen, in the findings, on the page; not where others are left out.

    The register's row of one is of elsewhere: no report says that it was used.
    """
    project = project_in(tmp_path, ("48", "90"))
    abroad = {
        "Identifiant_de_l_etablissement": uai(7, "978"),
        "Code_departement": "978",
        "Code_commune": "97801",
        "latitude": "",
        "longitude": "",
        "position": "",
    }
    private = abroad | {"Identifiant_de_l_etablissement": uai(8, "978")}
    rows = [
        *directory(["48", "90"]),
        school("90", 7) | abroad,
        school("90", 8) | private | {"Statut_public_prive": "Privé"},
    ]
    write_csv(project.schools, rows)
    text = project.register.read_text("utf-8")
    project.register.write_text(f"{text}{uai(7, '978')},oui,\n", encoding="utf-8")
    done = run_here(*command(project, ("48", "90")))
    said = "Hors de cet atlas, qui va par département : Saint-Martin (978), 1 école."
    assert said in done.stdout.replace("\xa0", " ")
    found = {row["kind"]: row["message"] for row in rows_of(project.out / "findings.csv")}
    assert found["schools-beyond"] == "Saint-Martin (978) : 1 école"
    assert found["rows-elsewhere"] == "Saint-Martin (978) : 1 ligne"
    assert uai(7, "978") not in (project.out / "register-report.csv").read_text("utf-8")
    page = html.unescape((project.out / "index.html").read_text("ascii"))
    assert said in page.replace("\xa0", " ")
    again = run_here(*command(project, ("48", "90")))
    assert said in again.stdout.replace("\xa0", " ")
    some = dataclasses.replace(project, departements=("48",), out=tmp_path / "some")
    make_atlas(some)
    assert "schools-beyond" not in (some.out / "findings.csv").read_text("utf-8")


def test_each_row_of_the_register_is_in_one_place(tmp_path):
    """In its département's report, or in the atlas' own: those of none, and those of elsewhere."""
    project = project_in(tmp_path)
    # A UAI that lost a figure is not of the Ain, which it would begin by with a nought before it.
    lost = uai(9, "048")[:5] + uai(9, "048")[6:]
    lines = [
        register().rstrip(),
        "0750001A,oui,",
        f"{lost},oui,",
        "INCONNUE,oui,",
        ",,",
        "Total,4,",
    ]
    project.register.write_text("\n".join(lines), encoding="utf-8")
    write_csv(project.schools, directory(["48", "90", "971"]))
    make_atlas(dataclasses.replace(project, departements=("48", "70", "90")))
    manifest = json.loads((project.out / "manifest.json").read_text(encoding="utf-8"))
    reports = [
        rows_of(project.out / "departements" / code / "register-report.csv")
        for code in ("48", "90")
    ]
    counts = manifest["register_rows"]
    of_none = rows_of(project.out / "register-report.csv")
    assert len(of_none) == counts["of_no_departement_n"]
    # The four of Haute-Saône, which was asked and which the directory lacks, among those of none.
    assert len(of_none) >= 4
    assert {uai(n, "070") for n in range(4)} <= {row["uai_written"] for row in of_none}
    assert lost in {row["uai_written"] for row in [*of_none, *reports[0]]}
    told = {row["kind"]: row["message"] for row in rows_of(project.out / "findings.csv")}
    assert told["rows-of-absent"] == "Haute-Saône (70) : 4 lignes"
    assert told["rows-elsewhere"] == "Guadeloupe (971) : 4 lignes"
    assert counts["elsewhere_n"] == 4
    assert "0750001A" in {row["uai_written"] for row in of_none}  # of Paris, or a slip
    assert counts["rows_n"] == sum(map(len, reports)) + len(of_none) + counts["elsewhere_n"]
    rows = [int(row["row"]) for table in (*reports, of_none) for row in table]
    assert len(set(rows)) == len(rows)


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.argv = ["geo-ent", *sys.argv[2:]]
from geo_ent.cli.command_line import main
main()
"""


def test_a_disk_that_fills(made, tmp_path):
    """One line, those that are done stay, and the next run goes on to the same atlas."""
    sizes = {
        part.code: max(row["bytes"] for row in part.files)
        for part in read_parts(made[0].out)
        if part.code != "90"
    }
    small, large = "48", max(sizes, key=lambda code: sizes[code])
    project = project_in(tmp_path / "both", (small, large))
    words = [*map(str, command(project, (small, large)))]
    bound = str(sizes[large] - 1)  # to who writes, a bound on a file's size is a full disk
    full = subprocess.run(
        [sys.executable, "-c", FULL, bound, *words], check=False, capture_output=True, text=True
    )
    assert full.returncode == 2
    (line,) = full.stderr.splitlines()
    assert "le disque est plein. 1 département sur 2 est fait et reste là" in line
    assert [path.name for path in (project.out / "departements").iterdir()] == [small]
    assert "1 département fait, 1 inchangé." in run_here(*words).stdout


def test_files_of_a_territory_given_for_the_country(tmp_path):
    """97 départements that the directory lacks are one line, with the options that restrict."""
    project = project_in(tmp_path, ("48", "90"))
    ended = run_here(*command(project, ()))
    lines = ended.stdout.splitlines()
    (at,) = [number for number, line in enumerate(lines) if "Ain (01), Aisne (02)" in line]
    assert lines[at + 1].endswith("dites lequel : --academie, --region ou --departement.")
    assert ended.returncode == 1
