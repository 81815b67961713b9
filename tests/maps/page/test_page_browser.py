"""The page in a real Chromium: what it asks for, what it shows, what a keyboard can do."""

from contextlib import contextmanager

import browser as shared
import folium
import numpy as np
import pytest
from acceptance import eventually
from accessibility import Axe
from shapely import Point
from toyland import SIX, make_communes, make_schools

from geo_ent.indicators.catalogue import CATALOGUE, COVERAGE, MAPPED
from geo_ent.indicators.classes import classed, classify, values
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.telling.indicator_words import class_labels, special_labels
from geo_ent.telling.language import language
from geo_ent.text.numbers import counted, gap_agrees, number, percent

pytestmark = pytest.mark.browser


@pytest.fixture
def inputs(toy_communes, toy_schools):
    """Toyland's page: six schools, nine communes, two circonscriptions."""
    return shared.page_inputs(toy_communes, toy_schools)


@pytest.fixture(scope="module")
def toy_text():
    """Toyland's page: six schools, nine communes, two circonscriptions."""
    inputs = shared.page_inputs(make_communes(), make_schools(SIX))
    return coverage_map(*inputs, facts=shared.facts()).html()


@pytest.fixture
def toy(toy_text, show):
    """Toyland's page, open."""
    return show(toy_text)


@contextmanager
def quiet(opened):
    """Check that nothing was asked of anyone and that nothing went wrong meanwhile."""
    yield opened.page
    assert opened.requests == [opened.page.url.partition("#")[0]]
    assert opened.complaints == []
    assert opened.dialogs == []


def legend(page):
    """Read the legend: what each class is called and how many zones it holds."""
    names = page.locator("#geo-ent-legend .class-name").all_text_contents()
    counts = page.locator("#geo-ent-legend .class-count").all_text_contents()
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


def tip(page, name):
    """Read the tooltip's lines, once it is that of what is named."""
    assert eventually(
        page, "name => document.querySelector('.tip')?.innerText.startsWith(name)", name
    )
    return plain(page.locator(".tip").inner_text()).split("\n")


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
        page.locator("#geo-ent-level").select_option("commune")
        page.get_by_label("Commune", exact=True).select_option(label="Carré 5")
        page.locator("#map_geo_ent").hover()
        assert eventually(page, "!map_geo_ent._animatingZoom")  # it goes to the zone
        zoom = page.evaluate("map_geo_ent.getZoom()")
        page.locator(".leaflet-control-zoom-in").click()
        assert eventually(page, "zoom => map_geo_ent.getZoom() > zoom", zoom)


def test_the_level_changes_zones_legend_and_list(toy):
    """The switch redraws the map, its legend with counts, its title and the list of zones."""
    with quiet(toy) as page:
        zones = page.locator(".leaflet-zones-pane path.leaflet-interactive")
        assert zones.count() == 2
        assert legend(page)["25 à moins de 50 %"] == "1 circonscription"
        assert "sans école" not in legend(page)
        page.locator("#geo-ent-level").select_option("commune")
        assert zones.count() == 9
        assert legend(page)["sans école"] == "4 communes"
        notes = plain(page.locator("#geo-ent-map-notes").inner_text())
        assert "5 communes de moins de 5 écoles : valeur fragile" in notes
        assert sum(int(text.split()[0]) for text in legend(page).values()) == 9
        assert page.locator("#geo-ent-zone option").count() == 10
        assert "par commune" in page.locator("#geo-ent-map-name").inner_text()


def test_special_classes_have_patterns(toy):
    """What has no rate is drawn by a pattern, not by a colour of the scale."""
    toy.page.locator("#geo-ent-level").select_option("commune")
    fills = toy.page.locator(".leaflet-zones-pane path").evaluate_all(
        "paths => paths.map((path) => path.getAttribute('fill'))"
    )
    assert fills.count("url(#geo-ent-no-school)") == 4


