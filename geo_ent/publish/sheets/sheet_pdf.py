"""Sheets as PDF, by Typst: A4, tagged (PDF/UA-1), the same bytes for the same content."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from geo_ent.errors import InputError

_STANDARD: Final = "ua-1"


class SheetSetter:
    """Sets sheets one after another: fonts and template are read once."""

    def __init__(self, template: Path, fonts: Any) -> None:  # noqa: ANN401 typst's own
        self._template, self._fonts = template, fonts

    def pdf(self, content: Mapping[str, Any], date: dt.date, *, most_pages: int) -> bytes | None:
        """Set a sheet; give None where it takes too many pages.

        Parameters
        ----------
        content
            As `sheet_content` gives it.
        date
            The day of its data, which it says that it was made on: a clock would make other bytes.
        most_pages
            How many pages it may take.
        """
        import typst

        compiler = typst.Compiler(
            self._template,
            root=self._template.parent,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(content, ensure_ascii=False)},
        )
        if int(compiler.query("<pages>", field="value", one=True)) > most_pages:
            return None
        made = compiler.compile(
            format="pdf",
            pdf_standards=[_STANDARD],
            timestamp=dt.datetime.combine(date, dt.time(), dt.UTC),
        )
        return made if isinstance(made, bytes) else None


@contextmanager
def sheet_setter() -> Iterator[SheetSetter]:
    """Give what sets sheets.

    Raises
    ------
    InputError
        If Typst isn't installed.
    """
    try:
        import typst
    except ImportError:
        msg = (
            "les fiches demandent Typst, qui n'est pas installé : "
            'python -m pip install "geo-ent[sheets]"'
        )
        raise InputError(msg) from None
    # Typst is given files, not bytes: in a zipped package they are unpacked for as long.
    with (
        as_file(files("geo_ent.publish").joinpath("sheets", "sheet.typ")) as template,
        as_file(files("geo_ent.maps").joinpath("assets", "vendor")) as vendor,
    ):
        fonts = typst.Fonts(font_paths=[str(vendor)], include_system_fonts=False)
        yield SheetSetter(template, fonts)
