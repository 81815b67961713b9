"""Search over an atlas in a real Chromium, through the files that a real server sends."""

import browser
import pytest
import sites
from acceptance import eventually
from accessibility import Axe

from geo_ent.communes.bundled import commune_texts
from geo_ent.maps.page.page_script import asset, in_one_function, joined
from geo_ent.publish.atlas.national_tables import national_figures
from geo_ent.publish.atlas.overview_page import write_index
from geo_ent.publish.atlas.search_shards import write_search
from geo_ent.publish.atlas.search_words import bare_words
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

MODULES = [("dom", "maps"), ("language", "maps"), ("matching", "maps"), ("atlas_search", "publish")]
PAGE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Atlas</title></head>
<body><form id="geo-ent-search" data-shards="search/" data-home="">
<label for="geo-ent-find">Ma commune</label>
<input id="geo-ent-find" role="combobox" aria-controls="geo-ent-found" aria-expanded="false">
<ul id="geo-ent-found" role="listbox" aria-label="Résultats" hidden></ul>
<p id="geo-ent-find-count" role="status"></p></form><p id="geo-ent-figures">…</p>
<script>{script}</script></body></html>"""
OFFERED = (  # what the tests ask of the module beside what a reader does
    "window.sought = async (typed) => (await soughtFor(joinedCodes(typed))).answers;"
    "window.wordsOf = (text) => matchKey(text).trim().split(' ').filter(Boolean);startSearch();"
)


@pytest.fixture(scope="module")
def script():
    """Join the modules of the search as a page does."""
    parts = [joined(asset(f"{name}.js", room)) for name, room in MODULES]
    return in_one_function([*parts, OFFERED])


@pytest.fixture(scope="module")
def home(script, schools, parts, tmp_path_factory):
    """Serve an atlas' search beside a page."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "index.html").write_text(PAGE.replace("{script}", script), encoding="utf-8")
    homes = {part.code: part.name for part in parts}
    academies = {"besancon.html": "Besançon"}
    write_search(folder / "search", schools.assign(postcode="48000"), homes, academies)
    with sites.sites() as serve:
        yield serve(folder)


@pytest.fixture
def opened(home, tabs):
    """Open the page."""
    with tabs.lent(width=800) as page:
        page.goto(home)
        yield page


def sought(page, texts):
    """Look for texts; give for each the codes found."""
    look = "texts => Promise.all(texts.map(async t => (await sought(t)).map(({id}) => id)))"
    return page.evaluate(look, texts)


def test_every_commune_and_every_school_is_found(opened, schools, parts):
    """By its name, those of that name first, or its code; a school by name and commune, or UAI."""
    names = {code: name for part in parts for code, name in part.communes.items()}
    found = dict(zip(names, sought(opened, [*names.values()]), strict=True))
    assert all(code in codes for code, codes in found.items())
    bare = {code: bare_words(name) for code, name in names.items()}
    assert all(bare[codes[0]] == bare[code] for code, codes in found.items())
    assert [codes[0] for codes in sought(opened, [*names])] == [*names]
    by_name = [
        f"{name} {names[code]}"
        for name, code in zip(schools["name"], schools["commune_code"], strict=True)
    ]
    for texts in (
        [*schools.index],
        by_name,
        [" ".join(reversed(text.split())) for text in by_name],
    ):
        assert all(
            uai in codes for uai, codes in zip(schools.index, sought(opened, texts), strict=True)
        )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("MENDE", "48095"),
        ("st étienne du valdonnez", "48147"),
        ("valdonnez saint", "48147"),
        ("Saint-Etienne-du-V", "48147"),
        ("belfrot", "90010"),  # a slip
        ("froidefontiane", "90051"),
        ("48 095", "48095"),  # a code in two words
        ("froide fontaine", "90051"),  # two words for one
        ("territoire belfort", "departements/90/index.html"),
        ("lozere", "departements/48/index.html"),
        ("academie besancon", "academies/besancon.html"),
        ("lebuisson", "48032"),  # one for two
        ("carré albaret", "0489"),
    ],
)
def test_typed_as_people_do(opened, typed, code):
    """Accents, case, hyphens, "St", words in any order, begun, misspelt, codes with spaces."""
    (codes,) = sought(opened, [typed])
    assert codes[0].startswith(code)


