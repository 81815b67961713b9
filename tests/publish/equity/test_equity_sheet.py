"""The equity sheet: valid, safe, true of its tables, readable by anyone."""

import csv
import datetime as dt
import re
from dataclasses import replace

import browser as shared
import html5lib
import pandas as pd
import pytest
from accessibility import Axe
from gapland import make_gap_schools
from toyland import make_communes
from written_pages import page_text

from geo_ent.indicators.deployment.pace import pace
from geo_ent.indicators.equity.equity_figures import equity_figures
from geo_ent.indicators.gaps.clusters import clusters
from geo_ent.indicators.gaps.joint_equipment import networks
from geo_ent.indicators.gaps.ranked_schools import gaps
from geo_ent.indicators.gaps.white_areas import white_areas
from geo_ent.indicators.left_out import LeftOut
from geo_ent.publish.equity.equity_sheet import equity_page, equity_sheet_words, write_equity
from geo_ent.telling.gaps.gap_reasons import with_reasons
from geo_ent.telling.gaps.gap_sentences import with_names, with_sentences
from geo_ent.telling.language import language

FR = language("fr")
NOTE = "Tout est simulé."


def schools(statuses="snnnsnsusnnn", **columns):
    """Make schools on toyland's grid, with every column that the sheet reads."""
    words = {"s": "school", "n": "none", "u": "unknown"}
    n = len(statuses)
    frame = make_gap_schools(
        [
            (f"950{at:04d}A", 0.1 + at % 3, 0.1 + (at // 3) % 3, words[letter])
            for at, letter in enumerate(statuses)
        ]
    )
    codes = [95001 + at % 9 for at in range(n)]
    told = {
        "commune_code": [str(code) for code in codes],
        "polygon_code": [str(code) for code in codes],
        "rural": pd.array([at % 3 > 0 for at in range(n)], dtype="boolean"),
        "density_class": [1.0 if at % 3 == 0 else 5.0 + at % 2 for at in range(n)],
        "priority": ["REP" if at % 4 == 0 else "" for at in range(n)],
        "ips": [80.0 + 3 * at for at in range(n)],
        "pupils_n": [40.0 + at for at in range(n)],
        "circonscription_name": ["Ouest" if at % 2 else "Est" for at in range(n)],
        "circonscription_code": ["A" if at % 2 else "B" for at in range(n)],
        "secteur_college_code": "0950001X",
        "secteur_college_name": "Collège du Carré",
    }
    return frame.assign(**told | columns)


def communes():
    """Make toyland's communes, with their population; the first column is urban."""
    frame = make_communes()
    rural = [at % 3 > 0 for at in range(len(frame))]
    return frame.assign(
        population_n=[300 * (at + 1) for at in range(len(frame))],
        rural=pd.array(rural, dtype="boolean"),
    )


def series(frame):
    """Make a history of two dates."""
    days = [dt.date(2022, 9, 1), dt.date(2023, 6, 30)]
    return pd.DataFrame({days[0]: "none", days[1]: frame["status"]}, index=frame.index)


def listed(frame):
    """List the schools to equip, with the reasons in French."""
    noted = gaps(frame)
    return replace(noted, table=with_reasons(noted.table, FR))


def grouped(frame):
    """Find the groups, with their sentences in French."""
    noted = clusters(frame)
    return replace(noted, table=with_sentences(noted.table, FR))


def together(frame):
    """Find the networks, with the names in one text."""
    noted = networks(frame)
    return replace(noted, table=with_names(noted.table, FR))


def behind(frame, land):
    """Look for everything."""
    return LeftOut(
        listed(frame), white_areas(land, frame), grouped(frame), together(frame),
        pace(series(frame), target=0.8, by=5), cost=None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Write the sheet of toyland, with everything that can be told."""
    folder, frame, land = tmp_path_factory.mktemp("equity"), schools(), communes()
    write_equity(folder, frame, facts=shared.facts(simulated=NOTE), tr=FR, communes=land, note=NOTE,
                 behind=behind(frame, land))  # fmt: skip
    return folder


def page_of(frame, found=None, **said):
    """Make the page of some schools."""
    figures, facts = equity_figures(frame), shared.facts(**said)
    words = equity_sheet_words(figures, facts=facts, tr=FR, behind=found)
    return equity_page(figures, words, facts=facts, tr=FR, behind=found)


def strictly(markup):
    """Parse a page as HTML; any error of syntax fails."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(markup)


def text_of(markup):
    """Give what is read on a page, with ordinary spaces."""
    words = "".join(strictly(markup).find("body").itertext())
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_page_is_valid_and_whole(written):
    """It parses without an error, has its sections, ids that are unique, no slot left."""
    page = page_text(written / "equity.html")
    tree = strictly(page)
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert tree.get("lang") == "fr"
    assert "@@" not in page
    assert [heading.text for heading in tree.iter("h2")] == [
        "À lire à voix haute", "Qui est en avance, qui est en retard",
        "Les écoles rurales à équiper d’abord", "Les zones blanches qui ont le plus d’écoles",
        "Ce que l’on ne sait pas", "Tout le détail",
    ]  # fmt: skip
    assert [heading.text for heading in tree.iter("h3")] == [
        "Le paragraphe complet, à reprendre dans une note ou un courrier",
        "Toutes les comparaisons en images", "Groupe par groupe", "Les écoles à regarder d’abord",
        "Les zones blanches", "Les regroupements d’écoles sans ENT",
        "Les écoles à équiper ensemble", "Le rythme", "Comment lire ces chiffres",
    ]  # fmt: skip
    assert len(list(tree.iter("figure"))) == 2 + 2
    assert not re.search(r"\bnan\b|None", text_of(page))


def test_nothing_comes_from_elsewhere(written):
    """No address but the SVG's name space; the policy allows this script and this style only."""
    page = page_text(written / "equity.html")
    assert set(re.findall(r"https?://[^\s\"'<]+", page)) == {"http://www.w3.org/2000/svg"}
    policy = strictly(page).find("head/meta[@http-equiv='Content-Security-Policy']").get("content")
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'sha256-")


def test_simulated_data_says_so_everywhere(written):
    """On the page, in the paragraph that is pasted, on each row of the tables."""
    tree = strictly(page_text(written / "equity.html"))
    paragraph = next(each for each in tree.iter("p") if each.get("id") == "paragraph")
    assert paragraph.text.startswith("Données simulées. Tout est simulé. Carré, au 30 juin 2023")
    whole = next(each for each in tree.iter("p") if each.get("id") == "whole-paragraph")
    assert whole.text.startswith("Données simulées. Tout est simulé. Carré, situation au 30")
    assert NOTE in "".join(tree.find("body/aside").itertext())
    for name in ("equity.csv", "equity-groups.csv"):
        assert (pd.read_csv(written / name)["note"] == NOTE).all()


def test_a_warning_that_says_so_already_isnt_said_twice():
    """« --simulated "Données simulées" » is one sentence in the paragraph, with its full stop."""
    assert "Données simulées. Carré, au" in text_of(
        page_of(schools(), simulated="Données simulées")
    )


def test_the_tables_have_their_columns(written):
    """Measures by grouping, and groups; without a note there is no such column."""
    with (written / "equity.csv").open(encoding="utf-8") as file:
        head, *rows = list(csv.reader(file))
    assert head == [
        "grouping", "measure", "estimate", "se", "low", "high", "corrected", "remark", "note",
    ]  # fmt: skip
    assert {row[0] for row in rows} == {
        "rurality", "density", "priority", "ips", "commune_size", "circonscription",
    }  # fmt: skip
    groups = pd.read_csv(written / "equity-groups.csv")
    assert groups.groupby("grouping")["population"].sum().eq(12).all()


def test_the_page_tells_the_tables_figures(written):
    """Each group's counts and rate stand on one row of the page."""
    tree = strictly(page_text(written / "equity.html"))
    rows = {
        tuple("".join(cell.itertext()) for cell in row)[:4]
        for row in tree.iter("tr") if row[0].get("scope") == "row"
    }  # fmt: skip
    groups = pd.read_csv(written / "equity-groups.csv")
    for row in groups.to_dict("records"):
        counts = str(row["population"]), str(row["covered_n"])
        assert any(cells[0].endswith(str(row["group"]).replace("'", "’")) and cells[1:3] == counts
                   for cells in rows), row  # fmt: skip


def test_the_same_bytes_twice(written, tmp_path):
    """The same inputs give the same files."""
    frame, land = schools(), communes()
    write_equity(tmp_path, frame, facts=shared.facts(simulated=NOTE), tr=FR, communes=land,
                 note=NOTE, behind=behind(frame, land))  # fmt: skip
    for name in ("equity.html", "equity.csv", "equity-groups.csv"):
        assert (tmp_path / name).read_bytes() == (written / name).read_bytes()


@pytest.mark.parametrize("statuses", ["", "s", "n", "ssssss", "nnnnnn", "uuuuuu", "su"])
def test_a_page_for_every_kind_of_schools(statuses):
    """None, one, all covered, none covered, all unknown: valid, in words where figures lack."""
    frame = schools(statuses or "s").iloc[: len(statuses)]
    text = text_of(page_of(frame, behind(frame, communes())))
    assert not re.search(r"\bnan\b|None\b", text)
    if len(statuses) < 2:
        assert ("Un seul groupe" if statuses else "Il n’y a aucune école.") in text
    if "s" not in statuses:
        assert "Pas de courbe de répartition" in text


def test_schools_of_which_only_the_status_is_known():
    """No chart, no table; six reasons in words, and no section that wasn't looked for."""
    bare = schools()[["status"]]
    text = text_of(page_of(bare))
    assert "Pas d’image des groupes" in text
    assert "Pas d’image des circonscriptions" in text
    assert "Pas de graphique des parts" in text
    assert "La grille communale de densité n’est pas donnée." in text
    assert "L’IPS n’est pas donné." in text
    assert "zones blanches" not in text
    assert "rythme" not in text


def test_the_list_is_cut_and_says_so():
    """Of 40 rural schools without an ENT 25 are shown, the rest is said to be in gaps.csv."""
    frame = schools("n" * 59 + "s")
    found = listed(frame)
    assert len(found.table) > 25
    page = page_of(frame, replace(behind(frame, communes()), gaps=found))
    assert f"25 lignes sur {len(found.table)} : le reste est dans gaps.csv." in text_of(page)


def test_clusters_are_told_in_their_sentence():
    """The sentence of each group is on the page."""
    km = [*(x / 10 for x in range(5)), *range(50, 160, 10)]
    frame = make_gap_schools(
        [(f"950{at:04d}A", x, 0, "none" if at < 5 else "school") for at, x in enumerate(km)]
    )
    found = grouped(frame)
    assert len(found.table) == 1
    assert "Regroupement d’écoles sans ENT : 5 sur 5" in text_of(
        page_of(frame, replace(behind(frame, communes()), clusters=found))
    )


def test_two_departements_are_split():
    """The split between levels is a table, with each level's name."""
    frame = schools(departement_code=["95", "78"] * 6)
    assert "Départements" in text_of(page_of(frame))
    assert "Départements" not in text_of(page_of(schools()))


def test_hostile_text_is_text():
    """Names, title, notes: no element, no attribute, no slot comes of them."""
    text = " ".join(shared.HOSTILE)
    frame = schools(name=text, circonscription_name=text, secteur_college_name=text)
    frame["commune_name"] = text
    land = communes().assign(name=text)
    said = {"title": text, "territory": text, "headline": text, "simulated": text}
    page = page_of(frame, behind(frame, land), **said)
    tree = strictly(page)
    assert len(list(tree.iter("script"))) == 1
    assert not list(tree.iter("img"))
    assert "<!--" not in page
    assert "{{7*7}}" in "".join(tree.find("body").itertext())


@pytest.mark.browser
@pytest.mark.parametrize("wide", [1200, 320])
def test_the_page_is_accessible(chromium, written, wide):
    """Axe finds nothing, also with the measures open; only the tables scroll sideways."""
    page = chromium.new_page(viewport={"width": wide, "height": 800})
    page.goto((written / "equity.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    page.close()


@pytest.mark.browser
def test_the_paragraph_is_copied_and_nothing_is_asked_for(chromium, written):
    """One click: the clipboard holds the paragraph, the reader is told, the policy let it run."""
    context = chromium.new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = shared.Opened(context.new_page())
    opened.page.goto((written / "equity.html").as_uri())
    opened.page.click("[data-copies=paragraph]")
    told = "[data-copies=paragraph] + [role=status]"
    opened.page.wait_for_function(
        "told => document.querySelector(told).textContent !== ''", arg=told
    )
    assert opened.page.text_content(told) in {
        "Paragraphe copié.", "Paragraphe sélectionné : Ctrl + C pour le copier.",
    }  # fmt: skip
    assert opened.page.evaluate("String(getSelection()).trim()") == (
        opened.page.inner_text("#paragraph").strip()
    )
    assert not opened.complaints
    assert len(opened.requests) == 1
    context.close()


@pytest.mark.browser
def test_without_a_script_the_page_is_whole(chromium, written):
    """The buttons are hidden, all the rest is there; an address that leads into a fold opens it."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((written / "equity.html").as_uri())
    assert not page.is_visible("[data-copies]")
    assert page.is_visible("#paragraph")
    assert page.locator("figure svg").count() == 2 + 2
    assert page.locator("details[open]").count() == 0
    page.click("a[href='#ecoles']")
    assert page.is_visible("#ecoles table")
    page.goto((written / "equity.html").as_uri() + "#groupes")
    assert page.is_visible("#groupes table >> nth=0")
    context.close()


@pytest.mark.browser
def test_what_is_folded_opens_by_its_address_and_all_at_once(chromium, written):
    """A deep link opens its fold alone; one button opens all of them, then folds them."""
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    page.goto((written / "equity.html").as_uri() + "#zones-blanches")
    assert page.locator("details.fold[open] h3").all_inner_texts() == ["Les zones blanches"]
    assert page.locator("#zones-blanches").bounding_box()["y"] < 900
    page.click("#unfold")
    assert page.locator("details.fold:not([open])").count() == 0
    page.wait_for_function("document.getElementById('unfold').textContent === 'Tout replier'")
    page.click("#unfold")
    assert page.locator("details.fold[open]").count() == 0
    page.close()


@pytest.mark.browser
def test_paper_has_what_was_opened(chromium, written):
    """Printed, what is folded isn't there, what the reader opened is; no button, no link to it."""
    page = chromium.new_page()
    page.goto((written / "equity.html").as_uri() + "#zones-blanches")
    page.emulate_media(media="print")
    assert page.is_visible("#zones-blanches table")
    assert page.is_visible("#paragraph")
    assert page.is_visible(".printed")
    for hidden in ("#groupes", "text=Groupe par groupe", "[data-copies]", "a[href='#ecoles']"):
        assert not page.locator(hidden).first.is_visible(), hidden
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(("wide", "tall", "screens"), [(1200, 900, 2), (390, 844, 4.5)])
def test_what_a_reader_needs_is_on_two_screens(chromium, written, wide, tall, screens):
    """All that isn't folded ends within two screens of a desk, four and a half of a telephone."""
    page = chromium.new_page(viewport={"width": wide, "height": tall})
    page.goto((written / "equity.html").as_uri())
    end = page.locator(".lists").bounding_box()
    assert end["y"] + end["height"] <= screens * tall
    page.close()
