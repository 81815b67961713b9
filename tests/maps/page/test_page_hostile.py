"""Hostile text in every field that reaches the page: read as text, never run, in Chromium."""

import csv
import io

import acceptance
import browser
import pytest
from acceptance import open_sharing, quiet, settled

from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.telling.page.page_facts import Source

pytestmark = pytest.mark.browser

HOSTILE = (
    *browser.HOSTILE,
    "{%",
    "{#",
    "@@title@@",
    "javascript:alert(1)",
    '"><svg onload=alert(1)>',
    "'-alert(1)-'",
    "=HYPERLINK(1)",
    "\u202eelocé\u202c\u200f",
    "__proto__",
    "%0d%0aBcc: x@y.example",
)
EVIL = " ".join(HOSTILE)
LONG = EVIL + " " + "é" * 10_000
RUN = "(globalThis.alerted || document.querySelectorAll('main img, [onload], [onerror]').length)"


def hostile_page(communes, schools, evil, *, lang="fr"):
    """Make a page with hostile text in every field, codes included."""
    schools, zones, _ = acceptance.rich(browser.page_inputs(communes, schools))
    codes = {
        level: {code: f"{evil}{code}" for code in frame.index} for level, frame in zones.items()
    }
    for level, known in codes.items():
        schools[f"{level}_code"] = schools[f"{level}_code"].map(known).fillna("")
        zones[level] = zones[level].rename(index=known).assign(zone_name=evil)
    schools.index = schools.index.map(lambda uai: f"{evil} {uai}")
    schools = schools.assign(
        name=evil, solution=evil, priority=evil, nature=evil, sector=evil, rurality_basis=evil
    )
    coverage = {level: browser.coverage_of(schools, level, zone) for level, zone in zones.items()}
    said = dict.fromkeys(("title", "territory", "headline", "simulated"), evil)
    source = Source(evil, evil, evil, evil, "javascript:alert(1)")
    facts = browser.facts(notes=(evil,), sources=(source,), contact=evil, **said)
    series = acceptance.series_of(schools)
    return coverage_map(schools, zones, coverage, facts=facts, series=series, lang=lang).html()


def words_of(text):
    """Write a text as it is read: one space between words, nothing unseen."""
    return " ".join(text.replace("\u2028", " ").split())


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("evil", [EVIL, LONG], ids=["evil", "long"])
def test_nothing_of_it_runs_whatever_is_done(toy_communes, toy_schools, show, evil, lang):
    """Found, chosen, filtered, sorted, shared and saved, it stays the text that it is."""
    found = show(hostile_page(toy_communes, toy_schools, evil, lang=lang), accept_downloads=True)
    page = found.page
    said = words_of(evil)
    assert words_of(page.locator("h1").inner_text()) == said
    assert words_of(page.locator("#geo-ent-panel-name").inner_text()) == said
    settled(page)
    assert words_of(page.locator(".zone-link").first.inner_text()) == said
    page.locator(".leaflet-zones-pane path").first.hover()
    page.locator(".leaflet-zones-pane path").first.click(force=True)
    page.locator("#geo-ent-find").fill("alert 9500005E")
    assert words_of(page.locator(".found-name").first.inner_text()) == said
    page.locator("#geo-ent-find").press("Enter")
    assert "<img src=x onerror=alert(1)>" in page.locator("#geo-ent-card h2").inner_text()
    browser.unfold(page, "filters")
    for box in page.locator(".filter-groups input").all():
        box.check()
        box.uncheck()
    page.locator("thead .sort").first.click()
    page.locator("details.sharing summary").click()
    for name in ("PNG", "CSV"):
        with page.expect_download():
            page.get_by_role("button", name=name).click()
    assert page.evaluate(RUN) == 0
    assert quiet(found) == []


def test_an_address_and_a_mail_hold_it_whole(toy_communes, toy_schools, show):
    """Its codes go through the address and back; the mail has one recipient, no other header."""
    text = hostile_page(toy_communes, toy_schools, EVIL)
    page = show(text).page
    page.locator("#geo-ent-zone").select_option(index=1)
    chosen = page.locator("#geo-ent-zone").input_value()
    again = show(text, address=page.evaluate("location.hash"))
    assert again.page.locator("#geo-ent-zone").input_value() == chosen
    assert quiet(again) == []
    for link in page.locator("a.correct").all():
        address = link.get_attribute("href")
        assert address.startswith("mailto:")
        assert [pair.partition("=")[0] for pair in address.partition("?")[2].split("&")] == [
            "subject",
            "body",
        ]


def test_the_code_to_embed_holds_one_frame(toy_communes, toy_schools, show):
    """Pasted into a page, the code makes one frame and nothing else."""
    page = show(hostile_page(toy_communes, toy_schools, EVIL)).page
    open_sharing(page)
    code = page.locator("#geo-ent-code").input_value()
    made = page.evaluate(
        """(code) => {
          const pasted = new DOMParser().parseFromString(code, "text/html");
          const [frame, ...rest] = pasted.body.querySelectorAll("*");
          return [frame.tagName, rest.length, frame.getAttributeNames(), frame.title];
        }""",
        code,
    )
    assert made[:2] == ["IFRAME", 0]
    assert made[2] == ["class", "src", "title", "width", "height", "loading", "sandbox", "style"]
    assert words_of(EVIL) in words_of(made[3])


def test_a_spreadsheet_runs_none_of_it(toy_communes, toy_schools, show):
    """No cell of the saved table begins as a formula does, and each text stays in its cell."""
    page = show(hostile_page(toy_communes, toy_schools, "=1+1;=2+2\n=3")).page
    settled(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    text = saved.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [cell for row in rows for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))] == []
    assert "'=1+1;'=2+2\n'=3" in cells


def test_a_word_without_end_widens_nothing(toy_communes, toy_schools, show):
    """At 320 pixels, a name of 3,000 letters without a break stays inside the screen."""
    page = show(hostile_page(toy_communes, toy_schools, "é" * 3000), width=320).page
    page.locator("#geo-ent-find").fill("9500005E")
    page.locator("#geo-ent-find").press("Enter")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
