"""Sheets as PDF, by Typst: A4, tagged (PDF/UA-1), the same bytes for the same content."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from geo_ent.errors import InputError

if TYPE_CHECKING:
    import typst

_STANDARD: Final = "ua-1"


class SheetSetter:
    """Sets sheets one after another: fonts and template are read once."""

    def __init__(self, template: Path, fonts: "typst.Fonts") -> None:
        self._template, self._fonts = template, fonts

    def sizes(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """Measure the parts of a sheet, in points, each as wide as it will be."""
        measured: dict[str, Any] = json.loads(
            self._compiler(content).query("<sizes>", field="value", one=True)
        )
        return measured

    def pdf(self, content: Mapping[str, Any], date: dt.date) -> bytes:
        """Set a sheet.

        Parameters
        ----------
        content
            As `laid_out` gives it.
        date
            The day of its data, which it says that it was made on: a clock would make other bytes.
        """
        made = self._compiler(content).compile(
            format="pdf",
            pdf_standards=[_STANDARD],
            timestamp=dt.datetime.combine(date, dt.time(), dt.UTC),
        )
        return cast("bytes", made)  # a list of pages is of pictures

    def _compiler(self, content: Mapping[str, Any]) -> "typst.Compiler":
        import typst

        return typst.Compiler(
            self._template,
            root=self._template.parent,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"sheet": json.dumps(content, ensure_ascii=False)},
        )


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
            "les fiches demandent Typst, qui n’est pas installé : "
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
