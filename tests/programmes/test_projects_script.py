"""The script of the page of programmes: modules that can be joined, and name what is there."""

import re

import pytest
import vendor_leaflet as vendor
from script_modules import DECLARED, EXPORTED, IMPORT, offered

from geo_ent.maps.page.page_script import asset, joined
from geo_ent.programmes.programmes_page import SCRIPTS, projects_page
from geo_ent.telling.language import language

SHARED = ("dom", "language", "packed", "topology", "map", "wheel", "embed_height")


def modules():
    """Give the modules' texts, in the order that they are joined in."""
    return {name: asset(f"{name}.js", room) for room, name in SCRIPTS}


def code_of(text):
    """Give a module without its comments, in which types are named."""
    return re.sub(r"(?<!:)//.*", "", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))


def test_the_shared_modules_are_the_other_page_s():
    """What both pages do is written once."""
    assert {("maps", name) for name in SHARED} <= set(SCRIPTS)


def test_no_name_is_declared_by_two_modules():
    """Joined, the modules share one scope: a name at the top of two of them would clash."""
    homes = {}
    for name, text in modules().items():
        for declared in DECLARED.findall(text):
            assert declared not in homes, f"{declared}: in {homes[declared]} and {name}"
            homes[declared] = name


def test_imports_name_what_an_earlier_module_exports():
    """A module leans only on those joined before it; shared ones take their words from ours."""
    before = {}
    for name, text in modules().items():
        for line in text.splitlines():
            if line.startswith("import"):
                imported = IMPORT.match(line.replace('"../../maps/assets/', '"./'))
                assert imported, f"not on one line: {line}"
                home = "programmes_words" if imported[2] == "words" else imported[2]
                assert home in before, f"{name} imports {home}, which comes later or isn't joined"
                missing = {part.strip() for part in imported[1].split(",")} - before[home]
                assert not missing, f"{name} imports {missing} from {home}"
        before[name] = set(EXPORTED.findall(text))


def test_the_words_have_all_that_the_modules_ask_for():
    """Every `words.name` of a module is one of ours, and none of ours is idle."""
    text = asset("programmes_words.js", "programmes")
    own = set(re.findall(r"^  (\w+)[:(]", text, re.MULTILINE))
    asked = {
        name
        for module, code in modules().items()
        if module != "programmes_words"
        for name in re.findall(
            r"\bwords\.(\w+)", re.sub("^import.*", "", code_of(code), flags=re.MULTILINE)
        )
    }
    assert asked == own


def test_the_part_of_leaflet_has_what_the_script_uses():
    """Every `L.name` is there; no private name is used that is shortened in the part."""
    names, controls = offered()
    for name, text in modules().items():
        code = code_of(text)
        assert set(re.findall(r"\bL\.(\w+)", code)) - names == set(), name
        assert set(re.findall(r"\bL\.control\.(\w+)", code)) - controls == set(), name
        own = set(re.findall(r"this\.(_\w+)\s*=[^=]", code))
        assert set(re.findall(r"\.(_\w+)", code)) - own - set(vendor.KEPT) == set(), name


def test_joining_leaves_nothing_of_modules():
    """No import, no export, no line of comment is left; no text runs over several lines."""
    for name, text in modules().items():
        assert not re.search(r"^\s*(?:(?:import|export)\b|//)", joined(text), re.MULTILINE), name
        for line in text.splitlines():
            if not line.lstrip().startswith(("//", "*", "/*")):
                assert line.count("`") % 2 == 0, f"{name}: {line}"


def test_data_reaches_the_page_as_text_only():
    """No module writes markup: text goes in as nodes."""
    for name, text in modules().items():
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert way not in code_of(text), f"{name}: {way}"


@pytest.mark.parametrize("name", ["programmes_data", "programmes_main"])
def test_the_page_carries_the_modules(name):
    """What the modules say is in the page's one script."""
    import projects

    page = projects_page(projects.frame(), language("fr"))
    assert joined(asset(f"{name}.js", "programmes")).strip() in page
