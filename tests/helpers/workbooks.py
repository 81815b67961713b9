"""A workbook of ours, read as a reader does: what its first sheet explains, and what it doesn't."""

import openpyxl


def unexplained(path):
    """List the sheets and the columns that nobody explains.

    A sheet is told on the first one; a column there, and in a note on its heading, alike.
    """
    first, *sheets = openpyxl.load_workbook(path)
    guide = {}
    for left, right in first.iter_rows(max_col=2, values_only=True):
        guide.setdefault(left, []).append(right or "")
    assert sheets
    missing = [sheet.title for sheet in sheets if not any(guide.get(sheet.title, ()))]
    for sheet in sheets:
        top = sheet.auto_filter.ref.split(":")[0].lstrip("A")
        heads = [cell for cell in sheet[int(top)] if cell.value]
        assert heads
        missing += [
            f"{sheet.title}, {cell.value}"
            for cell in heads
            if not (cell.comment and cell.comment.text in guide.get(cell.value, ()))
        ]
    return missing
