"""Scenario files: what is read, what is refused and in which words."""

import datetime as dt

import pytest
from scripts import ROOT
from simulator import find_scenario, scenario_names
from simulator.scenario_file import KEYS, TOP, WHERE

from geo_ent.errors import InputError

ESSENTIALS = """
departements = ["90"]
date = 2019-06-30
simulation.message = "Tout est simulé."
"""


@pytest.fixture
def scenario(tmp_path):
    """Read a scenario from the essentials, a table of schools, and more lines."""

    def read(more="", *, schools="schools_n = 60", essentials=ESSENTIALS):
        path = tmp_path / "belfort.toml"
        path.write_text(f"{essentials}\n[schools]\n{schools}\n{more}", encoding="utf-8")
        return find_scenario(path)

    return read


def test_the_essentials_are_enough(scenario):
    """A territory, a date, a sentence and a number of schools make a scenario."""
    found = scenario()
    assert (found.name, found.departements, found.date) == (
        "belfort",
        ("90",),
        dt.date(2019, 6, 30),
    )
    assert found.schools_n == {"": (60, 60)}
    assert found.complete
    assert found.waves == ()
    assert found.told.note == "Tout est simulé."


def test_every_bundled_scenario_is_read():
    """The files that come with the package are without fault, and have a title."""
    for name in scenario_names():
        found = find_scenario(name)
        assert found.title
        assert found.schools_n


def test_counts_are_numbers_ranges_or_by_departement(scenario):
    """300, [201, 220] and { 90 = 3 } are the three ways to say a count."""
    waves = "[[waves]]\nschools_n = {}\n"
    asked = ["7", "[3, 5]", "{ 90 = 3 }"]
    told = [scenario(waves.format(each)).waves[0].schools_n for each in asked]
    assert told == [{"": (7, 7)}, {"": (3, 5)}, {"90": (3, 3)}]


def test_days_are_a_day_a_period_or_several(scenario):
    """Several periods have shares that make 1; alone, or without shares, they are even."""
    waves = "[[waves]]\nstart = {}\n"
    day, other = dt.date(2015, 9, 1), dt.date(2016, 9, 1)
    asked = {
        "2015-09-01": ((day, day, 1.0),),
        "[2015-09-01, 2016-09-01]": ((day, other, 1.0),),
        "[{ on = 2015-09-01, share = 0.25 }, { on = 2016-09-01, share = 0.75 }]": (
            (day, day, 0.25),
            (other, other, 0.75),
        ),
        "[{ on = 2015-09-01 }, { on = 2016-09-01 }]": ((day, day, 0.5), (other, other, 0.5)),
    }
    for text, expected in asked.items():
        assert scenario(waves.format(text)).waves[0].start == expected


def test_goal_and_programme_are_those_of_a_project(scenario):
    """The goal has its unit, the programme its years and its funders."""
    found = scenario(
        '[goal]\nshare = 1.0\nyears = 4\nunit = "classes"\n'
        "[programme]\nbudget = 600\nyears = 6\nshares = { Europe = 0.3 }\n"
    )
    assert (found.goal.share, found.goal.by, found.goal.unit) == (1.0, 4, "classes")
    assert (found.programme.budget, found.programme.years) == (600, 6)
    assert found.programme.shares == {"Europe": 0.3}


