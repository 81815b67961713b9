"""The project and its file: what is given, what is kept, what is refused."""

import datetime as dt
from pathlib import Path

import pytest

from geo_ent.errors import InputError
from geo_ent.project.build_options import Goal, Programme, Project
from geo_ent.project.project_file import asked_project, read_project

NEEDED = {"schools": Path("a.csv"), "register": (Path("r.xlsx"),), "out": Path("out")}


@pytest.fixture
def toml(tmp_path):
    """Write a project file."""

    def written(text):
        path = tmp_path / "geo-ent.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return written


def test_a_file_says_all_that_the_options_say(toml, tmp_path):
    """Each key comes out with the type that `Project` wants, paths from the file's folder."""
    path = toml(
        'departements = ["35", "22"]\nschools = "annuaire.csv"\nout = "maps/35"\n'
        'date = 2023-06-30\nsector = "all"\ncomplete = true\nrentree = 2022\n'
        'density = "grille.xlsx"\ncontact = "dane@ac-rennes.fr"\nlang = "en"\n'
        '[register]\nfiles = ["a.xlsx", "b.csv"]\n[register.columns]\nuai = "RNE"\n'
    )
    project = asked_project({}, file=path)
    assert project.departements == ("35", "22")
    assert project.schools == tmp_path / "annuaire.csv"
    assert project.registers == (tmp_path / "a.xlsx", tmp_path / "b.csv")
    assert (project.date, project.complete, project.rentree) == (dt.date(2023, 6, 30), True, 2022)
    assert (project.density, project.lang) == (tmp_path / "grille.xlsx", "en")
    assert project.columns == {"uai": "RNE"}


def test_one_text_stands_for_a_list(toml, tmp_path):
    """`register = "a.csv"` and `academies = "Rennes"` are lists of one."""
    said = read_project(toml('academies = "Rennes"\nregister = "a.csv"\n'))
    assert said == {"academies": ("Rennes",), "register": (tmp_path / "a.csv",)}


def test_an_option_wins_over_the_file(toml):
    """What the command line gives replaces the file's; a territory replaces any territory."""
    path = toml('academies = "Rennes"\ntitle = "Du fichier"\nlang = "en"\n')
    given = {**NEEDED, "departements": ("35",), "title": "De la commande", "lang": ""}
    project = asked_project(given, file=path)
    assert (project.departements, project.academies) == (("35",), ())
    assert (project.title, project.lang) == ("De la commande", "en")


def test_simulated_is_a_sentence(toml):
    """`simulated` in the file makes the project say that its data is simulated."""
    project = asked_project(NEEDED, file=toml('regions = "Bretagne"\nsimulated = "Inventé."\n'))
    assert project.simulation is not None
    assert project.simulation.message == "Inventé."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('departement = "35"', "vouliez-vous dire « departements » ?"),
        ("quux = 1", "on attend departements, academies"),
        ("departements = 35", "un texte entre guillemets ou une liste"),
        ('rentree = "2022"', "une année comme 2022"),
        ("rentree = true", "une année comme 2022"),
        ('complete = "oui"', "true ou false"),
        ("date = 2023", "une date comme 2023-06-30"),
        ("date = 2023-06-30T12:00:00", "une date comme 2023-06-30"),
        ("schools = 3", "un texte entre guillemets"),
        ('[register]\nfichiers = ["a"]', "on attend files, columns"),
        ("[register]\ntwo = 2\none = 1\nzero = 0\nten = 10\nsix = 6", "« two »"),
        ("[goal]\ntwo = 2\none = 1\nzero = 0\nten = 10\nsix = 6", "« two »"),
        ("schools =", "le fichier de projet ne se lit pas"),
    ],
)
def test_a_faulty_file_is_refused(toml, text, told):
    """One line names the file, the key, what was found and what is expected."""
    path = toml(text)
    with pytest.raises(InputError) as fault:
        read_project(path)
    assert told in str(fault.value)
    if "date = 2023-06-30" not in text:
        assert "\n" not in str(fault.value)


