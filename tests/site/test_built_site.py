"""The documentation site that `make docs` has just built: from its folder, and served."""

import contextlib
import functools
import http.server
import threading

import browser
import pytest
from acceptance import TAGS
from accessibility import Axe
from scripts import ROOT

pytestmark = [pytest.mark.site, pytest.mark.browser]

SITE = ROOT / "build" / "docs" / "site"
ACCESSIBLE = [
    *("index.html", "guide.html", "galerie.html", "methode.html"),
    "carnets/3-deux-rentrees.html",  # tables that are wider than a phone, pictures
]


@pytest.fixture(scope="module")
def tab():
    """A tab of Chromium, the same for all: nothing that a page does stays when another opens."""
    with browser.browser() as running:
        yield running.new_page()


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


class Seen:
    """A page that is opened in the tab, what it asks for and complains of."""

    def __init__(self, tab, address, width=1200):
        self.tab, self.requests, self.complaints = tab, [], []
        tab.set_viewport_size({"width": width, "height": 900})
        self.heard = {
            "request": lambda request: self.requests.append(request.url),
            "pageerror": lambda error: self.complaints.append(str(error)),
            "console": lambda message: self.complaints.append(message.text),
        }
        tab.goto("about:blank")
        for event, handler in self.heard.items():
            tab.on(event, handler)
        tab.goto(address)

    def __enter__(self):
        """Give itself."""
        return self

    def __exit__(self, *_):
        """Hear the tab no more: the next page is another's."""
        for event, handler in self.heard.items():
            self.tab.remove_listener(event, handler)


@pytest.mark.parametrize("page", ["guide.html", "galerie.html", "carnets/2-mon-indicateur.html"])
def test_a_page_asks_nothing_of_other_hosts(tab, root, page):
    """It and the maps in its frames load what the site has, and complain of nothing."""
    with Seen(tab, f"{root}/{page}") as seen:
        frames = tab.query_selector_all("iframe.carte")
        for frame in frames:
            frame.scroll_into_view_if_needed()
            frame.content_frame().wait_for_selector("html.ready", state="attached")
    home = (root.removesuffix(f"/{SITE.name}"), "data:", "blob:", "about:")
    assert [address for address in seen.requests if not address.startswith(home)] == []
    assert seen.complaints == []
    assert len(frames) == {"galerie.html": 5, "guide.html": 0}.get(page, 1)


@pytest.mark.parametrize("width", [1200, 390])
@pytest.mark.parametrize("page", ACCESSIBLE)
def test_a_page_is_accessible(tab, page, width):
    """Axe finds nothing, and nothing goes beyond the screen's sides."""
    with Seen(tab, f"{SITE.as_uri()}/{page}", width):
        tab.wait_for_selector(".md-typeset h1")
        assert Axe().run(tab, options={"runOnly": TAGS}).response["violations"] == []
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert tab.evaluate("document.documentElement.lang") == "fr"


@pytest.mark.parametrize("width", [1024, 1200, 1440])
def test_the_navigation_stands_beside_the_page(tab, width):
    """On a laptop its sections are seen without a button, and what is read is as wide as a book."""
    with Seen(tab, f"{SITE.as_uri()}/guide.html", width):
        menu = tab.get_by_role("link", name="La ligne de commande").first.bounding_box()
        read = tab.locator("article").bounding_box()
        assert 0 <= menu["x"] < menu["x"] + menu["width"] <= read["x"]
        assert read["width"] >= 500
        assert not tab.locator("label.md-header__button[for=__drawer]").is_visible()


def test_the_search_is_in_french_and_needs_no_server(tab, root):
    """A word is found with or without its accents, after an apostrophe too."""
    counts = []
    for asked in ("équipement", "equipement"):
        with Seen(tab, f"{root}/fiches.html") as seen:
            field = tab.get_by_placeholder("Rechercher")
            field.wait_for(state="attached")  # the script that the button speaks to is there
            tab.get_by_role("button", name="Recherche").first.click()
            field.fill(asked)
            status = tab.get_by_role("status").filter(has_text="résultat")
            status.wait_for()
            counts.append(status.inner_text())
        assert seen.complaints == []
    assert counts[0] == counts[1]
    assert int(counts[0].split()[0]) > 5


def test_a_page_in_english_says_so(tab):
    """Pages for developers have their language, in a site whose own is French."""
    for page, language in (("architecture", "en"), ("decisions/0016-house", "en"), ("guide", None)):
        with Seen(tab, f"{SITE.as_uri()}/{page}.html"):
            assert tab.locator("article").first.get_attribute("lang") == language
