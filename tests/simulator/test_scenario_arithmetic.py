"""What a scenario works out by itself, on few schools: each answer is worked out by hand."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from simulator import find_scenario
from simulator.calibrate import calibrate, share_out, shared_by
from simulator.chances import choose_covered
from simulator.groups import make_networks
from simulator.simulate import simulate, simulated_communes

from geo_ent.errors import InputError

TEXT = """
departements = ["90"]
date = 2019-06-30
seed = 7
simulation.message = "Tout est simulé."
[schools]
schools_n = {schools_n}
"""


@pytest.fixture
def simulated(tmp_path):
    """Simulate schools of the Territoire de Belfort, with more said of them."""

    def run(more="[[waves]]\nschools_n = 1\n", *, schools_n="60"):
        path = tmp_path / "belfort.toml"
        path.write_text(TEXT.format(schools_n=schools_n) + more, encoding="utf-8")
        return simulate(find_scenario(path))

    return run


# Whole numbers


def series(*numbers):
    """Number things from 0."""
    return pd.Series(numbers)


def test_floors_that_pass_the_total_are_those_of_the_heaviest():
    """One or two of three floors: the lightest gives up first, and who has none gets none."""
    floors = series(1, 1, 1)
    assert share_out(series(2.0, 5.0, 3.0), 2, floors).tolist() == [0, 1, 1]
    assert share_out(series(2.0, 5.0, 3.0), 1, floors).tolist() == [0, 1, 0]
    assert share_out(series(9.0, 5.0, 3.0), 1, series(0, 1, 1)).tolist() == [0, 1, 0]
    assert share_out(series(9.0, 5.0), -3, series(1, 1)).tolist() == [0, 0]


def test_what_is_left_after_the_floors_is_after_the_weights():
    """Of 12 by 1, 2, 3: 2, 4, 6; who has more than that already has no more."""
    assert share_out(series(1.0, 2.0, 3.0), 12, series(0, 0, 0)).tolist() == [2, 4, 6]
    assert share_out(series(1.0, 2.0, 3.0), 12, series(7, 0, 0)).tolist() == [7, 2, 3]


def test_who_weighs_nothing_is_given_nothing():
    """A share has no floor; of equal remainders the first has the last one."""
    assert shared_by(pd.Series({"a": 0.0, "b": 6.0}), 7) == {"a": 0, "b": 7}
    assert shared_by(pd.Series({"b": 1.0, "a": 1.0}), 3) == {"b": 2, "a": 1}


def test_what_rounding_leaves_goes_where_there_is_room():
    """Four among three alike: the first has two; with room for one, the second has them."""
    ones, none = series(1.0, 1.0, 1.0), series(0, 0, 0)
    assert calibrate(ones, 4, none, series(9, 9, 9)).tolist() == [2, 1, 1]
    assert calibrate(ones, 4, none, series(1, 9, 9)).tolist() == [1, 2, 1]
    assert calibrate(ones, 3, none, series(1, 1, 1)).tolist() == [1, 1, 1]
    assert calibrate(ones, 5, series(3, 0, 0), series(3, 9, 9)).tolist() == [3, 1, 1]


# Few schools, one département


def test_a_departement_may_have_one_school(simulated):
    """One is enough, none isn't."""
    found = simulated(schools_n="1")
    assert len(found.schools) == 1
    with pytest.raises(InputError, match=re.escape("0 écoles dans le département 90 ; de 1 à")):
        simulated(schools_n="[0, 0]")


