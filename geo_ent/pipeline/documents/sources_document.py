"""`sources --json`: what can be downloaded, and what the cache has of it."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from geo_ent.pipeline.documents.typed_table import Document, heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo_ent.sources.datasets import Catalogue, Dataset
    from geo_ent.sources.store.cache import Cache
    from geo_ent.sources.store.cached_entry import Entry

_KEPT = ("territory", "vintage", "url", "file", "bytes_n", "rows_n", "sha256", "fetched_at",
         "checked_at")  # fmt: skip


def sources_document(catalogue: "Catalogue", cache: "Cache", *, freed_n: int | None) -> Document:
    """Give what `sources` tells.

    Parameters
    ----------
    freed_n
        The bytes that were just removed; None where nothing was asked to be.
    """
    entries = cache.entries()
    # By file: several entries may name one, and it lies there once.
    used = {entry.file: entry.bytes_n for entry in entries}
    old = cache.old()
    return heading("sources") | {
        "cache": {
            "folder": str(cache.folder),
            "bytes_n": sum(used.values()),
            "old_n": len(old),
            "old_bytes_n": sum(path.stat().st_size for path in old),
            "freed_bytes_n": freed_n,
        },
        "datasets": [_dataset(dataset, entries) for dataset in catalogue.datasets.values()],
    }


def _dataset(dataset: "Dataset", entries: "Sequence[Entry]") -> Document:
    return {
        "dataset": dataset.id,
        "title": dataset.title,
        "producer": dataset.producer,
        "licence": dataset.licence,
        "page": dataset.page,
        "address": dataset.address,
        "option": f"--{dataset.option.replace('_', '-')}" if dataset.option else None,
        "usual": dataset.usual,
        "kept": [_entry(entry) for entry in entries if entry.dataset == dataset.id],
    }


def _entry(entry: "Entry") -> Document:
    known = asdict(entry)
    return {name: None if known[name] == "" else known[name] for name in _KEPT}