def test_a_keyboard_alone_picks_a_zone(toy):
    """Tab reaches level and list; the chosen zone is told, outlined, and Escape leaves it."""
    with quiet(toy) as page:
        reached = []
        for _ in range(16):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.id"))
            if reached[-1] == "geo-ent-zone":
                break
        chosen = [name for name in reached if name in {"geo-ent-level", "geo-ent-zone"}]
        assert chosen == ["geo-ent-level", "geo-ent-zone"]
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
        page.locator(".leaflet-zones-pane path").nth(1).click(position={"x": 30, "y": 30})
        said = panel(page)
        assert "1 école sur 2 a un ENT (50,0 %)" in said
        assert "Entre 50,0 % et 100,0 %, selon l’école dont on ne sait rien." in said
        assert "Fragilité d’un petit nombre : la part irait de 9,5 % à 90,5 % (95 %)" in said
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
        assert tip(page, "Ouest") == ["Ouest", "1 école sur 4 a un ENT (25,0 %)", "fragile"]
        row = toy.page.evaluate("JSON.parse(document.getElementById('geo-ent-data').text).schools")
        x, y = on_screen(page, f"[{row['lat'][0] / 1e5}, {row['lon'][0] / 1e5}]")
        page.mouse.move(x, y)
        told = ["École 9500001A", "Carré 1", "Un ENT pour toute l’école : ONE"]
        assert tip(page, told[0]) == told
        page.keyboard.press("Escape")
        assert eventually(page, "!document.querySelector('.tip')")


def test_dots_are_shown_and_hidden(toy):
    """Each status has its box; with all of them off nothing is painted."""
    with quiet(toy) as page:
        shared.unfold(page, "settings")
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
    first = "document.querySelector('.leaflet-zones-pane path')"
    assert eventually(page.frames[1], f"{first}?.getBoundingClientRect().width > 100")
    page.close()


def test_a_school_without_a_position_is_listed(inputs, show):
    """It has no dot, and the panel says so."""
    schools, zones, coverage = inputs
    schools.loc["9500005E", "geometry"] = Point()
    found = show(coverage_map(schools, zones, coverage, facts=shared.facts()).html())
    with quiet(found) as page:
        page.locator("#geo-ent-zone").select_option(label="Est")
        assert "sans position" in panel(page)


READ = """([level, indicator, date]) => {
  const set = (id, value) => {
    const node = document.getElementById(id);
    node.value = value;
    node.dispatchEvent(new Event(id === "geo-ent-date" ? "input" : "change"));
  };
  const text = (query) => {
    const node = document.querySelector(query);
    return node ? node.textContent.replaceAll("\\u00a0", " ") : "";
  };
  set("geo-ent-date", date);
  set("geo-ent-indicator", indicator);
  set("geo-ent-level", level);
  const legend = [...document.querySelectorAll("#geo-ent-legend .class-list li")].map((row) => [
    row.querySelector(".class-name").textContent.replaceAll("\\u00a0", " "),
    row.querySelector("rect").getAttribute("fill"),
    parseInt(row.querySelector(".class-count").textContent),
  ]);
  const paths = document.querySelectorAll(".leaflet-zones-pane path");
  const fills = [...paths].map((path) => path.getAttribute("fill"));
  const zones = {};
  for (const option of [...document.getElementById("geo-ent-zone").options]) {
    set("geo-ent-zone", option.value);
    zones[option.value] = {
      rate: text("#geo-ent-panel .rate"),
      other: text("#geo-ent-panel .other-rate strong"),
      counts: [...document.querySelectorAll(".counts dd")].map((node) => Number(node.textContent)),
    };
  }
  set("geo-ent-zone", "");
  return {legend, fills, zones};
}"""


@pytest.fixture
def land(toy_communes):
    """A land of every level, group and status, at three dates."""
    return shared.land(toy_communes)


def plain(text):
    """Make spaces plain."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def rate_said(row):
    """Say a zone's coverage as the panel does."""
    if not row["schools_n"]:
        return "Aucune école"
    said = counted(int(row["covered_n"]), "école")
    verb = "a" if row["covered_n"] < 2 else "ont"
    share = percent(row["covered_n"] / row["schools_n"])
    return plain(f"{said} sur {number(row['schools_n'])} {verb} un ENT ({share})")


