"""The door of the public pieces: the frames that a notebook hands over, held to the contract.

A frame that isn't the one expected gives zeros, or every school as unknown, which look like
figures. What is wrong is one sentence: in which call, what was found, and what to do.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

import pandas as pd

from geo_ent.errors import InputError
from geo_ent.tables.contract import LEVELS, STATUSES, UNOPENED
from geo_ent.tables.contract_check import is_missing
from geo_ent.tables.given.given_columns import hold_cells
from geo_ent.tables.given.given_options import day_of
from geo_ent.tables.given.given_points import hold_degrees, hold_places
from geo_ent.text.compare import meant
from geo_ent.text.safe import one_line

_UAI = r"\d{7}[A-Z]"
_COMMUNE = r"\d[0-9AB]\d{3}"
_OF_REGISTER = ("uai", "status", "start", "end")
_OF_SCHOOLS = {"commune_code", "nature", "sector", "status"}  # one of them tells them from communes
_WIDTH = 40  # of what was found, in a sentence

# What a piece can't do without, beside what it says itself that it lacks.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "locate": ("commune_code", "departement_code"),
    "coverage": ("nature",),
    "gaps": ("departement_code",),
    "zones": ("circonscription_code", "circonscription_name", "rpi_code"),
    "map": ("name", "nature", "priority", "departement_code", "enir_eligible"),
}
_OF_COMMUNES: Mapping[str, tuple[str, ...]] = {
    "white_areas": ("name",),
    "zones": ("name", *(f"{level}_{part}" for level in ("epci", "arrondissement", "departement",
                                                        "academie", "region")
                        for part in ("code", "name"))),
}  # fmt: skip

# How each piece is called, and what gives what it takes: who swaps two frames reads their order.
_CALLS: Mapping[str, str] = {
    "locate": "locate(schools, communes), comme read_schools et read_communes les donnent",
    "zones": "zones(communes, schools), comme read_communes et locate les donnent",
    "white_areas": (
        "white_areas(communes, schools), comme read_communes et status_at(register, schools, date) "
        "les donnent"
    ),
    "rurality": "rurality(communes), indexées par leur code comme read_communes les donne",
    "status_at": "status_at(register, schools, date), comme read_register et locate les donnent",
    "series": "series(register, schools), comme read_register et status_at les donnent",
}


def hold_schools(
    schools: object, call: str, *, points: bool = False, status: bool = False, located: bool = False
) -> None:
    """Hold to the contract the schools that a piece was given.

    Parameters
    ----------
    schools
        What was given.
    call
        The piece, by its public name.
    points, status, located
        Whether it needs where they are, their status, what `locate` says of them.

    Raises
    ------
    InputError
        If they aren't a frame of schools on their UAI, each once, or lack what is needed.

    Examples
    --------
    >>> try:
    ...     hold_schools(pd.DataFrame({"uai": ["0350122T"], "commune_code": "35238"}), "locate")
    ... except InputError as fault:
    ...     print(fault)
    locate : l’index des écoles doit être leur UAI, et commence par « 0 » ; faites \