def test_a_uai_without_its_zero_or_in_parts(opened, schools):
    """« 489000X » and « 048 9000 X » are the UAI 0489000X."""
    uai = schools.index[0]
    whole, bare, parted = sought(opened, [uai, uai[1:], f"{uai[:3]} {uai[3:7]} {uai[7:].lower()}"])
    assert whole[0] == bare[0] == parted[0] == uai


def test_words_are_those_of_the_page(opened):
    """What Python files a name under is what the page's script looks for."""
    texts = [
        *browser.HOSTILE,
        "Œuvre d’Été",
        "SAINTE-MÈRE-ÉGLISE",
        "n°2 ² ½ ﬁn",
        "İstanbul ß Ωραία",
        "a_b",
    ]
    texts += commune_texts("name")[::50]
    assert opened.evaluate("texts => texts.map(wordsOf)", texts) == [
        [*bare_words(t)] for t in texts
    ]


def test_a_reader_types_and_goes(opened, home):
    """The list opens as one types, arrows and Enter lead to the commune on its page."""
    box = opened.locator("#geo-ent-find")
    box.press_sequentially("mende")
    assert eventually(opened, "!document.getElementById('geo-ent-found').hidden")
    assert "Commune · Lozère" in opened.locator("#geo-ent-found li").first.inner_text()
    assert opened.locator("#geo-ent-find-count").inner_text().startswith("1\u00a0résultat")
    assert box.get_attribute("aria-expanded") == "true"
    box.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert opened.locator(f"#{active}").get_attribute("aria-selected") == "true"
    with opened.expect_request(lambda asked: "departements" in asked.url) as asked:
        box.press("Enter")
    assert asked.value.url == f"{home}departements/48/index.html"
    assert eventually(opened, "location.hash === '#niveau=commune&zone=48095'")


def test_escape_closes_then_empties(opened):
    """As in the box of a département's page."""
    box = opened.locator("#geo-ent-find")
    box.press_sequentially("mende")
    assert eventually(opened, "!document.getElementById('geo-ent-found').hidden")
    box.press("Escape")
    assert opened.locator("#geo-ent-found").is_hidden()
    assert box.input_value() == "mende"
    box.press("Escape")
    assert not box.input_value()


def test_nothing_found_is_said(opened):
    """In a sentence that says what can be found; the typed text is text."""
    opened.locator("#geo-ent-find").fill("<b>zzz</b>")
    said = "document.getElementById('geo-ent-find-count').textContent"
    assert eventually(opened, f"{said}.startsWith('Rien pour')")
    assert "<b>zzz</b>" in opened.evaluate(said)


def test_a_name_is_never_markup(script, schools, tabs, tmp_path):
    """A school whose name is hostile is shown as it is written."""
    name = " ".join(browser.HOSTILE)
    (tmp_path / "index.html").write_text(PAGE.replace("{script}", script), encoding="utf-8")
    write_search(tmp_path / "search", schools.assign(name=name), {"48": "<b>Lozère</b>"})
    with sites.sites() as serve, tabs.lent(width=800) as page:
        page.goto(serve(tmp_path))
        page.locator("#geo-ent-find").fill(schools.index[0])
        assert eventually(page, "!document.getElementById('geo-ent-found').hidden")
        assert page.locator("#geo-ent-found img, #geo-ent-found script").count() == 0
        assert (
            "</script><script>alert(1)</script>" in page.locator("#geo-ent-found li").inner_text()
        )


def test_without_a_server_it_says_so(script, tabs, tmp_path):
    """Opened as a file, one sentence says why and leads to the list."""
    page_file = tmp_path / "index.html"
    page_file.write_text(PAGE.replace("{script}", script), encoding="utf-8")
    with tabs.lent(width=800) as page:
        page.goto(page_file.as_uri())
        page.locator("#geo-ent-find").fill("mende")
        said = page.locator("#geo-ent-find-count")
        assert eventually(page, "document.querySelector('#geo-ent-find-count a')")
        assert "demande un serveur web" in said.inner_text()
        assert said.locator("a").get_attribute("href") == "#geo-ent-figures"


