"""`geo-ent programmes` and `geo-ent demo`: real deployments told, mapped, made again."""

import re
import shutil
import sys
from pathlib import Path

import pandas as pd
import projects
import pytest
from typer.testing import CliRunner
from written_pages import page_text

from geo_ent.cli.command_line import app
from geo_ent.cli.running import as_typed
from geo_ent.errors import InputError
from geo_ent.programmes.published_figures import read_programmes
from geo_ent.project.bundled_demos import demo_names

BUNDLED = list(dict.fromkeys(read_programmes()["programme"]))


def run(*arguments):
    """Run the command line; give what it says, or raise its fault."""
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    if done.exception:
        raise done.exception
    return done.output


def listed(said):
    """Give the programmes of a listing, in its order."""
    return re.findall(r"^([a-z-]+) – ", said, flags=re.MULTILINE)


@pytest.fixture
def own(tmp_path):
    """Write two programmes and the national frame in a CSV, values as they are printed."""
    values = {"2013": 2013, "63 %": 0.63, "20 700": 20_700, "plus de 200": 200, "400": 400,
              "12": 12, "53 000": 53_000}  # fmt: skip
    told = projects.frame()
    told = told.assign(
        value=told["printed"].map(values), figure=[f"figure_{at}" for at in range(len(told))]
    )
    told.to_csv(tmp_path / "mine.csv", index=False)
    return tmp_path / "mine.csv"


def test_a_brief_listing_names_them_all():
    """Every programme once, without its figures; then how to have them, mapped or made again."""
    said = run("programmes")
    assert sorted(listed(said)) == sorted(BUNDLED)
    assert "  Territoire : Somme (département), Amiens (commune)" in said
    assert "20.700" not in said
    assert "Leurs chiffres : geo-ent programmes NOM. Leur carte : --map DOSSIER." in said
    assert said.endswith(f"geo-ent demo NOM ({', '.join(demo_names())}).\n")


def test_named_ones_are_told_whole():
    """Those asked for and no other, with every figure as printed and no word on the rest."""
    said = run("programmes", "somme", "nantes")
    told = read_programmes()
    asked = told[told["programme"].isin(["somme", "nantes"])]
    assert sorted(listed(said)) == ["nantes", "somme"]
    assert all(f" : {' '.join(printed.split())}" in said for printed in asked["printed"])
    assert "Leurs chiffres" not in said


def test_an_unknown_name_is_refused():
    """In one line, with those that there are; a known one beside it changes nothing."""
    with pytest.raises(InputError, match="« nant » n’est pas un programme connu") as fault:
        run("programmes", "somme", "nant")
    assert all(name in str(fault.value) for name in BUNDLED)
    assert "\n" not in str(fault.value)


def test_ones_own_are_added(own):
    """`--file` adds a file's programmes to geo-ent's; they are told by their name as well."""
    said = listed(run("programmes", "--file", own))
    assert sorted(said) == sorted({*BUNDLED, "nord", "rennes"})
    told = run("programmes", "nord", "--file", own)
    assert listed(told) == ["nord"]
    assert "Part des classes : 63 %" in told


def test_a_copy_of_geo_ents_own_file_adds_nothing(tmp_path):
    """A row that is in both is told once."""
    read_programmes().to_csv(tmp_path / "copy.csv", index=False)
    twice = run("programmes", "somme", "--file", tmp_path / "copy.csv")
    assert twice == run("programmes", "somme")


def test_only_ones_own(own):
    """`--only` leaves geo-ent's out, and their names too."""
    assert sorted(listed(run("programmes", "--file", own, "--only"))) == [
        "france",
        "nord",
        "rennes",
    ]
    with pytest.raises(InputError, match="on attend nord, rennes, france"):
        run("programmes", "somme", "--file", own, "--only")


def test_only_without_a_file_is_refused():
    """There would be nothing to show: what is missing is said."""
    with pytest.raises(InputError, match="--file"):
        run("programmes", "--only")


