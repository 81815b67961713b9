"""The page as bytes: complete, escaped, self-contained, the same each time."""

import datetime as dt
import gzip
import html
import html.parser
import json
import re

import browser as shared
import folium
import pandas as pd
import pytest
import shapely
import unpacking as reading
from outline import Outline
from stock import finished, process

from geo_ent.errors import InputError
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.page.coverage_page import coverage_page
from geo_ent.maps.page.page_markup import table
from geo_ent.maps.page.payload import offered, payload
from geo_ent.telling.language import language
from geo_ent.telling.page.page_words import page_words
from geo_ent.text.safe import as_json


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's page: six schools, nine communes, two circonscriptions."""
    return shared.page_inputs(toy_communes, toy_schools)


def strip(markup):
    """Take the tags off a piece of the page."""
    return re.sub(r"<[^>]*>", "", markup)


def html_table(level, coverage, schools):
    """Write a level's table as the page has it."""
    return table(level, coverage[level], schools, facts=shared.facts(), tr=language("fr"))


def data_of(page):
    """Read what the page's script reads."""
    return json.loads(Outline(page).held["geo-ent-data"])


@pytest.fixture
def land(toy_communes):
    """A land of every level, group and status, at three dates."""
    return shared.land(toy_communes)


@pytest.fixture
def page(inputs):
    """Toyland's page as text."""
    return coverage_map(*inputs, facts=shared.facts()).html()


def test_the_page_is_whole_and_well_formed(page):
    """Every slot is filled, every tag closed, nothing is after the body, ids are unique."""
    found = Outline(page)
    assert found.open == []
    assert "@@" not in page
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert page.rstrip().endswith("</body>\n</html>")
    assert all({"head", "body"} & {*parents} for tag, _, parents in found.seen if tag == "script")
    ids = [attrs["id"] for _, attrs, _ in found.seen if "id" in attrs]
    assert len(ids) == len(set(ids))
    title = "<title>Les écoles et l’ENT dans le Carré – 30 juin 2023</title>"
    assert title in html.unescape(page)


def test_the_page_asks_nobody_for_anything(page):
    """No script, style, image or frame comes from elsewhere; addresses are only words or links."""
    found = Outline(page)
    assert not found.all("link")
    assert not [attrs for attrs in found.all("script") if "src" in attrs]
    assert not found.all("img")
    addresses = re.findall(r"url\(\s*['\"]?([^'\")\s]+)", page)
    assert [at for at in addresses if not at.startswith(("data:", "#"))] == []
    assert "@import" not in page
    assert "sourceMappingURL" not in page
    assert "default-src 'none'" in page


def test_no_handler_and_no_eval_of_ours(page):
    """No element has an inline handler: a strict policy holds."""
    handlers = [name for _, attrs, _ in Outline(page).seen for name in attrs if name[:2] == "on"]
    assert handlers == []
    assert not re.search(r"\beval\(|new Function", page)


def test_hostile_text_is_text(inputs):
    """Template code, tags and scripts in every field come out as those very characters."""
    *frames, facts = shared.hostile(inputs)
    page = coverage_map(*frames, facts=facts).html()
    found = Outline(page)
    text = " ".join(shared.HOSTILE)
    data = json.loads(found.held["geo-ent-data"])
    assert found.open == []
    assert data["schools"]["name"] == [text] * 6
    assert data["territory"] == text
    assert data["levels"][0]["name"] == [text] * 2
    assert data["title"] == text
    assert found.text.count(text) >= 8
    assert not found.all("img")
    assert not [a for a in found.all("a") if a["href"].startswith("javascript:")]
    assert "49" not in found.text.replace(text, "")


def test_hostile_text_survives_another_template():
    """What a template engine would run is escaped in the data, whoever renders it again."""
    written = as_json(
        {"name": "{{{7*7}}} {% x %} {# x #} <b> & \u2028", "empty": {}, "in": {"a": {}}}
    )
    assert not re.search(r"\{[{%#]|[<>&\u2028]", written)
    assert json.loads(written)["name"] == "{{{7*7}}} {% x %} {# x #} <b> & \u2028"


