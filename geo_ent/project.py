"""A project: the territory, the inputs, the date and the options of one map."""

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from geo_ent.errors import InputError

__all__ = ["Project", "Simulation", "parse_date", "read_columns"]

SECTORS = ("public", "prive", "all")


@dataclass(frozen=True)
class Simulation:
    """What to say of data that is simulated, wherever it is shown.

    Attributes
    ----------
    message
        A sentence for the page: what is simulated, which figures are published.
    notes
        For each level (and "schools"), what to write on each row of its table; the message where
        there is none.
    replaces_sources
        Whether no published directory is behind the schools at all.
    """

    message: str
    notes: Mapping[str, str] = field(default_factory=dict)
    replaces_sources: bool = False


@dataclass(frozen=True)
class Project:
    """What `geo-ent build` is asked.

    Attributes
    ----------
    departements
        Their codes.
    schools
        The directory.
    register
        The register of ENT, one file or several; a later one counts as written later.
    out
        The folder to write; replaced as a whole.
    date
        The day to show; None for the directory's own date.
    sector
        "public", "prive" or "all": the schools that are counted.
    complete
        Whether a school that isn't in the register has no ENT (else it is unknown).
    title
        The page's title; made from the territory's name when it is empty.
    simulation
        Set when the inputs are simulated.
    columns
        Contract column -> title in the register, for those that aren't to be recognised.
    """

    departements: tuple[str, ...]
    schools: Path
    register: Path | tuple[Path, ...]
    out: Path
    date: dt.date | None = None
    sector: str = "public"
    complete: bool = False
    title: str = ""
    simulation: Simulation | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a sector that doesn't exist.

        Raises
        ------
        InputError
            If the sector isn't one of the three.
        """
        if self.sector not in SECTORS:
            msg = f"--sector « {self.sector} » : on attend {', '.join(SECTORS)}."
            raise InputError(msg)

    @property
    def registers(self) -> tuple[Path, ...]:
        """The files of the register, in the order given."""
        return (self.register,) if isinstance(self.register, Path) else tuple(self.register)

    def note(self, table: str) -> str:
        """Give what to write on each row of a table ("" when the data is real)."""
        simulation = self.simulation
        return simulation.notes.get(table, simulation.message) if simulation else ""


def parse_date(text: str) -> dt.date:
    """Read the date asked for: 2023-06-30, or 30/06/2023.

    Raises
    ------
    InputError
        If it isn't a date.

    Examples
    --------
    >>> parse_date("30/06/2023")
    datetime.date(2023, 6, 30)
    """
    for pattern in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 a day, no hour
        except ValueError:
            continue
    msg = f"--date « {text} » : on attend une date comme 2023-06-30 (ou 30/06/2023)."
    raise InputError(msg)


def read_columns(path: Path) -> dict[str, str]:
    """Read which title is which column of the register, from a project file (TOML).

    Parameters
    ----------
    path
        With a table ``[register.columns]``, as ``uai = "N° UAI (RNE)"``.

    Returns
    -------
    dict
        Contract column -> title; empty when the file has no such table.

    Raises
    ------
    InputError
        If the file can't be read, isn't TOML, or names a column that the register doesn't have.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        msg = f"{path} : lecture impossible ({getattr(fault, 'strerror', None) or 'encodage'})."
        raise InputError(msg) from None
    except tomllib.TOMLDecodeError as fault:
        msg = f"{path} : ce n'est pas un fichier de projet (TOML) lisible : {fault}."
        raise InputError(msg) from None
    section = content.get("register", {})
    columns = section.get("columns", {}) if isinstance(section, dict) else None
    if not isinstance(columns, dict):
        columns = {"register.columns": columns}
    from geo_ent.tables.register_words import COLUMNS

    wrong = [key for key, title in columns.items()
             if key not in COLUMNS or not isinstance(title, str)]  # fmt: skip
    if wrong:
        msg = (
            f"{path} : [register.columns] : « {wrong[0]} » ; on attend un titre entre guillemets "
            f"pour l'une des colonnes {', '.join(COLUMNS)}."
        )
        raise InputError(msg)
    return dict(columns)