REFUSED = {
    "unknown key": ("[covered]\ncoverd_n = 3", "[covered] : « coverd_n » n'est pas une clé connue"),
    "nearest key": ("[covered]\ncoverd_n = 3", "vouliez-vous dire « covered_n »"),
    "shares over 1": (
        '[[waves]]\nsolution = { "ONE" = 0.6, "Beneylu School" = 0.5 }',
        "[[waves]] n° 1 : solution : les parts font 1.1 et non 1 ; la dernière devrait être 0.4",
    ),
    "shares under 1": (
        "[[waves]]\nstart = [{ on = 2015-09-01, share = 0.2 }, { on = 2016-09-01, share = 0.3 }]",
        "start : les parts font 0.5 et non 1 ; la dernière devrait être 0.8",
    ),
    "share of a hundred": ("[goal]\nshare = 80\nyears = 5", "une part entre 0 et 1"),
    "funders over 1": (
        "[programme]\nbudget = 3\nshares = { FEDER = 0.7, Ville = 0.4 }",
        "les parts des financeurs font 1.1, plus de 1",
    ),
    "text for a count": ('[covered]\ncovered_n = "3"', "on attend un nombre entier comme 300"),
    "negative count": ("[covered]\ncovered_n = -3", "on attend un nombre entier comme 300"),
    "range upside down": ("[covered]\ncovered_n = [9, 3]", "une fourchette comme [201, 220]"),
    "not a date": ('[[waves]]\nstart = "2015"', "un jour (2015-09-01), une période"),
    "period upside down": ("[[waves]]\nstart = [2016-09-01, 2015-09-01]", "une période"),
    "end before start": (
        "[[waves]]\nstart = [2015-09-01, 2016-09-01]\nend = 2016-01-01",
        "end = 2016-01-01 est avant la fin de start",
    ),
    "unknown status": ('[[waves]]\nstatus = "ouvert"', '"school" ou "class" ou "planned"'),
    "unknown scope": ('[[waves]]\nscope = "ville"', '"ecole" ou "commune"'),
    "unknown nature": ('[[waves]]\nwhere = { natures = ["primair"] }', "dire « primaire » ?"),
    "second solution alone": ("[[waves]]\nbeside = true", "demande un programme"),
    "communes that don't join": ("[[waves]]\ncommunes_n = 4", 'demande scope = "commune"'),
    "networks of communes": (
        '[[waves]]\nscope = "commune"\nnetworks_n = 4',
        'des réseaux demandent scope = "ecole"',
    ),
    "part of a whole": (
        '[[waves]]\nscope = "departement"\nschools_n = 4',
        'scope = "departement" équipe toutes les écoles',
    ),
    "joining by département": (
        '[[waves]]\nscope = "commune"\nschools_n = { 90 = 4 }',
        "un seul nombre d'écoles",
    ),
    "one bracket": ("[waves]\nstart = 2015-09-01", "on attend [[waves]]"),
    "unknown goal unit": (
        '[goal]\nshare = 1\nyears = 4\nunit = "eleves"',
        '"schools" ou "classes"',
    ),
    "a budget of no year": ("[programme]\nbudget = 9\nyears = 0", "years = 0 ; on attend la durée"),
    "goal with two dates": (
        "[goal]\nshare = 1\nyears = 4\nby = 2030-06-30",
        "by et years disent la même chose",
    ),
    "classes told twice": (
        "[classes]\ncovered_classes_n = 4\ncovered_share = 0.5",
        "covered_classes_n et covered_share disent la même chose",
    ),
    "accounts told twice": (
        "[accounts]\nactivated_n = 4\nactivated_share = 0.5",
        "activated_n et activated_share disent la même chose",
    ),
    "a name with an accent, bare": (
        "[programme]\nbudget = 9\nshares = { Région = 0.5 }",
        "un nom qui a un accent ou une espace",
    ),
    "a file cut short": ("[goal]\nshare = 1\nby = [", "à la fin : ce n'est pas du TOML lisible"),
    "goal without a date": ("[goal]\nshare = 0.8", "on attend share = 0.8 et by = 2018-12-31"),
    "no budget": ("[programme]\nyears = 6", "on attend budget = 3000000"),
    "nameless commune": ("[[communes]]\nschools_n = 2", "[[communes]] n° 1 : on attend name"),
    "label without a count": ('[[priorities]]\nlabel = "REP"', "schools_n = 4 ou share = 0.5"),
    "circonscription without a count": ('[[circonscriptions]]\nname = "Delle"', "schools_n = 34"),
    "circonscription of nowhere": (
        '[[circonscriptions]]\nname = "Delle"\ndepartement = "Belfor"\nschools_n = 5',
        "Territoire de Belfort",
    ),
}


@pytest.mark.parametrize(("more", "words"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_value_is_refused(scenario, more, words):
    """One line: the file, the table, what was found and what was expected."""
    with pytest.raises(InputError) as refusal:
        scenario(more)
    assert words in str(refusal.value)
    assert "belfort.toml" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("departements", "il manque le territoire"),
        ("date", "il manque la date"),
        ("simulation", "il manque message"),
    ],
)
def test_what_is_missing_is_asked_for(scenario, missing, words):
    """Without a territory, a date or a sentence there is no scenario."""
    kept = [line for line in ESSENTIALS.splitlines() if not line.startswith(missing)]
    with pytest.raises(InputError, match=words):
        scenario(essentials="\n".join(kept))


def test_a_level_that_isnt_one_is_refused(scenario):
    """The published levels are those of the tables."""
    level = 'simulation.published_levels = ["département"]\n'
    with pytest.raises(InputError, match="vouliez-vous dire « departement »"):
        scenario(essentials=ESSENTIALS + level)


def test_a_circonscription_has_five_schools_at_least(scenario):
    """A size that would make hundreds of circonscriptions is refused."""
    with pytest.raises(InputError, match="circonscription_size = 2"):
        scenario(schools="schools_n = 60\ncirconscription_size = 2")


def test_an_unknown_territory_is_refused_with_the_file(scenario):
    """The département that nobody knows is named, and so is the file."""
    with pytest.raises(InputError, match=r"belfort\.toml : .*Atlantide"):
        scenario(essentials=ESSENTIALS.replace("90", "Atlantide"))


@pytest.mark.parametrize("content", [b"departements = [", b"\xff\xfe\x00"])
def test_what_isnt_toml_is_refused(tmp_path, content):
    """A broken file is told to be one."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"broken\.toml"):
        find_scenario(path)


def test_an_unknown_scenario_suggests_the_nearest():
    """A name that no scenario has gives the likeliest one; so does a file that isn't there."""
    with pytest.raises(InputError, match="vouliez-vous dire « montpellier »"):
        find_scenario("montpelier")
    with pytest.raises(InputError, match="lecture impossible"):
        find_scenario("nowhere.toml")


def test_the_guide_tells_every_key():
    """Each key that a scenario can have is in docs/scenarios.md, by its name."""
    guide = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    keys = {*TOP, *WHERE, *(key for keys in KEYS.values() for key in keys)}
    assert [key for key in sorted(keys) if key not in guide] == []


def test_the_examples_of_the_guide_are_read(tmp_path):
    """Every example, put after the essentials, is a scenario without a fault."""
    guide = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    examples = [part.split("```")[0] for part in guide.split("```toml\n")[1:]]
    path = tmp_path / "example.toml"
    for example in examples:
        whole = example if "departements =" in example.split("[")[0] else ""
        path.write_text(whole or ESSENTIALS + "[schools]\nschools_n = 9\n" + example, "utf-8")
        assert find_scenario(path).title
    assert len(examples) >= 6