def test_the_table_is_there_without_a_script(page):
    """The first level's figures are real HTML, with caption, scopes, sum and French numbers."""
    found = Outline(page)
    assert len(found.all("table")) == len(found.all("caption")) == 1
    assert {attrs["scope"] for attrs in found.all("th")} == {"col", "row"}
    rows = re.findall(r"<tr>(.*?)</tr>", html.unescape(page), re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in rows]
    told = {row[0]: [strip(cell) for cell in row[1:5]] for row in cells[1:]}
    assert [row[0] for row in cells[1:]] == ["Est", "Ouest", "Ensemble"]
    assert told["Ouest"] == ["25,0\u00a0%*", "1", "4", "25,0\u00a0%*"]
    assert told["Est"] == ["50,0\u00a0%*", "1", "2", "100,0\u00a0%*"]
    assert told["Ensemble"] == ["33,3\u00a0%", "2", "6", "50,0\u00a0%"]
    assert "fewer" not in page
    assert 'title="part fragile : moins de 5 écoles"' in html.unescape(page)


def test_estimated_and_simulated_are_said(inputs):
    """Estimated contours are always said; simulated data in banner, caption and data."""
    simulated = "Les écoles sont simulées."
    page = coverage_map(*inputs, facts=shared.facts(simulated=simulated)).html()
    found = Outline(page)
    assert "Contours de circonscriptions estimés à partir des communes et des écoles" in found.text
    assert "Contours de communes estimés" not in found.text
    caption = re.search(r"<caption>(.*?)</caption>", page, re.DOTALL)[1]
    assert simulated in html.unescape(caption)
    assert page.index('class="simulated"') < page.index("<h1>")
    assert json.loads(found.held["geo-ent-data"])["simulated"] == simulated


def test_sources_are_named_with_date_and_licence(inputs):
    """A source shows its producer, vintage and licence; its address is a link when it is one."""
    source = shared.Source(
        "Annuaire", "Ministère", "LO 2.0", "juin 2023", "https://example.org/?a=1&b"
    )
    page = coverage_map(*inputs, facts=shared.facts(sources=(source,))).html()
    assert "Annuaire</a>, Ministère, juin 2023 – LO 2.0" in html.unescape(page)
    assert 'href="https://example.org/?a=1&amp;b"' in page


def test_what_a_source_does_not_say_leaves_no_hole(inputs):
    """A source without vintage or licence is named without stray punctuation."""
    source = shared.Source("Registre", "la DANE", "", "")
    page = coverage_map(*inputs, facts=shared.facts(sources=(source,))).html()
    assert "<li>Registre, la DANE</li>" in page


def test_a_school_without_a_position_is_counted(inputs):
    """It is in the totals and in its zone, without a dot."""
    schools, zones, coverage = inputs
    schools.loc["9500001A", "geometry"] = shapely.Point()
    schools.loc["9500002B", "geometry"] = None
    page = coverage_map(schools, zones, coverage, facts=shared.facts()).html()
    data = json.loads(Outline(page).held["geo-ent-data"])
    assert data["schools"]["lat"][:2] == [None, None]
    assert data["schools"]["lat"][2] is not None
    assert len(data["schools"]["uai"]) == 6
    assert data["schools"]["zone"]["commune"][0] == 0


def test_a_school_outside_every_zone_is_counted(inputs):
    """An unknown or missing zone code names no zone; the school is still in the totals."""
    schools, zones, coverage = inputs
    schools["commune_code"] = ["95999", None, "", *schools["commune_code"][3:]]
    page = coverage_map(schools, zones, coverage, facts=shared.facts()).html()
    data = json.loads(Outline(page).held["geo-ent-data"])
    assert data["schools"]["zone"]["commune"][:3] == [-1, -1, -1]
    assert len(data["schools"]["uai"]) == 6


def test_no_school_at_all_makes_a_page(inputs):
    """An empty list of schools gives a page whose shares are missing, not zero."""
    schools, zones, _ = inputs
    none = {level: shared.coverage_of(schools.iloc[:0], level, zones[level]) for level in zones}
    page = coverage_map(schools.iloc[:0], zones, none, facts=shared.facts()).html()
    data = json.loads(Outline(page).held["geo-ent-data"])
    assert data["schools"]["uai"] == data["schools"]["lat"] == []
    assert data["schools"]["status"] == [""]
    assert "<td>–</td>" in html.unescape(page)


def test_zones_and_coverage_must_name_the_same_zones(inputs):
    """A zone without figures is a fault, not a zone without schools."""
    schools, zones, coverage = inputs
    coverage["commune"] = coverage["commune"].drop(index="95002")
    with pytest.raises(InputError, match=r"commune : .* 95002"):
        coverage_map(schools, zones, coverage, facts=shared.facts())


