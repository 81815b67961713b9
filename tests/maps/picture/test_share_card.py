"""The card that is shown beside a shared address, and what the page's head says of it."""

import io
import re
import xml.etree.ElementTree as ET

import browser as shared
import pytest
from outline import Outline
from PIL import Image

from geo_ent.indicators.catalogue import COVERAGE
from geo_ent.maps import palette
from geo_ent.maps.page.coverage_page import coverage_page
from geo_ent.maps.picture.raster import png
from geo_ent.maps.picture.share_card import CARD_HEIGHT, CARD_WIDTH, card_svg
from geo_ent.telling.language import language

FRENCH = language("fr")
SVG = "{http://www.w3.org/2000/svg}"
URL = "https://dane.fr/ent/"


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's schools, zones and coverage."""
    return shared.page_inputs(toy_communes, toy_schools)


def card(inputs, **said):
    """Draw toyland's card."""
    _, zones, coverage = inputs
    told = {"level": "circonscription", "indicator": COVERAGE, "alt": "Carte.", "tr": FRENCH}
    return card_svg(zones, coverage, facts=shared.facts(**said), **told)


def words(svg):
    """Give the lines of a card."""
    root = ET.fromstring(svg)  # noqa: S314 ours
    return [element.text.replace("\u00a0", " ") for element in root.iter(f"{SVG}text")]


def head(inputs, *, shown="", lang="fr", **said):
    """Give what the page's head tells of it to others, by name."""
    page = coverage_page(*inputs, facts=shared.facts(**said), card=shown, lang=lang).html()
    metas = [attrs for tag, attrs, _ in Outline(page).seen if tag == "meta"]
    named = {meta.get("property", meta.get("name")): meta.get("content") for meta in metas}
    return {name: text for name, text in named.items() if name and re.match("og:|twitter:", name)}


def test_the_card_is_a_picture_of_the_size_that_networks_ask_for(inputs):
    """1,200 by 630, with title, date, headline, the classes, and the map in their colours."""
    svg = card(inputs)
    said = " ".join(words(svg))
    for told in ("Les écoles et l’ENT dans le Carré", "situation au 30 juin 2023",
                 "2 écoles sur 6 ont un ENT", "Part des écoles qui ont un ENT"):  # fmt: skip
        assert told in said
    picture = Image.open(io.BytesIO(png(svg, width=CARD_WIDTH))).convert("RGB")
    assert picture.size == (CARD_WIDTH, CARD_HEIGHT) == (1200, 630)
    colours = {colour: n for n, colour in picture.getcolors(1 << 20)}
    fills = set(re.findall(r'fill="(#[0-9a-f]{6})"', svg)) & {
        fill for ramp in palette.SEQUENTIAL.values() for fill in ramp
    }
    # two halves of a square of 502 units
    assert sum(colours.get(tuple(bytes.fromhex(fill[1:])), 0) for fill in fills) > 200_000
    assert svg == card(inputs)


def test_simulated_data_is_said_first(inputs):
    """Before the title, and in what is told beside the card."""
    assert words(card(inputs, simulated="Tout est simulé."))[0] == "Données simulées."
    told = head(inputs, url=URL, simulated="Tout est simulé.")
    assert told["og:description"].startswith("Données simulées. 2 écoles sur 6")


def test_nothing_runs_out_of_the_card(inputs):
    """A title and a headline without end leave out the classes, and stay on the card."""
    svg = card(inputs, title="Une très longue carte " * 40, headline="Une phrase sans fin " * 60)
    root = ET.fromstring(svg)  # noqa: S314 ours
    lines = [float(element.get("y")) for element in root.iter(f"{SVG}text")]
    assert max(lines) < CARD_HEIGHT - 10
    assert "moins de" not in " ".join(words(svg))


def test_a_page_with_an_address_says_what_to_show(inputs):
    """Whole addresses, the title, the headline, the language; the card and what it shows."""
    told = head(inputs, url=URL, shown="Carte : 2 écoles.")
    assert told == {
        "og:type": "website",
        "og:title": "Les écoles et l’ENT dans le Carré",
        "og:description": "2 écoles sur 6 ont un ENT, soit 33,3 %.",
        "og:url": "https://dane.fr/ent/index.html",
        "og:locale": "fr_FR",
        "og:image": "https://dane.fr/ent/card.png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Carte : 2 écoles.",
        "twitter:card": "summary_large_image",
    }
    assert head(inputs, url=URL, lang="en")["og:locale"] == "en_GB"


def test_without_a_card_none_is_named(inputs):
    """Nor is anything said without an address: half of one would be found nowhere."""
    told = head(inputs, url=URL)
    assert "og:image" not in told
    assert told["twitter:card"] == "summary"
    assert head(inputs, shown="Carte.") == {}


@pytest.mark.parametrize("evil", shared.HOSTILE)
def test_hostile_text_is_text(inputs, evil):
    """In the card and in the head, a title is those very characters."""
    assert head(inputs, url=URL, title=evil, shown=evil)["og:title"] == evil
    ET.fromstring(card(inputs, title=evil, headline=evil, territory=evil))  # noqa: S314 ours