def test_what_is_missing_is_named_at_once(toml):
    """Neither directory nor register nor folder: all three are asked for in one line."""
    with pytest.raises(InputError) as fault:
        asked_project({"departements": ("35",)}, file=toml('title = "x"'))
    for option in ("--schools", "--register", "--out", "geo-ent.toml"):
        assert option in str(fault.value)


def test_a_territory_is_needed():
    """Without a département, an académie or a région there is nothing to map."""
    with pytest.raises(InputError, match="--departement, --academie ou --region"):
        asked_project(NEEDED)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("sector", "publique"),
        ("lang", "de"),
        ("contact", "dane@ac-rennes"),
        ("contact", 'a@b.fr">x'),
        ("contact", "a@b.fr?cc=x@y.fr"),
        ("url", "javascript:alert(1)"),
        ("url", "www.ac-rennes.fr"),
        ("url", 'https://a.fr/"onload=x'),
    ],
)
def test_a_value_that_is_not_one_is_refused(option, value):
    """A sector, a language, an address or a link that isn't one is named with what is expected."""
    with pytest.raises(InputError, match=f"--{option} .* : on attend"):
        Project(departements=("35",), **NEEDED, **{option: value})


def test_a_goal_a_programme_and_weights_are_read(toml):
    """The tables of the file become a goal, a programme and changes in the ranking."""
    path = toml(
        "[goal]\nshare = 0.8\nby = 2028-09-01\n[gaps]\naround_km = 5\n[gaps.weights]\nips = 0\n"
        '[programme]\nname = "ENT Écoles"\nbudget = 3000000\nshares.FEDER = 0.49\n'
    )
    said = read_project(path)
    assert said["goal"] == Goal(0.8, dt.date(2028, 9, 1))
    assert said["programme"] == Programme(3000000, {"FEDER": 0.49}, "ENT Écoles")
    assert said["ranking"] == {"around_km": 5, "weights": {"ips": 0}}
    assert read_project(toml("[goal]\nshare = 1\nyears = 5\n"))["goal"] == Goal(1.0, 5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("goal = 0.8", "on attend une table ; on attend share, by, years"),
        ("[goal]\nshare = 0.8", "share = 0.8 et by = 2028-09-01"),
        ('[goal]\nshare = "80 %"\nyears = 5', "share = 0.8 et by = 2028-09-01"),
        ("[goal]\nshare = 80\nyears = 5", "share = 80 ; on attend une part jusqu’à 1"),
        ("[goal]\nshare = 0\nyears = 5", "share = 0 ; on attend une part"),
        ("[goal]\nshare = 0.8\nyears = -2", "years = -2 ; on attend un nombre d’années à venir"),
        ("[goal]\npart = 0.8", "« part » n’est pas une clé connue"),
        ('[programme]\nbudget = "3 M€"', "budget = 3000000"),
        ('[programme]\nbudget = 3\nshares = "FEDER"', "shares.FEDER = 0.49"),
        ("gaps = 3", "on attend une table"),
    ],
)
def test_a_faulty_table_is_refused(toml, text, told):
    """A table of the wrong shape is named with what is expected."""
    with pytest.raises(InputError) as fault:
        read_project(toml(text))
    assert told in str(fault.value)


@pytest.mark.parametrize(("written", "meant"), [("privé", "prive"), ("Public", "public")])
def test_a_sector_is_understood_with_its_accent_and_its_capital(written, meant):
    """As names of départements are; what is no sector stays refused, as it was written."""
    asked = {"departements": ("35",), "schools": Path("a.csv"),
             "register": Path("r.csv"), "out": Path("o")}  # fmt: skip
    assert Project(**asked, sector=written).sector == meant
    with pytest.raises(InputError, match="« privés » : on attend public, prive, all"):
        Project(**asked, sector="privés")
