"""Sharing, printing, correcting and the basemap, in a real Chromium."""

import base64
import re
from collections import Counter
from urllib.parse import parse_qs, unquote, urlsplit

import acceptance
import browser
import pandas as pd
import pypdfium2
import pytest
from acceptance import eventually, open_sharing, plain, quiet, settled

from geo_ent.publish.embed_page import snippets
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c494441"
    "54789c63b8fbee2e00055402a97ff411e00000000049454e44ae426082"
)
"""A picture of one pale green pixel."""


def test_the_link_and_the_code_tell_the_view(toy):
    """Both name the zone shown; the code is the first of `embed.html`, of that view."""
    page = toy.page
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    open_sharing(page)
    assert "&zone=A" in page.locator("#geo-ent-link").input_value()
    code = page.locator("#geo-ent-code").input_value()
    assert re.search(r' src="https://[^"]+#vue=carte&amp;[^"]+&amp;zone=A" title="Part ', code)
    page_code = snippets(
        pd.DataFrame({"zone_name": [], "schools_n": [], "covered_n": []}),
        facts=browser.facts(), alt="", tr=language("fr"),
    ).frame  # fmt: skip
    own = re.sub(' (?:src|title)="[^"]*"', "", page_code)
    assert re.sub(' (?:src|title)="[^"]*"', "", code) == own
    assert "vue=" not in page.locator("#geo-ent-link").input_value()
    assert "une fois qu’elle est en ligne" in page.locator(".share-body").inner_text()


def test_the_published_address_is_in_the_link_and_the_code(toy_communes, toy_schools, show):
    """From a file too, both name where the page will be, and nothing is left to say of it."""
    inputs = browser.page_inputs(toy_communes, toy_schools)
    page = show(acceptance.page_of(inputs, url="https://dane.fr/ent/")).page
    open_sharing(page)
    link = page.locator("#geo-ent-link").input_value()
    assert link.startswith("https://dane.fr/ent/index.html#indicateur=")
    assert (
        ' src="https://dane.fr/ent/index.html#vue=carte&amp;'
        in page.locator("#geo-ent-code").input_value()
    )
    assert "une fois qu’elle est en ligne" not in page.locator(".share-body").inner_text()