def value_said(row, value, record):
    """Say an indicator's value as the panel does."""
    if np.isnan(value):
        undecided = any(row[column] > 0 for column in record.undecided)
        return "inconnu" if undecided else "sans objet"
    if record.unit == "n":
        return plain(counted(int(value), "école"))
    if record.unit == "points":
        sign = "−" if value < 0 else "+" if value else ""
        noun = "point" if abs(value) < 2 else "points"
        shares = row["rural_coverage_share"], row["urban_coverage_share"]
        about = "" if gap_agrees(*shares) else "environ "
        return plain(f"{about}{sign}{number(abs(value), decimals=1)} {noun}")
    part, whole = number(row[record.part]), number(row[record.whole])
    return plain(f"{percent(value)} ({part} sur {whole})")


def check_shown(shown, table, record):
    """Hold what the page shows of a level to its coverage table, in the classes of a record."""
    classes, tr = classify(table, record), language("fr")
    labels = [plain(label) for label in (*class_labels(record, tr), *special_labels(record, tr))]
    counts = classes.value_counts(sort=False)
    wanted = dict(zip(labels, counts, strict=True))
    assert {label: count for label, _, count in shown["legend"]} == {
        label: wanted[label] for label in labels if wanted[label] or label in labels[:-2]
    }
    fill_of = {label: fill for label, fill, _ in shown["legend"]}
    drawn = classes.drop("95008", errors="ignore")  # it has no polygon
    assert shown["fills"] == [fill_of[labels[rank]] for rank in drawn.cat.codes]
    value = values(table, record)
    for code, row in table.iterrows():
        zone = shown["zones"][code]
        assert zone["rate"] == rate_said(row)
        statuses = ["covered_n", "class_n", "planned_n", "none_n", "unknown_n"]
        assert zone["counts"] == ([int(row[name]) for name in statuses] if row["schools_n"] else [])
        if row["schools_n"] and record.id != "coverage_share":
            assert plain(zone["other"]) == value_said(row, value[code], record)


def test_every_figure_is_that_of_coverage(land, show):
    """Each indicator at each level and at each date: classes, counts and values are those of
    `coverage()`.
    """
    schools, zones, coverage, series = shared.used(land)
    text = coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    with quiet(show(text)) as page:
        offered = page.locator("#geo-ent-indicator option").evaluate_all(
            "options => options.map((option) => option.value)"
        )
        assert set(offered) == {record.id for record in MAPPED}
        tables = [shared.coverage_at(schools, zones, series[date]) for date in series.columns]
        for row, level in enumerate(zones):
            for column, indicator in enumerate(offered):
                # each with each level, and with each date at one level out of three: the page
                # computes a level's table at a date, then takes the indicator from it
                rank = (row + column) % len(tables)
                shown = page.evaluate(READ, [level, indicator, str(rank)])
                # The classes are those of the page's date, at every date.
                record = classed(coverage[level], CATALOGUE[indicator])
                check_shown(shown, tables[rank][level], record)


def test_filters_recompute_every_figure(land, show):
    """With some schools kept only, figures are those of `coverage()` on these; it is said."""
    schools, zones, coverage, series = land
    text = coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    with quiet(show(text)) as page:
        shared.unfold(page, "filters")
        page.get_by_label("Publique", exact=True).check()
        page.get_by_label("REP+", exact=True).check()
        page.get_by_label("REP", exact=True).check()
        kept = schools[(schools["sector"] == "public") & (schools["priority"] != "")]
        assert f"{len(kept)} écoles gardées sur 60" in plain(page.locator(".filters").inner_text())
        said = "parmi les écoles publiques, en REP ou en REP+"
        assert said in page.locator("#geo-ent-map-name").inner_text()
        assert said in panel(page)
        for level, table in shared.coverage_at(kept, zones).items():
            shown = page.evaluate(READ, [level, "coverage_share", "2"])
            assert "sans école" not in {label for label, *_ in shown["legend"]}
            renamed = {"sans école gardée": "sans école"}
            shown["legend"] = [[renamed.get(row[0], row[0]), *row[1:]] for row in shown["legend"]]
            check_shown(shown, table, classed(coverage[level], COVERAGE))
        page.get_by_role("button", name="Enlever les filtres").click()
        assert "parmi" not in page.locator("#geo-ent-map-name").inner_text()
        assert page.locator(".filters input:checked").count() == 0
        shown = page.evaluate(READ, ["epci", "coverage_share", "2"])
        check_shown(shown, coverage["epci"], classed(coverage["epci"], COVERAGE))


