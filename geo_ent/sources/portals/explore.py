"""The ministry's portal: the Explore API v2.1 of Opendatasoft, asked in few calls."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from geo_ent.errors import SourceError
from geo_ent.sources.client.http_errors import QueryError
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets import Dataset, dataset_fault, find_column
from geo_ent.sources.portals.departement_clause import departement_clause
from geo_ent.text.note import Note

_YEAR = re.compile(r"(\d{4})")
_SCHOOL_YEAR = re.compile(r"\d{4}-\d{4}")
_EVE = re.compile(r"\d{4}-12-31T")  # a 1 January, told in another time zone
_OFFERED = 40  # columns named in an error


@dataclass(frozen=True)
class Probe:
    """What a portal has of a dataset, for a territory and a year.

    Attributes
    ----------
    rows_n
        How many rows the export must have.
    fields
        The portal's columns.
    latest
        The year asked for, or else the latest there is ("2025"); "" where rows have no year.
    year_where
        The condition on the year, as the column's type wants it; "" without one.
    by_label
        The portal's names of columns that only their label told: column of the catalogue -> field.
    """

    rows_n: int
    fields: tuple[str, ...]
    latest: str
    year_where: str = ""
    by_label: Mapping[str, str] = field(default_factory=dict)


def probe(
    transport: Transport,
    dataset: Dataset,
    departements: tuple[str, ...] = (),
    year: int | None = None,
) -> Probe:
    """Ask how many rows there are, of which year, in which columns: one call, two with years.

    Parameters
    ----------
    departements
        INSEE codes ("01", "2A", "974"); none for all of France.
    year
        The one that the rentrée is in; the latest without it.

    Raises
    ------
    SourceError
        If a needed column has none of its names (it says what the portal offers), if there is no
        row, or the portal can't be asked.
    """
    first, fields = _seen(transport, dataset, departements)
    by_label = _by_label(transport, dataset, fields)
    dataset = _with_aliases(dataset, by_label)
    _check_columns(transport, dataset, fields)
    first = first or _under_new_names(transport, dataset, departements, fields)
    column = _today(dataset, dataset.year_column, fields)
    if not column:
        return Probe(int(first["total_count"]), fields, "", by_label=by_label)
    value = first["results"][0][column]
    wanted_year, clauses = _year_clauses(column, value, year, dataset)
    territory = _departements_where(dataset, departements, fields)
    # The clauses are tried until one counts rows: what a column's type wants isn't told.
    for rank, clause in enumerate(clauses, start=1):
        rows_n = _count(transport, dataset, _both(territory, clause), last=rank == len(clauses))
        if rows_n:
            return Probe(rows_n, fields, wanted_year, clause, by_label)
    msg = (
        f"le portail n’a rien pour {wanted_year}{_of(departements)} ; la rentrée la "
        f"plus récente est {_first_year(value)}. Choisissez une autre année."
    )
    raise dataset_fault(dataset, msg)


def export_url(dataset: Dataset, departements: tuple[str, ...], probe: Probe) -> str:
    """Write the address of the whole of it.

    Only the columns that the catalogue names are asked for, under the names that the portal has.

    Examples
    --------
    >>> from geo_ent.sources.datasets_file import read_catalogue
    >>> ips = read_catalogue().datasets["ips"]
    >>> seen = Probe(9, ("uai", "ips", "rentree_scolaire"), "2024", "rentree_scolaire=2024")
    >>> export_url(ips, (), seen).rpartition("/exports/")[2].split("&")[:2]
    ['csv?select=rentree_scolaire%2Cuai%2Cips', 'where=rentree_scolaire%3D2024']
    """
    dataset = _with_aliases(dataset, probe.by_label)
    columns = [
        # A field that only its label told comes under the name that readers know.
        f"{probe.by_label[column.name]} as {column.name}"
        if column.name in probe.by_label
        else find_column(column, probe.fields)
        for column in dataset.columns
    ]
    params = {"select": ",".join(dict.fromkeys(filter(None, columns)))}
    where = _both(_departements_where(dataset, departements, probe.fields), probe.year_where)
    if where:
        params["where"] = where
    if dataset.format == "csv":
        # The names of the columns, not their labels, which are sentences and change more often.
        params |= {"delimiter": ";", "use_labels": "false"}
    # Spaces as %20: the address is kept with the file, and one form of it can be compared.
    query = urlencode(params, quote_via=quote)
    return f"{_base(dataset)}/exports/{dataset.format}?{query}"


def _base(dataset: Dataset) -> str:
    return dataset.address.rstrip("/")


def _ask(transport: Transport, dataset: Dataset, where: str, **params: str) -> Mapping[str, Any]:
    """Ask /records; what comes must be a count and rows."""
    query = {"where": where} | params
    answer = transport.json(f"{_base(dataset)}/records", {k: v for k, v in query.items() if v})
    if isinstance(answer, dict):
        count, rows = answer.get("total_count"), answer.get("results")
        are_rows = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
        if isinstance(count, int) and are_rows:
            return answer
    msg = (
        f"le portail répond autre chose que des lignes (total_count, results). "
        f"Son interface a peut-être changé ; donnez le fichier {dataset.by_hand}."
    )
    raise dataset_fault(dataset, msg)


def _first_row(
    transport: Transport,
    dataset: Dataset,
    departements: tuple[str, ...],
    fields: Sequence[str] = (),
) -> Mapping[str, Any]:
    """Ask for a row of the latest year, and how many there are of all years.

    Without `fields` the columns of territory and year are taken to have their usual names.
    """
    year = _today(dataset, dataset.year_column, fields)
    # Without it a row that has no year might come first, and tell of no latest.
    clauses = [
        _departements_where(dataset, departements, fields),
        f"{year} is not null" if year else "",
    ]
    order = {"order_by": f"{year} desc"} if year else {}
    answer = _ask(transport, dataset, _both(*clauses), limit="1", **order)
    if not answer["total_count"] or not answer["results"]:
        msg = (
            f"le portail n’a aucune ligne{_of(departements)}. Le jeu de données "
            f"ne couvre peut-être pas ce territoire ; donnez le fichier {dataset.by_hand}."
        )
        raise dataset_fault(dataset, msg)
    return answer


def _seen(
    transport: Transport, dataset: Dataset, departements: tuple[str, ...]
) -> tuple[Mapping[str, Any] | None, tuple[str, ...]]:
    """Ask for a first row, and the columns; no row where a column it leans on has another name."""
    try:
        first = _first_row(transport, dataset, departements)
    except QueryError as fault:
        # One bad name of a column refuses the whole request, and tells which only in English.
        if not fault.unknown_field:
            raise
        # One row without any condition names the columns of today.
        seen = _first_row(transport, replace(dataset, year_column=""), ())
        return None, tuple(seen["results"][0])
    return first, tuple(first["results"][0])


def _under_new_names(
    transport: Transport,
    dataset: Dataset,
    departements: tuple[str, ...],
    fields: Sequence[str],
) -> Mapping[str, Any]:
    """Ask again, after the portal has renamed a column that the request leans on."""
    for name in (dataset.departement_column if departements else "", dataset.year_column):
        if name and not _today(dataset, name, fields):
            raise _lacking(dataset, [name], fields)
    return _first_row(transport, dataset, departements, fields)


def _by_label(transport: Transport, dataset: Dataset, fields: Sequence[str]) -> Mapping[str, str]:
    """Ask for the labels of a dataset's fields where some column lacks: column -> field.

    A field's id may be opaque (`rep0`) where its label is in words.
    """
    lacking = {*dataset.lacking(fields), *dataset.lacking(fields, needed=False)}
    if not lacking:
        return {}
    try:
        described = describe(transport, dataset).fields
    except SourceError:  # the labels would have helped; what lacks is told without them
        return {}
    ids = {one.label: one.name for one in described if one.name in fields}
    columns = [column for column in dataset.columns if column.name in lacking]
    labels = {column.name: find_column(column, ids) for column in columns}
    fields_by_column = {name: ids[label] for name, label in labels.items() if label}
    for name, id_ in fields_by_column.items():
        renamed = {"name": name, "field": id_, "label": labels[name]}
        transport.tell(Note("field-by-label", dataset=dataset.title, **renamed))
    return fields_by_column


class Field(NamedTuple):
    """A field of a dataset, as the portal describes it."""

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Description:
    """What a portal says of a dataset; "" where it doesn't."""

    fields: tuple[Field, ...]
    rows_n: int | None
    licence: str
    modified: str


