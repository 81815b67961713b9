"""The atlas, end to end: what is there, what is made again, what stays whatever befalls."""

import dataclasses
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from annuaire import write_csv
from atlasland import CODES, digests, directory, hidden, project_in, register, school, times
from commands import run_here
from packages import described, faults

from geo_ent.atlas.make_atlas import make_atlas
from geo_ent.atlas.whole_atlas import files_of
from geo_ent.errors import InputError, OutputError
from geo_ent.pipeline.build import build
from geo_ent.tables.atlas_parts import read_parts


@pytest.fixture
def again(made, tmp_path):
    """Give a copy of the atlas and of its inputs, to do things to."""
    project, _ = made
    shutil.copytree(project.out.parent, tmp_path / "land")
    place = tmp_path / "land"
    return dataclasses.replace(
        project,
        schools=place / "annuaire.csv",
        register=place / "registre.csv",
        out=place / "atlas",
    )


def test_an_atlas_has_a_folder_a_departement_and_their_parts(made):
    """Each folder is as `build` makes it, each part beside; nothing hidden stays."""
    project, result = made
    assert result.built == sorted(CODES)
    assert (result.kept, result.failures) == ([], {})
    assert [part.code for part in read_parts(project.out)] == sorted(CODES)
    assert sorted(path.name for path in (project.out / "departements").iterdir()) == sorted(CODES)
    assert result.index.is_file()
    assert hidden(project.out) == []


def test_a_folder_is_the_one_that_build_makes(made, tmp_path):
    """Byte for byte what its own rows alone give, but for what tells the place of a row in a file.

    The report of the register does, and the manifest has the sums of files. The page, beside what
    it leads back to: the test below.
    """
    project, _ = made
    alone = project_in(tmp_path / "alone", ("90",), out=tmp_path / "90")
    build(alone)
    ours = digests(project.out / "departements" / "90")
    theirs = digests(alone.out)
    assert ours.keys() == theirs.keys()
    of_files = {"index.html", "manifest.json", "register-report.csv", "register-report.html"}
    of_files.add("register-report.datapackage.json")  # it has the sum of the table
    assert {name for name in ours if ours[name] != theirs[name]} <= of_files


def test_a_page_leads_back_to_the_atlas_and_its_academie(made, tmp_path):
    """To pages that are there; and else it is the page that its own rows alone give."""
    project, _ = made
    page = project.out / "departements" / "90" / "index.html"
    text = page.read_text(encoding="utf-8")
    nav = re.search(r'<nav class="above.*?</nav>\n', text)[0]
    back = [(page.parent / address).resolve() for address in re.findall(r'href="(.*?)"', nav)]
    out = project.out.resolve()
    assert back == [out / "index.html", out / "academies" / "besancon.html"]
    assert all(path.is_file() for path in back)
    alone = project_in(tmp_path / "alone", ("90",), out=tmp_path / "90")
    build(dataclasses.replace(alone, quick=project.quick))
    assert text.replace(nav, "") == (alone.out / "index.html").read_text(encoding="utf-8")


def test_nothing_is_made_again_where_nothing_changed(again):
    """No file is written, nothing is built."""
    before = times(again.out)
    result = make_atlas(again)
    assert (result.built, result.kept, result.changed) == ((), list(CODES), ())
    assert times(again.out) == before


@pytest.mark.parametrize(
    ("names", "built"),
    [(["departements/48/schools.csv", "parts/90.json"], {"48", "90"}), (["index.html"], set())],
)
def test_a_file_that_was_touched_is_made_again(again, made, names, built):
    """A file of the atlas that is gone or changed comes back, and no other département's."""
    before = digests(made[0].out)
    for name in names:
        (again.out / name).write_text("touched", encoding="utf-8")
    result = make_atlas(again)
    assert set(result.built) <= built
    assert digests(again.out) == before
    for name in names:
        (again.out / name).unlink()
    make_atlas(again)
    assert digests(again.out) == before


