"""Where a scenario's circonscriptions and communes are: on toyland's grid, by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest
from simulator import find_scenario
from simulator.gazetteer import Gazetteer
from simulator.partition import assign_circonscriptions, split_towns
from simulator.rows import identify
from simulator.simulate import simulate
from toyland import make_communes

from geo_ent.errors import InputError


def grid(columns, rows, **columns_of):
    """Make a grid of communes with a school each, more people the further up and right."""
    communes = make_communes(columns, rows).to_crs(2154)
    people = range(1, columns * rows + 1)
    return communes.assign(pool="", schools_n=1, population_n=people).assign(**columns_of)


def parts(communes, size):
    """Give the circonscriptions: the code of each -> the numbers of its communes."""
    told = assign_circonscriptions(communes, size=size)["circonscription"]
    return {code: [int(c[2:]) for c in own.index] for code, own in told.groupby(told)}


@pytest.mark.parametrize(
    ("columns", "rows", "size", "expected"),
    [
        (2, 2, 4, {"95004": [1, 2, 3, 4]}),
        (6, 2, 6, {"95009": [1, 2, 3, 7, 8, 9], "95012": [4, 5, 6, 10, 11, 12]}),
        (4, 4, 4, {"95006": [1, 2, 5, 6], "95008": [3, 4, 7, 8],
                   "95014": [9, 10, 13, 14], "95016": [11, 12, 15, 16]}),
    ],
)  # fmt: skip
def test_a_grid_is_cut_into_squares(columns, rows, size, expected):
    """As many schools each, in one piece, named by the largest commune."""
    assert parts(grid(columns, rows), size) == expected


def test_a_named_circonscription_is_left_whole():
    """Its communes are one, whatever their number; the others are cut without them."""
    pool = ["Ici" if at % 6 < 2 else "" for at in range(12)]  # the two columns on the left
    told = parts(grid(6, 2, pool=pool), 4)
    assert told == {"95008": [1, 2, 7, 8], "95010": [3, 4, 9, 10], "95012": [5, 6, 11, 12]}


def test_a_town_of_its_own_is_apart():
    """From 1.2 times the usual number of schools; one fewer and it is with its neighbours."""
    assert parts(grid(3, 1, schools_n=[12, 1, 1]), 10) == {"95001": [1], "95003": [2, 3]}
    assert parts(grid(3, 1, schools_n=[11, 1, 1]), 10) == {"95003": [1, 2, 3]}


def test_departements_are_not_mixed():
    """Six communes of each: two circonscriptions of six, not one of both."""
    home = ["95" if at % 6 < 3 else "78" for at in range(12)]
    told = parts(grid(6, 2, departement_code=home), 12)
    assert sorted(map(len, told.values())) == [6, 6]
    assert [1, 2, 3, 7, 8, 9] in told.values()


def town(schools_n):
    """Make the schools of one commune, a metre apart from west to east."""
    told = {"circonscription": "95001", "circonscription_name": "Ville", "commune_code": "95001"}
    return pd.DataFrame({"x": [float(at) for at in range(schools_n)], "y": 0.0}).assign(**told)


def test_a_large_town_is_cut_from_west_to_east():
    """Forty schools by ten: Ville 1 to Ville 4, ten in a row each."""
    told = split_towns(town(40), size=10)
    assert told["circonscription_name"].tolist() == [f"Ville {1 + at // 10}" for at in range(40)]
    assert told["circonscription"].tolist() == [f"95001-{1 + at // 10}" for at in range(40)]
    turned = split_towns(town(40).assign(x=lambda frame: -frame["x"]), size=10)
    assert turned["circonscription_name"].tolist() == [f"Ville {4 - at // 10}" for at in range(40)]


@pytest.mark.parametrize(("schools_n", "count"), [(11, 1), (12, 2), (24, 2), (26, 3)])
def test_a_town_is_cut_where_it_is_too_large(schools_n, count):
    """From 1.2 times the usual ten, in two at least; then as many as there are tens."""
    assert split_towns(town(schools_n), size=10)["circonscription"].nunique() == count


def test_a_circonscription_of_two_communes_is_no_town():
    """However large, it isn't cut."""
    two = town(40)
    two.loc[0, "commune_code"] = "95002"
    assert split_towns(two, size=10)["circonscription"].unique().tolist() == ["95001"]