def test_a_school_equipped_in_part_has_a_class_without(simulated):
    """Accepted: from one class of each to all but one (one where it has but one)."""
    some = '[[waves]]\nstatus = "class"\nschools_n = 25\n[pupils]\n[classes]\npartial_n = {}\n'
    with pytest.raises(InputError, match="dans 25 écoles équipées en partie") as fault:
        simulated(some.format(9999))
    most = int(re.search(r"avoir de 25 à (\d+)", str(fault.value))[1])
    schools = simulated(some.format(most)).schools
    partial = schools[schools["partial"]]
    assert len(partial) == 25
    assert (partial["ent_classes_n"] == np.maximum(partial["classes_n"] - 1, 1)).all()
    assert partial["ent_classes_n"].sum() == most
    assert (schools.loc[~schools["partial"], "ent_classes_n"] == 0).all()
    least = simulated(some.format(25)).schools
    assert least.loc[least["partial"], "ent_classes_n"].tolist() == [1] * 25
    assert (partial["classes_n"] <= 2).any(), "no small school: nothing is shown of them"


def test_more_named_communes_than_communes_with_a_school(simulated):
    """Three are named with their schools where two were to have one: three is what could hold."""
    named = "".join(
        f'[[communes]]\nname = "{name}"\nschools_n = 2\n'
        for name in ("Delle", "Belfort", "Offemont")
    )
    with pytest.raises(InputError, match=r"communes_n : 2 communes avec école ; .* permettent 3"):
        simulated(named, schools_n="6\ncommunes_n = 2")
    hosts = simulated(named, schools_n="6\ncommunes_n = 3").schools["commune_code"]
    assert hosts.value_counts().tolist() == [2, 2, 2]


ACCOUNTS = "[covered]\ncovered_n = 10\n[[waves]]\n[accounts]\n"


def test_every_school_with_an_ent_has_an_account(simulated):
    """Ten accounts for ten schools are one each; nine can't be."""
    schools = simulated(ACCOUNTS + "created_n = 10\n").schools
    assert schools.loc[schools["covered"], "created_n"].tolist() == [1] * 10
    assert schools.loc[~schools["covered"], "created_n"].isna().all()
    with pytest.raises(InputError, match="9 pour 10 écoles, qui peuvent en avoir de 10 à 100"):
        simulated(ACCOUNTS + "created_n = 9\n")


def test_accounts_of_which_nothing_is_said_are_activated(simulated):
    """All of them; or the share that is told, of 900: 63 % is 567, in no school more than made."""
    schools = simulated(ACCOUNTS + "created_n = 900\n").schools
    own = schools[schools["covered"]]
    assert own["created_n"].sum() == 900
    assert (own["activated_n"] == own["created_n"]).all()
    some = simulated(ACCOUNTS + "created_n = 900\nactivated_share = 0.63\n").schools
    assert some["activated_n"].sum() == 567
    assert (some["activated_n"].dropna() <= some["created_n"].dropna()).all()


def test_why_a_scenario_is_not_read_is_said(tmp_path):
    """A file that isn't UTF-8, and one that isn't there: the reason, and what is expected."""
    path = tmp_path / "latin.toml"
    path.write_bytes('simulation.message = "Simulé"'.encode("latin-1"))
    with pytest.raises(InputError, match=r"lecture impossible \(encodage\) ; on attend"):
        find_scenario(path)
    with pytest.raises(InputError, match=r"lecture impossible \((?!encodage|None).{5,}\)"):
        find_scenario(tmp_path / "absent.toml")


# Who has an ENT


def schools(natures, homes=""):
    """Make schools by nature ("m" maternelle, "p" primaire) and département, in order."""
    told = {"m": "maternelle", "p": "primaire"}
    codes = list(homes) or ["90"] * len(natures)
    return pd.DataFrame({"nature": [told[each] for each in natures], "departement_code": codes})


def covered(frame, chances, covered_n, primary_n=None):
    """Choose the schools that have an ENT; give their places in the frame."""
    scenario = SimpleNamespace(
        covered_n=covered_n, primary_covered_n=primary_n or {}, path="x.toml",
        departements=tuple(sorted(frame["departement_code"].unique())),
    )  # fmt: skip
    chosen = choose_covered(frame, scenario, pd.Series(chances, index=frame.index, dtype=float))
    return chosen.index[chosen].tolist()