def test_a_file_of_something_else_is_refused(tmp_path):
    """The reader's own words: which file, what is missing."""
    (tmp_path / "a.csv").write_text("code;nom\n1;A\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.csv, ligne 1 : il manque « programme »"):
        run("programmes", "--file", tmp_path / "a.csv")


def test_their_map(own, tmp_path):
    """`--map` makes the folder of those asked for, and says where its page is."""
    folder = tmp_path / "carte"
    said = run("programmes", "nord", "--file", own, "--map", folder)
    assert said == f"La carte des programmes : {folder / 'index.html'}\n"
    table = pd.read_csv(folder / "projects.csv")
    assert set(table["programme"]) == {"nord"}
    assert "ENT du Nord" in page_text(folder / "index.html")


@pytest.fixture
def built(monkeypatch):
    """Stand in for the build: what it is asked for, and whether its inputs are there then."""
    asked = []
    monkeypatch.setattr(
        "geo_ent.cli.demo_command.run",
        lambda project: asked.append((project, project.schools.is_file())),
    )
    return asked


@pytest.mark.parametrize(
    ("told", "out", "departements"),
    [
        ([], "maps/demo", ("54", "55", "57", "88")),
        (["nancy-metz"], "maps/demo", ("54", "55", "57", "88")),
        (["cantal"], "maps/cantal", ("15",)),
        (["cantal", "--out", "ailleurs"], "ailleurs", ("15",)),
    ],
)
def test_a_demo_has_a_folder_of_its_name(built, told, out, departements):
    """Nancy-Metz without a name; `--out` wins. Its inputs are there to be read, and gone after."""
    said = run("demo", *told)
    ((project, there),) = built
    assert (project.out, project.departements, there) == (Path(out), departements, True)
    assert not project.schools.exists()
    assert said.startswith("Données simulées. ")
    assert project.simulation.message in said


def test_a_demo_is_built_whole(tmp_path):
    """Nothing stands in for the build: the steps, the figures and the page are said."""
    out = tmp_path / "out"
    said = run("demo", "cantal", "--out", out)
    assert said.startswith("Données simulées. Les écoles, leurs noms")
    assert "19 écoles publiques sur 172 ont un ENT" in said.replace("\u00a0", " ")
    assert f"La page : {out / 'index.html'}" in said
    assert "Les nombres d’écoles" in page_text(out / "index.html")
    last = said.splitlines()[-1].replace("\u00a0", " ")
    assert re.fullmatch(r"Pour votre territoire, ouvrez l’application : .* app", last)


@pytest.mark.parametrize(
    ("called", "on_path", "typed"),
    [
        (".venv/bin/geo-ent", None, ".venv/bin/geo-ent app"),
        ("/usr/bin/geo-ent", "/usr/bin/geo-ent", "geo-ent app"),
        ("/home/a/bin/geo-ent", "/usr/bin/geo-ent", "/home/a/bin/geo-ent app"),
        ("/home/a/Mes documents/geo-ent", None, '"/home/a/Mes documents/geo-ent" app'),
        ("/lib/geo_ent/__main__.py", None, f"{sys.executable} -m geo_ent app"),
    ],
)
def test_a_command_is_told_as_it_can_be_typed(monkeypatch, called, on_path, typed):
    """By the program that was called: its name alone only where that leads to it."""
    monkeypatch.setattr(sys, "argv", [called, "demo"])
    monkeypatch.setattr(shutil, "which", lambda _name: on_path)
    assert as_typed("app") == typed


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nancy", "aucune démonstration « nancy »"),
        ("cantla", "vouliez-vous dire « cantal »"),
        ("mon-programme.toml", "il y a cantal, montpellier, nancy-metz, nantes, somme"),
    ],
)
def test_an_unknown_demo_is_refused(built, name, said):
    """A name that isn't one of the five, or a file: in one line, and nothing is built."""
    with pytest.raises(InputError, match=said) as fault:
        run("demo", name)
    assert "\n" not in str(fault.value)
    assert built == []