def test_files_that_changed_under_an_open_page(opened):
    """A file that is gone makes the page read the index again, once."""
    asked = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.route("**/w-*.json", lambda route: route.abort(), times=1)
    (codes,) = sought(opened, ["belfort"])
    assert codes[0] == "90010"
    assert sum(url.endswith("index.json") for url in asked) == 2


@pytest.mark.parametrize("place", ["index.html", "academies/besancon.html"])
def test_from_a_page_of_the_atlas_to_the_commune_and_to_the_school(atlas, schools, tabs, place):
    """Typed on a real page, under its own policy: Enter opens the département's map at it."""
    uai = schools.index[schools["departement_code"] == "90"][0]
    with sites.sites() as serve, tabs.lent(width=1000) as page:
        home = serve(atlas)
        said = []
        page.on("console", lambda message: said.append(message.text))
        for typed, found in (("belfort", "90010"), (uai, uai)):
            page.goto(home + place)
            page.wait_for_selector("html.ready", state="attached")
            page.locator("#geo-ent-find").fill(typed)
            assert eventually(page, "!document.getElementById('geo-ent-found').hidden")
            assert Axe().run(page).response["violations"] == []
            page.locator("#geo-ent-find").press("Enter")
            page.wait_for_url(f"{home}departements/90/index.html#*{found}")
            page.wait_for_selector("html.ready", state="attached")
            shown = {"90010": "Belfort", uai: uai}[found]
            assert eventually(page, f"document.body.innerText.includes('{shown}')")
        assert said == []


def test_the_number_of_schools_is_of_those_counted(atlas, tabs):
    """Of public schools alone: a commune without one may have others."""
    with sites.sites() as serve, tabs.lent(width=1000) as page:
        page.goto(serve(atlas))
        page.wait_for_selector("html.ready", state="attached")
        page.locator("#geo-ent-find").fill("belfort")
        assert eventually(page, "!document.getElementById('geo-ent-found').hidden")
        told = page.locator("#geo-ent-found li").first.inner_text()
        assert "Commune · Territoire de Belfort · sans école publique" in told


def test_it_answers_in_english(parts, schools, tabs, tmp_path):
    """An English page has the words of the search and those of its schools."""
    figures = national_figures(parts, schools, language("en"))
    write_index(tmp_path, parts, figures, lang="en")
    write_search(tmp_path / "search", schools, {part.code: part.name for part in parts})
    with sites.sites() as serve, tabs.lent(width=1000) as page:
        page.goto(serve(tmp_path))
        page.wait_for_selector("html.ready", state="attached")
        page.locator("#geo-ent-find").fill("mende")
        assert eventually(page, "!document.getElementById('geo-ent-found').hidden")
        told = page.locator("#geo-ent-found li").first.inner_text()
        assert "Commune · Lozère · no public school" in told
        assert page.locator("#geo-ent-find-count").inner_text() == "1\u00a0result"


def test_an_arrondissement_of_a_city(script, schools, tabs, tmp_path):
    """« Paris 14 » is its postcode, whatever schools have the number in their names."""
    named = schools.iloc[:2].assign(
        name=["École 14 rue Prisse", "École Sibelle"],
        commune_code="75056",
        departement_code="75",
        postcode=["75009", "75014"],
    )
    (tmp_path / "index.html").write_text(PAGE.replace("{script}", script), encoding="utf-8")
    write_search(tmp_path / "search", named, {"75": "Paris"})
    with sites.sites() as serve, tabs.lent(width=800) as page:
        page.goto(serve(tmp_path))
        for typed in ("paris 14", "Paris 14e", "école paris 14ème"):
            (codes,) = sought(page, [typed])
            assert named.index[1] in codes
            assert named.index[0] not in codes
