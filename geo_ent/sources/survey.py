"""What each source has today against what the catalogue says, in a few small calls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from geo_ent.errors import SourceError
from geo_ent.sources.client.http_errors import BetweenError, OutOfReachError
from geo_ent.sources.client.patience import GaveUpError
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets import Dataset, find_column
from geo_ent.sources.portals.explore import Description, describe
from geo_ent.sources.portals.geoservices import first_feature
from geo_ent.text.compare import plain
from geo_ent.text.note import Note

_ABOUT = 0.1  # of the rows: a year's openings and closings are far less


@dataclass(frozen=True)
class Found:
    """What is at one address of a dataset.

    Attributes
    ----------
    vintage
        "" where the dataset has only one.
    host
        Who was asked.
    has
        What is there: rows, fields with their types, licence, date, size; empty where nothing is.
    differences
        What isn't as the catalogue says.
    unreached
        Why the source itself gave no answer, so that nothing is known of what it has; "" where it
        did.
    """

    dataset: Dataset
    vintage: str
    host: str
    has: tuple[Note, ...] = ()
    differences: tuple[Note, ...] = ()
    unreached: str = ""


def survey(transport: Transport, datasets: Sequence[Dataset]) -> Iterator[Found]:
    """Ask each source what it has of each dataset, at every vintage and address.

    One call an address, 45 for the bundled catalogue: a portal's own description of a dataset, the
    headers of a file, one feature of a layer. Nothing is downloaded or kept. A host that takes no
    connection isn't asked again.
    """
    closed: dict[str, str] = {}
    asking = {"explore": _portal, "wfs": _layer, "file": _file}
    for dataset in datasets:
        for vintage, addresses in dataset.url.items():
            for address in addresses:
                host = urlsplit(address).hostname or address
                nothing_yet = Found(dataset, vintage, host, unreached=closed.get(host, ""))
                if nothing_yet.unreached:
                    yield nothing_yet
                    continue
                try:
                    yield asking[dataset.way](transport, nothing_yet, address)
                except (GaveUpError, BetweenError) as fault:
                    why = fault.cause if isinstance(fault, GaveUpError) else str(fault)
                    if isinstance(fault, BetweenError) or fault.unreached:
                        closed[host] = why
                    yield replace(nothing_yet, unreached=why)
                except SourceError as fault:
                    yield replace(nothing_yet, differences=(_fault(dataset, fault),))


def _fault(dataset: Dataset, fault: SourceError) -> Note:
    if isinstance(fault, OutOfReachError):
        why = fault.told_of(dataset.by_hand, dataset.page)
        return Note("fault", why=why, cause=fault.cause)
    return Note("fault", why=str(fault), cause=str(fault))


def _portal(transport: Transport, found: Found, _address: str) -> Found:
    """Compare what a portal says of a dataset: its fields, rows, licence and date."""
    dataset, description = found.dataset, describe(transport, found.dataset)
    has = [Note("rows", n=description.rows_n, known=dataset.rows_n)]
    kinds = {field.name: field.kind for field in description.fields}
    columns = {column.name: find_column(column, kinds) for column in dataset.columns}
    named = {title: kinds[title] for title in columns.values() if title}
    has.append(Note("fields", n=len(kinds), named=tuple(named.items())))
    if description.licence:
        has.append(Note("licence", licence=description.licence))
    if description.modified:
        has.append(Note("modified", day=description.modified[:10]))
    return replace(
        found, has=tuple(has), differences=tuple(_portal_differences(dataset, description))
    )


def _portal_differences(dataset: Dataset, told: Description) -> Iterator[Note]:
    yield from _columns(dataset, {field.name: field.label for field in told.fields})
    if told.licence and not _same_licence(told.licence, dataset.licence):
        yield Note("other-licence", licence=told.licence, known=dataset.licence)
    yield from _rows(dataset, told.rows_n)


def _columns(dataset: Dataset, labels: dict[str, str]) -> Iterator[Note]:
    """Say which columns have none of their names, and which only their label tells."""
    names = {label: name for name, label in labels.items()}
    for column in dataset.columns:
        if find_column(column, labels):
            continue
        label = find_column(column, names)
        code = "by-label" if label else "needed-gone" if column.needed else "welcome-gone"
        yield Note(code, name=column.name, field=names.get(label, ""), label=label)


def _rows(dataset: Dataset, rows_n: int | None) -> Iterator[Note]:
    # A portal's years cumulate: only fewer rows than a year has are a fault.
    many = dataset.year_column and rows_n is not None and rows_n > dataset.rows_n
    if rows_n is not None and not many and abs(rows_n / dataset.rows_n - 1) > _ABOUT:
        yield Note("other-rows", n=rows_n, known=dataset.rows_n)


def _same_licence(one: str, other: str) -> bool:
    """Tell whether two texts name one licence, whatever its version and language."""
    families = (("licence ouverte", "open licence", "etalab"), ("odbl", "open database"))
    return any(
        all(any(word in plain(text) for word in family) for text in (one, other))
        for family in families
    )


def _file(transport: Transport, found: Found, address: str) -> Found:
    """Compare the size of a file, and say of when it is where the host tells."""
    dataset, headers = found.dataset, transport.head(address)
    whole = headers.get("content-range", "").rpartition("/")[2] or headers.get("content-length", "")
    size = int(whole) if whole.isdigit() else None
    has, differences = [Note("there")], []
    if size is not None:
        has = [Note("size", bytes_n=size)]
        if not 0 < size <= dataset.most_bytes:
            differences.append(Note("other-size", bytes_n=size, most=dataset.most_bytes))
    if date := headers.get("last-modified", ""):
        has.append(Note("last-modified", date=date))
    return replace(found, has=tuple(has), differences=tuple(differences))


def _layer(transport: Transport, found: Found, _address: str) -> Found:
    """Compare a layer: its features, and the properties of the first one."""
    properties, rows_n = first_feature(transport, found.dataset)
    kinds: tuple[tuple[str, Any], ...] = tuple(
        (name, type(value).__name__) for name, value in properties.items()
    )
    has = (
        Note("rows", n=rows_n, known=found.dataset.rows_n),
        Note("fields", n=len(kinds), named=kinds),
    )
    columns = _columns(found.dataset, {name: name for name in properties})
    differences = (*columns, *_rows(found.dataset, rows_n))
    return replace(found, has=has, differences=differences)
