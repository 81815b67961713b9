"""coverage.xlsx as who has LibreOffice sees it: read, printed, saved again."""

import re
from collections import Counter
from itertools import combinations

import openpyxl
from PIL import ImageChops

LEAST_POINTS = 7
"""The smallest type that is printed: what a reader of fifty reads without leaning over."""
_OVERLAP = 0.2
_FAULT = re.compile(r"###|#(?:REF|NAME|VALUE|DIV/0|NUM|NULL|NOM|VALEUR)[?!]?|Err\s?:\s?\d+|#N/A")


def crossing(page):
    """List the stretches of text that are printed over each other."""
    return [
        (one.text, other.text)
        for one, other in combinations(sorted(page.words, key=lambda word: -word.top), 2)
        if one.bottom < other.top and _over(one, other)
    ]


def _over(one, other):
    """Tell whether a good part of the lower of two boxes is in the other."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.top, other.top) - max(one.bottom, other.bottom)
    lower = min(one.top - one.bottom, other.top - other.bottom)
    return across > 1 and down > _OVERLAP * lower


def test_no_line_is_printed_over_another(opened):
    """Rows are as high as their texts: those of the first sheet overlapped."""
    faults = [(page.sheet, *pair) for page in opened.pages for pair in crossing(page)]
    assert not faults, faults[:20]


def test_nothing_is_printed_too_small_to_read(opened):
    """No type is under seven points, over and under the table neither."""
    small = Counter(
        (page.sheet, round(word.size, 2))
        for page in opened.pages
        for word in page.words
        if word.size < LEAST_POINTS
    )
    assert not small, small


def test_nothing_is_cut_at_the_edge_of_the_paper(opened):
    """All that is printed is on the paper, a margin around it."""
    for page, picture in zip(opened.pages, opened.pictures, strict=True):
        assert (round(page.width), round(page.height)) == (842, 595), "A4, lying"
        blank = picture.copy()
        blank.paste("white", (0, 0, *picture.size))
        left, top, right, bottom = ImageChops.difference(picture, blank).getbbox()
        scale = picture.width / page.width
        assert left > 15 * scale, page
        assert top > 10 * scale, page
        assert right < picture.width - 15 * scale, page.sheet
        assert bottom < picture.height - 10 * scale, page.sheet


def test_each_sheet_takes_the_pages_that_its_rows_need(opened):
    """One page's width: a sheet of few rows is on one page, and none is twice as long as it is."""
    book = openpyxl.load_workbook(opened.path)
    printed = Counter(page.sheet for page in opened.pages)
    assert set(printed) == set(book.sheetnames)
    for sheet in book.worksheets[1:]:
        rows = range(2, sheet.max_row + 1)
        points = sum(sheet.row_dimensions[row].height or 15 for row in rows)
        # Printed at full size, as no table is larger, a page takes 480 points of rows.
        assert printed[sheet.title] <= points / 480 + 1, sheet.title


def test_each_page_says_what_it_is_of_and_has_its_headings(opened):
    """Over it, territory and date; under it, its number; the headings on top of the rows."""
    book = openpyxl.load_workbook(opened.path)
    for page in opened.pages:
        assert f"{page.number + 1} / {len(opened.pages)}" in page.text
        sheet = book[page.sheet]
        if sheet is book.worksheets[0]:
            continue
        top = int(re.search(r"\d+", sheet.auto_filter.ref)[0])
        words = " ".join(page.text.split())
        assert " ".join(sheet.cell(1, 1).value.split())[:60] in words
        assert sheet.cell(top, 1).value.split()[0] in words


def test_no_cell_shows_a_fault(opened):
    """No column too narrow for its numbers, no error of a formula: there is none."""
    faults = [(page.sheet, _FAULT.findall(page.text)) for page in opened.pages]
    assert not [fault for fault in faults if fault[1]]
    for path in (opened.path, opened.saved):
        book = openpyxl.load_workbook(path)
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type in {"f", "e"}]


def test_numbers_and_days_are_written_in_the_readers_language(opened):
    """A comma and a day before its month in French, a point in English; the sign of per cent."""
    text = "\n".join(page.text for page in opened.pages[1:]).replace("\u202f", "\u00a0")
    share, other = (r"\d+,\d\s?%", r"\d+\.\d\s?%")
    if opened.lang == "en":
        share, other = other, share
    levels = "\n".join(page.text for page in opened.pages if page.sheet == "Communes")
    assert re.search(share, levels)
    assert not re.search(other, levels)
    assert re.search(r"\b01/09/20\d\d\b", text)


def test_what_a_sheet_is_survives_libreoffice(opened):
    """Saved again, it has the same cells, panes, filters, notes, headings on each page."""
    before, after = (openpyxl.load_workbook(path) for path in (opened.path, opened.saved))
    assert before.sheetnames == after.sheetnames
    for ours, theirs in zip(before, after, strict=True):
        assert theirs.freeze_panes == ours.freeze_panes, ours.title
        assert theirs.auto_filter.ref == ours.auto_filter.ref, ours.title
        assert theirs.print_title_rows == ours.print_title_rows, ours.title
        assert theirs.print_area == ours.print_area, ours.title
        for row in ours.iter_rows():
            for cell in row:
                other = theirs[cell.coordinate]
                assert same(cell.value, other.value), (ours.title, cell.coordinate)
                assert bool(cell.comment) == bool(other.comment)


def same(one, other):
    """Tell whether two cells hold the same, but for the last digits of a number."""
    if isinstance(one, float) or isinstance(other, float):
        return abs(one - other) <= 1e-12 * max(1, abs(one))
    return (one or None) == (other or None) or one == other
