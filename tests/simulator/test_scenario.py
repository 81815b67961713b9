"""The engine of scenarios: every published total is met, and what can't be is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulator import find_scenario
from simulator.calibrate import calibrate, inside, share_out
from simulator.groups import join_communes, make_networks, sayable
from simulator.simulate import simulate

from geo_ent.errors import InputError

TOP = """
departements = {departements}
date = 2019-06-30
seed = 7
simulation.message = "Tout est simulé."
"""


@pytest.fixture
def simulated(tmp_path):
    """Simulate a scenario of the Territoire de Belfort, or of other départements."""

    def run(text, *, departements='["90"]'):
        path = tmp_path / "scenario.toml"
        path.write_text(TOP.format(departements=departements) + text, encoding="utf-8")
        return simulate(find_scenario(path))

    return run


def covered_of(found):
    """Give the schools that have an ENT at the date."""
    return found.schools[found.schools["covered"]]


# Whole numbers


@given(
    st.lists(st.tuples(st.floats(0.1, 1000), st.integers(0, 20), st.integers(0, 500)), min_size=1),
    st.floats(0, 1),
)
def test_calibrated_numbers_are_in_bounds_and_add_up(rows, part):
    """Whatever the weights, the sum is the total and no number leaves its bounds."""
    weights, low, more = (pd.Series(column) for column in zip(*rows, strict=True))
    high = low + more
    total = int(low.sum() + part * more.sum())
    counts = calibrate(weights.astype(float), total, low, high)
    assert counts.sum() == total
    assert ((low <= counts) & (counts <= high)).all()


def test_calibrated_numbers_follow_their_weights():
    """Within their bounds, numbers are as their weights: 10 shared 1, 2, 2."""
    weights = pd.Series([1.0, 2.0, 2.0])
    assert calibrate(
        weights, 10, weights.astype(int) * 0, weights.astype(int) * 0 + 9
    ).tolist() == [
        2,
        4,
        4,
    ]


@given(st.lists(st.tuples(st.floats(0, 100), st.integers(0, 1)), min_size=1), st.integers(0, 300))
def test_shared_numbers_add_up_and_keep_their_floor(rows, total):
    """Each has its floor where the total allows, and the sum is the total."""
    weights, floor = (pd.Series(column) for column in zip(*rows, strict=True))
    if weights.sum() == 0 and total > floor.sum():
        return  # nobody to give to
    counts = share_out(weights.astype(float), total, floor)
    assert (counts >= 0).all()
    if floor.sum() <= total and (weights > 0).all():
        assert counts.sum() == total
        assert (counts >= floor).all()


@given(st.integers(0, 50), st.integers(0, 50), st.floats(-100, 100))
def test_a_range_is_kept(low, more, natural):
    """What is chosen in a range is in it, and is the natural number where that is."""
    chosen = inside((low, low + more), natural)
    assert low <= chosen <= low + more
    assert chosen == round(natural) or not low <= round(natural) <= low + more


# Groups


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=40),
    st.integers(0, 40),
    st.floats(0, 1),
    st.integers(0, 99),
)
def test_communes_that_join_have_as_many_schools_as_wanted(sizes, count, part, seed):
    """As many communes and as many schools as asked, at least one and at most all of each."""
    count = min(count, len(sizes))
    series = pd.Series(sizes, index=[str(code) for code in range(len(sizes))])
    most = int(series.nlargest(count).sum())
    wanted = round(count + part * (most - count))
    chances = pd.Series(np.random.default_rng(seed).random(len(sizes)), index=series.index)
    told = join_communes(series, chances, count=count, schools_n=wanted, fixed={}, place="ici")
    assert len(told) == count
    assert sum(told.values()) == wanted
    assert all(1 <= n <= series[code] for code, n in told.items())


def test_named_communes_join_first():
    """A commune that is fixed is among those that join, with the schools that it says."""
    sizes = pd.Series({"a": 1, "b": 8, "c": 2})
    chances = pd.Series({"a": 3.0, "b": 1.0, "c": 2.0})
    told = join_communes(sizes, chances, count=2, schools_n=5, fixed={"b": 3}, place="ici")
    assert told == {"b": 3, "c": 2}


def test_communes_with_the_same_chances_join_in_their_order():
    """Whatever way the machine sorts: of those that are alike, the first by code."""
    sizes = pd.Series(1, index=[f"{code:03}" for code in range(200)])
    chances = pd.Series([float(code % 3) for code in range(200)], index=sizes.index)
    told = join_communes(sizes, chances, count=30, schools_n=None, fixed={}, place="ici")
    assert list(told) == list(sizes.index[2::3])[:30]


@pytest.mark.parametrize(
    ("count", "schools_n", "words"),
    [(4, None, "entre 0 et 3"), (2, 12, "de 2 à 10"), (2, 1, "de 2 à 10")],
)
def test_communes_that_cant_join_are_refused(count, schools_n, words):
    """How many could is told."""
    sizes = pd.Series({"a": 1, "b": 8, "c": 2})
    chances = sizes.astype(float)
    with pytest.raises(InputError, match=words):
        join_communes(sizes, chances, count=count, schools_n=schools_n, fixed={}, place="ici")


def test_homonyms_and_misleading_names_dont_join():
    """Two communes of one name, or one whose name reads as a commune's title, can't be told."""
    names = {"01": "Saint-Martin", "02": "Saint Martin", "03": "La Ville-aux-Bois", "04": "Sète"}
    assert sayable(pd.Series(names)) == {"04"}


def test_networks_take_the_schools_nearest_to_the_college():
    """Five schools in two networks: three and two, the nearest of each sector."""
    schools = pd.DataFrame(
        {"college": list("AAAABBBB"), "college_km": [4, 1, 2, 3, 5, 6, 1, 2]}, index=range(8)
    )
    told = make_networks(schools, count=2, schools_n=5, place="ici")
    assert told[told == "A"].index.tolist() == [1, 2, 3]
    assert told[told == "B"].index.tolist() == [6, 7]


@pytest.mark.parametrize(
    ("count", "schools_n", "words"), [(3, None, "au plus 2"), (2, 9, "de 2 à 8")]
)
def test_networks_that_cant_be_are_refused(count, schools_n, words):
    """More networks than sectors, more schools than they have: how many could is told."""
    schools = pd.DataFrame({"college": list("AAAABBBB"), "college_km": range(8)})
    with pytest.raises(InputError, match=words):
        make_networks(schools, count=count, schools_n=schools_n, place="ici")


# Totals


def test_totals_of_the_territory_are_met(simulated):
    """Schools, communes with one, covered ones and the older children's among them."""
    found = simulated(
        "[schools]\nschools_n = 130\ncommunes_n = 61\n"
        "[covered]\ncovered_n = 40\nprimary_covered_n = 33\n"
    )
    covered = covered_of(found)
    assert len(found.schools) == 130
    assert found.schools["commune_code"].nunique() == 61
    assert len(covered) == 40
    assert (covered["nature"] != "maternelle").sum() == 33