def describe(transport: Transport, dataset: Dataset) -> Description:
    """Ask a dataset's own metadata: its fields, rows, licence, date.

    Raises
    ------
    SourceError
        If they can't be had.
    """
    answer = transport.json(_base(dataset), {})
    listed = answer.get("fields") if isinstance(answer, dict) else None
    if not isinstance(listed, list):
        msg = "le portail ne décrit pas ses colonnes (fields)."
        raise dataset_fault(dataset, msg)
    rows = [one for one in listed if isinstance(one, dict)]
    fields = tuple(
        Field(*(str(one.get(key) or "") for key in ("name", "label", "type"))) for one in rows
    )
    metas = answer.get("metas")
    usual = metas.get("default") if isinstance(metas, dict) else None
    usual = usual if isinstance(usual, dict) else {}
    rows_n = usual.get("records_count")
    return Description(
        fields,
        rows_n if isinstance(rows_n, int) else None,
        str(usual.get("license") or ""),
        str(usual.get("data_processed") or usual.get("modified") or ""),
    )


def _with_aliases(dataset: Dataset, names: Mapping[str, str]) -> Dataset:
    """Let columns be found under one more name each."""
    return replace(
        dataset,
        columns=tuple(
            replace(column, aliases=(*column.aliases, *filter(None, [names.get(column.name)])))
            for column in dataset.columns
        ),
    )


