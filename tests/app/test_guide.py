"""The guide tells of the application as it is: its words, its pictures."""

import re

import pytest
from PIL import Image
from scripts import ROOT, script

GUIDE = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
WORDS = ROOT / "geo_ent" / "telling" / "translations" / "en" / "app.po"
LANGUAGES = {"English", "Français"}
"""Written in their own language on every page, so in no catalogue."""


def said(po):
    """Give what the application says in French, by a catalogue of it."""
    text = po.read_text(encoding="utf-8")
    blocks = re.findall(r'^msgid(?:_plural)? ((?:"(?:[^"\\]|\\.)*"\n?)+)', text, re.MULTILINE)
    return {"".join(re.findall(r'"((?:[^"\\]|\\.)*)"', block)) for block in blocks}


def test_the_guide_names_what_the_page_shows():
    """Each bold quotation of the guide is a word of the application, to the letter."""
    quoted = set(re.findall(r"\*\*« ([^»]*) »\*\*", GUIDE))
    assert len(quoted) > 20
    assert sorted(quoted - said(WORDS) - LANGUAGES) == []


def test_the_pictures_are_those_of_the_tool():
    """Each picture that the tool takes is in the guide, and the guide has no other."""
    shown = re.findall(r"!\[[^\]]+\]\(images/([\w-]+)\.png\)", GUIDE)
    assert sorted(shown) == sorted(script("tools/app_pictures").STEPS)


@pytest.mark.parametrize("name", script("tools/app_pictures").STEPS)
def test_a_picture_is_light(name):
    """It is of the tool's size, and a page with all of them opens on a slow line."""
    tool, path = script("tools/app_pictures"), ROOT / "docs" / "images" / f"{name}.png"
    assert path.stat().st_size <= tool.MOST_BYTES
    with Image.open(path) as picture:
        assert picture.size == (tool.WIDTH, tool.STEPS[name])