def test_one_school_makes_only_its_departement_again(again):
    """A cell of the register: its département, its académie's page, the index, what counts it."""
    before, whole = times(again.out), digests(again.out)
    text = again.register.read_text(encoding="utf-8")
    again.register.write_text(text.replace("0909002W,non", "0909002W,oui"), encoding="utf-8")
    result = make_atlas(again)
    assert (result.built, result.kept) == (["90"], ["48", "70", "971"])
    changed = {name for name, time in times(again.out).items() if before.get(name) != time}
    mine = {name for name in changed if name.startswith(("departements/90/", "parts/90."))}
    # Besançon is the académie of 70 and 90; search and method don't tell what a school has.
    assert changed - mine == {
        *("index.html", "manifest.json", "academies/besancon.html"),
        *("coverage-departement.csv", "coverage-academie.csv", "coverage-region.csv"),
        *("change.csv", "schools.csv", "schools.parquet"),
        *("datapackage.json", "register-report.datapackage.json"),
    }
    # Put back, it is to the byte what was made at once.
    again.register.write_text(text, encoding="utf-8")
    assert make_atlas(again).built == ["90"]
    assert digests(again.out) == whole


def test_the_same_bytes_whatever_the_number_of_workers(made, again):
    """Two processes, in whatever order they end, write what one does."""
    shutil.rmtree(again.out)
    make_atlas(again, workers=2)
    assert digests(again.out) == digests(made[0].out)


def test_a_departement_that_fails_leaves_the_others_be(again):
    """Its reason is told, the others are there; exit code 1; once mended it is made."""
    whole = digests(again.out)
    shutil.rmtree(again.out)
    # A school that opens in ten years, alone of its département at the directory's date.
    later = [school("70", 0, date_ouverture="2033-09-01")]
    write_csv(again.schools, [*directory([code for code in CODES if code != "70"]), *later])
    command = [
        *("atlas", "--schools", again.schools, "--register", again.register, "--out", again.out),
        *("--quick", "--jobs", "1"),
        *(word for code in CODES for word in ("--departement", code)),
    ]
    first = run_here(*command)
    assert first.returncode == 1
    assert "À corriger, 1 département n’a pas pu être fait :" in first.stdout
    reason = next(line for line in first.stdout.splitlines() if line.startswith("  Haute-Saône"))
    assert "aucune des 1 écoles n’avait ouvert" in reason
    assert str(again.schools.parent) not in reason
    assert [part.code for part in read_parts(again.out)] == ["48", "90", "971"]
    assert reason in run_here(*command).stdout  # each time
    write_csv(again.schools, directory())
    assert run_here(*command).returncode == 0
    assert digests(again.out) == whole


def test_a_folder_of_something_else_is_refused(again, tmp_path):
    """Files of the user's, the map of a territory, a file: a line each, nothing touched."""
    cases = {"documents": "contient déjà these.odt", "carte": "le dossier d’une carte"}
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "these.odt").write_text("years", encoding="utf-8")
    shutil.copytree(again.out / "departements" / "90", tmp_path / "carte")
    for name, reason in cases.items():
        before = digests(tmp_path / name)
        with pytest.raises(OutputError, match=reason):
            make_atlas(dataclasses.replace(again, out=tmp_path / name))
        assert digests(tmp_path / name) == before
    inside = again.out / "departements" / "atlas"
    with pytest.raises(OutputError, match=r"ce dossier est dans .*atlas, que geo-ent a fait"):
        make_atlas(dataclasses.replace(again, out=inside))
    with pytest.raises(OutputError, match="c’est un fichier"):
        make_atlas(dataclasses.replace(again, out=again.schools))


def test_build_doesn_t_take_the_place_of_an_atlas(again):
    """`geo-ent build --out` on an atlas is refused: it would take all its départements away."""
    before = digests(again.out)
    with pytest.raises(OutputError, match="c’est un atlas"):
        build(dataclasses.replace(again, departements=("90",)))
    assert digests(again.out) == before


