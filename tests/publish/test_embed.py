"""The page to copy from: valid, safe, and its codes do in a browser what they say."""

import html.parser
import re

import browser as shared
import html5lib
import pandas as pd
import pytest
import sites
from accessibility import Axe

from geo_ent.errors import InputError
from geo_ent.maps.page.page_script import asset
from geo_ent.publish.embed_page import embed_page, snippets
from geo_ent.telling.language import language
from geo_ent.text.web_address import EXAMPLE

FRENCH, ENGLISH = language("fr"), language("en")
ALT = "Carte : 2 écoles sur 6 ont un ENT. « Ouest » & « Est »."
SAFE_TAGS = {"a", "br", "caption", "figcaption", "figure", "img", "p", "strong", "table", "tbody",
             "td", "th", "thead", "tr"}  # fmt: skip


@pytest.fixture
def coverage():
    """Two circonscriptions, one of them without a school."""
    return pd.DataFrame(
        {
            "zone_name": ["Vitré", "Évron"],
            "schools_n": [4, 0],
            "covered_n": [1, 0],
            "coverage_share": [0.25, float("nan")],
        }
    )


@pytest.fixture
def codes(coverage):
    """The six codes, of toyland."""
    return snippets(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH)


class Elements(html.parser.HTMLParser):
    """Lists the elements of a code, with their attributes, and its text."""

    def __init__(self, markup):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        """Keep what is read."""
        self.text += data

    def first(self, tag):
        """Give the attributes of the first element of a kind."""
        return next(attrs for found, attrs in self.found if found == tag)


def strictly(markup):
    """Parse a page as HTML; any error of syntax fails."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)


def fields(markup):
    """Give what the page's fields hold, by their id, as a browser reads it."""
    return {area.get("id"): area.text for area in strictly(markup).iter("textarea")}


