"""The charts: what they draw stands at its place, what they say is true, text can do no harm."""

import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties import examples

from geo_ent.errors import InputError
from geo_ent.indicators.equity import concentration_index, lorenz
from geo_ent.indicators.groupings import groupings
from geo_ent.maps.charts.chart_parts import MARKERS, WIDTH, Rate
from geo_ent.maps.charts.dumbbell import Strip, dumbbell_svg, strips
from geo_ent.maps.charts.lorenz import Curve, lorenz_svg
from geo_ent.maps.charts.ranked_zones import ranked_svg
from geo_ent.maps.palette import contrast
from geo_ent.maps.picture.picture_text import Style, width
from geo_ent.telling.language import language

HOSTILE = "</title></svg><script>alert(1)</script>&\"'\x00\u202e{{7*7}}"
SVG = "{http://www.w3.org/2000/svg}"
PAIR = Strip("Ruralité", (Rate("rural", 1, 4, 0.05, 0.7), Rate("urbain", 3, 4, 0.3, 0.95)))
CURVE = Curve("Par zone", [0, 0.5, 1], [0, 0.25, 1], "indice de Gini", 0.25)


def drawn(chart):
    """Parse a chart; a fault in its markup fails."""
    return ET.fromstring(chart.svg)  # noqa: S314 our own


def plain(text):
    """Write ordinary spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_dumbbell_puts_dots_at_their_share():
    """25 % and 75 % are a quarter of the axis from its middle; whiskers end at the limits."""
    tree = drawn(dumbbell_svg([PAIR], title="Parts"))
    paths = [path.get("d") for path in tree.iter(f"{SVG}path")]
    axis = [float(re.match(r"M([\d.]+)", d)[1]) for d in paths[:5]]
    assert axis == pytest.approx([axis[0] + at * (axis[4] - axis[0]) / 4 for at in range(5)])
    disc = float(next(tree.iter(f"{SVG}circle")).get("cx"))
    assert disc == pytest.approx(axis[1])
    whisker = axis[0] + 0.05 * (axis[4] - axis[0])
    assert any(float(re.match(r"M([\d.]+)", d)[1]) == pytest.approx(whisker, abs=0.01)
               for d in paths)  # fmt: skip


def test_the_dumbbell_says_all_in_words():
    """Title, names, counts and rates are in the text alternative; so is nothing else."""
    chart = dumbbell_svg([PAIR], title="Parts")
    assert plain(chart.alt) == (
        "Parts. Ruralité. Rural : 25,0 % (1 sur 4), urbain : 75,0 % (3 sur 4)."
    )
    tree = drawn(chart)
    assert tree.find(f"{SVG}desc").text == chart.alt
    assert tree.get("aria-labelledby").split() == [
        tree.find(f"{SVG}title").get("id"),
        tree.find(f"{SVG}desc").get("id"),
    ]


def test_a_fragile_share_is_starred():
    """Under five schools the name has a star, and the star is explained."""
    chart = dumbbell_svg([PAIR], title="Parts")
    assert "(1\u00a0sur\u00a04)*" in chart.svg
    assert "Moins de 5 écoles" in chart.svg
    many = Strip("X", (Rate("a", 5, 10, 0.2, 0.8), Rate("b", 5, 10, 0.2, 0.8)))
    assert "*" not in dumbbell_svg([many], title="Parts").svg


def test_english_words():
    """The picture's own words and numbers are English where that is asked for."""
    chart = dumbbell_svg([PAIR], title="Shares", whole=0.5, tr=language("en"))
    assert "25.0%" in chart.alt
    assert "95% interval" in chart.svg
    assert "All: 50.0%" in chart.svg
    assert "of those with an ENT" in lorenz_svg([CURVE], title="Lorenz", tr=language("en")).alt


