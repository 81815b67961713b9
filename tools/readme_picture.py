"""Take the README's picture of a page: the first screen at 1200 pixels.

python tools/readme_picture.py PAGE.html OUT.png
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")


def main(page: str, out: str) -> None:
    """Open the page, take the picture."""
    chromium = os.environ.get("GEO_ENT_CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), None
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        view = browser.new_page(viewport={"width": 1200, "height": 900})
        view.goto(Path(page).resolve().as_uri())
        view.wait_for_timeout(1000)
        view.evaluate("window.scrollTo(0, 0)")
        view.screenshot(path=out)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