def test_totals_of_the_departements_are_met(simulated):
    """Each département has its schools and its covered ones; one total is shared between them."""
    found = simulated(
        "[schools]\nschools_n = { 90 = 90, 70 = 120 }\n"
        "[covered]\ncovered_n = { 90 = 30, 70 = 11 }\n"
        "[[waves]]\nspread = true\nschools_n = 7\n[[waves]]\n",
        departements='["90", "70"]',
    )
    assert found.schools.groupby("departement_code").size().to_dict() == {"70": 120, "90": 90}
    assert covered_of(found).groupby("departement_code").size().to_dict() == {"70": 11, "90": 30}
    first = found.told[found.told["wave"] == 0]
    homes = found.schools["departement_code"].loc[first["uai"]].value_counts()
    assert sorted(homes) == [3, 4]


def test_natures_are_those_asked(simulated):
    """A territory told without its maternelles has none."""
    found = simulated('[schools]\nschools_n = 90\nnatures = ["elementaire", "primaire"]')
    assert set(found.schools["nature"]) == {"elementaire", "primaire"}


def test_a_named_circonscription_has_its_schools(simulated):
    """Twelve schools around Delle, all of which go first."""
    found = simulated(
        "[schools]\nschools_n = 100\n[covered]\ncovered_n = 12\n"
        '[[circonscriptions]]\nname = "Delle"\ndepartement = "90"\nschools_n = 12\nfirst = true'
    )
    own = found.schools[found.schools["circonscription_name"] == "Delle"]
    assert len(own) == 12
    assert own["covered"].mean() > 0.5


