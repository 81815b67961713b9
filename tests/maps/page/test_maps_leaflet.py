"""The part of Leaflet that the page carries: all that the script uses, and the whole for layers."""

import re

import browser as shared
import folium
import pytest
import vendor_leaflet as vendor
from script_modules import offered

from geo_ent.maps.page.coverage_map import coverage_map
from geo_ent.maps.page.page_script import SCRIPTS, asset


@pytest.fixture
def made(toy_communes, toy_schools):
    """Toyland's map."""
    return coverage_map(*shared.page_inputs(toy_communes, toy_schools), facts=shared.facts())


def code_of(name):
    """Give a module without its comments, in which types of Leaflet are named."""
    text = re.sub(r"/\*.*?\*/", "", asset(f"{name}.js"), flags=re.DOTALL)
    return re.sub(r"(?<!:)//.*", "", text)


def modules():
    """Give every module that is joined, by name."""
    return {name: code_of(name) for name in SCRIPTS}


def test_the_part_has_all_that_the_script_uses():
    """Every `L.name` and `L.control.name` of the modules is there."""
    names, controls = offered()
    texts = modules()
    used = {name for text in texts.values() for name in re.findall(r"\bL\.(\w+)", text)}
    asked = {name for text in texts.values() for name in re.findall(r"\bL\.control\.(\w+)", text)}
    assert len(used) > 10
    assert used - names == set()
    assert asked
    assert asked - controls == set()


def test_no_private_name_of_leaflet_is_used_that_is_shortened():
    """A name that begins with `_` is the module's own, or is kept as it is in the part."""
    for name, text in modules().items():
        own = set(re.findall(r"this\.(_\w+)\s*=[^=]", text))
        own |= set(re.findall(r"^\s*(_\w+):", text, re.MULTILINE))
        used = set(re.findall(r"\.(_\w+)", text))
        assert used - own - set(vendor.KEPT) == set(), name


def test_the_part_is_made_of_the_same_version():
    """Both bundles say the version of the file beside them."""
    version = asset("vendor/VERSION-leaflet").strip()
    assert version == vendor.VERSION
    assert f'version:"{version}"' in asset("vendor/leaflet-part.js")
    assert f'"{version}"' in asset("vendor/leaflet.js")


def test_the_part_is_lighter_and_shows_no_picture():
    """A third of the bytes are gone, and the style sheet names no file."""
    for name, kept in (("leaflet{}.js", 0.7), ("leaflet{}.css", 0.7)):
        whole, part = (asset(f"vendor/{name.format(end)}") for end in ("", "-part"))
        assert len(part) < kept * len(whole)
    assert "url(" not in asset("vendor/leaflet-part.css")


def test_the_style_of_the_part_keeps_whole_rules():
    """Selectors that the page doesn't have go, one by one; a rule of none goes whole."""
    css = "/* a */ .a,\n.leaflet-popup { top: 0; }\n.leaflet-marker-icon { left: 0 }\n"
    css += "@media print {\n.b { x: y }\n}"
    kept = re.sub(r"\s+", "", vendor.part_style(css))
    assert kept == ".a{top:0;}@mediaprint{.b{x:y}}"


def test_a_page_carries_the_part_and_one_with_layers_the_whole(made):
    """Layers of Folium may use any of Leaflet; its licence is there either way."""
    page = made.html()
    folium.Marker([49, 2]).add_to(made)
    layered = made.html()
    for text, there, absent in ((page, "-part", ""), (layered, "", "-part")):
        assert asset(f"vendor/leaflet{there}.js") in text
        assert asset(f"vendor/leaflet{absent}.js") not in text
        assert asset("vendor/LICENSE-leaflet") in text
    assert layered.count("<script>") == page.count("<script>") + 1