schools.set_index("uai").
    """
    titles = getattr(schools, "columns", ())
    if not isinstance(schools, pd.DataFrame) or not _OF_SCHOOLS & set(titles):
        _refuse_kind("schools", call, "les écoles, comme read_schools ou locate les donnent")
    if status and "status" not in titles:
        # Steps are taken in another order in a notebook than they were read in.
        _refuse(
            call,
            "on attend les écoles avec leur statut : celles que donne "
            "geo_ent.status_at(register, schools, date).",
        )
    hold_uais(schools.index, call, column="uai" in titles)
    hold_columns(schools, _NEEDED.get(call, ()), call)
    hold_cells(schools, "schools", "schools", call, but=("status",))
    if points:
        hold_degrees(schools, "schools", call)
        if call != "locate":  # which says of each point that is astray what it did with it
            hold_places(schools, call)
    if located and "epci_code" not in titles:
        _refuse(call, "ces écoles n’ont pas de zone : il manque locate(schools, communes).")
    if status:
        _hold_statuses(schools["status"], call)


def hold_uais(uais: "pd.Index[Any]", call: str, *, column: bool = False) -> None:
    """Hold the index of schools to the contract: their UAI, each once.

    Parameters
    ----------
    uais
        The index.
    call
        The piece, by its public name.
    column
        Whether the frame has them in a column.

    Raises
    ------
    InputError
        With the first that is none, or that is there twice.
    """
    if uais.nlevels > 1:
        _refuse(call, "l’index des écoles doit être leur UAI seul, et il a plusieurs niveaux.")
    right = uais.astype(str).str.fullmatch(_UAI)
    if not right.all():
        first = one_line(uais[~right][0], width=_WIDTH)
        todo = 'faites schools.set_index("uai")' if column else "gardez l’index de read_schools"
        _refuse(call, f"l’index des écoles doit être leur UAI, et commence par « {first} » ; "
                      f"{todo}.")  # fmt: skip
    again = uais[uais.duplicated()]
    if len(again):
        _refuse(call, f"l’école {again[0]} y est deux fois ; gardez une ligne par école : "
                      "schools[~schools.index.duplicated()].")  # fmt: skip


def hold_communes(communes: object, call: str) -> None:
    """Hold to the contract the communes that a piece was given.

    Raises
    ------
    InputError
        If they aren't a frame of outlines on their codes, each once.
    """
    if not isinstance(communes, pd.DataFrame) or "departement_code" not in communes:
        _refuse_kind("communes", call)
    hold_commune_codes(communes, call)
    hold_columns(communes, _OF_COMMUNES.get(call, ()), call)
    hold_cells(communes, "communes", "communes", call)
    hold_degrees(communes, "communes", call)


def hold_commune_codes(communes: object, call: str) -> None:
    """Hold the index of communes to the contract: their codes, each once.

    Raises
    ------
    InputError
        If it isn't a frame, or its index something else.
    """
    if not isinstance(communes, pd.DataFrame | pd.Series):
        _refuse_kind("communes", call)
    codes = communes.index
    if codes.nlevels > 1 or not codes.astype(str).str.fullmatch(_COMMUNE).all():
        _refuse_kind("communes", call)
    again = codes[codes.duplicated()]
    if len(again):
        _refuse(call, f"la commune {again[0]} y est deux fois ; gardez une ligne par commune.")


def hold_keys(codes: "pd.Index[Any]", name: str, call: str) -> None:
    """Hold the index of what is known by commune: their codes, as texts, each once.

    Raises
    ------
    InputError
        With the first that is none, or that is there twice.
    """
    right = codes.map(lambda code: isinstance(code, str)) & codes.astype(str).str.fullmatch(
        _COMMUNE
    )
    again = codes[codes.duplicated()]
    if codes.nlevels > 1 or not right.all():
        first = one_line(codes[0] if codes.nlevels > 1 else codes[~right][0], width=_WIDTH)
        _refuse(call, f"l’index de {name} doit être le code des communes, en texte, et il y a "
                      f"« {first} ».")  # fmt: skip
    if len(again):
        _refuse(call, f"la commune {again[0]} est deux fois dans {name}.")


def hold_columns(frame: pd.DataFrame, names: Iterable[str], call: str) -> None:
    """Refuse a frame without a column that is needed.

    Raises
    ------
    InputError
        With the column.
    """
    for name in names:
        if name not in frame:
            _refuse(call, f"il manque la colonne « {name} » ; gardez les colonnes que donnent "
                          "les pièces de geo_ent.")  # fmt: skip


def hold_zones(zones: object, call: str, *, level: str, drawn: bool = False) -> None:
    """Hold to the contract the zones of a level: on their codes, each once, with their names.

    Parameters
    ----------
    zones
        What was given: the frame that `zones` gives, or names on codes.
    call
        The piece, by its public name.
    level
        The level.
    drawn
        Whether their outlines are needed.

    Raises
    ------
    InputError
        If they are something else.
    """
    if not isinstance(zones, pd.Series | pd.DataFrame) or (
        isinstance(zones, pd.DataFrame) and "zone_name" not in zones
    ):
        _refuse(call, f"on attend les zones d’un niveau (zones[{level!r}]), ou leurs noms.")
    again = zones.index[zones.index.duplicated()]
    if len(again):
        _refuse(call, f"la zone {one_line(again[0], width=_WIDTH)} de {level!r} y est deux fois ; "
                      "gardez une ligne par zone.")  # fmt: skip
    if drawn:
        hold_degrees(zones, f"zones[{level!r}]", call)


def hold_made(frame: object, name: str, call: str, columns: Iterable[str], piece: str = "") -> None:
    """Refuse a table that is given and isn't as the piece of this name gives it.

    Parameters
    ----------
    frame
        What was given; None for none.
    name, call
        The option, and the piece that takes it.
    columns
        Those that make it what it is.
    piece
        What gives it, where that isn't the option's name.

    Raises
    ------
    InputError
        With a column that lacks.
    """
    if frame is None:
        return
    titles = set(frame.columns) if isinstance(frame, pd.DataFrame) else set()
    lacking = next((column for column in columns if column not in titles), None)
    if lacking is not None:
        why = f" (il manque la colonne « {lacking} »)" if titles else ""
        _refuse(call, f"{name} n’est pas ce que l’on attend{why} ; donnez ce que "
                      f"geo_ent.{piece or name} donne.")  # fmt: skip


def hold_series(series: object, uais: "pd.Index[Any]", call: str) -> pd.DataFrame:
    """Hold to the contract what `series` gives, or the object's `series`: a column a date.

    Parameters
    ----------
    series
        What was given.
    uais
        The schools that it is wanted of.
    call
        The piece, by its public name.

    Returns
    -------
    DataFrame
        Of these schools, "unopened" where it has no status.

    Raises
    ------
    InputError
        If a column is no date, a school isn't in it, or a cell is no status.
    """
    titles = [*series.columns] if isinstance(series, pd.DataFrame) else [None]
    if not isinstance(series, pd.DataFrame) or not all(isinstance(day, dt.date) for day in titles):
        _refuse_kind("series", call, "une colonne par date, comme series(register, schools) les "
                                     "donne")  # fmt: skip
    hold_uais(series.index, call)
    lacking = uais.difference(series.index)
    if len(lacking):
        _refuse(call, f"series n’a pas l’école {lacking[0]} (en tout, {len(lacking)} y manquent) ; "
                      "donnez series(register, schools) des mêmes écoles.")  # fmt: skip
    kept = series.reindex(uais).rename(columns=lambda day: day_of(day, "series", call))
    # The object's table has no cell of a school that hadn't opened, as its file has no row.
    kept = kept.where(kept.notna(), UNOPENED)
    for day, statuses in kept.items():
        _hold_statuses(statuses[statuses != UNOPENED], f"{call}, series au {day:%d/%m/%Y}")
    return kept


def hold_levels(levels: Iterable[str], call: str) -> None:
    """Refuse a level that isn't one of the contract, or one text in place of a list.

    Raises
    ------
    InputError
        With the nearest and all that there are.
    """
    if isinstance(levels, str):
        _refuse(call, f"levels={levels!r} ; on attend une liste de niveaux : [{levels!r}].")
    for level in levels:
        if level not in LEVELS:
            near = meant(str(level), LEVELS)
            _refuse(call, f"pas de niveau {level!r} ; {f'{near} ' if near else ''}on attend "
                          f"{', '.join(LEVELS)}.")  # fmt: skip


def hold_register(register: object, call: str) -> None:
    """Hold to the contract the register that a piece was given.

    Raises
    ------
    InputError
        If it isn't one that was read.
    """
    if not isinstance(register, pd.DataFrame) or not set(_OF_REGISTER) <= set(register.columns):
        _refuse_kind("register", call, "le registre, comme read_register le donne")
    hold_cells(register, "register", "register", call)


def _hold_statuses(statuses: "pd.Series[Any]", call: str) -> None:
    """Refuse a status that isn't a word of the contract: nobody would be counted as covered."""
    wrong = statuses[~statuses.isin(STATUSES)]
    if not len(wrong):
        return
    first = one_line(wrong.iloc[0], width=_WIDTH)
    if first == UNOPENED:
        _refuse(call, f"{len(wrong)} écoles n’étaient pas ouvertes (status « {UNOPENED} ») ; "
                      "on ne les compte pas : retirez-les.")  # fmt: skip
    if is_missing(wrong.iloc[0]):
        _refuse(call, f"status est vide ({wrong.index[0]}) ; d’une école dont on ne sait rien, "
                      'il est « unknown » : schools["status"].fillna("unknown").')  # fmt: skip
    near = meant(first, STATUSES)
    _refuse(
        call,
        f"status « {first} » ({wrong.index[0]}) n’est pas un statut ; {f'{near} ' if near else ''}"
        f"on attend {', '.join(STATUSES)}, comme status_at les donne.",
    )


def _refuse_kind(name: str, call: str, expected: str = "") -> NoReturn:
    """Refuse what isn't the frame expected, with the order of the call where there are two."""
    in_order = f"donnez {_CALLS[call]}" if call in _CALLS else ""
    if expected:
        _refuse(call, f"on attend {expected}{f' ; {in_order}' if in_order else ''}.")
    _refuse(call, f"{name} n’est pas ce que l’on attend ; {in_order}.")


def _refuse(call: str, told: str) -> NoReturn:
    msg = f"{call} : {told}"
    raise InputError(msg)
