"""The measures of inequality for programs (CSV) and for a reader at a terminal (text)."""

import math
import os
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import OutputError
from geo_ent.text.numbers import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["measure_lines", "write_measures"]

COLUMNS = ("estimate", "se", "low", "high", "note")

CENSUS = (
    "Les intervalles (95 %) ne sont pas ceux d'un sondage : ils disent ce que peut valoir un petit "
    "nombre d'écoles, si chacune avait été équipée ou non par un tirage indépendant."
)

_FIGURES = 6  # significant, at most, in the terminal
_WIDTH = 100
_HUGE = 1e9  # written with its power of ten


def write_measures(measures: "pd.DataFrame", path: str | Path) -> None:
    """Write `measure, estimate, se, low, high, note`; the file is whole or as it was before.

    Raises
    ------
    OutputError
        If it can't be written.
    """
    path = Path(path)
    content = measures[list(COLUMNS)].to_csv(lineterminator="\n", float_format="%.12g")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(content, path)
    except OSError as fault:
        msg = f"{path} : écriture impossible ({fault.strerror}). Choisissez un autre --out."
        raise OutputError(msg) from None


def _write_whole(content: str, path: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    work = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(content)
        work.chmod(0o644)  # mkstemp makes it private
        work.replace(path)
    finally:
        with suppress(OSError):
            work.unlink(missing_ok=True)


def measure_lines(measures: "pd.DataFrame", titles: "dict[str, str]") -> Iterator[str]:
    """Write the measures for a terminal: each one's name, figures and sentence, then the rest.

    Parameters
    ----------
    measures
        As `geo_ent.indicators.equity.equity` gives them.
    titles
        Each measure's name in French.

    Yields
    ------
    str
        Lines of at most 100 characters, but for long names.
    """
    had = measures[measures["estimate"].notna()]
    for measure, row in had.iterrows():
        title = f"{measure} · {titles[str(measure)]}"
        yield f"{title:<62} {_figures(row)}"
        for told in (row["meaning"], row["note"]):
            yield from _wrapped(str(told))
    lacking = measures[measures["estimate"].isna()]
    if len(lacking):
        yield ""
        yield "Non calculées :"
        for note, names in lacking.groupby("note", sort=False).groups.items():
            yield from _wrapped(f"{', '.join(map(str, names))} : {note}.")
    if had["low"].notna().any():
        yield ""
        yield from textwrap.wrap(CENSUS, _WIDTH)


def _wrapped(text: str) -> list[str]:
    text = text.replace("\u00a0", " ").replace("\u202f", " ")
    return textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _figures(row: "pd.Series[float]") -> str:
    """Write an estimate and its interval, with as many decimals as their size asks."""
    estimate, low, high = (float(row[name]) for name in ("estimate", "low", "high"))
    told = _short(estimate)
    if math.isnan(low):
        return f"{told:>9}"
    return f"{told:>9}  [{_short(low)} ; {_short(high)}]"


def _short(value: float) -> str:
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if abs(value) >= _HUGE:
        return f"{value:.1e}".replace(".", ",").replace("-", "\u2212")
    value = value if abs(value) > 1e-9 else 0.0  # noqa: PLR2004 rounding
    size = math.floor(math.log10(abs(value))) if value else 0
    text = number(value, decimals=min(max(2 - size, 0), _FIGURES))
    text = text.replace("-", "\u2212")  # a true minus
    return text.replace("\u202f", " ").replace("\u00a0", " ")