def test_the_page_is_valid_and_named(coverage):
    """It parses without an error, is in French, has a title, and each field has a label."""
    page = embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH)
    tree = strictly(page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    labels = {label.get("for") for label in tree.iter("label")}
    assert tree.get("lang") == "fr"
    assert (
        tree.find("head/title").text
        == "Mettre la carte sur votre site – Les écoles et l’ENT dans le Carré"
    )
    assert len(ids) == len(set(ids))
    assert set(fields(page)) | {"base"} == labels
    assert "@@" not in page
    links = [link.get("href") for link in tree.iter("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_the_page_is_in_english_when_asked(coverage):
    """Its own words, its codes' and its script's are English, and so are dates and numbers."""
    page = embed_page(coverage, facts=shared.facts(), alt=ALT, tr=ENGLISH)
    tree = strictly(page)
    assert tree.get("lang") == "en"
    assert tree.find("head/title").text.startswith("Put the map on your website – ")
    held = fields(page)
    assert '<th scope="col">With an ENT</th>' in held["code-tableau"]
    assert "25.0%" in held["code-tableau"]
    assert "Situation on 30 June 2023. Interactive map and table." in held["code-lien"]
    script = next(tree.iter("script")).text
    assert '"Copied" : "Selected: Ctrl + C"' in script
    own = page.replace(ALT, "").replace(shared.facts().title, "")
    assert not re.search(
        r"\b(?:carte|votre|dans|avec|copier)\b", re.sub(r"<[^>]*>|\S*[-/]carte\S*", "", own)
    )


def test_each_code_is_valid_in_a_page(codes):
    """Each code, pasted in a page, makes valid HTML."""
    for code in codes:
        strictly(f"<!DOCTYPE html><html lang=fr><head><title>x</title></head><body>{code}</body>")


def test_the_fields_hold_the_codes(coverage, codes):
    """What is copied is the code to the letter."""
    held = fields(embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH))
    assert [
        held[f"code-{at}"]
        for at in ("cadre", "cadre-ajuste", "page-entiere", "lien", "image", "tableau")
    ] == list(codes)
    assert held["code-texte-image"] == ALT


def test_the_first_code_needs_no_script_and_no_height(codes):
    """A title that says what it holds, loaded late, a shape in place of a height, a sandbox."""
    frame = Elements(codes.frame).first("iframe")
    assert frame["title"] == "Les écoles et l’ENT dans le Carré, carte au 30 juin 2023"
    assert frame["src"] == f"{EXAMPLE}index.html#vue=carte"
    assert (frame["loading"], frame["width"]) == ("lazy", "100%")
    style = dict(rule.split(":") for rule in frame["style"].split(";"))
    assert style["aspect-ratio"] == "4/3"
    assert style["min-height"] == "400px"
    assert frame["sandbox"] == "allow-scripts allow-popups allow-popups-to-escape-sandbox"
    assert "<script" not in codes.frame


def test_the_codes_with_a_script_hold_a_frame_and_a_line(codes):
    """The map alone, or the whole page; no sign in the script that editors of sites rewrite."""
    for code, end in ((codes.fitted_frame, "#vue=carte"), (codes.whole_frame, "")):
        frame, script = code.splitlines()
        attributes = Elements(frame).first("iframe")
        assert attributes["src"] == f"{EXAMPLE}index.html{end}"
        assert attributes["class"] == "geo-ent-carte"
        assert "allow-same-origin" not in attributes["sandbox"]
        body = re.fullmatch("<script>(.*)</script>", script)[1]
        assert not re.search("[&<]", body)
    assert "aspect-ratio" not in codes.fitted_frame + codes.whole_frame


def test_the_picture_has_its_text(codes):
    """The image has the text given, in a link to the map."""
    picture = Elements(codes.picture)
    assert picture.first("img")["alt"] == ALT
    assert picture.first("img")["src"] == f"{EXAMPLE}map.png"
    assert picture.first("a")["href"] == f"{EXAMPLE}index.html"


def test_what_a_strict_cms_keeps_is_enough(codes):
    """Link, picture and table use plain elements only, and no class, id or handler."""
    for code in codes[3:]:
        found = Elements(code).found
        assert {tag for tag, _ in found} <= SAFE_TAGS
        names = {name for _, attrs in found for name in attrs}
        assert names <= {"href", "src", "alt", "width", "loading", "style", "scope"}
    assert "style" not in codes.table + codes.link


def test_the_table_is_whole(codes):
    """By name, with headings both ways, a total, a dash where there is no rate, a source."""
    table = Elements(codes.table)
    text = table.text.replace("\u00a0", " ")
    scopes = [attrs["scope"] for tag, attrs in table.found if tag == "th"]
    assert scopes == ["col"] * 4 + ["row"] * 3
    assert text.index("Évron00–") < text.index("Vitré4125,0 %") < text.index("Ensemble4125,0 %")
    assert "par circonscription, au 30 juin 2023." in text
    assert "Sources : Annuaire, Ministère." in text


def test_the_table_tells_what_nobody_knows(coverage):
    """The unknown have a column; where nothing is known of a zone there is no share, not 0 %."""
    unknown = coverage.assign(schools_n=[4, 3], unknown_n=[1, 3])
    codes = snippets(unknown, facts=shared.facts(), alt=ALT, tr=FRENCH)
    rows = [
        [cell.text for cell in row]
        for row in strictly(f"<!DOCTYPE html><title>t</title>{codes.table}").iter("tr")
    ]
    assert rows == [
        ["Circonscription", "Écoles", "Avec un ENT", "Situation inconnue", "Part"],
        ["Évron", "3", "0", "3", "–"],
        ["Vitré", "4", "1", "1", "25,0\xa0%"],
        ["Ensemble", "7", "1", "4", "14,3\xa0%"],
    ]


def test_simulated_data_is_said_in_each_code(coverage):
    """Wherever figures go, so does the warning."""
    facts = shared.facts(simulated="Le registre est inventé.")
    found = snippets(coverage, facts=facts, alt=ALT, tr=FRENCH)
    assert all("Le registre est inventé." in code for code in found[3:])
    assert "Le registre est inventé." in embed_page(coverage, facts=facts, alt=ALT, tr=FRENCH)


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        ("https://dane.fr/ent", "https://dane.fr/ent/"),
        ("https://dane.fr/ent/", "https://dane.fr/ent/"),
        ("https://dane.fr/ent/index.html", "https://dane.fr/ent/"),
        ("http://localhost:8000", "http://localhost:8000/"),
    ],
)
def test_the_address_given_is_everywhere(coverage, given, folder):
    """A folder or its page, with or without a slash: the codes name the files in it."""
    page = embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH, url=given)
    held = fields(page)
    assert Elements(held["code-cadre"]).first("iframe")["src"] == f"{folder}index.html#vue=carte"
    assert Elements(held["code-image"]).first("img")["src"] == f"{folder}map.png"
    assert f'value="{folder}"' in page


@pytest.mark.parametrize("given", ["dane.fr", "javascript:alert(1)", 'https://a/"x', "https://a b"])
def test_what_is_no_address_is_refused(coverage, given):
    """One line says what was expected."""
    with pytest.raises(InputError, match="on attend l’adresse du dossier"):
        embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH, url=given)


