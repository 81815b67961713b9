"""Take pictures of a built page as its readers meet it: desktop, phone, frame, paper.

make screenshots        (the demo's page, into maps/screenshots/, which git ignores)

python bench/screenshots.py PAGE.html FOLDER
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WIDTHS = {"desktop": 1200, "phone": 360, "narrow": 320}
A4_PIXELS = 794
SETTLED_MS = 1500


def opened(browser: Browser, address: str, width: int, height: int = 900) -> Page:
    """Open a page and let it settle."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address)
    page.wait_for_timeout(SETTLED_MS)
    return page


def screens(browser: Browser, address: str, folder: Path) -> None:
    """Take the whole page at each width, as it opens and with all of it in use."""
    for name, width in WIDTHS.items():
        page = opened(browser, address, width)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
        page.locator("#geo-ent-zone option").nth(1).evaluate(
            "option => { option.selected = true; }"
        )
        page.locator("#geo-ent-zone").dispatch_event("change")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
        page.wait_for_timeout(SETTLED_MS)
        page.screenshot(path=folder / f"{name}-in-use.png", full_page=True)
        page.close()


def frame(browser: Browser, address: str, folder: Path) -> None:
    """Take the page in the frame of another."""
    outer = folder / "frame.html"
    outer.write_text(
        '<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Cadre</title>'
        '<body style="font: 1rem/1.5 sans-serif; max-width: 52rem; margin: 2rem auto">'
        "<h1>Une page de la DANE</h1><p>Le texte de la page, puis la carte.</p>"
        f'<iframe src="{address}" title="Carte" width="100%" height="900" style="border:0">'
        "</iframe><p>La suite du texte.</p>",
        encoding="utf-8",
    )
    page = opened(browser, outer.as_uri(), 1000, 1200)
    page.screenshot(path=folder / "frame.png")
    page.close()
    outer.unlink()


def paper(browser: Browser, address: str, folder: Path) -> None:
    """Print the page, and take what goes on paper as a picture."""
    page = opened(browser, address, WIDTHS["desktop"])
    page.pdf(path=folder / "print.pdf", prefer_css_page_size=True)
    page.set_viewport_size({"width": A4_PIXELS, "height": 1123})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=folder / "print.png", full_page=True)
    page.close()


def main(page: str, out: str) -> None:
    """Take all the pictures."""
    found = os.environ.get("GEO_ENT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    folder, address = Path(out), Path(page).resolve().as_uri()
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        for take in (screens, frame, paper):
            take(browser, address, folder)
        browser.close()
    print(*sorted(path.name for path in folder.iterdir()), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