def test_markers_differ_by_shape_and_are_seen():
    """A disc, a square and a diamond; each fill or its edge stands out from the paper."""
    three = Strip("X", tuple(Rate(name, 5, 10, 0.2, 0.8) for name in "abc"))
    tree = drawn(dumbbell_svg([three], title="Parts"))
    closed = [p for p in tree.iter(f"{SVG}path") if p.get("d").endswith("Z")]
    assert len(list(tree.iter(f"{SVG}circle"))) == 2  # on the strip, in the key
    assert len(closed) == 4
    assert len(set(MARKERS)) == 3
    assert all(contrast(path.get("stroke"), "#ffffff") >= 3 for path in closed)


def test_text_is_legible_on_a_telephone():
    """At 360 pixels no text is under 12 pixels."""
    for chart in (dumbbell_svg([PAIR], title="x" * 300, whole=0.5), lorenz_svg([CURVE], title="L")):
        tree = drawn(chart)
        assert tree.get("viewBox").split()[2] == str(WIDTH) == "360"
        assert min(float(text.get("font-size")) for text in tree.iter(f"{SVG}text")) >= 12


def test_ends_are_named_and_the_others_counted():
    """Of seven groups in order the first and the last; of unordered ones the extremes."""
    index = [f"950{at:04d}A" for at in range(40)]
    frame = pd.DataFrame(
        {
            "status": ["school" if at % 8 == 3 else "none" for at in range(40)],
            "density_class": [1.0 + at % 7 for at in range(40)],
            "circonscription_code": [f"Z{at % 8}" for at in range(40)],
        },
        index=index,
    )
    found = {strip.title: strip for strip in strips(groupings(frame), language("fr"))}
    assert set(found) == {"Grille communale de densité", "Circonscriptions"}
    density = found["Grille communale de densité"]
    assert [rate.name for rate in density.rates] == [
        "Rural à habitat très dispersé", "Grands centres urbains",
    ]  # fmt: skip
    assert len(density.others) == 5
    assert found["Circonscriptions"].rates[1].name == "Z3"
    chart = dumbbell_svg(list(found.values()), title="Parts")
    assert "les 5 autres groupes" in chart.svg


def test_the_curve_passes_by_its_points():
    """The half of the schools that has a quarter of the ENT is said, and drawn under the line."""
    chart = lorenz_svg([CURVE], title="Lorenz")
    assert plain(chart.alt) == (
        "Lorenz. Par zone : la première moitié des écoles réunit 25 % de celles qui ont un ENT, "
        "indice de Gini 0,25."
    )
    curve = next(p.get("d") for p in drawn(chart).iter(f"{SVG}path") if p.get("d").count("L") == 2)
    (x0, y0), (x1, y1), (x2, y2) = (
        map(float, point.split()) for point in curve.lstrip("M").split("L")
    )
    assert x1 == pytest.approx((x0 + x2) / 2)
    assert y1 == pytest.approx(y0 + (y2 - y0) / 4)