PLAYED = """() => {
  const [play, slider] = [".play", "#geo-ent-date"].map((each) => document.querySelector(each));
  return [1, 2].map(() => {
    play.click();
    return [play.textContent, slider.getAttribute("aria-valuetext")];
  });
}"""


def test_the_dates_are_run_through(land, show):
    """The slider says its date; play goes on from the first date, stops at the last."""
    *inputs, series = land
    found = show(coverage_map(*inputs, facts=shared.facts(), series=series).html())
    with quiet(found) as page:
        slider = page.locator("#geo-ent-date")
        assert slider.get_attribute("aria-valuetext") == "30 juin 2023"
        shared.unfold(page, "dates")
        slider.focus()
        page.keyboard.press("Home")
        assert slider.get_attribute("aria-valuetext") == "septembre 2021"
        assert "en septembre 2021" in page.locator("#geo-ent-map-name").inner_text()
        assert "En septembre 2021" in panel(page)
        second = "septembre 2022"  # clicked twice at once: the next date waits for no test
        assert page.evaluate(PLAYED) == [["Pause", second], ["Lecture", second]]
        assert [row.split("\t")[0] for row in panel(page).split("\n") if "septembre" in row.lower()]
        assert page.locator(".sparkline circle").count() == 3
        page.locator(".play").click()
        assert eventually(page, "document.querySelector('.play').textContent === 'Lecture'")
        assert slider.get_attribute("aria-valuetext") == "30 juin 2023"


def test_one_date_has_no_slider_and_no_trend(toy):
    """Without a series neither a slider nor a trend is shown."""
    assert toy.page.locator("#geo-ent-date").count() == 0
    assert toy.page.locator(".sparkline").count() == 0


def test_a_small_zone_is_zoomed_to(toy):
    """Choosing a zone that is small on the map brings it near; leaving it shows all again."""
    with quiet(toy) as page:
        page.emulate_media(reduced_motion="reduce")
        home = page.evaluate("map_geo_ent.getZoom()")
        page.locator("#geo-ent-level").select_option("commune")
        page.evaluate("map_geo_ent.setZoom(map_geo_ent.getZoom() - 2, {animate: false})")
        page.locator("#geo-ent-zone").select_option(label="Carré 9")
        assert eventually(page, f"map_geo_ent.getZoom() > {home} - 1.5")
        page.locator("#geo-ent-zone").select_option(label="Tout le territoire")
        assert eventually(page, f"map_geo_ent.getZoom() > {home} - 0.5")


def test_a_zone_without_a_polygon_can_be_chosen(land, show):
    """It is in the list, the panel says that it isn't drawn, and the legend counts it."""
    *inputs, _ = land
    with quiet(show(coverage_map(*inputs, facts=shared.facts()).html())) as page:
        page.locator("#geo-ent-level").select_option("commune")
        assert "1 commune sans contour" in plain(page.locator("#geo-ent-map-notes").inner_text())
        page.locator("#geo-ent-zone").select_option(label="Carré 8")
        assert "n’a pas de contour" in panel(page)
        assert page.locator(".leaflet-chosen-pane path").count() == 0