def test_another_atlas_is_refused(again):
    """Of fewer départements or of another register: told which, nothing touched; or replaced."""
    before = digests(again.out)
    fewer = dataclasses.replace(again, departements=("90", "971"))
    with pytest.raises(OutputError, match=r"4 départements, dont Lozère \(48\), Haute-Saône"):
        make_atlas(fewer)
    other = again.register.with_name("autre.csv")
    shutil.copy(again.register, other)
    with pytest.raises(OutputError, match=r"d’un autre registre \(registre\.csv\)"):
        make_atlas(dataclasses.replace(again, register=other))
    assert digests(again.out) == before
    make_atlas(fewer, replaces=True)
    assert sorted(path.name for path in (again.out / "departements").iterdir()) == ["90", "971"]
    assert [part.code for part in read_parts(again.out)] == ["90", "971"]


def test_a_departement_that_was_not_made_keeps_nobody_out(again):
    """One asked that the directory lacks: the same command without it goes on."""
    with_absent = dataclasses.replace(again, departements=(*CODES, "42"))
    assert [*make_atlas(with_absent).failures] == ["42"]
    assert not make_atlas(again).failures
    fewer = dataclasses.replace(again, departements=("48",))
    with pytest.raises(OutputError, match=r"il a 4 départements, dont Haute-Saône \(70\)"):
        make_atlas(fewer)


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_text("{")])
def test_an_atlas_without_its_manifest_is_still_one(again, damage):
    """Deleted or cut short, it is written again, and no département; another's is still refused."""
    before = digests(again.out)
    damage(again.out / "manifest.json")
    with pytest.raises(OutputError, match="autre territoire"):
        make_atlas(dataclasses.replace(again, departements=("90",)))
    other = again.register.with_name("autre.csv")
    shutil.copy(again.register, other)
    with pytest.raises(OutputError, match=r"d’un autre registre \(registre\.csv\)"):
        make_atlas(dataclasses.replace(again, register=other))
    assert make_atlas(again).built == []
    assert digests(again.out) == before


def test_the_user_s_own_files_outlive_a_departement(again):
    """What geo-ent didn't write stays, and is named; the rest of the département goes."""
    memo = again.out / "departements" / "48" / "notes" / "memo.txt"
    memo.parent.mkdir()
    memo.write_text("à moi", encoding="utf-8")
    left = dataclasses.replace(again, departements=("90", "971"))
    made = make_atlas(left, replaces=True)
    assert made.strangers == ("departements/48/notes/memo.txt",)
    home = again.out / "departements"
    assert [path.name for path in home.glob("48/**/*")] == ["notes", "memo.txt"]
    assert sorted(path.name for path in home.iterdir()) == ["48", "90", "971"]


@pytest.mark.parametrize("mode", [0o555, 0o000])
def test_a_folder_that_can_t_be_used_is_one_line(made, mode):
    """Without the right to write in it, or to open it: said with its name, no trace of ours."""
    place = Path(tempfile.mkdtemp(prefix="geo-ent-test-"))  # pytest's own folders are its user's
    out = place / "atlas"
    try:
        place.chmod(0o755)
        shutil.copytree(made[0].out.parent, place / "land")
        (place / "land").chmod(0o755)
        (place / "land" / "atlas").rename(out)
        project = dataclasses.replace(
            made[0],
            schools=place / "land" / "annuaire.csv",
            register=place / "land" / "registre.csv",
            out=out,
            title="Un autre titre",
        )
        out.chmod(mode)
        with as_nobody(), pytest.raises(OutputError, match=r"impossible") as told:
            make_atlas(project)
        assert str(told.value).startswith(f"{out} : ")
        assert "\n" not in str(told.value)
    finally:
        out.chmod(0o755)
        shutil.rmtree(place)


@contextmanager
def as_nobody():
    """Lay down root's rights for a while, before which no folder is closed."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_one_that_was_replaced_is_not_said_untouched(again):
    """The parts can't be written once a département is in its place: no "nothing was replaced"."""
    text = again.register.read_text("utf-8").replace("oui", "non")
    again.register.write_text(text, encoding="utf-8")
    shutil.rmtree(again.out / "parts")
    (again.out / "parts").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match=r"48\.parquet : écriture impossible") as told:
        make_atlas(again)
    assert "Rien" not in str(told.value)


