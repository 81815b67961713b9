"""The page in a real Chromium: what it asks for, what it shows, what a keyboard can do."""

import importlib.util
from contextlib import contextmanager
from pathlib import Path

import folium
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from shapely import Point

from geo_ent.maps.page import coverage_map

spec = importlib.util.spec_from_file_location("browser", Path(__file__).with_name("browser.py"))
shared = importlib.util.module_from_spec(spec)
spec.loader.exec_module(shared)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium():
    """One Chromium for all the tests of this file."""
    with shared.browser() as running:
        yield running


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's page: six schools, nine communes, two circonscriptions."""
    return shared.page_inputs(toy_communes, toy_schools)


@pytest.fixture
def show(chromium, tmp_path):
    """Open a page's text from a file, at a given width, and watch it."""
    contexts = []

    def opened(text, *, width=1200, height=900, **options):
        at = tmp_path / f"page{len(contexts)}.html"
        at.write_text(text, encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        found = shared.Opened(context.new_page())
        found.page.goto(at.as_uri())
        found.page.wait_for_selector("html.ready", state="attached")
        return found

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def toy(inputs, show):
    """Toyland's page, open."""
    return show(coverage_map(*inputs, facts=shared.facts()).html())


@contextmanager
def quiet(opened):
    """Check that nothing was asked of anyone and that nothing went wrong meanwhile."""
    yield opened.page
    assert opened.requests == [opened.page.url]
    assert opened.complaints == []
    assert opened.dialogs == []


def legend(page):
    """Read the legend: what each class is called and how many zones it holds."""
    names = page.locator("#geo-ent-legend .class-name").all_inner_texts()
    counts = page.locator("#geo-ent-legend .class-count").all_inner_texts()
    plain = [text.replace("\u00a0", " ") for text in counts]
    return dict(zip([name.replace("\u00a0", " ") for name in names], plain, strict=True))


def panel(page):
    """Read the panel, with plain spaces."""
    return page.locator("#geo-ent-panel").inner_text().replace("\u00a0", " ")


def on_screen(page, place):
    """Give where a place of the map is in the window."""
    box = page.locator("#map_geo_ent").bounding_box()
    x, y = page.evaluate(
        f"(() => {{ const p = map_geo_ent.latLngToContainerPoint({place}); return [p.x, p.y]; }})()"
    )
    return box["x"] + x, box["y"] + y


def eventually(page, script):
    """Wait until a script is true; Playwright's own way is an eval, which the policy refuses."""
    for _ in range(40):
        if page.evaluate(script):
            return True
        page.wait_for_timeout(50)
    return False


def dots_painted(page):
    """Count the pixels that the canvas of dots holds."""
    return page.evaluate(
        """() => {
          const canvas = document.querySelector(".leaflet-dots-pane canvas");
          const copy = new OffscreenCanvas(canvas.width, canvas.height);
          const context = copy.getContext("2d", {willReadFrequently: true});
          context.drawImage(canvas, 0, 0);
          const {data} = context.getImageData(0, 0, canvas.width, canvas.height);
          return data.filter((value, index) => index % 4 === 3 && value > 0).length;
        }"""
    )


def test_the_page_asks_for_nothing_and_complains_of_nothing(toy):
    """Opened from a file and used, it makes no request but its own, under its strict policy."""
    with quiet(toy) as page:
        page.get_by_label("Communes", exact=True).check(force=True)
        page.get_by_label("Commune", exact=True).select_option(label="Carré 5")
        page.locator("#map_geo_ent").hover()
        page.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(400)


def test_the_level_changes_zones_legend_and_list(toy):
    """The switch redraws the map, its legend with counts, its title and the list of zones."""
    with quiet(toy) as page:
        zones = page.locator(".leaflet-zones-pane path.leaflet-interactive")
        assert zones.count() == 2
        assert legend(page)["20 à moins de 40 %"] == "1 circonscription"
        assert "sans école" not in legend(page)
        page.get_by_label("Communes", exact=True).check(force=True)
        assert zones.count() == 9
        assert legend(page)["sans école"] == "4 communes"
        assert sum(int(text.split()[0]) for text in legend(page).values()) == 9
        assert page.locator("#geo-ent-zone option").count() == 10
        assert "par commune" in page.locator("#geo-ent-map-name").inner_text()


def test_special_classes_have_patterns(toy):
    """What has no rate is drawn by a pattern, not by a colour of the scale."""
    toy.page.get_by_label("Communes", exact=True).check(force=True)
    fills = toy.page.locator(".leaflet-zones-pane path").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('fill'))"
    )
    assert fills.count("url(#geo-ent-no-school)") == 4


