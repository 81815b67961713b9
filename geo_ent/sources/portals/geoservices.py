"""IGN's WFS: a layer of boundaries, asked page by page and put together whole."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from geo_ent.errors import SourceError
from geo_ent.sources.client.transport import Downloaded, Transport, removed_unless_written
from geo_ent.sources.datasets import Dataset, dataset_fault
from geo_ent.sources.portals.departement_clause import departement_codes

_PAGE = 1_000  # features a call: under what servers give at once, and small in memory
OnPage = Callable[[int, int], None]
"""Told of the features received, and of how many there are."""


def download_features(
    transport: Transport,
    dataset: Dataset,
    departements: Sequence[str],
    to: Path,
    *,
    page_n: int = _PAGE,
    on_page: OnPage = lambda *_: None,
) -> Downloaded:
    """Write a layer, of some départements or of all of France, as one GeoJSON file.

    Parameters
    ----------
    departements
        INSEE codes; none for all.
    to
        The file, which isn't to be trusted before `check_whole`; removed if this fails.
    page_n
        Features a call.

    Raises
    ------
    QueryError
        If the service refuses the request.
    SourceError
        If the pages don't add up to what the service announces, or it can't be had.
    """
    url = features_url(dataset, departements)
    with removed_unless_written(to):
        _write(_features(transport, dataset, url, page_n, on_page), dataset, to)
    return Downloaded(to.stat().st_size)  # the service has no word for a version of it


def _write(features: Iterator[str], dataset: Dataset, to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="\n") as file:
        written = file.write('{"type":"FeatureCollection","features":[')
        for rank, text in enumerate(features):
            written += file.write(",\n" * (rank > 0) + text)
            if written > dataset.most_bytes:
                raise _beyond(dataset)
        file.write("]}\n")


def features_url(dataset: Dataset, departements: Sequence[str]) -> str:
    """Write the request without its pages; spaces as %20, for the service doesn't read +.

    Examples
    --------
    >>> from geo_ent.sources.datasets_file import read_catalogue
    >>> features_url(read_catalogue().datasets["admin-express"], ["54", "57"]).split("&")[-2:]
    ["CQL_FILTER=code_insee_du_departement%20IN%20%28'54'%2C'57'%29", 'SORTBY=code_insee']
    """
    url = dataset.address
    if departements and dataset.departement_column:
        codes = departement_codes(dataset.departement_forms, departements)
        listed = ",".join(f"'{code}'" for code in codes)
        url += f"&CQL_FILTER={quote(f'{dataset.departement_column} IN ({listed})', safe=chr(39))}"
    # Without an order of its own, a page may repeat what another has.
    return f"{url}&SORTBY={dataset.key[0]}" if dataset.key else url


def first_feature(transport: Transport, dataset: Dataset) -> tuple[Mapping[str, Any], int | None]:
    """Ask a layer for one feature: its properties, and how many features there are.

    Raises
    ------
    SourceError
        If the service gives none.
    """
    page = _page(transport, dataset, f"{features_url(dataset, ())}&COUNT=1")
    properties = page["features"][0].get("properties") if page["features"] else None
    if not isinstance(properties, dict):
        msg = "le service n’a aucun contour."
        raise dataset_fault(dataset, msg)
    matched = _matched(page)
    return properties, matched if matched >= 0 else None


def _features(
    transport: Transport, dataset: Dataset, url: str, page_n: int, on_page: OnPage
) -> Iterator[str]:
    seen: set[str] = set()
    received = 0
    while True:
        page = _page(transport, dataset, f"{url}&COUNT={page_n}&STARTINDEX={received}")
        matched, features = _matched(page), page["features"]
        for feature in features:
            yield json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        received += len(features)
        seen.update(_key(feature, dataset) for feature in features)
        on_page(received, max(matched, received))
        # A page that holds fewer features than it says was cut on its way.
        returned = page.get("numberReturned", len(features))
        if returned != len(features):
            raise _mismatch(dataset, f"une page annonce {returned} objets et en a {len(features)}")
        if not features or received >= matched >= 0:
            break  # without a count only an empty page is the end: a page may be shorter than asked
        if dataset.key and len(seen) <= received - len(features):
            break  # the page before, once more
    if dataset.key and len(seen) != received:
        raise _mismatch(dataset, f"{received} objets reçus dont {received - len(seen)} en double")
    if matched >= 0 and received != matched:
        raise _mismatch(dataset, f"{matched} objets annoncés, {received} reçus")


def _page(transport: Transport, dataset: Dataset, url: str) -> Mapping[str, Any]:
    page = transport.json(url, {})
    features = page.get("features") if isinstance(page, dict) else None
    if isinstance(features, list) and all(isinstance(one, dict) for one in features):
        return dict(page)
    msg = "le service répond autre chose que des contours (« features » manque)."
    raise dataset_fault(dataset, msg)


def _matched(page: Mapping[str, Any]) -> int:
    """Say how many features there are in all; -1 when the service doesn't know."""
    count = page.get("numberMatched", page.get("totalFeatures"))
    return count if isinstance(count, int) else -1


def _key(feature: Mapping[str, Any], dataset: Dataset) -> str:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    named = [str(properties.get(name, "")) for name in dataset.key]
    return "\x1f".join(named) if any(named) else str(feature.get("id", id(feature)))


def _mismatch(dataset: Dataset, why: str) -> SourceError:
    return dataset_fault(
        dataset, f"{why} ; rien n’est gardé. Réessayez plus tard, ou prenez « contours »."
    )


def _beyond(dataset: Dataset) -> SourceError:
    return dataset_fault(
        dataset,
        f"plus de {dataset.most_bytes / 1e6:.0f} Mo, bien plus que ce que ces "
        "contours pèsent ; ils sont refusés.",
    )