def test_priority_education_is_where_it_is_said(simulated):
    """Half of Belfort's schools are in REP, three anywhere in REP+."""
    found = simulated(
        "[schools]\nschools_n = 100\n"
        '[[communes]]\nname = "Belfort"\nschools_n = 20\n'
        '[[priorities]]\nlabel = "REP"\ncommune = "Belfort"\nshare = 0.5\n'
        '[[priorities]]\nlabel = "REP+"\nschools_n = 3\n'
    )
    assert found.schools["priority"].value_counts().to_dict() == {"": 87, "REP": 10, "REP+": 3}
    rep = found.schools[found.schools["priority"] == "REP"]
    assert set(rep["commune_name"]) == {"Belfort"}


# Waves


def test_waves_are_taken_in_order_and_told(simulated):
    """Ten pilots in June, the others from October; phase, solution and programme are told."""
    found = simulated(
        "[schools]\nschools_n = 100\n[covered]\ncovered_n = 40\n"
        '[[waves]]\nphase = "Pilotes"\nschools_n = 10\nstart = 2013-06-03\nsolution = "e-primo"\n'
        '[[waves]]\nphase = "Tous"\nstart = [2013-10-01, 2014-01-31]\nprogramme = "P"\n'
        '[[rules]]\nwhere = { population_max = 1000 }\nsolution = "ONE"\n'
        '[[rules]]\nsolution = "itslearning"\nprogramme = "Q"\n'
    )
    told = found.told.set_index("uai")
    pilots, others = (told[told["phase"] == phase] for phase in ("Pilotes", "Tous"))
    assert (len(pilots), len(others)) == (10, 30)
    assert set(pilots["start"]) == {"2013-06-03"}
    assert others["start"].between("2013-10-01", "2014-01-31").all()
    assert set(pilots["solution"]) == {"e-primo"}
    assert (set(pilots["programme"]), set(others["programme"])) == ({"Q"}, {"P"})
    small = found.schools["population_n"].loc[others.index] <= 1000
    assert set(others["solution"][small]) == {"ONE"}
    assert set(others["solution"][~small]) == {"itslearning"}


def test_status_of_the_others_is_told(simulated):
    """Of the schools without an ENT, a tenth in some classes, all of Belfort planned."""
    found = simulated(
        "[schools]\nschools_n = 100\n[covered]\ncovered_n = 20\n[[waves]]\n"
        '[[waves]]\nstatus = "planned"\nwhere = { communes = ["Belfort"] }\nstart = 2019-09-01\n'
        '[[waves]]\nstatus = "class"\nshare = 0.1\n'
    )
    told = found.told.set_index("uai")["status"].reindex(found.schools.index).fillna("none")
    belfort = found.schools["commune_name"] == "Belfort"
    assert set(told[belfort]) <= {"school", "planned"}
    assert (told == "class").sum() == round(0.1 * (~belfort & (told != "school")).sum())
    assert found.schools["partial"].sum() == (told == "class").sum()