def test_a_keyboard_alone_picks_a_zone(toy):
    """Tab reaches level and list; the chosen zone is told, outlined, and Escape leaves it."""
    with quiet(toy) as page:
        reached = []
        for _ in range(12):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate("document.activeElement.id || document.activeElement.value")
            )
            if reached[-1] == "geo-ent-zone":
                break
        assert reached[-2:] == ["circonscription", "geo-ent-zone"]
        page.keyboard.press("O")
        assert page.locator("#geo-ent-panel-name").inner_text() == "Ouest"
        assert "1 école sur 4 a un ENT (25,0 %)" in panel(page)
        assert "contour estimé" in panel(page).lower()
        assert page.locator(".leaflet-chosen-pane path").count() == 2
        page.keyboard.press("Escape")
        assert page.locator("#geo-ent-panel-name").inner_text() == "Carré"
        assert page.locator(".leaflet-chosen-pane path").count() == 0


def test_a_click_picks_a_zone_and_its_schools(toy):
    """Clicking a zone shows what it says: rate, bounds, interval, schools, and those without."""
    with quiet(toy) as page:
        page.locator(".leaflet-zones-pane path").nth(1).click()
        said = panel(page)
        assert "1 école sur 2 a un ENT (50,0 %)" in said
        assert "Entre 50,0 % et 100,0 %, selon l’école dont on ne sait rien." in said
        assert "Intervalle de confiance à 95 % : de 25,0 % à 75,0 %." in said
        assert page.locator(".schools li").count() == 2
        assert "Beneylu School" in said
        page.get_by_label("Seulement celles").check()
        assert page.locator(".schools li").count() == 1
        page.get_by_role("button", name="Tout le territoire").click()
        assert page.evaluate("document.activeElement.id") == "geo-ent-zone"


def test_hovering_a_zone_and_a_school_shows_a_tooltip(toy):
    """The tooltip names the zone with n/N and rate, or the school under the pointer."""
    with quiet(toy) as page:
        x, y = on_screen(page, "map_geo_ent.getCenter()")
        page.mouse.move(x, y + 25)
        said = page.locator(".tip").inner_text().replace("\u00a0", " ")
        assert said.split("\n") == ["Ouest", "1 école sur 4 a un ENT (25,0 %)"]
        row = toy.page.evaluate("JSON.parse(document.getElementById('geo-ent-data').text).schools")
        x, y = on_screen(page, f"[{row['lat'][0] / 1e5}, {row['lon'][0] / 1e5}]")
        page.mouse.move(x, y)
        said = page.locator(".tip").inner_text().replace("\u00a0", " ")
        assert said.split("\n") == ["École 9500001A", "Carré 1", "Un ENT pour toute l’école : ONE"]
        page.keyboard.press("Escape")
        assert eventually(page, "!document.querySelector('.tip')")


def test_dots_are_shown_and_hidden(toy):
    """Each status has its box; with all of them off nothing is painted."""
    with quiet(toy) as page:
        boxes = page.locator("#geo-ent-dots input")
        assert boxes.count() == 5
        painted = [dots_painted(page)]
        for index in range(5):
            boxes.nth(index).focus()
            page.keyboard.press("Space")
            painted.append(dots_painted(page))
        assert painted == sorted(set(painted), reverse=True)
        assert painted[-1] == 0


def test_hostile_text_is_shown_as_text(inputs, show):
    """Whatever the field, hostile text is read on the page; nothing of it runs."""
    *frames, facts = shared.hostile(inputs)
    found = show(coverage_map(*frames, facts=facts).html())
    with quiet(found) as page:
        text = " ".join(" ".join(shared.HOSTILE).split())
        page.locator(".leaflet-zones-pane path").first.click()
        page.locator(".leaflet-zones-pane path").first.hover()
        said = " ".join(page.locator("body").inner_text().split())
        assert said.count(text) > 8
        assert text in " ".join(page.locator(".schools li").first.inner_text().split())
        assert page.locator("img").count() == 0
        assert page.evaluate("typeof window.alerted") == "undefined"


