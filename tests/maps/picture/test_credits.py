"""Whose data a picture is made of: named whole, inside it, however many sources there are."""

import datetime as dt
import re
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import browser as shared
import pytest
from PIL import ImageFont

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps.picture.map_picture import map_svg
from geo_ent.maps.picture.picture_parts import cited
from geo_ent.maps.picture.share_card import card_svg
from geo_ent.project.build_options import INPUTS, Project
from geo_ent.telling.language import language
from geo_ent.telling.page.source_credits import Vintages, source_credits

SVG = "{http://www.w3.org/2000/svg}"
LONG = "export-du-portail-academique-{}-version-definitive-corrigee-2022-2023 (copie 2).xlsx"


def every_source(lang, names=LONG):
    """Credit a project that has every input there is, from files with long names."""
    given = {key: Path(names.format(key)) for key in INPUTS}
    project = Project(
        departements=("35",), out=Path("out"),
        register=tuple(Path(names.format(f"registre-{n}")) for n in range(3)), **given,
    )  # fmt: skip
    vintages = Vintages(dt.date(2023, 6, 8), 2022, "2022-2023", keeps_bundled=True)
    return source_credits(project, vintages, language(lang))


def font(weight, size):
    """Load the font that the PNG is drawn with."""
    path = files("geo_ent.maps").joinpath("assets", "vendor", f"public-sans-{weight}.ttf")
    return ImageFont.truetype(str(path), round(100 * size))


def texts(svg):
    """Give each line of a picture: its words, and the left, right and bottom of its ink."""
    for element in ET.fromstring(svg).iter(f"{SVG}text"):  # noqa: S314 ours
        size, x = float(element.get("font-size")), float(element.get("x"))
        drawn = font(element.get("font-weight", "400"), size)
        wide = drawn.getlength(element.text) / 100
        left = {"middle": x - wide / 2, "end": x - wide}.get(element.get("text-anchor"), x)
        depth = drawn.getmetrics()[1] / 100
        yield element.text, left, left + wide, float(element.get("y")) + depth


def size_of(svg):
    """Give the width and the height of a picture."""
    return [float(side) for side in ET.fromstring(svg).get("viewBox").split()[2:]]  # noqa: S314


def foot(svg, start):
    """Put together the lines of the credits, which are the last."""
    said = [words for words, *_ in texts(svg)]
    first = next(n for n, words in enumerate(said) if words.startswith(start))
    return "".join(said[first:])


def bare(text):
    """Write a text without its spaces: a line ends at one, or within a long name."""
    return re.sub(r"\s", "", text)


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's zones and coverage."""
    return shared.page_inputs(toy_communes, toy_schools)[1:]


def pictures(inputs, lang, sources):
    """Draw the map and its card, each with what it must say of its sources."""
    tr, facts = language(lang), shared.facts(sources=sources)
    yield map_svg(*inputs, facts=facts, tr=tr), cited(facts, tr)[0]
    told = {"level": "circonscription", "indicator": COVERAGE, "alt": "Carte.", "tr": tr}
    yield card_svg(*inputs, facts=facts, **told), cited(facts, tr, briefly=True)[0]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("names", [LONG, "{}" + "-nom-sans-fin" * 15 + ".csv", "{}" + "x" * 200])
def test_no_credit_is_cut(inputs, lang, names):
    """Every source of a project with all of them is named to its end, within the picture."""
    sources = every_source(lang, names)
    assert len(sources) > len(INPUTS)
    for svg, whole in pictures(inputs, lang, sources):
        assert bare(foot(svg, whole[:8])) == bare(whole)
        assert "…" not in foot(svg, whole[:8])
        wide, tall = size_of(svg)
        for words, left, right, bottom in texts(svg):
            assert left >= 0, words
            assert right <= wide, words
            assert bottom <= tall, words


def test_those_that_draw_the_map_are_named(inputs):
    """IGN, the INSEE and the DGCL, which were cut, are on the picture and on its card."""
    for svg, _ in pictures(inputs, "fr", every_source("fr")):
        said = foot(svg, "Sources")
        for producer in ("IGN", "INSEE", "DGCL", "Etalab", "Ministère"):
            assert producer in said


def test_the_card_has_its_credits_under_the_map(inputs):
    """Whose data it is takes two lines at most where names are usual, and covers nothing."""
    sources = every_source("fr", "{}.csv")
    svg = list(pictures(inputs, "fr", sources))[1][0]
    said = [(words, bottom) for words, _, _, bottom in texts(svg)]
    first = next(n for n, (words, _) in enumerate(said) if words.startswith("Sources"))
    assert len(said) - first <= 2
    top = said[first][1] - 20
    assert all(bottom < top for _, bottom in said[:first])
    paths = [path.get("d") for path in ET.fromstring(svg).iter(f"{SVG}path")]  # noqa: S314 ours
    lowest = max(float(y) for d in paths for _, y in re.findall(r"([\d.]+)[ ,]([\d.]+)", d or ""))
    assert lowest < top