def test_solutions_are_shared_by_commune(simulated):
    """Two solutions in given shares: both are there, one alone in each commune."""
    found = simulated(
        "[schools]\nschools_n = 150\n"
        '[[waves]]\nsolution = { "ONE" = 0.6, "Beneylu School" = 0.4 }\n'
    )
    homes = found.schools["commune_code"].loc[found.told["uai"]].to_numpy()
    by_commune = found.told.groupby(homes)["solution"].nunique()
    assert by_commune.max() == 1
    assert set(found.told["solution"]) == {"ONE", "Beneylu School"}


def test_whole_circonscriptions_and_departements_have_a_second_solution(simulated):
    """One row a circonscription, one for the département beside it; every school has both."""
    found = simulated(
        "[schools]\nschools_n = 100\n"
        '[[waves]]\nscope = "circonscription"\nsolution = "Net\'Circo"\nprogramme = "A"\n'
        '[[waves]]\nscope = "departement"\nsolution = "Beneylu School"\nprogramme = "B"\n'
        "beside = true\n"
    )
    assert found.schools["covered"].all()
    assert found.told.groupby("uai").size().eq(2).all()
    units = found.told.groupby("scope")["unit"].nunique().to_dict()
    names = found.schools["circonscription_name"].nunique()
    assert units == {"circonscription": names, "departement": 1}


CONDITIONS = {
    'departements = ["70"]': lambda schools: schools["departement_code"] == "70",
    'circonscriptions = ["Delle"]': lambda schools: schools["circonscription_name"] == "Delle",
    'not_circonscriptions = ["Delle"]': lambda schools: schools["circonscription_name"] != "Delle",
    'communes = ["Belfort", "90033"]': lambda schools: schools["commune_code"].isin(
        ["90010", "90033"]
    ),
    'towns = ["Beaucourt"]': lambda schools: schools["sector_town"] == "Beaucourt",
    'natures = ["primaire"]': lambda schools: schools["nature"] == "primaire",
    'priority = ["REP"]': lambda schools: schools["priority"] == "REP",
    "population_max = 800": lambda schools: schools["population_n"] <= 800,
    "population_min = 9000": lambda schools: schools["population_n"] >= 9000,
    "networks = true": lambda schools: schools["network"] != "",
    "networks = false": lambda schools: schools["network"] == "",
}


@pytest.mark.parametrize(("where", "expected"), CONDITIONS.items(), ids=CONDITIONS)
def test_a_condition_restricts_a_wave_to_its_schools(simulated, where, expected):
    """Every school that meets the condition is taken, and no other."""
    found = simulated(
        "[schools]\nschools_n = { 90 = 90, 70 = 60 }\n[colleges]\ncolleges_n = 12\n"
        '[[circonscriptions]]\nname = "Delle"\ndepartement = "90"\nschools_n = 20\n'
        'towns = ["Delle", "Beaucourt"]\n'
        '[[priorities]]\nlabel = "REP"\nschools_n = 5\n'
        '[[waves]]\nnetworks_n = 2\nschools_n = 6\nprogramme = "N"\n'
        f'[[waves]]\nphase = "Elle"\nbeside = true\nprogramme = "P"\nwhere = {{ {where} }}\n',
        departements='["90", "70"]',
    )
    taken = found.schools.index.isin(found.told.loc[found.told["phase"] == "Elle", "uai"])
    assert taken.any()
    assert (taken == expected(found.schools)).all()