def test_the_link_is_copied(text, show):
    """The browser's clipboard holds the link, and the page says so."""
    opened = show(text, permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    open_sharing(page)
    page.get_by_role("button", name="Copier : Le lien").click()
    assert eventually(
        page, "document.querySelector('.share-body [role=status]').textContent !== ''"
    )
    assert page.locator(".share-body [role=status]").inner_text() == "Copié."
    link = page.locator("#geo-ent-link").input_value()
    assert page.evaluate("navigator.clipboard.readText()") == link


PIXELS = """
  async (address) => {
    const picture = new Image();
    picture.src = address;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const seen = {};
    for (let at = 0; at < data.length; at += 4) {
      const name = [data[at], data[at + 1], data[at + 2]].join();
      seen[name] = (seen[name] || 0) + 1;
    }
    return [picture.width, picture.height, seen];
  }
"""


def picture_of(page):
    """Save the map's picture; give its size and how many pixels have each colour."""
    if not page.locator(".share-body").is_visible():
        page.locator("details.sharing summary").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert saved.value.suggested_filename.endswith(".png")
    data = base64.b64encode(saved.value.path().read_bytes()).decode()
    return page.evaluate(PIXELS, f"data:image/png;base64,{data}")


def test_the_picture_holds_the_map(toy):
    """It is twice as sharp as the screen and has the colours of zones, schools and ring."""
    page = toy.page
    width, height, seen = picture_of(page)
    box = page.locator("#map_geo_ent").bounding_box()
    assert width == 2 * (round(box["width"]) + 56)
    assert height > 2 * box["height"] + 300
    fills = page.locator(".leaflet-zones-pane path").evaluate_all(
        "all => all.map(path => path.getAttribute('fill'))"
    )
    for fill in fills:
        assert seen[",".join(map(str, bytes.fromhex(fill[1:])))] > 10_000
    assert seen["11,122,94"] > 50
    ring = "255,202,0"
    assert seen.get(ring, 0) == 0
    page.locator("#geo-ent-find").fill("9500005e")
    page.locator("#geo-ent-find").press("Enter")
    assert picture_of(page)[2][ring] > 500
    assert quiet(toy) == []


PAPER_WIDTH = 186 / 25.4 * 96  # pixels: A4 without its margins


@pytest.mark.parametrize("width", [1200, 390])
def test_it_prints_on_one_sheet(text, show, width):
    """Title, headline, map in its colours, legend, table and sources, from any screen; no more."""
    found = show(text, width=width)
    page = found.page
    settled(page)
    sheets = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(sheets) == 1
    assert [round(side) for side in sheets[0].get_size()] == [595, 842]
    said = plain(sheets[0].get_textpage().get_text_range())
    for there in ("Données simulées", "Les écoles et l’ENT dans le Carré", "2 écoles sur 6",
                  "Part des écoles qui ont un ENT", "Ouest", "Ensemble", "Ministère",
                  "Les autres précautions de lecture"):  # fmt: skip
        assert there in " ".join(said.split()), there
    for gone in ("Partager", "Affichage", "Télécharger", "Copier", "Leaflet"):
        assert gone not in said, gone
    fills = page.locator(".leaflet-zones-pane path").evaluate_all(
        "all => all.map(path => path.getAttribute('fill'))"
    )
    drawn = sheets[0].render(scale=1, rev_byteorder=True)
    pixels, step = bytes(drawn.buffer), drawn.n_channels
    seen = Counter(pixels[at : at + 3] for at in range(0, len(pixels), step))
    # a square some 80 mm wide is 50,000 points of the sheet
    assert sum(seen[bytes.fromhex(fill[1:])] for fill in set(fills)) > 30_000
    assert quiet(found) == []


def test_paper_has_the_map_at_its_width(toy, tmp_path):
    """A4: controls are gone, the map's marks are shapes, and the screen is as it was afterwards."""
    page = toy.page
    before = page.evaluate("[map_geo_ent.getZoom(), map_geo_ent.getSize().x]")
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    assert page.evaluate("[map_geo_ent.getZoom(), map_geo_ent.getSize().x]") == before
    assert page.locator(".ink").count() == 0
    assert page.locator("#geo-ent-figures thead button").count() == 9
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".ink > g").count() == 6
    assert page.locator("#geo-ent-figures thead button").count() == 0
    wide = page.locator(".map-frame").bounding_box()["width"]
    assert abs(wide - PAPER_WIDTH) < 2
    assert abs(page.evaluate("map_geo_ent.getSize().x") - PAPER_WIDTH) < 4
    for gone in (".controls", ".sharing", ".table-tools", ".skip-links", ".leaflet-control-zoom"):
        assert not page.locator(gone).first.is_visible()
    for there in ("h1", ".headline", "#map_geo_ent", "#geo-ent-legend", "#geo-ent-figures table"):
        assert page.locator(there).first.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert quiet(toy) == []


def test_an_error_is_told_by_mail(toy):
    """The link opens a mail to the contact, with the UAI, the school and what is shown of it."""
    page = toy.page
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    link = page.locator(".schools li[data-uai='9500001A'] a.correct")
    parts = urlsplit(link.get_attribute("href"))
    said = parse_qs(parts.query)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", "dane@ac-carre.example")
    assert set(said) == {"subject", "body"}
    assert "9500001A" in said["subject"][0]
    body = plain(said["body"][0])
    assert "École : Saint-Étienne\r\n" in body
    assert "Commune : Carré 1\r\n" in body
    assert "Un ENT pour toute l’école : ONE" in body
    assert plain(link.text_content()) == "Signaler une erreur : Saint-Étienne"


def test_without_a_contact_no_error_can_be_told(toy_communes, toy_schools, show):
    """A page that names nobody has no link."""
    page = show(acceptance.page_of(browser.page_inputs(toy_communes, toy_schools), contact="")).page
    page.locator("#geo-ent-zone").select_option(label="Ouest")
    assert page.locator("a.correct").count() == 0