@pytest.fixture
def gazetteer():
    """Two départements, with Belmont in both."""
    names = pd.DataFrame(
        {"name": ["Belmont", "Belmont", "Saint-Étienne"], "departement_code": ["25", "39", "39"]},
        index=["25053", "39047", "39480"],
    )
    return Gazetteer(SimpleNamespace(path="x.toml"), names)


def test_a_commune_is_found_by_its_name_or_its_code(gazetteer):
    """However it is dressed; a homonym by its code, or where its département is known."""
    assert gazetteer.code("St Etienne") == gazetteer.code("39480") == "39480"
    assert gazetteer.code("Belmont", departement="39") == "39047"
    assert gazetteer.code("25053") == "25053"


HINT = "aucune commune « Belmon » dans le territoire ; vouliez-vous dire « Belmont » ?"


@pytest.mark.parametrize(
    ("asked", "departement", "said"),
    [
        ("Belmont", "", "plusieurs communes « Belmont » : donnez le code, 25053 (25), 39047 (39)"),
        ("Belmon", "", HINT),
        ("Xyzzy", "", "aucune commune « Xyzzy » dans le territoire"),
        ("Xyzzy", "39", "aucune commune « Xyzzy » dans le département 39"),
        ("39480", "25", "aucune commune « 39480 » dans le département 25"),
    ],
)
def test_a_commune_that_is_not_there_is_refused(gazetteer, asked, departement, said):
    """Where it was looked for, and what may have been meant, if anything."""
    with pytest.raises(InputError) as fault:
        gazetteer.code(asked, departement=departement)
    assert str(fault.value) == f"x.toml : {said}"


@pytest.mark.parametrize(
    ("schools_n", "first", "last"),
    [(1, "0959001", "0959001"), (999, "0959001", "0959999"), (1000, "0959000", "0959999"),
     (1960, "0958040", "0959999")],
)  # fmt: skip
def test_schools_and_inspections_have_uai_of_their_own(schools_n, first, last):
    """From 9001, or so that the last is 9999; fifty inspections have none of the schools'."""
    at = pd.Series(range(schools_n))
    found = identify(
        pd.DataFrame(
            {"departement_code": "95", "commune_code": "95001", "nature": "primaire",
             "private": False, "name": "Ville", "circonscription_name": "Ville",
             "circonscription": (at % 50).astype(str), "x": at.astype(float), "y": 0.0}
        )
    )  # fmt: skip
    assert found.index.is_unique
    assert found.index[0].startswith(first)
    assert found.index[-1].startswith(last)
    codes = found["circonscription_code"]
    assert codes.nunique() == min(schools_n, 50)
    assert not set(codes) & set(found.index)


@pytest.mark.parametrize(("size", "fewest", "most"), [(10, 9, 12), (30, 3, 4)])
def test_circonscriptions_have_about_the_size_that_is_asked(tmp_path, size, fewest, most):
    """A hundred schools of the Territoire de Belfort by ten, by thirty; none much larger."""
    path = tmp_path / "belfort.toml"
    path.write_text(
        'departements = ["90"]\ndate = 2019-06-30\nsimulation.message = "Tout est simulé."\n'
        f"[schools]\nschools_n = 100\ncirconscription_size = {size}\n[[waves]]\n",
        encoding="utf-8",
    )
    sizes = simulate(find_scenario(path)).schools["circonscription_name"].value_counts()
    assert fewest <= len(sizes) <= most
    assert sizes.max() <= 1.5 * size