def test_networks_grow_around_their_colleges(simulated):
    """Three networks of seven schools, then five more in the same ones."""
    found = simulated(
        "[schools]\nschools_n = 100\n[colleges]\ncolleges_n = 8\ntowns = ['Delle']\n"
        '[[waves]]\nphase = "Un"\nnetworks_n = 3\nschools_n = 7\nstart = [2015-01-05, 2015-03-31]\n'
        '[[waves]]\nphase = "Deux"\nin_networks_of = "Un"\nschools_n = 5\n'
    )
    schools, told = found.schools, found.told
    assert len(found.colleges.table) == 8
    assert "Delle" in set(found.colleges.table["commune_name"])
    assert told.groupby("phase")["network"].nunique().to_dict() == {"Deux": 3, "Un": 3}
    members = schools[schools["network"] != ""]
    assert len(members) == 12
    assert members.groupby("network")["college"].nunique().eq(1).all()
    first = told[told["phase"] == "Un"]
    assert first.groupby("network")["start"].nunique().eq(1).all()


def test_colleges_of_two_towns_of_one_name_are_told_apart(simulated):
    """Belmont in the Doubs and Belmont in the Jura have a collège and a network each."""
    found = simulated(
        "[schools]\nschools_n = { 25 = 300, 39 = 250 }\n"
        '[colleges]\ncolleges_n = { 25 = 12, 39 = 12 }\ntowns = ["25052", "39048"]\n'
        "[[waves]]\nnetworks_n = 24\n",
        departements='["25", "39"]',
    )
    names = found.colleges.table["name"]
    assert names.is_unique
    assert {"Collège simulé de Belmont (25)", "Collège simulé de Belmont (39)"} <= set(names)
    assert found.schools["network"].nunique() == 24


def test_communes_join_at_their_date(simulated):
    """Twenty communes with thirty schools; Delle on its day, with two of its four schools."""
    found = simulated(
        "[schools]\nschools_n = 120\ncommunes_n = 60\n"
        '[[communes]]\nname = "Delle"\nschools_n = 4\ncovered_n = 2\nstart = 2015-01-29\n'
        '[[waves]]\nscope = "commune"\ncommunes_n = 20\nschools_n = 30\n'
        "start = [2014-01-15, 2015-01-28]\n"
    )
    joined = found.told[found.told["scope"] == "commune"]
    assert joined["unit"].nunique() == 20
    assert len(covered_of(found)) == len(joined) == 30
    delle = found.schools[found.schools["commune_name"] == "Delle"]
    told = found.told[found.told["uai"].isin(delle.index)]
    assert told["status"].value_counts().to_dict() == {"planned": 2, "school": 2}
    assert set(told.loc[told["status"] == "school", "start"]) == {"2015-01-29"}


def test_a_commune_joins_in_the_wave_of_its_day(simulated):
    """Two waves of communes: Delle joins in the second, whose period has its day."""
    found = simulated(
        "[schools]\nschools_n = 120\n"
        '[[communes]]\nname = "Delle"\nschools_n = 3\nstart = 2016-03-01\n'
        '[[waves]]\nphase = "Un"\nscope = "commune"\ncommunes_n = 9\n'
        "start = [2015-01-01, 2015-12-31]\n"
        '[[waves]]\nphase = "Deux"\nscope = "commune"\ncommunes_n = 7\n'
        "start = [2016-01-01, 2016-12-31]\n"
    )
    told = found.told
    assert told.groupby("phase")["unit"].nunique().to_dict() == {"Deux": 7, "Un": 9}
    delle = told[told["unit"] == "90033"]
    assert set(delle["phase"]) == {"Deux"}
    assert set(delle["start"]) == {"2016-03-01"}
    assert len(delle) == 3


# Pupils, classes, accounts