def test_the_likeliest_have_an_ent():
    """Two of four; where all are alike the first two; of two to five, three (the even one)."""
    four = schools("pppp")
    assert covered(four, [1, 4, 2, 3], {"": (2, 2)}) == [1, 3]
    assert covered(four, [1, 1, 1, 1], {"": (2, 2)}) == [0, 1]
    assert covered(four, [1, 4, 2, 3], {"": (1, 4)}) == [1, 3]
    assert covered(schools("pppppp"), [1, 2, 3, 4, 5, 6], {"": (2, 6)}) == [2, 3, 4, 5]


def test_each_departement_has_its_own():
    """One in the first, two in the second, whatever the chances of the others; none said, none."""
    six = schools("pppppp", ["70", "70", "70", "90", "90", "90"])
    asked = {"70": (1, 1), "90": (2, 2)}
    assert covered(six, [7, 8, 9, 1, 2, 3], asked) == [2, 4, 5]
    assert covered(six, [7, 8, 9, 1, 2, 3], {"90": (2, 2)}) == [4, 5]


def test_older_children_are_counted_apart():
    """Three with an ENT of which two are no maternelles; the number of these may be a range."""
    five = schools("mmppp")
    assert covered(five, [9, 8, 1, 2, 3], {"": (3, 3)}, {"": (2, 2)}) == [0, 3, 4]
    assert covered(five, [9, 8, 1, 2, 3], {"": (3, 3)}, {"": (1, 3)}) == [0, 3, 4]
    assert covered(five, [9, 8, 1, 2, 3], {"": (2, 2)}, {"": (3, 3)}) == [3, 4]


def test_who_must_has_an_ent_and_who_cannot_has_none():
    """Infinite chances; more than can, or fewer than must, are refused with the nearest number."""
    four, inf = schools("pppp"), float("inf")
    assert covered(four, [5, -inf, inf, 1], {"": (2, 2)}) == [0, 2]
    assert covered(four, [5, -inf, inf, 1], {"": (3, 3)}) == [0, 2, 3]
    with pytest.raises(InputError, match=r"3 possibles et 1 imposée ; .* qui tient : 3\."):
        covered(four, [5, -inf, inf, 1], {"": (4, 4)})
    with pytest.raises(InputError, match=r"4 possibles et 2 imposées ; .* qui tient : 2\."):
        covered(four, [5, 0, inf, inf], {"": (1, 1)})
    assert covered(four, [5, 0, inf, inf], {"": (2, 2)}) == [2, 3]


def test_a_departement_of_elsewhere_has_none():
    """Nor are the two counts told one by département and the other not."""
    four = schools("pppp")
    with pytest.raises(InputError, match="le département 70 n'est pas du territoire"):
        covered(four, [1, 2, 3, 4], {"90": (1, 1), "70": (0, 0)})
    with pytest.raises(InputError, match="donnez les deux de la même façon"):
        covered(four, [1, 2, 3, 4], {"90": (2, 2)}, {"": (1, 1)})


def test_a_circonscription_has_its_town_however_few_its_people(tmp_path):
    """One inhabitant is asked for: its commune, whole; 9,000 are several, of 9,000 at most."""
    circo = '[[circonscriptions]]\nname = "Delle"\ndepartement = "90"\nschools_n = 2\n'
    for people, alone in ((1, True), (9000, False)):
        path = tmp_path / "delle.toml"
        text = TEXT.format(schools_n=60) + circo + f"people = {people}\n"
        path.write_text(text, encoding="utf-8")
        scenario = find_scenario(path)
        communes, _ = simulated_communes(scenario, np.random.default_rng(3))
        own = communes[communes["pool"] == "Delle"]
        assert "Delle" in set(own["name"])
        assert (len(own) == 1) == alone
        assert alone or own["population_n"].sum() <= people


# Networks


def sectors(**kms):
    """Make schools from sector -> how far each is from its collège."""
    rows = [(sector, km) for sector, own in kms.items() for km in own]
    return pd.DataFrame(rows, columns=["college", "college_km"])


def networks(frame, count, schools_n):
    """Make networks; give how many schools each has."""
    chosen = make_networks(frame, count=count, schools_n=schools_n, place="ici")
    return chosen.value_counts().to_dict()


