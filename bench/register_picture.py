"""Take the picture of a corrected register that docs/registre.md shows.

    .venv/bin/python bench/register_picture.py [FOLDER]     (docs/images without it)

The register and its schools are invented. The workbook is the one that `--fixed` writes, shown as
a spreadsheet shows it, with the drop-down of one answer open.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from html import escape
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter
from playwright.sync_api import sync_playwright

from geo_ent.publish.register.corrected_register import write_fixed_register
from geo_ent.register.read_register import read_registers
from geo_ent.tables.uai import check_letter
from geo_ent.telling.language import language

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPEN = "F2"  # the answer whose drop-down is shown
SHOWN = ("A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "O")
PIXELS = 7.2  # of a character of a column's width, as spreadsheets draw it

SCHOOLS = (
    ("École élémentaire publique Jules Ferry", "Valbrune"),
    ("École maternelle publique Jules Ferry", "Valbrune"),
    ("École primaire publique Les Tilleuls", "Saint-Aubin-le-Pré"),
    ("École primaire publique du Lavoir", "Montclair"),
    ("École élémentaire publique Rosa Parks", "Montclair"),
    ("École primaire publique La Roseraie", "Port-Marin"),
)
ROWS = (
    ("École", "Commune", "ENT ?", "Produit", "Classes"),
    ("Jules Ferry", "Valbrune", "oui", "ONE", "7"),
    ("EPPU Les Tilleuls", "Saint-Aubin-le-Pré", "oui ?", "", "4"),
    ("Ecole du Lavoir", "Montclair", "oui", "Beneylu", "5"),
    ("Rosa Parks", "Montclair", "non", "", "6"),
    ("La Roseraie", "Port Marin", "oui", "ONE", "9"),
)

STYLE = """
body { margin: 0; background: #fff; font: 13px/1.35 Carlito, Calibri, sans-serif; }
table { border-collapse: collapse; table-layout: fixed; }
td, th { border: 1px solid #d4d4d4; padding: 2px 5px; vertical-align: top; overflow: hidden;
         text-align: left; font-weight: 400; }
th.n, thead th { background: #f0f0f0; color: #555; text-align: center; width: 26px; }
td.bold { font-weight: 700; vertical-align: middle; }
.list { position: absolute; background: #fff; border: 1px solid #888; box-shadow: 2px 2px 4px #0003;
        font: inherit; }
.list div { padding: 2px 6px; white-space: nowrap; }
.list div:first-child { background: #cfe3ff; }
"""


def invented(folder: Path) -> Path:
    """Write the corrected register of the invented one."""
    codes = [f"099{number:04}" for number in range(1, len(SCHOOLS) + 1)]
    schools = pd.DataFrame(
        {
            "name": [name for name, _ in SCHOOLS],
            "nature": [name.split()[1].replace("é", "e") for name, _ in SCHOOLS],
            "sector": "public",
            "commune_code": "99001",
            "commune_name": [commune for _, commune in SCHOOLS],
            "departement_code": "99",
            "circonscription_name": "",
            "rpi_code": "",
        },
        index=pd.Index([code + check_letter(code) for code in codes], name="uai"),
    )
    register = folder / "registre.csv"
    register.write_text("\n".join(";".join(row) for row in ROWS), encoding="utf-8")
    fixed = folder / "registre-corrige.xlsx"
    reading = read_registers([register], schools)
    write_fixed_register(fixed, reading, schools, tr=language("fr"))
    return fixed


def sheet_html(path: Path) -> Iterator[str]:
    """Draw the first sheet as a spreadsheet does: letters, numbers, colours, widths."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    letters = [get_column_letter(column.column) for column in sheet[1]
               if get_column_letter(column.column) in SHOWN]  # fmt: skip
    yield f"<!DOCTYPE html><meta charset='utf-8'><style>{STYLE}</style><table><colgroup><col>"
    for letter in letters:
        yield f"<col style='width:{sheet.column_dimensions[letter].width * PIXELS:.0f}px'>"
    yield "</colgroup><thead><tr><th></th>"
    yield "".join(f"<th>{letter}</th>" for letter in letters) + "</tr></thead>"
    for row in sheet.iter_rows():
        yield f"<tr><th class='n'>{row[0].row}</th>"
        for cell in row:
            if cell.column_letter not in letters:
                continue
            fill = cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else "fff"
            bold = "bold" if cell.font.b else ""
            place = f"id='{cell.coordinate}' class='{bold}' style='background:#{fill}'"
            yield f"<td {place}>{escape(str(cell.value or ''))}</td>"
        yield "</tr>"
    yield "</table>" + drop_down(book)


def drop_down(book: openpyxl.Workbook) -> str:
    """Draw the list of an answer's drop-down, open."""
    sheet = book.worksheets[0]
    for rule in sheet.data_validations.dataValidation:
        if OPEN in rule.sqref:
            cells = book["geo-ent"][rule.formula1.rpartition("!")[2].replace("$", "")]
            return "<div class='list'>" + "".join(
                f"<div>{escape(str(cell.value))}</div>" for row in cells for cell in row
            ) + "</div>"  # fmt: skip
    return ""


def main(folder: str) -> None:
    """Take the picture."""
    browser = os.environ.get("GEO_ENT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        page_file = Path(work, "sheet.html")
        page_file.write_text("".join(sheet_html(invented(Path(work)))), encoding="utf-8")
        chromium = playwright.chromium.launch(
            executable_path=browser or None, args=["--no-sandbox", "--disable-gpu"]
        )
        page = chromium.new_page(viewport={"width": 2000, "height": 700})
        page.goto(page_file.as_uri())
        page.evaluate(
            f"""() => {{
                const box = document.getElementById('{OPEN}').getBoundingClientRect();
                const list = document.querySelector('.list');
                list.style.left = box.left + 'px';
                list.style.top = box.bottom - 1 + 'px';
            }}"""
        )
        size = page.evaluate(
            "() => { const box = document.querySelector('table').getBoundingClientRect();"
            " return [box.width, box.bottom]; }"
        )
        clip = {"x": 0, "y": 0, "width": size[0] + 2, "height": size[1] + 2}
        page.screenshot(path=out / "registre-corrige.png", clip=clip)
        chromium.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "docs" / "images"))