def test_pupils_classes_and_accounts_add_up(simulated):
    """Every total at once: of a commune, of the covered, of all; classes and accounts too."""
    found = simulated(
        "[schools]\nschools_n = 120\n[covered]\ncovered_n = 40\n"
        '[[communes]]\nname = "Delle"\nschools_n = 4\ncovered_n = 2\ncovered_pupils_n = 231\n'
        '[[waves]]\n[[waves]]\nstatus = "class"\nschools_n = 9\n'
        "[pupils]\npupils_n = 11000\ncovered_pupils_n = 4321\n"
        "[classes]\nclasses_n = 500\ncovered_share = 0.43\npartial_n = 15\n"
        "[accounts]\nper_pupil = 2\nactivated_share = 0.97\n"
    )
    schools, covered = found.schools, covered_of(found)
    partial = schools["partial"]
    assert schools["pupils_n"].sum() == 11000
    assert covered["pupils_n"].sum() == 4321
    assert covered.loc[covered["commune_name"] == "Delle", "pupils_n"].sum() == 231
    assert schools["classes_n"].sum() == 500
    assert covered["classes_n"].sum() + schools.loc[partial, "ent_classes_n"].sum() == 215
    assert schools.loc[partial, "ent_classes_n"].sum() == 15
    assert (schools["ent_classes_n"] <= schools["classes_n"]).all()
    created, active = schools["created_n"].sum(), schools["activated_n"].sum()
    assert active == round(0.97 * created)
    assert (schools["activated_n"].dropna() <= schools["created_n"].dropna()).all()
    assert created == pytest.approx(2 * 4321, rel=0.1)


def test_pupils_of_each_departement_add_up(simulated):
    """Pupils by département, all and covered; a range is kept to."""
    found = simulated(
        "[schools]\nschools_n = { 90 = 90, 70 = 120 }\n"
        "[covered]\ncovered_n = { 90 = 30, 70 = 11 }\n"
        "[[waves]]\n[pupils]\npupils_n = { 90 = 9000, 70 = [10000, 10010] }\n"
        "covered_pupils_n = { 90 = 3333, 70 = 900 }\n",
        departements='["90", "70"]',
    )
    every = found.schools.groupby("departement_code")["pupils_n"].sum()
    assert every["90"] == 9000
    assert 10000 <= every["70"] <= 10010
    own = covered_of(found).groupby("departement_code")["pupils_n"].sum()
    assert own.to_dict() == {"70": 900, "90": 3333}


# What can't be met