def test_one_run_at_a_time(again):
    """A second run on the same folder is refused while the first lives."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, str(again.out)], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True,
    ) as holding:  # fmt: skip
        assert holding.stdout.readline() == "held\n"
        again.register.write_text(register() + "\n", encoding="utf-8")
        with pytest.raises(OutputError, match="un autre geo-ent fait déjà cet atlas"):
            make_atlas(again)
        holding.communicate()


HOLDING = """
import sys
from pathlib import Path
from geo_ent.atlas.whole_atlas import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_killed_at_any_moment_it_goes_on(made, again):
    """SIGKILL before any is done, then after one: the next run goes on, to the same bytes."""
    shutil.rmtree(again.out)
    command = [
        *(sys.executable, "-m", "geo_ent", "atlas", "--schools", str(again.schools)),
        *("--register", str(again.register), "--out", str(again.out), "--quick", "--jobs", "2"),
        *(word for code in CODES for word in ("--departement", code)),
    ]
    for sign in ("Annuaire", "[1/"):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            next(line for line in running.stdout if line.startswith(sign))
            running.send_signal(signal.SIGKILL)
    last = run_here(*command[3:], "--jobs", "1")
    assert last.returncode == 0
    assert re.search("[1-3] inchangé", last.stdout)
    assert digests(again.out) == digests(made[0].out)
    assert hidden(again.out) == []


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_says_that_it_goes_on(again, sign):
    """One line and code 130: no word of a worker's, which Ctrl-C reaches too."""
    shutil.rmtree(again.out)
    command = [
        *(sys.executable, "-m", "geo_ent", "atlas", "--schools", str(again.schools)),
        *("--register", str(again.register), "--out", str(again.out), "--quick", "--jobs", "2"),
        *(word for code in CODES for word in ("--departement", code)),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        next(line for line in running.stdout if line.startswith("4 départements"))
        time.sleep(0.7)  # while the workers start, which is when they would say most
        os.killpg(running.pid, sign) if sign == signal.SIGINT else running.terminate()
        _, told = running.communicate(timeout=60)
    assert (running.returncode, told.splitlines()) == (
        130,
        ["Arrêté. Ce qui est fait reste ; la même commande reprend là où elle en était."],
    )
    assert hidden(again.out) == []


def test_no_departement_at_all_is_one_line(again):
    """Where none could be built, the reason of the first is told, and there is no index."""
    shutil.rmtree(again.out)
    write_csv(again.schools, directory(["35"]))
    with pytest.raises(InputError, match=r"aucune (école|des 16 lignes)"):
        make_atlas(again)
    assert not (again.out / "index.html").exists()


def test_the_manifest_names_what_it_was_made_from(made):
    """The national files by their digest, each file over the départements by its own."""
    project, _ = made
    manifest = json.loads((project.out / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["kind"] == "atlas"
    assert (
        manifest["inputs"]["schools"]["sha256"]
        == hashlib.sha256(project.schools.read_bytes()).hexdigest()
    )
    assert manifest["outputs"]["index.html"] == digests(project.out)["index.html"]


def test_an_atlas_with_sheets(tmp_path):
    """A sheet a circonscription lies in the département's folder, listed with it; not if quick."""
    project = dataclasses.replace(project_in(tmp_path, ("90",)), quick=False)
    make_atlas(project, sheets=True)
    (part,) = read_parts(project.out)
    sheets = [row["name"] for row in part.files if row["name"].endswith(".pdf")]
    assert len(sheets) == 2
    folder = project.out / "departements" / "90"
    assert all((folder / name).read_bytes().startswith(b"%PDF") for name in sheets)
    assert make_atlas(project, sheets=True).built == ()
    with pytest.raises(InputError, match="enlevez --quick"):
        make_atlas(dataclasses.replace(project, quick=True), sheets=True)


def test_what_leads_to_the_others_is_put_last(made):
    """The search's index comes after its files, the first page after all."""
    project, _ = made
    assert files_of(project.out)[-2:] == ["search/index.json", "index.html"]


def test_the_tables_over_the_departements_keep_to_their_schemas(made):
    """Frictionless has nothing against the atlas' tables, nor against a département's."""
    atlas = made[0].out
    assert [*faults(atlas), *faults(atlas / "departements" / "48")] == []
    assert {"schools.csv", "coverage-region.csv", "findings.csv"} <= described(atlas).keys()
