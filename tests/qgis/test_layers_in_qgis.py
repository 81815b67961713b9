"""coverage.gpkg as who has QGIS sees it: coloured as the page is, in the same words."""

import csv
import html

from colour_vision import ciede2000, lab_of

from geo_ent.telling.language import language

MOST_APART = 3.0
"""CIEDE2000: what an eye beside another screen doesn't see."""
WIDE = 8
"""Pixels from a zone's middle to its border, for its colour to be seen."""
FEWEST = 10


def apart(one, other):
    """Measure how far two colours are from each other, `#fff` or `#ffffff`."""
    return ciede2000(*(lab_of(colour.replace("#fff", "#ffffff")[:7]) for colour in (one, other)))


def rows(opened, level):
    """Read a level's table."""
    with (opened.folder / f"coverage-{level}.csv").open(encoding="utf-8", newline="") as file:
        return {row["zone_code"]: row for row in csv.DictReader(file)}


def test_every_layer_opens_in_its_style(opened):
    """None has a colour at random, none warns; each has its title, its day, its headings."""
    assert {"commune", "circonscription", "departement", "schools"} <= set(opened.layers)
    for name, layer in opened.layers.items():
        assert layer["renderer"] == "RuleRenderer", name
        assert layer["title"] != name
        assert layer["headings"]["note" if "note" in layer["headings"] else "zone_name"
                                 if "zone_name" in layer["headings"] else "name"] != ""  # fmt: skip
    assert not opened.complaints


def test_zones_have_the_colours_of_the_page(opened):
    """All that are wide enough to be seen, of every level: ten at the least where there are."""
    for level, page in opened.levels.items():
        zones = opened.layers[level]["zones"]
        assert len(zones) == len(page["fills"]), level
        shown = dict(zip(sorted(zones), page["fills"], strict=True))
        seen = [code for code, (_, wide) in zones.items() if wide >= WIDE]
        assert len(seen) >= min(FEWEST, len(zones) * 0.8), level
        far = {
            code: (zones[code][0], shown[code])
            for code in seen
            if apart(zones[code][0], shown[code]) > MOST_APART
        }
        assert not far, level


def test_legends_are_in_the_words_of_the_page(opened):
    """The same classes in the same order, those without a rate last."""
    for level, page in opened.levels.items():
        assert opened.layers[level]["legend"] == page["legend"], level


def test_each_status_has_the_mark_of_the_page(opened):
    """Its shape and its colours, looked at on a grid, away from its edges."""
    assert set(rows(opened, "departement")) == {"95"} or len(opened.marks) >= 2
    for words, (drawn, page) in opened.marks.items():
        seen = 0
        for drawn_row, page_row in zip(drawn, page, strict=True):
            for colour, wanted in zip(drawn_row, page_row, strict=True):
                if wanted in {"", "edge"}:
                    continue
                seen += 1
                assert colour, words
                assert apart(colour, wanted) <= MOST_APART, words
        assert seen >= 20, words


def test_zones_say_their_name_and_their_rate(opened):
    """On the map as pointed at: the table's, as the page writes them."""
    tr = language("en" if "schools" in opened.layers["commune"]["title"] else "fr")
    for level in opened.levels:
        labels = opened.layers[level]["labels"]
        assert set(labels) == set(rows(opened, level))
        for code, row in rows(opened, level).items():
            label, tip = labels[code]
            rated = int(row["schools_n"]) and float(row["known_share"]) >= 0.5
            rate = tr.percent(int(row["covered_n"]) / int(row["schools_n"])) if rated else ""
            assert " ".join(label.split("\n")).startswith(row["zone_name"])
            assert tip.startswith(f"<b>{html.escape(row['zone_name'], quote=False)}</b>")
            assert rate in label
            assert rate in tip
            assert "[%" not in tip


def test_schools_say_what_they_are(opened):
    """Their name and their situation; no expression is left as it is written."""
    words = set(opened.marks)
    for label, tip in opened.layers["schools"]["labels"].values():
        assert tip.startswith(f"<b>{html.escape(label, quote=False)}</b><br>")
        assert tip.split("<br>")[1] in words
        assert "[%" not in tip
        assert "<br><br>" not in tip


def test_the_project_opens_on_the_pages_first_screen(opened):
    """Schools over the page's first level, in metres; every layer is found and has its style."""
    project = opened.project
    assert project["crs"] == "EPSG:2154"
    assert project["title"]
    assert project["drawn"] == ["schools", "circonscription"]
    assert project["layers"] == {name: [True, "RuleRenderer"] for name in opened.layers}


def test_columns_are_headed_as_in_the_workbook(opened):
    """« Part avec un ENT » over coverage_share, in the map's language."""
    headings = opened.layers["commune"]["headings"]
    assert headings["coverage_share"] in {"Part avec un ENT", "Share with an ENT"}
    assert {name for name, told in headings.items() if name == told} <= {"fid"}
