"""The documentation site that `make docs` has just built: from its folder, and served."""

import contextlib
import functools
import http.server
import threading

import browser
import pytest
from acceptance import TAGS
from axe_playwright_python.sync_playwright import Axe
from scripts import ROOT

pytestmark = [pytest.mark.site, pytest.mark.browser]

SITE = ROOT / "build" / "docs" / "site"
PAGES = ("index.html", "guide.html", "galerie.html", "methode.html", "cases/somme.html")


@pytest.fixture(scope="module")
def chromium():
    """Chromium, once for all."""
    with browser.browser() as running:
        yield running


@contextlib.contextmanager
def served(folder):
    """Serve a folder, quietly; give its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module", params=["folder", "served"])
def root(request):
    """The site's address: of the folder, and of a server where it is below the root."""
    if request.param == "folder":
        yield SITE.as_uri()
        return
    with served(SITE.parent) as address:
        yield f"{address}/{SITE.name}"


def opened(chromium, address, width=1200):
    """Open a page, and note what it asks for and complains of."""
    page = chromium.new_page(viewport={"width": width, "height": 900})
    seen = browser.Opened(page)
    page.goto(address)
    return seen


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_nothing_of_other_hosts(chromium, root, page):
    """It and the maps in its frames load what the site has, and complain of nothing."""
    seen = opened(chromium, f"{root}/{page}")
    frames = seen.page.query_selector_all("iframe.carte")
    for frame in frames:
        frame.scroll_into_view_if_needed()
        frame.content_frame().wait_for_selector("html.ready", state="attached")
    home = root.removesuffix(f"/{SITE.name}")
    assert [url for url in seen.requests if not url.startswith((home, "data:", "blob:"))] == []
    assert seen.complaints == []
    assert len(frames) == {"index.html": 1, "galerie.html": 5, "cases/somme.html": 1}.get(page, 0)
    seen.page.close()


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("page", ["index.html", "guide.html", "galerie.html", "methode.html"])
def test_a_page_is_accessible(chromium, page, width):
    """Axe finds nothing, and nothing goes beyond the screen's sides."""
    seen = opened(chromium, f"{SITE.as_uri()}/{page}", width)
    seen.page.wait_for_selector(".md-typeset h1")
    assert Axe().run(seen.page, options={"runOnly": TAGS}).response["violations"] == []
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert seen.page.evaluate("document.documentElement.lang") == "fr"
    seen.page.close()


def test_the_search_is_in_french_and_needs_no_server(chromium, root):
    """A word is found with or without its accents, after an apostrophe too."""
    counts = []
    for asked in ("équipement", "equipement"):
        seen = opened(chromium, f"{root}/guide.html")
        seen.page.keyboard.press("Control+k")
        field = seen.page.get_by_placeholder("Rechercher")
        field.fill(asked)
        status = seen.page.get_by_role("status").filter(has_text="résultat")
        status.wait_for()
        counts.append(status.inner_text())
        assert seen.complaints == []
        seen.page.close()
    assert counts[0] == counts[1]
    assert int(counts[0].split()[0]) > 5


def test_a_page_in_english_says_so(chromium):
    """Pages for developers have their language, in a site whose own is French."""
    for page, language in (("architecture", "en"), ("decisions/0016-house", "en"), ("guide", None)):
        seen = opened(chromium, f"{SITE.as_uri()}/{page}.html")
        assert seen.page.locator("article").first.get_attribute("lang") == language
        seen.page.close()
