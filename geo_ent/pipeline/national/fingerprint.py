"""What a territory's own rows are known by: the same rows, the same text, anywhere."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.pipeline.national.territory_frames import TerritoryFrames

_UNSAID = frozenset({"files", "rows_sha256"})
"""What of the frames is told by the rest, or of whole files."""


def fingerprint(frames: "TerritoryFrames") -> str:
    """Give the sha256 of a territory's own rows, as hexadecimal digits.

    Parameters
    ----------
    frames
        As `own_inputs` gives them.

    Returns
    -------
    str
        The same on every machine and in every process; another one if any cell, title or finding
        of the territory changes. The sums of files and their names aren't in it, nor is anything
        of other départements.
    """
    digest = hashlib.sha256()
    for part in fields(frames):
        if part.name not in _UNSAID:
            digest.update(part.name.encode() + b"\0")
            for chunk in _chunks(getattr(frames, part.name)):
                # Each with its length, so that no two contents make one run of bytes.
                digest.update(len(chunk).to_bytes(8, "little") + chunk)
    return digest.hexdigest()


def _chunks(value: Any) -> Iterator[bytes]:  # noqa: ANN401 whatever the frames hold
    """Write a value as bytes that tell it apart from any other."""
    if isinstance(value, pd.DataFrame):
        yield f"frame {len(value)} {list(value.columns)}".encode()
        yield from _column(value.index.to_series())
        for title in value.columns:
            yield from _column(value[title])
    elif isinstance(value, pd.Series):
        yield f"series {len(value)}".encode()
        yield from _column(value.index.to_series())
        yield from _column(value)
    elif is_dataclass(value) and not isinstance(value, Note):
        for part in fields(value):
            yield part.name.encode()
            yield from _chunks(getattr(value, part.name))
    elif isinstance(value, Mapping) and not _is_plain(value):
        for key in sorted(value, key=repr):
            yield _text(key).encode()
            yield from _chunks(value[key])
    else:
        yield _text(value).encode()


def _is_plain(value: Mapping[Any, Any]) -> bool:
    return not any(isinstance(held, (pd.DataFrame, pd.Series)) for held in value.values())


def _column(column: "pd.Series[Any]") -> Iterator[bytes]:
    """Write a column: its kind, then its cells."""
    kind = str(column.dtype)
    yield f"{column.name} {kind}".encode()
    if isinstance(column, gpd.GeoSeries) or kind == "geometry":
        shapes = [shape or b"" for shape in shapely.to_wkb(column.to_numpy(), byte_order=1)]
        yield np.array(list(map(len, shapes)), dtype="<i8").tobytes()
        yield b"".join(shapes)
    elif column.dtype.kind in "fiub" and not pd.api.types.is_extension_array_dtype(column.dtype):
        numbers = column.to_numpy()
        if column.dtype.kind == "f":  # every "no number" alike, whatever bits it has
            numbers = np.where(np.isnan(numbers), np.nan, numbers)
        yield numbers.astype(numbers.dtype.newbyteorder("<")).tobytes()
    elif column.dtype.kind == "M":
        yield column.to_numpy().astype("<M8[s]").astype("<i8").tobytes()
    else:
        cells = column.to_numpy(dtype=object).tolist()
        # Nearly all are texts: written here as `_text` does, without a call a cell.
        texts = [f"'{cell}" if type(cell) is str else _text(cell) for cell in cells]
        yield np.array(list(map(len, texts)), dtype="<i8").tobytes()
        yield "".join(texts).encode("utf-8", "surrogatepass")


def _text(value: object) -> str:
    """Write a cell so that no two values are written alike, and none by where it is in memory."""
    if isinstance(value, str):
        return f"'{value}"
    if isinstance(value, (set, frozenset)):
        return f"{{{','.join(sorted(map(_listed, value)))}}}"
    if isinstance(value, (tuple, list)):
        return f"({','.join(map(_listed, value))})"
    if isinstance(value, Mapping):
        pairs = (f"{_listed(key)}:{_listed(held)}" for key, held in value.items())
        return f"[{','.join(sorted(pairs))}]"
    if is_dataclass(value):
        parts = (f"{name}={_listed(getattr(value, name))}" for name in value.__dataclass_fields__)
        return f"{type(value).__name__}<{','.join(parts)}>"
    # Numbers, dates and what is missing (NaN, NaT, NA, None): each says what it is.
    return repr(value)


def _listed(value: object) -> str:
    """Write a value among others, with its length before it."""
    text = _text(value)
    return f"{len(text)}{text}"
