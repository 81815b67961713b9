"""The name of a territory: short enough to stand in a title."""

import pytest

from geo_ent.communes.departements import departement_names, territory_departements
from geo_ent.telling.language import language
from geo_ent.telling.page.page_titles import page_title, territory_name

FRENCH = language("fr")
METROPOLE = [code for code in departement_names() if not code.startswith("97")]


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        (["35"], "Ille-et-Vilaine"),
        (["29", "35", "56"], "Finistère, Ille-et-Vilaine et Morbihan"),
        (["22", "29", "35", "56"], "Académie de Rennes"),
        (["2A", "2B"], "Académie de Corse"),
        (["974"], "La Réunion"),
        (["01", "02", "03", "05"], "4 départements"),
        (territory_departements((), ("Toulouse",), ()), "Académie de Toulouse"),
        (territory_departements((), ("Toulouse", "Lyon"), ()), "Académies de Lyon et de Toulouse"),
        (["01", "02", "03", "04", "05", "06"], "6 départements"),
        (METROPOLE, "France métropolitaine"),
        (METROPOLE[:-1], "95 départements"),
        ([*departement_names()], "France"),
        (territory_departements((), (), ("Occitanie",)), "Occitanie"),
        (territory_departements((), (), ("Occitanie", "Bretagne")), "Bretagne et Occitanie"),
        ([*territory_departements((), (), ("Occitanie",)), "35"], "14 départements"),
    ],
)  # fmt: skip
def test_at_most_three_names(codes, name):
    """Beyond three: the académies or régions that they make up, the country, or their number."""
    assert territory_name(codes, FRENCH).replace("’", "'") == name


def test_every_title_is_short():
    """Whatever the first départements asked for, the name has at most three parts."""
    for n in range(1, 102):
        name = territory_name([*departement_names()][:n], FRENCH)
        assert name.count(",") <= 1
        assert len(page_title(name, FRENCH)) < 140, name


def test_the_name_in_english():
    """The country and a number of départements have their English."""
    english = language("en")
    assert territory_name(METROPOLE, english) == "Metropolitan France"
    assert territory_name(METROPOLE[:7], english) == "7 départements"
