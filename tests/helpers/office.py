"""LibreOffice without a window: a workbook as it prints, and as it is saved again.

It runs in a home of its own, in the language that is asked for: numbers and days are written as on
the machine of someone who works in that language.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_FOOT = 40  # points, from the bottom of the page to the top of its foot

PATIENCE_S = 300
"""How long a busy machine may take for what an idle one does in five seconds."""

NEEDED = {"soffice": "libreoffice-calc", "Carlito": "fonts-crosextra-carlito"}
"""What is needed, and the package of Debian that has it: Carlito is as wide as Calibri."""

_LANGUAGE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
</oor:items>
"""

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
  script:language="StarBasic">
Sub Save(source, target)
  Dim none()
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName"
  how(0).Value = "Calc MS Excel 2007 XML"
  book = StarDesktop.loadComponentFromURL(source, "_blank", 0, none())
  book.storeToURL(target, how())
  book.close(True)
  StarDesktop.terminate()
End Sub
</script:module>
"""


def missing():
    """Give the packages of Debian that aren't there, in the order to install them."""
    return [package for name, package in NEEDED.items() if not _there(name)]


def _there(name):
    if name != "Carlito":
        return shutil.which(name) is not None
    fonts = shutil.which("fc-match")
    if fonts is None:
        return False
    taken = subprocess.run([fonts, "Calibri"], capture_output=True, text=True, check=True)
    return name in taken.stdout


def printed(path, folder, *, locale="fr-FR"):
    """Print a workbook: the PDF that LibreOffice makes of it, in a folder."""
    home = folder / "home"
    settings = home / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(_LANGUAGE.format(locale=locale), encoding="utf-8")
    made = folder / f"{Path(path).stem}.pdf"
    _run(home, made, "--convert-to", "pdf", "--outdir", folder, path)
    return made


def saved_again(path, folder):
    """Open a workbook as someone does, and save it as another, in a folder of `printed`.

    A file that is only converted is opened without a window, and loses its panes.
    """
    home, made = folder / "home", folder / f"{Path(path).stem}-again.xlsx"
    module = home / "user" / "basic" / "Standard" / "Module1.xba"
    assert module.exists(), "LibreOffice makes it when it starts for the first time"
    module.write_text(_MACRO, encoding="utf-8")
    _run(home, made, f'macro:///Standard.Module1.Save("{path.as_uri()}","{made.as_uri()}")')
    return made


def _run(home, made, *arguments):
    """Run LibreOffice without a window; it must have made a file."""
    command = [shutil.which("soffice"), "--headless", "--norestore",
               f"-env:UserInstallation={home.as_uri()}", *map(str, arguments)]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE_S, check=False, cwd=home.parent
    )
    assert made.exists(), f"{done.stdout}\n{done.stderr}"


@dataclass(frozen=True)
class Word:
    """A stretch of text on a page: what, its box in points from the bottom left, its size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


@dataclass(frozen=True)
class Page:
    """A page as it is printed.

    Attributes
    ----------
    number
        From 0.
    width, height
        In points.
    text
        All of it.
    words
        Where each stretch of text is.
    sheet
        The sheet that it is of, as its foot says.
    """

    number: int
    width: float
    height: float
    text: str
    words: tuple
    sheet: str


def pages(path):
    """Read the pages of a PDF that LibreOffice made of a workbook of ours."""
    with pypdfium2.PdfDocument(path) as pdf:
        return [_page(number, page) for number, page in enumerate(pdf)]


def _page(number, page):
    text = page.get_textpage()
    words = tuple(_words(page))
    width, height = page.get_size()
    # The foot has the sheet's name on the right; the number of the page is in its middle.
    foot = [word.text for word in words if word.top < _FOOT and word.left > width * 0.6]
    sheet = " ".join("".join(foot).split())
    return Page(number, width, height, text.get_text_range(), words, sheet)


def _words(page):
    """Give the stretches of a page's text: LibreOffice writes a line of a cell as one."""
    text = page.get_textpage()
    for thing in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], textpage=text):
        written = thing.extract()
        if written.strip():
            left, bottom, right, top = thing.get_bounds()
            size = thing.get_font_size() * abs(thing.get_matrix().d)
            yield Word(written, left, bottom, right, top, size)


def pictures(path, folder):
    """Draw each page of a PDF, for an eye to look at; give the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    drawn = []
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf):
            drawn.append(page.render(scale=1.5).to_pil())
            drawn[-1].save(folder / f"{number + 1:03d}.png")
    return drawn