def test_hostile_text_is_text(coverage):
    """In the page, and in each code once pasted, names and titles are those very characters."""
    text = " ".join(shared.HOSTILE) + "</textarea>\x00\x1b"
    facts = shared.facts(title=text, headline=text, territory=text, simulated=text)
    page = embed_page(coverage.assign(zone_name=text), facts=facts, alt=text, tr=FRENCH)
    tree = strictly(page)
    assert [script.text[:14] for script in tree.iter("script")] == ["(function () {"]
    assert [image.get("src") for image in tree.iter("img")] == ["map.png"]
    for name, code in fields(page).items():
        if not name.startswith("code-") or name == "code-texte-image":
            continue
        pasted = Elements(code)
        assert [tag for tag, _ in pasted.found if tag == "script"] in ([], ["script"])
        assert not any(
            attribute.startswith("on") for _, attrs in pasted.found for attribute in attrs
        )
        assert "{{7*7}}" in pasted.text + str(pasted.found)


def test_same_inputs_same_bytes(coverage):
    """Made twice, the page is the same."""
    pages = {embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH) for _ in range(2)}
    assert len(pages) == 1


# ---- in a browser ----


@pytest.fixture
def serve(tmp_path):
    """Serve files over HTTP on this machine; each call is another origin."""
    with sites.written_sites(tmp_path) as started:
        yield started


TELLER = re.sub(r"^export ", "", asset("embed_height.js"), flags=re.MULTILINE)
MAP = (
    "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>Carte</title></head>"
    "<body style='margin:0'><div id=tall style='height:700px'></div>"
    f"<script>{TELLER}\ntellHeight();</script></body></html>"
)
PARENT = (
    "<!DOCTYPE html><html lang=fr><head><meta charset=utf-8><title>Site</title></head>"
    "<body>{code}</body></html>"
)


@pytest.fixture(params=["sandbox", "bare"])
def framed(request, tabs, serve, coverage):
    """Open a page of one site that holds the second code, its map being on another site."""
    site = serve({"index.html": MAP})
    code = snippets(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH, url=site).fitted_frame
    # A frame without the sandbox too: there the map has an origin, which is held to its own.
    code = code if request.param == "sandbox" else re.sub(' sandbox="[^"]*"', "", code)
    parent = serve({"index.html": PARENT.format(code=code)})
    with tabs.lent(width=800, height=600) as page:
        page.goto(parent)
        page.wait_for_function("document.querySelector('iframe').style.height === '700px'")
        page.evaluate(HEAR)
        yield page


HEAR = "window.heard = 0; addEventListener('message', () => { window.heard += 1; })"
"""Counts the messages, each once the page's own listener has had it."""


def settled(page, messages_n=1):
    """Wait until that many messages have arrived, then give the frame's height."""
    page.wait_for_function(f"window.heard >= {messages_n}")
    return page.evaluate("document.querySelector('iframe').style.height")


@pytest.mark.browser
def test_the_frame_follows_its_page(framed):
    """The frame takes the page's height when it loads, and each time that it changes."""
    framed.frames[1].evaluate("document.getElementById('tall').style.height = '1234.5px'")
    framed.wait_for_function("document.querySelector('iframe').style.height === '1235px'")
    framed.frames[1].evaluate("document.getElementById('tall').style.height = '300px'")
    framed.wait_for_function("document.querySelector('iframe').style.height === '300px'")


@pytest.mark.browser
def test_strangers_are_not_listened_to(framed, serve):
    """A message of the page itself, or of a frame from elsewhere, changes nothing."""
    framed.evaluate("window.postMessage({type: 'geo-ent-height', height: 111}, '*')")
    assert settled(framed) == "700px"
    stranger = serve({
        "index.html": "<!DOCTYPE html><title>x</title><script>"
        "parent.postMessage({type: 'geo-ent-height', height: 222}, '*')</script>"})  # fmt: skip
    framed.evaluate(
        "at => {const f = document.createElement('iframe'); f.src = at; document.body.append(f);"
        "return new Promise(done => f.onload = done)}",
        stranger,
    )
    assert settled(framed, 2) == "700px"


@pytest.mark.browser
@pytest.mark.parametrize("framed", ["bare"], indirect=True)
def test_a_frame_that_went_elsewhere_is_not_listened_to(framed, serve):
    """The map's own frame, sent to another origin, has no say any more.

    In a sandbox nothing tells one page from another: whatever is in the frame may size it.
    """
    stranger = serve({
        "index.html": "<!DOCTYPE html><title>x</title><script>"
        "parent.postMessage({type: 'geo-ent-height', height: 222}, '*')</script>"})  # fmt: skip
    framed.frames[1].goto(stranger)
    assert settled(framed) == "700px"


