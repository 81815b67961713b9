"""The codes, pasted in a site: the real page in real frames, each on its own origin."""

import re

import acceptance
import browser
import pytest
import sites
from acceptance import eventually
from accessibility import Axe
from toyland import SIX, make_communes, make_schools

from geo_ent.publish.embed_page import snippets
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

SITE = (
    "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>Site</title>"
    "<style>body{{margin:0}}div{{width:{width}px}}</style></head>"
    "<body><main><h1>Site</h1>{codes}<p style='height:3000px'>Fin</p></main></body></html>"
)
WHOLE = 2000  # pixels: all pages of toyland are taller, in any column
MAP_ALONE = ("h1", "#geo-ent-map-name", "#map_geo_ent", "#geo-ent-legend", ".compact-foot",
             "#geo-ent-whole")  # fmt: skip


@pytest.fixture(scope="module")
def inputs():
    """Toyland, with all that a page can have."""
    return browser.page_inputs(make_communes(), make_schools(SIX))


@pytest.fixture
def site(tmp_path, inputs):
    """Serve the map; give a function that serves a page of another site that holds codes of it."""
    with sites.written_sites(tmp_path) as serve:
        page = acceptance.page_of(inputs, simulated="Tout est simulé.")
        home = serve({"index.html": page})
        coverage = inputs[2]["circonscription"]
        codes = snippets(coverage, facts=browser.facts(), alt="", tr=language("fr"), url=home)

        def pasted(choose, width=760):
            body = "".join(f"<div>{code}</div>" for code in choose(codes))
            return serve({"index.html": SITE.format(codes=body, width=width)})

        yield pasted


def maps_of(page, count):
    """Give the frames of the maps, each whole."""
    assert eventually(page, f"document.querySelectorAll('iframe').length >= {count}")
    handles = [page.locator("iframe").nth(n).element_handle() for n in range(count)]
    frames = [handle.content_frame() for handle in handles]
    for frame in frames:
        frame.wait_for_selector("html.ready", state="attached")
    return frames


def heights(page):
    """Give the heights of the page's frames, as they are shown."""
    return page.evaluate("Array.from(document.querySelectorAll('iframe'), f => f.offsetHeight)")


def overflow(frame):
    """Say how much of what a frame holds is out of it, down and sideways."""
    return frame.evaluate(
        "[document.documentElement.scrollHeight - innerHeight,"
        " document.documentElement.scrollWidth - innerWidth]"
    )


@pytest.mark.parametrize(("width", "height"), [(320, 400), (600, 450), (760, 570), (1400, 800)])
def test_the_first_code_shows_a_whole_map(site, tabs, width, height):
    """No script, no height: from 320 × 400 on the frame has all of the map alone, and no scroll."""
    with tabs.lent(width=1500, bypass_csp=True) as page:
        page.goto(site(lambda codes: [codes.frame], width))
        (frame,) = maps_of(page, 1)
        assert heights(page) == [height]
        assert overflow(frame) == [0, 0]
        for part in MAP_ALONE:
            assert frame.locator(part).is_visible(), part
        for part in (".toolbar", ".panel", "#geo-ent-figures", "body > footer", ".headline"):
            assert not frame.locator(part).is_visible(), part
        assert "Données simulées." in frame.locator(".simulated").inner_text()
        box = frame.locator("#map_geo_ent").bounding_box()
        assert box["height"] >= 110
        faults = Axe().run(page, options={"runOnly": acceptance.TAGS}).response["violations"]
        assert [(fault["id"], [n["html"] for n in fault["nodes"]]) for fault in faults] == []