def test_networks_may_have_one_school_each_or_all_there_are():
    """From one a network to all; one fewer or one more can't be."""
    both = sectors(a=[1, 2, 3], b=[1, 2])
    assert networks(both, 2, 2) == {"a": 1, "b": 1}
    assert networks(both, 2, 5) == {"a": 3, "b": 2}
    assert networks(both, 2, None) == {"a": 3, "b": 2}
    for schools_n in (1, 6):
        with pytest.raises(InputError, match="ils peuvent en avoir de 2 à 5"):
            networks(both, 2, schools_n)


def test_the_largest_sectors_are_taken_where_the_first_are_too_small():
    """Seven schools in two networks: not those of 2 and 3 schools, those of 3 and 6."""
    three = sectors(a=[1, 2], b=[1, 2, 3], c=[1, 2, 3, 4, 5, 6])
    assert networks(three, 2, 5) == {"a": 2, "b": 3}
    assert networks(three, 2, 7) == {"b": 3, "c": 4}
    assert networks(three, 2, 9) == {"b": 3, "c": 6}


def test_a_network_takes_the_nearest():
    """Two of three, whatever the order of the rows."""
    chosen = make_networks(sectors(a=[9, 1, 5]), count=1, schools_n=2, place="ici")
    assert sorted(chosen.index) == [1, 2]


# Distances and days


def test_schools_are_as_far_from_their_college_as_their_points_say(simulated):
    """In km, from the collège of their commune's sector, which is named with them."""
    found = simulated("[colleges]\ncolleges_n = 5\n[[waves]]\nschools_n = 9\n")
    table = found.colleges.table
    for school in found.schools.itertuples():
        college = table.loc[found.colleges.sector[school.commune_code]]
        away = ((school.x - college["x"]) ** 2 + (school.y - college["y"]) ** 2) ** 0.5
        assert school.college_km == pytest.approx(away / 1000)
        assert school.college_name == college["name"]
    assert found.schools["college_km"].max() < 60  # Belfort is not 60 km across


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [("2019-06-30", "", True), ("2019-07-01", "", False), ("2018-09-03", "2019-06-30", True),
     ("2018-09-03", "2019-06-28", False)],
)  # fmt: skip
def test_an_ent_is_held_from_its_first_day_to_its_last(simulated, start, end, holds):
    """At 30 June 2019: begun or ended that very day still counts, the day before or after not."""
    until = f"end = {end}\n" if end else ""
    wave = "[[waves]]\nschools_n = 4\nstart = {}\n{}"
    schools = simulated(
        wave.format(start, until) + '[[waves]]\nschools_n = 3\nstatus = "class"\n'
    ).schools
    assert schools["covered"].sum() == (4 if holds else 0)
    assert schools["partial"].sum() == 3
    assert not (schools["covered"] & schools["partial"]).any()


# Fields


@pytest.mark.parametrize(
    ("field", "expected"),
    [("share = 1.01", "une part entre 0 et 1"), ("share = -0.1", "un nombre positif"),
     ("share = inf", "un nombre positif"), ("share = true", "un nombre positif"),
     ("towns = 3", "une liste de textes"), ('towns = ["Delle", 3]', "une liste de textes")],
)  # fmt: skip
def test_a_field_of_another_kind_is_refused(simulated, field, expected):
    """The key, what it has and what it wants, in one line."""
    where = field.startswith("towns")
    with pytest.raises(InputError) as fault:
        simulated(f"[[waves]]\n{f'where = {{ {field} }}' if where else field}\n")
    assert f"{field} ; on attend {expected}" in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_share_may_be_all_or_nothing(simulated):
    """1 and 0 are shares: every school, then none but those of the second wave."""
    assert simulated("[[waves]]\nshare = 1\n").schools["covered"].all()
    none = simulated("[[waves]]\nshare = 0\n[[waves]]\nschools_n = 2\n").schools
    assert none["covered"].sum() == 2
