"""The first screen of many territories: what is seen before anybody scrolls, at four sizes."""

import functools

import acceptance
import browser
import page_measures
import pytest
from toyland import SIX, make_communes, make_schools

from geo_ent.communes.bundled import read_communes
from geo_ent.maps.page.coverage_map import coverage_map

pytestmark = pytest.mark.browser

TITLE = (
    "Espaces numériques de travail des écoles maternelles, élémentaires et primaires publiques "
    "de l’académie du Carré et du Rectangle"
)
HEADLINE = (
    "1 236 écoles publiques sur 2 430 ont un ENT, soit 50,9 % ; on ne sait pas pour 412 écoles, "
    "et 123 écoles attendent le leur."
)
SIMULATED = (
    "Les écoles, leurs noms, leurs emplacements, leurs circonscriptions et la situation de chacune "
    "sont simulés. Sont publiés par l’académie les nombres d’écoles, d’écoles avec ENT et, parmi "
    "celles-ci, d’élémentaires et de primaires, par département et pour l’académie."
)


def toyland(*, across=1, up=1, **said):
    """Make toyland's page, drawn so many times as wide and as high."""
    communes, schools = make_communes(), make_schools(SIX)
    for frame in (communes, schools):
        middle = communes.total_bounds[:2]
        frame.geometry = frame.geometry.scale(across, up, origin=tuple(middle))
    return acceptance.page_of(browser.page_inputs(communes, schools), **said)


def departements(*codes):
    """Make the page of whole départements, by their own outlines, with sixty schools."""
    schools, zones, coverage, series = browser.land(read_communes(codes))
    names = ("circonscription", "departement")
    told = [{name: frames[name] for name in names} for frames in (zones, coverage)]
    return coverage_map(schools, *told, facts=browser.facts(), series=series).html()


def square():
    """Make toyland's page, with nothing to warn of."""
    return toyland(simulated=None)


def wide():
    """Make a territory four times as wide as high."""
    return toyland(across=4)


def high():
    """Make a territory three times as high as wide, as Corsica is."""
    return toyland(up=3)


def long_titles():
    """Make a page with the longest of heads."""
    return toyland(title=TITLE, headline=HEADLINE, simulated=SIMULATED)


def english():
    """Make a page in English."""
    return toyland(lang="en", title="Schools and digital workspaces in the Square")


def guyane():
    """Make the page of a département beyond the sea, of few and large communes."""
    return departements("973")


def paris():
    """Make the page of four départements, one of a single commune."""
    return departements("75", "92", "93", "94")


def bretagne():
    """Make the page of four départements, with an outline of many islands."""
    return departements("22", "29", "35", "56")


LANDS = (square, wide, high, long_titles, english, guyane, paris, bretagne)
TELLING = (wide, high, long_titles)
"""Of the laptops between the narrowest and the widest, those that a window's shape matters to."""

PHONE = page_measures.SIZES[-1]
SCREENS = [
    pytest.param(make, size, id=f"{make.__name__}-{size[0]}")
    for make in LANDS
    for size in page_measures.SIZES
    if make in TELLING or size in {page_measures.SIZES[0], PHONE}
]
made = functools.cache(lambda make: make())


@pytest.mark.parametrize(("make", "size"), SCREENS)
def test_the_whole_map_is_on_the_first_screen(make, size, show):
    """Title, headline, search, all of the territory and the legend, large enough to be read."""
    opened = show(made(make), width=size[0], height=size[1])
    page = opened.page
    acceptance.settled(page)
    seen = page_measures.first_screen(page)
    assert (seen["territory"], seen["covers"]) == (1, []), "the territory is cut or covered"
    assert (seen["legend"], seen["legendCut"]) == (1, False), "the legend is cut, covered or away"
    if (make, size) != (long_titles, PHONE):  # nine lines of head leave a phone's map less
        assert page_measures.drawing_is_large(seen), seen
    assert seen["sideways"] <= 0
    hidden = [
        part for part in page_measures.HEAD if not page.evaluate(page_measures.IN_SIGHT, part)
    ]
    assert hidden == []
    assert page_measures.small_texts(page) == []
    assert acceptance.quiet(opened) == []
