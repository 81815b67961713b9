"""Take pictures of a built page as its readers meet it: desktop, phone, frame, paper.

make screenshots        (the demo's page, into maps/screenshots/, which git ignores)

python bench/screenshots.py PAGE.html FOLDER
python bench/screenshots.py PAGE.html FOLDER --before OLD_PAGE.html [--map map.png]

The second also puts the first screen of an older page, the picture and the page side by side, at
each size that a first screen is held to: nothing should read better in the old one.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
from page_measures import SIZES  # noqa: E402

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
WIDTHS = {"desktop": 1200, "phone": 360, "narrow": 320}
A4_PIXELS = 794
SETTLED_MS = 1500
GAP = 16  # pixels between pictures


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


def beside(browser: Browser, now: str, before: Path, still: Path, folder: Path) -> None:
    """Put the page before, the picture and the page side by side, at each size."""
    for width, height in SIZES:
        shots = []
        for name, address in (("before", before.resolve().as_uri()), ("now", now)):
            page = opened(browser, address, width, height)
            path = folder / f"{name}-{width}.png"
            page.screenshot(path=path)
            page.close()
            shots.append((name, Image.open(path).convert("RGB")))
        if still.is_file():
            picture = Image.open(still).convert("RGB")
            picture.thumbnail((max(width, 600), height))
            shots.insert(1, (still.name, picture))
        sheet = in_a_row(shots, height)
        sheet.save(folder / f"beside-{width}.png")


def in_a_row(pictures: list[tuple[str, Image.Image]], height: int) -> Image.Image:
    """Put pictures in a row, each under its name."""
    width = sum(picture.width + GAP for _, picture in pictures) + GAP
    sheet = Image.new("RGB", (width, height + 3 * GAP), "#666")
    pen, left = ImageDraw.Draw(sheet), GAP
    for name, picture in pictures:
        pen.text((left, GAP // 2), name, fill="white", font_size=GAP)
        sheet.paste(picture, (left, 2 * GAP))
        left += picture.width + GAP
    return sheet


def main() -> None:
    """Take all the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("page", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--before", type=Path, help="an older page of the same territory")
    parser.add_argument("--map", type=Path, help="the picture; map.png beside the page by default")
    told = parser.parse_args()
    found = os.environ.get("GEO_ENT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    folder, address = told.folder, told.page.resolve().as_uri()
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        for take in (screens, frame, paper):
            take(browser, address, folder)
        if told.before:
            still = told.map or told.page.with_name("map.png")
            beside(browser, address, told.before, still, folder)
        browser.close()
    print(*sorted(path.name for path in folder.iterdir()), sep="\n")


if __name__ == "__main__":
    main()