@pytest.mark.browser
def test_a_frame_that_isnt_a_map_has_no_say(framed, serve):
    """Another frame of the page stays as the page has it, whatever it says."""
    other = serve({
        "index.html": "<!DOCTYPE html><title>x</title><script>"
        "parent.postMessage({type: 'geo-ent-height', height: 9000}, '*')</script>"})  # fmt: skip
    framed.evaluate(
        "at => {const f = document.createElement('iframe'); f.src = at; f.id = 'other';"
        "document.body.append(f); return new Promise(done => f.onload = done)}",
        other,
    )
    settled(framed)
    assert framed.evaluate("document.getElementById('other').offsetHeight") < 200


@pytest.mark.browser
@pytest.mark.parametrize("message", [
    "{type: 'geo-ent-height', height: -5}", "{type: 'geo-ent-height', height: 1e9}",
    "{type: 'geo-ent-height', height: '\"><img src=x>'}", "{type: 'other', height: 50}", "null",
    "'geo-ent-height'"])  # fmt: skip
def test_only_a_sensible_number_is_taken(framed, message):
    """From the map itself too: no text, nothing below 1 or beyond 20,000 pixels."""
    framed.frames[1].evaluate(f"window.parent.postMessage({message}, '*')")
    assert settled(framed) == "700px"


@pytest.mark.browser
def test_a_page_by_itself_tells_nobody(chromium, serve):
    """Opened by itself, the map sends nothing."""
    page = chromium.new_page()
    page.add_init_script(HEAR)
    page.goto(serve({"index.html": MAP}))
    page.evaluate("new Promise(requestAnimationFrame)")
    assert page.evaluate("window.heard") == 0
    page.close()


@pytest.fixture
def opened(tabs, tmp_path, coverage):
    """Open the page to copy from, as a file, and watch it."""
    at = tmp_path / "embed.html"
    at.write_text(embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH), encoding="utf-8")
    with tabs.lent() as page:
        found = shared.Opened(page)
        page.goto(at.as_uri())
        yield found


@pytest.mark.browser
def test_an_address_typed_goes_everywhere(opened):
    """Typing fills all the codes; taking it away brings the placeholder back."""
    page = opened.page
    page.fill("#base", "https://dane.fr/a'b/?x=1#y")
    assert 'src="https://dane.fr/a%27b/index.html#vue=carte"' in page.input_value("#code-cadre")
    assert EXAMPLE not in page.input_value("#code-tableau") + page.input_value("#declaration")
    page.fill("#base", "javascript:alert(1)")
    assert f'src="{EXAMPLE}index.html#vue=carte"' in page.input_value("#code-cadre")
    assert page.inner_text("#base-said") == "Une adresse commence par https://"
    assert opened.dialogs == []


@pytest.mark.browser
def test_a_code_is_copied_by_its_button(opened):
    """The button copies its code, and says so."""
    page = opened.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("button[value=code-cadre]").click()
    page.wait_for_function(
        "document.querySelector('button[value=code-cadre]').textContent === 'Copié'"
    )
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#code-cadre")


@pytest.mark.browser
@pytest.mark.parametrize("wide", [1200, 320])
def test_everybody_can_use_the_page(opened, wide):
    """No fault that axe can find; nothing runs out sideways; nothing is asked of anyone."""
    page = opened.page
    page.set_viewport_size({"width": wide, "height": 900})
    faults = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert all(at.startswith("file:") for at in opened.requests)


@pytest.mark.browser
def test_the_page_works_without_javascript(chromium, tmp_path, coverage):
    """The codes are there to select, the placeholder is named, no button that does nothing."""
    at = tmp_path / "embed.html"
    at.write_text(embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH), encoding="utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(at.as_uri())
    assert page.locator("button:visible").count() == 0
    assert page.locator("textarea:visible").count() == 8
    assert page.locator(".without-script").is_visible()
    context.close()


@pytest.mark.browser
def test_the_listener_runs_under_a_policy_that_names_it(chromium, serve, coverage):
    """A site whose policy has the hash of the note runs the line; the hash is the right one."""
    note = embed_page(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH)
    digest = re.search(r"<code>'(sha256-[^']+)'</code>", note)[1]
    site = serve({"index.html": MAP})
    code = snippets(coverage, facts=shared.facts(), alt=ALT, tr=FRENCH, url=site).fitted_frame
    policy = f"default-src 'none'; frame-src {site}; script-src '{digest}'"
    head = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    parent = PARENT.format(code=code).replace("<title>", f"{head}<title>")
    page = chromium.new_page()
    page.goto(serve({"index.html": parent}))
    page.wait_for_selector("iframe[style*='height: 700px']")
    page.close()