@pytest.mark.parametrize("width", [320, 360, 768])
def test_narrow_screens_scroll_one_way(inputs, show, width):
    """On a phone nothing overflows sideways, with or without a chosen zone."""
    found = show(
        coverage_map(*inputs, facts=shared.facts(simulated="Tout est simulé.")).html(), width=width
    )
    with quiet(found) as page:
        for label in ("Tout le territoire", "Ouest"):
            page.locator("#geo-ent-zone").select_option(label=label)
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_wheel_scrolls_the_page_until_asked(toy):
    """Over the map the wheel scrolls the page; with Ctrl it zooms the map."""
    with quiet(toy) as page:
        before = page.evaluate("map_geo_ent.getZoom()")
        page.locator("#map_geo_ent").hover()
        page.mouse.wheel(0, 120)
        assert eventually(page, "window.scrollY > 0")
        assert page.evaluate("map_geo_ent.getZoom()") == before
        page.locator("#map_geo_ent").hover()
        page.keyboard.down("Control")
        page.mouse.wheel(0, -120)
        assert eventually(page, f"map_geo_ent.getZoom() > {before}")


def test_without_javascript_the_table_is_there(inputs, chromium, tmp_path):
    """The figures are read without a script, and the page says why there's no map."""
    at = tmp_path / "page.html"
    at.write_text(coverage_map(*inputs, facts=shared.facts()).html(), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at.as_uri())
    assert page.get_by_role("row").count() == 4
    assert page.get_by_text("a besoin de JavaScript").is_visible()
    assert not page.locator("#map_geo_ent").is_visible()
    context.close()


@pytest.mark.parametrize("width", [1200, 320])
@pytest.mark.parametrize("zone", ["Tout le territoire", "Ouest"])
def test_axe_finds_no_fault(inputs, show, width, zone):
    """axe-core finds no WCAG 2.1 A or AA violation, with the panel closed and open."""
    text = coverage_map(*inputs, facts=shared.facts(simulated="Tout est simulé.")).html()
    found = show(text, width=width, bypass_csp=True)  # axe is a script that the policy refuses
    found.page.locator("#geo-ent-zone").select_option(label=zone)
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    faults = Axe().run(found.page, options={"runOnly": rules}).response["violations"]
    told = [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults]
    assert told == []


def test_folium_layers_work_on_the_map(inputs, show):
    """A marker with a popup and a layer control, added by Folium, work without a request."""
    found = coverage_map(*inputs, facts=shared.facts())
    group = folium.FeatureGroup(name="Repères").add_to(found)
    center = np.mean(found.geo_ent_bounds, axis=0).tolist()
    folium.Marker(center, popup="<b>Ici</b>").add_to(group)
    folium.LayerControl(collapsed=False).add_to(found)
    with quiet(show(found.html())) as page:
        marker = page.locator("img.leaflet-marker-icon")
        assert marker.evaluate("image => image.complete && image.naturalWidth > 0")
        marker.click()
        assert page.locator(".leaflet-popup-content b").inner_text() == "Ici"
        page.locator(".leaflet-control-layers").get_by_label("Repères").uncheck()
        assert marker.count() == 0
        assert page.locator(".leaflet-zones-pane path").count() == 2


def test_the_notebook_frame_shows_the_map(inputs, chromium):
    """What a notebook is given draws the map in a frame, without a request."""
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(coverage_map(*inputs, facts=shared.facts())._repr_html_())
    frame = page.frame_locator("iframe")
    frame.locator(".leaflet-zones-pane path").first.wait_for()
    assert frame.locator(".leaflet-zones-pane path").count() == 2
    assert [url for url in asked if url.startswith("http")] == []
    page.close()


def test_a_map_born_hidden_fits_when_shown(inputs, chromium, tmp_path):
    """In a frame that has no size at first, the territory is in view once it has one."""
    at = tmp_path / "page.html"
    at.write_text(coverage_map(*inputs, facts=shared.facts()).html(), encoding="utf-8")
    outer = tmp_path / "outer.html"
    outer.write_text(
        f'<iframe src="{at.name}" width="1000" height="900" style="display:none"></iframe>'
    )
    page = chromium.new_page()
    page.goto(outer.as_uri())
    page.locator("iframe").evaluate("frame => { frame.style.display = 'block'; }")
    zone = page.frame_locator("iframe").locator(".leaflet-zones-pane path").first
    page.wait_for_timeout(500)
    assert zone.bounding_box()["width"] > 100
    page.close()


def test_a_school_without_a_position_is_listed(inputs, show):
    """It has no dot, and the panel says so."""
    schools, zones, coverage = inputs
    schools.loc["9500005E", "geometry"] = Point()
    found = show(coverage_map(schools, zones, coverage, facts=shared.facts()).html())
    with quiet(found) as page:
        page.locator("#geo-ent-zone").select_option(label="Est")
        assert "sans position" in panel(page)