BASE = "[schools]\nschools_n = 100\n"
IMPOSSIBLE = {
    "more covered than schools": (
        BASE + "[covered]\ncovered_n = 101",
        "101 écoles avec ENT pour 100 écoles : au plus 100",
    ),
    "more primary than covered": (
        BASE + "[covered]\ncovered_n = 10\nprimary_covered_n = 11",
        "11 élémentaires et primaires avec ENT pour 10 écoles avec ENT : au plus 10",
    ),
    "more primary than there are": (
        BASE + "[covered]\ncovered_n = 99\nprimary_covered_n = 99",
        "99 écoles élémentaires et primaires avec ENT dans le territoire, qui en a",
    ),
    "primary alone": (BASE + "[covered]\nprimary_covered_n = 9", "demande covered_n"),
    "an unknown commune": (
        BASE + '[[communes]]\nname = "Belfor"\nschools_n = 3',
        "aucune commune « Belfor » dans le territoire ; vouliez-vous dire « Belfort »",
    ),
    "an unknown commune in a wave": (
        BASE + '[[waves]]\nwhere = { communes = ["Dele"] }',
        "vouliez-vous dire « Delle »",
    ),
    "an unknown circonscription": (
        BASE + '[[waves]]\nwhere = { circonscriptions = ["Belfor"] }',
        "vouliez-vous dire « Belfort",
    ),
    "a pool larger than its département": (
        BASE + '[[circonscriptions]]\nname = "Delle"\ndepartement = "90"\nschools_n = 134',
        "« Delle » : 134 écoles, le département 90 en a 100 en tout : au plus 100",
    ),
    "a pool of elsewhere": (
        BASE + '[[circonscriptions]]\nname = "Vesoul"\ndepartement = "70"\nschools_n = 20',
        "« Vesoul » : le département 70 n'est pas du territoire (90)",
    ),
    "more communes than communes": (
        BASE + "communes_n = 150",
        "150 communes avec école, pour 100 écoles et 101 communes : au plus 100",
    ),
    "more join than have a school": (
        BASE + 'communes_n = 50\n[[waves]]\nscope = "commune"\ncommunes_n = 51',
        "51 communes adhèrent, mais 50 communes ont une école",
    ),
    "a commune larger than all": (
        BASE + '[[communes]]\nname = "Delle"\nschools_n = 101',
        "ne se partagent pas",
    ),
    "more covered than a commune has": (
        BASE + '[[communes]]\nname = "Delle"\nschools_n = 3\ncovered_n = 4',
        "« Delle » : 4 écoles avec ENT, elle a 3 écoles : au plus 3",
    ),
    "a wave larger than what is left": (
        BASE + "[covered]\ncovered_n = 10\n[[waves]]\nschools_n = 11",
        "11 écoles demandées, parmi 10 qui conviennent : au plus 10",
    ),
    "waves that leave some": (
        BASE + "[covered]\ncovered_n = 10\n[[waves]]\nschools_n = 9",
        "[covered] annonce 10 écoles avec ENT, les vagues en équipent 9",
    ),
    "a wave after the date": (
        BASE + "[covered]\ncovered_n = 10\n[[waves]]\nstart = 2019-09-01",
        "10 écoles commencent après le 2019-06-30",
    ),
    "pupils that can't fit": (
        BASE + "[pupils]\npupils_n = 90000",
        "90\u202f000 pour 100 écoles, qui peuvent en avoir de 600 à 60\u202f000 ; le plus proche",
    ),
    "too few pupils": (
        BASE + "[covered]\ncovered_n = 10\n[[waves]]\n[pupils]\ncovered_pupils_n = 12",
        "12 pour 10 écoles, qui peuvent en avoir de 60",
    ),
    "classes that can't fit": (
        BASE + "[pupils]\npupils_n = 8000\n[classes]\nclasses_n = 20",
        "les classes des écoles : 20 pour 100 écoles",
    ),
    "a département that is missing": (
        "[schools]\nschools_n = { 70 = 100 }",
        "le département 70 n'est pas du territoire (90)",
    ),
    "a département without a school": (
        "[schools]\nschools_n = 0",
        "0 écoles dans le département 90 ; de 1 à 4\u202f000",
    ),
    "more labels than schools": (
        BASE + '[[priorities]]\nlabel = "REP+"\ncommune = "Delle"\nschools_n = 50',
        "50 écoles REP+ pour Delle, qui n'en a que",
    ),
    "pupils of a commune alone": (
        BASE + '[[communes]]\nname = "Delle"\nschools_n = 2\ncovered_pupils_n = 90',
        "demande une table [pupils]",
    ),
    "nobody at all": (
        "complete = false\n" + BASE,
        "aucune école n'a d'ENT ni de projet",
    ),
    "networks without collèges": (BASE + "[[waves]]\nnetworks_n = 2", "ajoutez [colleges]"),
    "networks of no phase": (
        BASE + '[colleges]\ncolleges_n = 5\n[[waves]]\nin_networks_of = "Un"',
        "aucune phase avec des réseaux ne s'appelle « Un »",
    ),
    "more collèges than communes": (
        BASE + "[colleges]\ncolleges_n = 102",
        "102 collèges dans le département 90 ; il en faut de 1 à 101",
    ),
    "more activated than created": (
        BASE
        + "[covered]\ncovered_n = 10\n[[waves]]\n[accounts]\ncreated_n = 900\nactivated_n = 901",
        "901 comptes activés pour 900 comptes créés : au plus 900",
    ),
    "more accounts activated than the pupils have": (
        BASE + "[covered]\ncovered_n = 10\n[[waves]]\n[accounts]\nactivated_n = 9000000",
        "les comptes activés : 9\u202f000\u202f000 pour 10 écoles, qui peuvent",
    ),
    "more pupils covered than pupils": (
        BASE
        + "[covered]\ncovered_n = 10\n[pupils]\npupils_n = 9000\ncovered_pupils_n = [9500, 9600]",
        "9\u202f550 élèves avec ENT pour 9\u202f000 élèves : au plus 9\u202f000",
    ),
    "more classes covered than classes": (
        BASE + "[covered]\ncovered_n = 10\n[classes]\nclasses_n = 400\ncovered_classes_n = 401",
        "401 classes avec ENT pour 400 classes : au plus 400",
    ),
    "a goal in pupils that nobody counts": (
        BASE + '[covered]\ncovered_n = 10\n[goal]\nshare = 1\nby = 2030-01-01\nunit = "pupils"',
        '[goal] unit = "pupils" demande une table [pupils]',
    ),
    "more private schools than are without priority": (
        BASE + 'private_share = 0.97\n[[priorities]]\nlabel = "REP"\nschools_n = 4',
        "97 écoles privées, mais 96 écoles sont hors de l'éducation prioritaire : au plus 0.9600",
    ),
    "networks of a phase misspelt": (
        BASE
        + '[colleges]\ncolleges_n = 9\n[[waves]]\nphase = "Essai"\nnetworks_n = 2\nschools_n = 6\n'
        + '[[waves]]\nin_networks_of = "Esai"\nschools_n = 2',
        "« Esai » avant elle ; vouliez-vous dire « Essai » ?",
    ),
    "a commune twice": (
        BASE + '[[communes]]\nname = "Delle"\nschools_n = 2\n[[communes]]\ncode = "90033"',
        "« Delle » et « 90033 » sont la même commune",
    ),
    "a circonscription twice": (
        BASE + 2 * '[[circonscriptions]]\nname = "Delle"\ndepartement = "90"\nschools_n = 20\n',
        "« Delle » y est deux fois",
    ),
    "classes where no wave is of classes": (
        BASE + "[covered]\ncovered_n = 10\n[classes]\npartial_n = 20",
        'qui peuvent en avoir de 0 à 0 ; ajoutez une vague status = "class"',
    ),
    "towns that no circonscription has": (
        BASE + '[[waves]]\nwhere = { towns = ["Delle"] }',
        "where, towns : « Delle » n'est pas du territoire simulé ; le scénario n'en nomme aucun",
    ),
    "all of them too late": (
        BASE + "[covered]\ncovered_n = 10\n[[waves]]\nstart = 2035-09-01",
        "10 écoles commencent après le",
    ),
}