def test_a_missing_level_is_named(inputs):
    """Asking for a level that isn't there says which."""
    with pytest.raises(InputError, match="epci"):
        coverage_map(*inputs, facts=shared.facts(), levels=("commune", "epci"))
    with pytest.raises(InputError, match="un niveau au moins"):
        coverage_map(*inputs, facts=shared.facts(), levels=())


def test_order_of_rows_does_not_matter(inputs, page):
    """Schools and coverage in another order make the same page."""
    schools, zones, coverage = inputs
    mixed = {level: frame.iloc[::-1] for level, frame in coverage.items()}
    assert coverage_map(schools.iloc[::-1], zones, mixed, facts=shared.facts()).html() == page


MAKE = """
import sys
import browser as shared, toyland as toy
rows = [(f"950000{n}A", n % 3 + 0.5, n // 3 + 0.5, f"9500{n + 1}", "A") for n in range(6)]
inputs = shared.page_inputs(toy.make_communes(), toy.make_schools(rows))
from geo_ent.maps.page.coverage_map import coverage_map
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.write(coverage_map(*inputs, facts=shared.facts()).html())
"""


def test_same_inputs_same_bytes_in_two_processes():
    """No clock, no random id, no hash order gets into the page."""
    made = [finished(process(MAKE, PYTHONHASHSEED=seed)) for seed in ("1", "2")]
    assert made[0] == made[1]
    assert len(made[0]) > 100_000


def test_rendering_twice_gives_the_same_page(inputs):
    """A notebook shows the map and then saves it: the same page."""
    found = coverage_map(*inputs, facts=shared.facts())
    assert found.html() == found.html()


def test_a_notebook_shows_the_page_in_a_frame(inputs, page):
    """The notebook's HTML holds the very page in a frame's srcdoc."""
    shown = coverage_map(*inputs, facts=shared.facts())._repr_html_()
    held = re.search(r'srcdoc="(.*?)"', shown, re.DOTALL)[1]
    assert html.unescape(held) == page


def test_folium_layers_can_be_added(inputs):
    """A marker and a layer control are in the page; its own policy then steps back for them."""
    found = coverage_map(*inputs, facts=shared.facts())
    group = folium.FeatureGroup(name="Mes repères").add_to(found)
    folium.Marker([46.5, 3.0], popup="Ici").add_to(group)
    folium.LayerControl().add_to(found)
    page = found.html()
    assert Outline(page).open == []
    assert "L.marker(" in page
    assert "Mes rep" in page
    assert "Content-Security-Policy" not in page


def test_folium_keeps_its_own_defaults(inputs):
    """Our map's empty lists of scripts aren't Folium's."""
    coverage_map(*inputs, facts=shared.facts()).add_js_link("x", "https://example.org/x.js")
    assert len(folium.Map.default_js) > 1
    assert coverage_map(*inputs, facts=shared.facts()).default_js == []


def test_the_page_is_light(page):
    """All but the data is under 98 kB gzipped: Leaflet, style and script; 140 for a département."""
    assert len(gzip.compress(page.encode())) < 98_000


def test_frames_are_left_as_they_were(inputs):
    """Making a page changes none of its inputs."""
    schools, zones, coverage = inputs
    before = schools.copy(), coverage["commune"].copy(), zones["commune"].copy()
    coverage_map(*inputs, facts=shared.facts()).html()
    for frame, kept in zip((schools, coverage["commune"], zones["commune"]), before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(kept))


def test_all_levels_are_there_circonscriptions_first(land):
    """Without a choice, every level of the zones is offered, from small to large after it."""
    *inputs, _ = land
    levels = data_of(coverage_map(*inputs, facts=shared.facts()).html())["levels"]
    assert [level["id"] for level in levels] == [
        "circonscription",
        "commune",
        "epci",
        "arrondissement",
        "departement",
    ]
    assert [level["estimated"] for level in levels] == [True, False, False, False, False]


def test_an_empty_level_is_not_offered(inputs):
    """A level without a zone is left out of the choice."""
    schools, zones, coverage = inputs
    zones["circonscription"] = zones["circonscription"].iloc[:0]
    coverage["circonscription"] = coverage["circonscription"].iloc[:0]
    found = data_of(coverage_map(schools, zones, coverage, facts=shared.facts()).html())
    assert [level["id"] for level in found["levels"]] == ["commune"]


