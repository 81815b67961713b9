"""The file of the catalogue, read and checked: a fault in it is said with its place."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from geo_ent.errors import InputError
from geo_ent.sources.datasets import Catalogue, Column, Dataset
from geo_ent.text.toml_file import read_toml

CATALOGUE_VARIABLE = "GEO_ENT_CATALOGUE"
"""The environment variable that names another catalogue than the bundled one."""

_BUNDLED = Path(__file__).with_name("datasets.toml")

_WAYS = ("explore", "file", "wfs")
_FORMATS = ("csv", "parquet", "xlsx", "geojson", "json")
_CONTENTS = ("", "uai", "commune", "departement", "number")
_FORMS = ("bare", "padded2", "padded3")
_Kind = TypeVar("_Kind", Dataset, Column)


def read_catalogue(path: Path | None = None) -> Catalogue:
    """Read a catalogue of official data: the bundled one, or the one that is named.

    Parameters
    ----------
    path
        A file like ``datasets.toml``. Without it, the one that the environment variable
        `CATALOGUE_VARIABLE` names, else the bundled one.

    Raises
    ------
    InputError
        If the file can't be read, or a dataset lacks something: where, what was expected.

    Examples
    --------
    >>> sorted(read_catalogue().datasets)[:3]
    ['admin-express', 'annuaire', 'carte-scolaire']
    """
    path = path or Path(os.environ.get(CATALOGUE_VARIABLE) or _BUNDLED)
    tables = read_toml(path, "le catalogue des sources")
    hosts = tables.pop("hosts", [])
    loopback = tables.pop("loopback", False)
    if not isinstance(loopback, bool) or not isinstance(hosts, list) or not _are_texts(hosts):
        msg = f'{path} : on attend hosts = ["…"] et loopback = true ou false, en tête du fichier.'
        raise InputError(msg)
    datasets = {name: _dataset(name, table, path) for name, table in tables.items()}
    # Once for all: a stranger's address is a fault of the file, not of the day it is asked at.
    catalogue = Catalogue(MappingProxyType(datasets), frozenset(hosts), loopback)
    for dataset in datasets.values():
        _refuse_strangers(dataset, catalogue, path)
    return catalogue


def _dataset(name: str, table: object, path: Path) -> Dataset:
    if not isinstance(table, dict):
        msg = f"{path} : « {name} » n’est ni un jeu de données ni un réglage connu."
        raise InputError(msg)
    # The file has one table for what concerns départements; the record has two attributes.
    values = _with_tuples(table)
    departement = values.pop("departement", {})
    if not isinstance(departement, dict):
        departement = {"forms": departement}  # wrong type: refused below, with the other faults
    departement = _with_tuples(departement)
    values["departement_column"] = departement.get("column", "")
    values["departement_forms"] = departement.get("forms", ())
    if isinstance(addresses := values.get("url"), dict):
        values["url"] = {name: _addresses(one) for name, one in addresses.items()}
    values["year_column"] = values.pop("year", "")
    columns = values.get("columns", ())
    if isinstance(columns, tuple):
        values["columns"] = tuple(_column(one, name, path) for one in columns)
    made = _made(Dataset, {"id": name, **values}, f"{path}, [{name}]")
    _check_words(made, path)
    return made


def _addresses(value: object) -> object:
    """Give one address as a list of one; what is no address stays, and is refused below."""
    if isinstance(value, list):
        return tuple(value)
    return (value,) if isinstance(value, str) else value


def _column(values: object, name: str, path: Path) -> Column:
    where = f"{path}, [{name}], columns"
    if not isinstance(values, dict):
        msg = f'{where} : on attend {{ name = "…" }}, on trouve « {values} ».'
        raise InputError(msg)
    return _made(Column, _with_tuples(values), where)


def _with_tuples(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(one) if isinstance(one, list) else one for key, one in table.items()}


def _made(kind: type[_Kind], values: Mapping[str, Any], where: str) -> _Kind:
    """Make a record of what the file says; all that lacks or doesn't fit is said at once."""
    # Together, so that who edits the catalogue needs one try and not one a mistake.
    known = {one.name: one for one in fields(kind)}
    faults = [f"« {name} » n’y est pas attendu" for name in values if name not in known]
    for name, one in known.items():
        if name in values:
            if not _fits(values[name], one.type):
                faults.append(f"« {name} » ne convient pas ({values[name]!r})")
        elif one.default is MISSING:
            faults.append(f"« {name} » manque")
    if faults:
        msg = f"{where} : {' ; '.join(faults)}."
        raise InputError(msg)
    return kind(**values)


def _fits(value: object, kind: object) -> bool:
    # The types are those of the records: the file's grammar is written once.
    if isinstance(kind, type) and kind in {str, int, bool}:
        return type(value) is kind  # a bool is an int, but no number of rows
    if kind == Mapping[str, tuple[str, ...]]:
        lists = value.values() if isinstance(value, dict) else ()
        return bool(lists) and all(
            isinstance(one, tuple) and one and _are_texts(one) for one in lists
        )
    if kind == tuple[Column, ...]:
        return isinstance(value, tuple) and bool(value)
    return isinstance(value, tuple) and _are_texts(value)


def _are_texts(values: object) -> bool:
    return isinstance(values, Iterable) and all(isinstance(one, str) for one in values)


def _check_words(dataset: Dataset, path: Path) -> None:
    """Refuse a word that isn't one of those that are understood, a bound that bounds nothing."""
    # The types tell a text from a number; which texts are understood is told here.
    holds = [column.holds for column in dataset.columns]
    for name, words, known in (
        ("way", [dataset.way], _WAYS),
        ("format", [dataset.format], _FORMATS),
        ("holds", holds, _CONTENTS),
        ("forms", dataset.departement_forms, _FORMS),
    ):
        for word in words:
            if word not in known:
                expected = ", ".join(filter(None, known))
                msg = f"{path}, [{dataset.id}] : {name} = « {word} » ; on attend {expected}."
                raise InputError(msg)
    if min(dataset.rows_n, dataset.most_bytes, dataset.fresh_days) < 0 or not dataset.most_bytes:
        msg = f"{path}, [{dataset.id}] : rows_n, most_bytes et fresh_days sont positifs."
        raise InputError(msg)


def _refuse_strangers(dataset: Dataset, catalogue: Catalogue, path: Path) -> None:
    for url in (address for addresses in dataset.url.values() for address in addresses):
        if not catalogue.allows(url):
            msg = (
                f"{path}, [{dataset.id}] : {url} n’est pas en https chez un hôte de « hosts » "
                f"({', '.join(sorted(catalogue.hosts))})."
            )
            raise InputError(msg)