def test_maps_of_one_page_follow_each_its_own(site, tabs):
    """Three frames, the line of script three times: each has the height of what it shows."""

    def choose(codes):
        other = codes.fitted_frame.replace("#vue=carte", "#vue=carte&amp;niveau=commune")
        return [codes.fitted_frame, codes.whole_frame, other]

    with tabs.lent(width=1200) as page:
        page.goto(site(choose))
        page.evaluate("document.querySelectorAll('iframe').forEach(f => { f.loading = 'eager' })")
        first, whole, other = maps_of(page, 3)
        assert eventually(page, f"document.querySelectorAll('iframe')[1].offsetHeight > {WHOLE}")
        for frame in (first, whole, other):
            assert eventually(frame, "document.documentElement.scrollHeight === innerHeight")
        compact, tall, alike = heights(page)
        assert compact < 760 < WHOLE < tall
        assert abs(alike - compact) < 60
        assert first.evaluate("origin") == "null"
        # and again when its column is narrower: no frame keeps the height of another's page
        page.evaluate("document.querySelector('div').style.width = '320px'")
        assert eventually(first, "innerWidth === 320")
        assert eventually(first, "document.documentElement.scrollHeight === innerHeight")
        assert heights(page)[0] < 700
        assert heights(page)[1] > WHOLE


def test_a_lazy_frame_follows_once_it_is_near(site, tabs):
    """Far down the page nothing is asked for; scrolled to, the map comes and has its height."""

    def choose(codes):
        return ["<p style='height:9000px'>Haut</p>", codes.fitted_frame]

    with tabs.lent(width=1200) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(site(choose))
        page.wait_for_timeout(300)
        assert len([address for address in asked if "favicon" not in address]) == 1
        assert heights(page) == [600]
        page.locator("iframe").scroll_into_view_if_needed()
        (frame,) = maps_of(page, 1)
        assert eventually(page, "document.querySelector('iframe').style.height !== ''")
        assert eventually(frame, "document.documentElement.scrollHeight === innerHeight")


def test_the_wheel_over_a_map_scrolls_the_site(site, tabs):
    """A map alone holds nobody: the page around it goes on."""
    with tabs.lent(width=1200) as page:
        page.goto(site(lambda codes: [codes.frame]))
        maps_of(page, 1)
        page.mouse.move(380, 300)
        page.mouse.wheel(0, 400)
        assert eventually(page, "scrollY > 200")


def test_the_way_to_the_whole_page_keeps_the_view(site, tabs):
    """Out of the sandbox, in a tab of its own: level and zone are those of the frame."""

    def choose(codes):
        return [codes.frame.replace("#vue=carte", "#vue=carte&amp;niveau=commune&amp;zone=95002")]

    with tabs.lent(width=1200) as page:
        page.goto(site(choose))
        (frame,) = maps_of(page, 1)
        assert frame.evaluate("location.hash").startswith("#vue=carte&")
        assert "Carré 2" in frame.locator("#geo-ent-line").inner_text()
        with page.expect_popup() as coming:
            frame.locator("#geo-ent-whole").click()
        whole = coming.value
        whole.wait_for_selector("html.ready", state="attached")
        address = whole.evaluate("location.hash")
        assert re.search("niveau=commune.*zone=95002", address)
        assert "vue=" not in address
        assert whole.evaluate("origin") != "null"
        assert whole.locator(".toolbar").is_visible()
        whole.close()


WATCH = """
  const watch = new MutationObserver(() => {
    if (!document.querySelector("h1")) return;
    window.compactAtFirst = document.documentElement.classList.contains("compact");
    watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
"""


@pytest.mark.parametrize(("address", "compact"), [
    ("#vue=carte", True), ("#niveau=commune&vue=carte", True), ("", False),
    ("#vue=cartes", False), ("#zone=vue=carte", False)])  # fmt: skip
def test_the_view_is_known_before_anything_is_seen(text, show, address, compact):
    """The class is there when the title is; a page that is changed by its address follows."""
    found = show(text, address=address)
    page = found.page
    is_compact = "document.documentElement.classList.contains('compact')"
    assert page.evaluate(is_compact) == compact
    page.add_init_script(WATCH)
    page.reload()
    page.wait_for_selector("html.ready", state="attached")
    assert page.evaluate("window.compactAtFirst") == compact
    page.evaluate("location.hash = '#niveau=commune'")
    assert eventually(page, f"!{is_compact}")
    assert page.locator(".toolbar").is_visible()
    assert acceptance.quiet(found) == []