def _departements_where(
    dataset: Dataset, departements: Sequence[str], fields: Sequence[str]
) -> str:
    column = dataset.departement_column
    name = _today(dataset, column, fields)
    return departement_clause(name, dataset.departement_forms, departements) if column else ""


def _count(transport: Transport, dataset: Dataset, where: str, *, last: bool) -> int:
    """Count rows; none where the column's type refuses the condition, unless it is the last."""
    try:
        return int(_ask(transport, dataset, where, limit="1")["total_count"])
    except QueryError:
        if last:
            raise
        return 0


def _year_clauses(
    column: str, value: object, year: int | None, dataset: Dataset
) -> tuple[str, list[str]]:
    """Say which year is asked for, and the conditions that the column's type may want."""
    text = str(value)
    latest = _first_year(text)
    if not latest:
        msg = f"« {column} » contient « {text} », où on attend une année."
        raise dataset_fault(dataset, msg)
    wanted_year = year or latest
    if isinstance(value, int):
        return str(wanted_year), [f"{column}={wanted_year}"]
    if _SCHOOL_YEAR.fullmatch(text):
        return str(wanted_year), [f'{column}="{wanted_year}-{wanted_year + 1}"']
    eve = 1 if _EVE.match(text) else 0  # year() counts by the portal's clock
    dated = f"year({column})={wanted_year - eve}"
    # "2025" is what a date says whose precision is the year, and also a text. The date is tried
    # first: since 2026 it is what the effectifs have, and each try is a call (a département may
    # cost ten).
    return str(wanted_year), [dated, f'{column}="{wanted_year}"'] if text.isdigit() else [dated]


def _first_year(value: object) -> int:
    text = str(value)
    match = _YEAR.match(text)
    return int(match[1]) + (1 if _EVE.match(text) else 0) if match else 0


def _today(dataset: Dataset, name: str, fields: Sequence[str]) -> str:
    """Say what the portal calls a column today; as the catalogue does, until fields are known."""
    return dataset.title_of(name, fields) if name and fields else name


def _check_columns(transport: Transport, dataset: Dataset, fields: Sequence[str]) -> None:
    """Refuse where a needed column lacks; say which welcome ones do."""
    if needed := dataset.lacking(fields):
        raise _lacking(dataset, needed, fields)
    if welcome := dataset.lacking(fields, needed=False):
        transport.tell(Note("columns-gone", dataset=dataset.title, names=tuple(welcome)))


def _lacking(dataset: Dataset, names: Sequence[str], fields: Sequence[str]) -> SourceError:
    listed = ", ".join(f"« {name} »" for name in names)
    offered = ", ".join(fields[:_OFFERED]) + (", …" if len(fields) > _OFFERED else "")
    return dataset_fault(
        dataset,
        f"le portail n’a plus {listed}, sous aucun des noms connus ; il propose : "
        f"{offered}. Donnez un fichier plus ancien {dataset.by_hand}, ou corrigez le catalogue des "
        "sources.",
    )


def _both(*clauses: str) -> str:
    return " and ".join(filter(None, clauses))


def _of(departements: Sequence[str]) -> str:
    return f" pour {', '.join(departements)}" if departements else ""