def test_the_basemap_is_asked_for_only_when_it_is_wanted(toy):
    """No request before; then tiles of IGN's server only, named on the map, under pale zones."""
    page = toy.page
    headers = {"Access-Control-Allow-Origin": "*"}
    page.context.route(
        re.compile("^https:"),
        lambda route: route.fulfill(body=PIXEL, content_type="image/png", headers=headers),
    )
    settled(page)
    asked = lambda: [url for url in toy.requests if url.startswith("http")]  # noqa: E731
    assert asked() == []
    pane = "getComputedStyle(document.querySelector('.leaflet-zones-pane')).opacity"
    assert page.evaluate(pane) == "1"
    browser.unfold(page, "settings")
    page.get_by_label("Fond de carte IGN").check()
    assert eventually(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    assert {urlsplit(url).netloc for url in asked()} == {"data.geopf.fr"}
    query = parse_qs(urlsplit(asked()[0]).query)
    assert query["LAYER"] == ["GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2"]
    assert float(page.evaluate(pane)) < 0.7
    assert "© IGN" in page.locator(".leaflet-control-attribution").inner_text()
    picture_of(page)
    browser.unfold(page, "settings")
    page.get_by_label("Fond de carte IGN").uncheck()
    asked_before = len(asked())
    zoom = page.evaluate("map_geo_ent.getZoom()")
    page.evaluate("void map_geo_ent.zoomIn()")
    assert eventually(page, "zoom => map_geo_ent.getZoom() > zoom", zoom)
    assert len(asked()) == asked_before
    assert page.evaluate(pane) == "1"
    assert toy.complaints == []


AWAY = "Le fond de carte de l’IGN ne répond pas : il est éteint. Réessayez plus tard."
OFF = "!document.getElementById('geo-ent-basemap').checked"


@pytest.mark.parametrize("answer", ["none", "late", "error"])
def test_a_basemap_that_does_not_come_says_so(toy, answer):
    """Blocked, never answering or failing: it unticks itself with a sentence, and stays of use."""
    page = toy.page
    answers = {
        "none": lambda route: route.abort(),
        "late": lambda _route: None,
        "error": lambda route: route.fulfill(status=503),
    }
    page.context.route(re.compile("^https:"), answers[answer])
    browser.unfold(page, "settings")
    # Not check(), which looks whether the box stayed ticked: a quick failure unticks it before.
    page.get_by_label("Fond de carte IGN").click()
    picture_of(page)  # meanwhile: a tile that isn't there neither spoils the picture nor keeps it
    assert eventually(page, OFF)
    assert page.locator(".map-said").inner_text() == AWAY
    browser.unfold(page, "settings")
    assert page.locator(".settings").get_by_text(AWAY).is_visible()
    assert page.locator(".leaflet-tile-pane img").count() == 0
    page.context.unroute(re.compile("^https:"))
    page.context.route(
        re.compile("^https:"),
        lambda route: route.fulfill(
            body=PIXEL, content_type="image/png", headers={"Access-Control-Allow-Origin": "*"}
        ),
    )
    page.get_by_label("Fond de carte IGN").check()
    assert eventually(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 3")
    assert not page.evaluate(OFF)
    assert not page.locator(".settings").get_by_text(AWAY).is_visible()


def test_tiles_without_a_right_to_them_leave_the_picture_whole(toy):
    """A server that lets nobody read its tiles gives none: the picture is saved without them."""
    page = toy.page
    page.context.route(
        re.compile("^https:"), lambda route: route.fulfill(body=PIXEL, content_type="image/png")
    )
    browser.unfold(page, "settings")
    page.get_by_label("Fond de carte IGN").check()
    width, _, seen = picture_of(page)
    assert width > 1000
    assert len(seen) > 10


def test_in_a_frame_a_link_to_another_site_opens_beside_it(text, show, tmp_path):
    """Many sites refuse to be framed: the map stays, the site comes in a tab of its own."""
    found = show(text)
    frame = acceptance.frame_of(found, tmp_path, height=900)
    found.page.context.route("https://exemple.fr/**", lambda route: route.fulfill(body="là"))
    at = frame.url
    frame.evaluate(
        "document.querySelector('footer').innerHTML = '<a href=https://exemple.fr/>là</a>'"
    )
    with found.page.expect_popup() as coming:
        frame.locator("footer a").click()
    assert coming.value.url == "https://exemple.fr/"
    assert frame.url == at
    place = frame.locator("a[href='#geo-ent-table']").last
    place.click()  # is gone to in the frame
    assert place.get_attribute("target") is None
    coming.value.close()