def test_dates_are_those_of_the_series_and_of_the_page(land):
    """Each date has one sign a school; the page's own date is added where the series lacks it."""
    *inputs, series = land
    whole = data_of(coverage_map(*inputs, facts=shared.facts(), series=series).html())
    assert whole["dates"] == ["2021-09-01", "2022-09-01", "2023-06-30"]
    assert whole["date"] == "2023-06-30"
    assert [len(signs) for signs in whole["schools"]["status"]] == [60] * 3
    part = coverage_map(*inputs, facts=shared.facts(), series=series.iloc[:, :1]).html()
    assert data_of(part)["dates"] == ["2021-09-01", "2023-06-30"]
    assert data_of(part)["schools"]["status"] == [
        whole["schools"]["status"][0],
        whole["schools"]["status"][2],
    ]


def test_a_series_may_go_beyond_the_page_s_date(land):
    """A later date is offered; the page still opens at its own."""
    *inputs, series = land
    later = series.assign(x=series.iloc[:, -1]).set_axis(
        [*series.columns, dt.date(2024, 9, 1)], axis=1
    )
    found = data_of(coverage_map(*inputs, facts=shared.facts(), series=later).html())
    assert (found["dates"][-1], found["date"]) == ("2024-09-01", "2023-06-30")


def test_a_series_that_is_not_these_schools_is_refused(land):
    """A missing school, another status at the page's date, or an unknown word is a fault."""
    *inputs, series = land
    with pytest.raises(InputError, match="1 écoles de la carte n’y sont pas"):
        coverage_map(*inputs, facts=shared.facts(), series=series.iloc[1:])
    other = series.copy()
    other.iloc[0, -1] = "none" if other.iloc[0, -1] != "none" else "school"
    with pytest.raises(InputError, match="au 30/06/2023"):
        coverage_map(*inputs, facts=shared.facts(), series=other)
    wrong = series.copy()
    wrong.iloc[0, 0] = "oui"
    with pytest.raises(InputError, match="statut 'oui'"):
        coverage_map(*inputs, facts=shared.facts(), series=wrong)


def test_only_known_indicators_are_offered(inputs, land):
    """Without rural, REP or ENIR columns their indicators aren't offered; with them they are."""
    poor = [record.id for record in offered(inputs[0])]
    # In this order; an indicator of every school would be offered in both.
    always = ["coverage_share", "pupils_coverage_share", "without_n", "unknown_n"]
    assert [name for name in poor if name in always] == always
    rich = [record.id for record in offered(land[0])]
    assert set(rich) - set(poor) == {
        "rural_coverage_share",
        "rural_urban_gap_points",
        "rep_coverage_share",
        "rep_plus_coverage_share",
        "enir_eligible_coverage_share",
    }
    unknown = land[0].assign(rural=pd.array([pd.NA] * 60, "boolean"), pupils_n=float("nan"))
    assert not {"rural_coverage_share", "pupils_coverage_share"} & {r.id for r in offered(unknown)}


def test_what_is_not_known_of_a_school_is_neither_yes_nor_no(land):
    """A missing rurality or number of pupils stays missing in the data."""
    schools, zones, *_ = land
    found = payload(schools, zones, facts=shared.facts(), tr=language("fr"))["schools"]
    told = [found["rural"]["words"][int(sign)] for sign in found["rural"]["at"]]
    wanted = schools.sort_index()["rural"].map({True: "yes", False: "no"}).fillna("").tolist()
    assert told == wanted
    assert [pupils is None for pupils in found["pupils"]] == schools["pupils_n"].isna().tolist()
    assert found["enir"]["words"] == ["", "yes", "no"]


def test_a_column_of_many_words_is_written_in_full(inputs):
    """More words than there are signs are written as numbers."""
    schools, zones, _ = inputs
    many = pd.concat([schools.assign(solution=f"S{n:02d}") for n in range(40)])
    many.index = pd.Index([f"{9500000 + n}A" for n in range(len(many))], name="uai")
    found = payload(many, zones, facts=shared.facts(), tr=language("fr"))["schools"]["solution"]
    assert len(found["words"]) == 40
    assert [found["words"][at] for at in found["at"]] == many["solution"].tolist()