def test_a_zone_is_set_beside_others(land, show):
    """The panel compares with the territory, and splits by nature, rurality and priority."""
    *inputs, _ = land
    with quiet(show(coverage_map(*inputs, facts=shared.facts()).html())) as page:
        page.locator("#geo-ent-zone").select_option(label="Ouest")
        said = panel(page)
        row = inputs[2]["circonscription"].loc["A"]
        share = percent(row["rep_plus_coverage_share"])
        cells = [number(row["rep_plus_schools_n"]), number(row["rep_plus_covered_n"]), share]
        assert plain("\t".join(["REP+", *cells])) in said.replace(" fragile", "")
        assert plain(percent(row["coverage_share"])) in said.split("Par rapport")[1]
        assert "élèves sur" in said
        assert "ONE" in said
        first = page.locator(".schools li .about:last-child").first.inner_text()
        assert "Pas d’ENT" in first


def test_a_zone_that_is_the_whole_is_set_beside_nothing(land, show):
    """Of the one département that has every school there is nothing to compare, nor a rank."""
    schools, zones, _, _ = land
    kept = schools[schools["departement_code"] != ""]
    assert kept["departement_code"].nunique() == 1
    coverage = shared.coverage_at(kept, zones)
    with quiet(show(coverage_map(kept, zones, coverage, facts=shared.facts()).html())) as page:
        page.locator("#geo-ent-level").select_option("departement")
        page.locator("#geo-ent-zone").select_option(kept["departement_code"].iloc[0])
        assert "Fragilité" not in panel(page)
        assert page.locator(".compared").count() == 0
        page.locator("#geo-ent-level").select_option("circonscription")
        page.locator("#geo-ent-zone").select_option(label="Ouest")
        assert page.locator(".compared > div").count() == 2


def test_the_page_is_whole_in_english(land, show):
    """No French word of the page's own is left when its language is English."""
    *inputs, series = land
    with quiet(
        show(coverage_map(*inputs, facts=shared.facts(), series=series, lang="en").html())
    ) as page:
        page.locator("#geo-ent-zone").select_option(label="Ouest")
        said = panel(page)
        for part in ("#geo-ent-toolbar", "#geo-ent-legend", "#geo-ent-map-notes", ".classing"):
            said += page.locator(part).text_content()
        for word in ("écoles", "Découpage", "Filtrer", "Lecture", "sans école", "Évolution"):
            assert word not in said
        for word in ("schools", "Level", "Filter schools", "Play", "Trend", "September 2021"):
            assert word in said


@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_no_fault_with_everything_open(land, show, width):
    """With dates, filters open and kept, and a zone chosen, axe-core finds nothing either."""
    *inputs, series = land
    text = coverage_map(*inputs, facts=shared.facts(), series=series).html()
    found = show(text, width=width, bypass_csp=True)
    page = found.page
    shared.unfold(page, "filters")
    page.get_by_label("Publique", exact=True).check()
    page.locator("#geo-ent-indicator").select_option("rural_urban_gap_points")
    page.locator("#geo-ent-level").select_option("commune")
    page.locator("#geo-ent-zone").select_option(index=2)
    rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
    faults = Axe().run(page, options={"runOnly": rules}).response["violations"]
    assert [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_controls_are_all_reached_by_keyboard(land, show):
    """Tab goes through the toolbar and what it opens; arrows, Enter and Space work there."""
    *inputs, series = land
    with quiet(show(coverage_map(*inputs, facts=shared.facts(), series=series).html())) as page:
        page.locator("#geo-ent-indicator").focus()
        reached = []
        for key in ("Tab", "Tab", "Enter", "Tab", "Tab", "Tab", "Tab", "Enter"):
            page.keyboard.press(key)
            reached.append(page.evaluate("document.activeElement.id"))
        dates, filters = "geo-ent-dates-button", "geo-ent-filters-button"
        inside = ["", "geo-ent-date", "geo-ent-compare"]
        assert reached == ["geo-ent-level", dates, dates, *inside, filters, filters]
        assert page.locator("#geo-ent-dates").is_hidden()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert "parmi les écoles" in page.locator("#geo-ent-map-name").inner_text()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == filters
        assert "parmi les écoles" in page.locator("#geo-ent-map-name").inner_text()