@pytest.mark.parametrize(("text", "words"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_what_cant_be_met_is_refused(simulated, text, words):
    """The file, the constraint, the figures and what could hold, in one line."""
    with pytest.raises(InputError) as refusal:
        simulated(text)
    assert words in str(refusal.value)
    assert "scenario.toml" in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_homonym_is_asked_by_its_code(simulated):
    """Belmont is in the Doubs and in the Jura: the code says which."""
    text = BASE + '[[communes]]\n{} = "{}"\nschools_n = 2\n'
    with pytest.raises(InputError, match=r"donnez le code, 25052 \(25\), 39048 \(39\)"):
        simulated(text.format("name", "Belmont"), departements='["25", "39"]')
    found = simulated(text.format("code", "39048"), departements='["25", "39"]')
    assert (found.schools["commune_code"] == "39048").sum() == 2


@pytest.mark.parametrize("departement", ["2A", "971", "75", "59"])
def test_any_departement_can_be_told(simulated, departement):
    """Corsica, overseas, Paris, and one with more than 999 schools: UAI are of the territory."""
    from geo_ent.tables.uai import is_uai

    n = 2400 if departement == "59" else 60
    found = simulated(f"[schools]\nschools_n = {n}", departements=f'["{departement}"]')
    assert len(found.schools) == n
    assert found.schools.index.is_unique
    assert found.schools.index.map(is_uai).all()