def test_the_table_has_the_columns_that_are_known(land):
    """Pupils, rural, REP … have a column when known; only a fragile share is marked."""
    schools, _, coverage, _ = land
    found = html_table("circonscription", coverage, schools)
    for title in ("Part des élèves", "Part, écoles rurales", "Part, REP+", "Part, éligibles"):
        assert title in found
    row = coverage["circonscription"].loc["A"]
    assert row["schools_n"] > 5
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found.split("Ouest")[1].split("</tr>")[0])
    assert "abbr" not in cells[0]
    few = coverage["commune"].query("0 < schools_n < 5")
    assert "abbr" in html_table("commune", coverage, schools) or few.empty


def test_the_last_row_of_the_table_divides_counts(land):
    """The last row divides what it counts of all schools; it doesn't average shares."""
    schools, _, coverage, _ = land
    found = html_table("epci", coverage, schools).split("<tfoot>")[1]
    cells = [
        strip(cell).replace("\u00a0", "") for cell in re.findall(r"<td[^>]*>(.*?)</td>", found)
    ]
    assert cells[2] == str(len(schools))
    rural = schools[schools["rural"].fillna(value=False)]
    share = (rural["status"] == "school").mean()
    assert cells[9] == f"{share * 100:.1f}%".replace(".", ",")


def test_the_schools_of_no_zone_are_in_the_last_row_and_told(land):
    """The last row is of all schools; the caption says how many of them no other row has."""
    schools, _, coverage, _ = land
    lost = schools.iloc[1:].assign(epci_code=lambda rows: rows["epci_code"].iloc[0])
    lost.loc[lost.index[:2], "epci_code"] = ""
    names = coverage["epci"]
    for out in (2, 1, 0):
        rows = lost.iloc[2 - out :]
        counted = {"epci": shared.coverage_of(rows, "epci", names)}
        found = html_table("epci", counted, rows).replace("\u00a0", " ")
        body, last = found.split("<tfoot>")
        counts = r"</th><td[^>]*>.*?</td><td>.*?</td><td>(.*?)</td>"  # the third figure
        inside = [int(cell) for cell in re.findall(counts, body)]
        assert re.findall(counts, last) == [str(sum(inside) + out)] == [str(len(rows))]
        told = {
            2: "2 écoles sur 59, sans intercommunalité, ne sont comptées que dans la dernière",
            1: "1 école sur 58, sans intercommunalité, n’est comptée que dans la dernière ligne",
            0: "</caption>",
        }
        assert told[out] in body
        assert ("dernière ligne" in body) == bool(out)


def test_the_page_in_english(land):
    """With `lang="en"` the skeleton, the table, the special classes and the dates are English."""
    *inputs, series = land
    page = coverage_map(*inputs, facts=shared.facts(), series=series, lang="en").html()
    found = Outline(page)
    assert '<html lang="en">' in page
    for words in ("Skip to the map", "situation on", "30 June 2023", "Figures by circonscription"):
        assert words in found.text
    english = ["{title}\u00a0: {caveat}", *page_words(language("en")).values()]
    for words in page_words(language("fr")).values():
        assert words.split("{")[0] not in found.text or words in english
    data = data_of(page)
    assert data["indicators"][0]["special"] == ["no school", "unknown"]
    assert data["statuses"][3]["label"] == "No ENT"
    assert data["levels"][2]["a"] == "an intercommunalité"


def test_a_contact_is_in_the_data(inputs):
    """The address for corrections reaches the script as it was given."""
    page = coverage_map(*inputs, facts=shared.facts(contact="dane@example.org")).html()
    assert data_of(page)["contact"] == "dane@example.org"


def test_a_zone_without_a_polygon_is_listed(land):
    """It has its row in the table and its name in the data, and no shape."""
    *inputs, _ = land
    found = coverage_map(*inputs, facts=shared.facts(), levels=("commune",)).html()
    _, objects = reading.unpacked(json.loads(Outline(found).held["geo-ent-topology"]))
    codes = data_of(found)["levels"][0]["code"]
    assert [codes[n] for n, shape in enumerate(objects["commune"]) if not shape] == ["95008"]
    assert '<th scope="row">Carré 8</th>' in html.unescape(found)


def test_a_build_makes_the_page_without_folium(inputs):
    """The page is the same with Folium and without: the half second of its import is spared."""
    finished(process("import sys, geo_ent.pipeline.build; sys.exit('folium' in sys.modules)"))
    page = coverage_page(*inputs, facts=shared.facts())
    assert page.html() == coverage_map(*inputs, facts=shared.facts()).html()
