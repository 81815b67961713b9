"""The page as a notebook shows it: in a frame of a sandbox, its figures over it as text."""

from html import escape

import pytest
from acceptance import quiet
from browser import HOSTILE

from geo_ent.pipeline.notebook.framed_page import framed_page

TITLE = f"</iframe>{' '.join(HOSTILE[:-1])}"


@pytest.mark.parametrize("width", [1040, 420])
def test_page_is_framed_and_what_stands_over_it_is_text(text, show, width):
    """Whatever a title holds, it runs nothing; the page runs in its frame, and fits its width."""
    output = framed_page(text, title=TITLE, headline=f"Dix sur dix. {TITLE}", where="Carré.")
    # ready: what is waited for is the notebook's own page
    notebook = f'<!DOCTYPE html><html class="ready"><title>{escape(TITLE)}</title><main>{output}'
    opened = show(notebook, width=width)
    page = opened.page
    page.set_default_timeout(20_000)
    assert page.locator("script, img").count() == 0
    assert page.locator("main strong").inner_text() == f"Dix sur dix. {TITLE}"
    assert page.locator("iframe").get_attribute("title") == TITLE
    page.wait_for_function("() => window.frames.length === 1")
    frame = page.frames[1]
    frame.wait_for_selector("html.ready", state="attached")
    assert frame.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    assert frame.evaluate("() => self.origin") == "null"  # it can't reach the notebook
    frame.locator("#geo-ent-zones select").select_option(index=1)
    assert frame.locator("#geo-ent-panel-name").inner_text() != "Carré"
    assert quiet(opened) == []
