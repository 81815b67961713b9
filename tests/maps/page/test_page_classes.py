"""The classes of the page: the same as in Python, chosen by the reader, and kept at every date."""

import browser as shared
import pytest

from geo_ent.indicators.catalogue import CATALOGUE
from geo_ent.indicators.classes import classed, classify, values
from geo_ent.indicators.coverage import whole_coverage
from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.palette import fills_of
from geo_ent.telling.indicator_words import class_labels, special_labels
from geo_ent.telling.language import language

pytestmark = pytest.mark.browser

READ = """async ([level, indicator, classing, date]) => {
  const told = { niveau: level, indicateur: indicator, classes: classing, date };
  location.hash = new URLSearchParams(told).toString();
  await new Promise((done) => setTimeout(done, 30));
  const plain = (node) => node.textContent.replaceAll("\\u00a0", " ");
  const rows = [...document.querySelectorAll("#geo-ent-legend .class-list li")];
  return {
    legend: rows.map((row) => [
      plain(row.querySelector(".class-name")), row.querySelector("rect").getAttribute("fill"),
      parseInt(plain(row.querySelector(".class-count"))),
    ]),
    bars: [...document.querySelectorAll(".class-bars > span")].map((bar) => [
      bar.querySelector(".class-bar").style.getPropertyValue("--fill"), parseInt(plain(bar)),
    ]),
    notes: plain(document.querySelector("#geo-ent-map-notes")),
    chosen: document.querySelector(".classing input:checked").value,
  };
}"""


@pytest.fixture
def land(toy_communes):
    """A land of every level, group and status, at three dates."""
    return shared.used(shared.land(toy_communes))


@pytest.fixture
def page(land, show):
    """Its page, open."""
    schools, zones, coverage, series = land
    text = coverage_map(schools, zones, coverage, facts=shared.facts(), series=series).html()
    return show(text).page


def rows_of(table, record):
    """Give the legend that a table has, by Python: each class's name, colour and zones."""
    classes, tr = classify(table, record), language("fr")
    labels = [*class_labels(record, tr), *special_labels(record, tr)]
    fills = [*fills_of(record), "url(#geo-ent-no-school)", "url(#geo-ent-unknown)"]
    counts = classes.value_counts(sort=False).tolist()
    rows = [
        [label.replace("\u00a0", " "), fill, count]
        for label, fill, count in zip(labels, fills, counts, strict=True)
    ]
    return [row for rank, row in enumerate(rows) if row[2] or rank < len(rows) - 2]


@pytest.mark.parametrize("classing", ["fit", "equal", "around"])
def test_classes_are_those_of_python(page, land, classing):
    """At each level and date, by each classing: names, colours and counts are the package's."""
    schools, zones, coverage, series = land
    whole = whole_coverage(schools)
    tables = [shared.coverage_at(schools, zones, series[date]) for date in series.columns]
    seen = 0
    for rank, (level, indicator) in enumerate(
        (level, indicator)
        for level in zones
        for indicator in ("coverage_share", "without_n", "rural_urban_gap_points")
    ):
        record = CATALOGUE[indicator]
        rate = float(values(whole, record).iloc[0])
        made = classed(coverage[level], record, classing, rate=rate)
        date = series.columns[rank % len(tables)].isoformat()
        shown = page.evaluate(READ, [level, indicator, classing, date])
        wanted = rows_of(tables[rank % len(tables)][level], made)
        assert shown["legend"] == wanted, (level, indicator)
        assert shown["bars"] == [row[1:] for row in wanted[: len(made.breaks) - 1]]
        seen += 1
    assert seen == 3 * len(zones)


def test_a_reader_chooses_the_classes(page):
    """Under "Affichage": a choice of three, two for a number; it is kept in the address."""
    page.get_by_role("button", name="Affichage").click()
    group = page.get_by_role("group", name="Classes de la carte")
    assert group.get_by_role("radio").count() == 3
    group.get_by_label("Les mêmes partout").check()
    assert "classes=equal" in page.evaluate("location.hash")
    assert page.locator("#geo-ent-legend .class-name").first.text_content() == "moins de 20\u00a0%"
    assert "du taux d’ensemble, " in group.text_content()  # two départements, of one académie
    group.get_by_label("Deux tons").check()
    assert "au-dessus du taux" in page.locator(".legend-name").text_content()
    page.locator("#geo-ent-indicator").select_option("without_n")
    assert group.get_by_role("radio").count() == 2
    assert "au-dessus" not in page.locator(".legend-name").text_content()
    page.locator("#geo-ent-indicator").select_option("coverage_share")
    group.get_by_label("Adaptées").check()
    assert "classes=" not in page.evaluate("location.hash")


def test_the_page_says_how_two_maps_are_compared(page):
    """Where the classes are the map's own it says so, and gives those of every map."""
    own = page.locator("#geo-ent-map-notes").get_by_text("d’après les valeurs de cette carte")
    assert own.count() == 1
    page.get_by_role("button", name="Pour comparer deux cartes").click()
    assert own.count() == 0
    assert page.evaluate("location.hash").endswith("classes=equal")


def test_another_date_or_filter_has_the_same_classes(page, land):
    """Of the bounds nothing changes at any date, nor with filters: the slider compares alike."""
    *_, series = land
    dates = [date.isoformat() for date in series.columns]
    told = [page.evaluate(READ, ["commune", "coverage_share", "fit", date]) for date in dates]
    page.evaluate("location.hash = location.hash + '&filtre-sector=prive'")
    page.wait_for_function("document.getElementById('geo-ent-map-name').textContent.match(/privé/)")
    names = page.locator("#geo-ent-legend .step .class-name").all_text_contents()
    names = [name.replace("\u00a0", " ") for name in names]
    for shown in told:
        assert [name for name, fill, _ in shown["legend"] if "url" not in fill] == names
    assert told[0]["legend"] != told[-1]["legend"]  # the counts do


@pytest.mark.parametrize(("width", "tall"), [(390, 96), (1200, 208)])
def test_the_legend_is_small_and_read(page, width, tall):
    """On a phone a strip, elsewhere a card: without marks no higher than that, in 12 pixels."""
    page.add_style_tag(content=".marks-key { display: none !important; }")
    page.set_viewport_size({"width": width, "height": 844})
    page.wait_for_timeout(200)
    box = page.locator("#geo-ent-legend").bounding_box()
    assert box["height"] <= tall
    sizes = page.locator("#geo-ent-legend *").evaluate_all(
        "nodes => nodes.map((node) => parseFloat(getComputedStyle(node).fontSize))"
    )
    assert min(sizes) >= 12


def test_a_page_of_one_zone_has_the_classes_of_every_map(land, show):
    """With one zone there is nothing to fit, and nothing is said of it."""
    schools, zones, *_ = land
    one = {"departement": zones["departement"].iloc[:1]}
    schools = schools[schools["departement_code"].isin(one["departement"].index)]
    table = shared.coverage_at(schools, one)
    page = show(coverage_map(schools, one, table, facts=shared.facts()).html()).page
    assert page.locator("#geo-ent-legend .step").count() == 5
    assert page.get_by_role("button", name="Pour comparer deux cartes").count() == 0
    assert "du taux du département, " in page.locator(".classing").text_content()