def test_two_curves_differ_by_their_dash():
    """Solid and dashed, besides their colours."""
    tree = drawn(lorenz_svg([CURVE, CURVE._replace(name="Par IPS", area=-0.004)], title="L"))
    thick = [p for p in tree.iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    assert len({path.get("stroke-dasharray") for path in thick}) == 2
    assert "−0,00" not in ET.tostring(tree, encoding="unicode")


def test_nothing_to_draw_is_refused():
    """No comparison, or curves with nothing to share."""
    with pytest.raises(InputError):
        dumbbell_svg([], title="Parts")
    flat = lorenz(pd.Series([0.0, 0.0]), pd.Series([1, 1]))
    one = Curve("x", flat.iloc[:, 0].tolist(), flat.iloc[:, 1].tolist(), "i",
                concentration_index(flat))  # fmt: skip
    with pytest.raises(InputError):
        lorenz_svg([one], title="L")


def test_hostile_text_is_text():
    """No element comes of a name, a title or a key; what XML can't hold is replaced."""
    rates = tuple(rate._replace(name=HOSTILE) for rate in PAIR.rates)
    for chart in (
        dumbbell_svg([Strip(HOSTILE, rates, (0.5,))], title=HOSTILE),
        lorenz_svg([CURVE._replace(name=HOSTILE, area_name=HOSTILE)], title=HOSTILE),
    ):
        tree = drawn(chart)
        kinds = {element.tag.removeprefix(SVG) for element in tree.iter()}
        assert kinds <= {"svg", "title", "desc", "rect", "path", "circle", "text"}
        assert "\x00" not in chart.svg
        assert "\u202e" not in chart.svg


@examples(20)
@given(
    st.lists(
        st.lists(
            st.tuples(st.text(max_size=40), st.integers(0, 9), st.integers(1, 9)),
            min_size=1, max_size=3,
        ),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_any_strips_are_drawn_the_same_twice(groups):
    """Whatever names and counts: well-formed, inside its frame, and the same bytes each time."""
    rows = [
        Strip("T", tuple(Rate(name, min(k, n), n, 0.0, 1.0) for name, k, n in group))
        for group in groups
    ]
    chart = dumbbell_svg(rows, title="Parts", whole=0.3)
    assert chart == dumbbell_svg(rows, title="Parts", whole=0.3)
    tree = drawn(chart)
    height = float(tree.get("height"))
    assert all(float(text.get("y")) <= height for text in tree.iter(f"{SVG}text"))


def test_zones_are_ranked_from_the_lowest():
    """Names and shares by rate, each on the lane of its disc; a fragile share has its star."""
    rates = [Rate("Vitré", 5, 10, 0.2, 0.8), Rate("Redon", 1, 4, 0.05, 0.7)]
    chart = ranked_svg(rates, title="Parts", whole=6 / 14)
    tree = drawn(chart)
    texts = {plain(text.text): float(text.get("y")) for text in tree.iter(f"{SVG}text")}
    assert texts["Redon"] == texts["25,0 %*"] < texts["Vitré"] == texts["50,0 %"]
    discs = [(float(disc.get("cx")), float(disc.get("cy"))) for disc in tree.iter(f"{SVG}circle")]
    assert [texts["Redon"] - 4, texts["Vitré"] - 4] == pytest.approx([y for _, y in discs])
    assert discs[0][0] < discs[1][0]
    assert "* Moins de 5 écoles : part fragile." in texts
    assert plain(chart.alt) == "Parts. Redon : 25,0 % (1 sur 4), Vitré : 50,0 % (5 sur 10)."


def test_of_many_zones_both_ends_are_drawn():
    """Of 60, nine at either end and how many stand between; of 21, all."""
    rates = [Rate(f"Zone {n}", n, 60, 0.0, 1.0) for n in range(60)]
    tree = drawn(ranked_svg(rates, title="Parts"))
    texts = [text.text for text in tree.iter(f"{SVG}text")]
    assert len(list(tree.iter(f"{SVG}circle"))) == 18
    assert "… 42 autres entre elles" in texts
    assert {"Zone 0", "Zone 8", "Zone 51", "Zone 59"} <= set(texts)
    assert "Zone 9" not in texts
    assert len(list(drawn(ranked_svg(rates[:21], title="P")).iter(f"{SVG}circle"))) == 21


def test_a_long_name_of_a_zone_keeps_to_its_room():
    """No name reaches the axis; hostile text is text."""
    rates = [Rate(f"Circonscription de {HOSTILE}", 1, 9, 0.0, 0.5)]
    tree = drawn(ranked_svg(rates, title=HOSTILE))
    axis = min(float(re.match(r"M([\d.]+)", path.get("d"))[1]) for path in tree.iter(f"{SVG}path"))
    name = next(text for text in tree.iter(f"{SVG}text") if text.text.startswith("Circ"))
    assert float(name.get("x")) + width(name.text, Style(12)) < axis
    assert not list(tree.iter("script"))
    with pytest.raises(InputError):
        ranked_svg([], title="Parts")
