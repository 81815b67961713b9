"""What GDAL has against a file of outlines, told in French: the one place that reads its English.

`pyogrio` passes no code of the fault, only GDAL's sentence, under the same few classes for all. So
the sentence is read, and here alone: where GDAL words it otherwise one day, it is shown as it is,
and nothing else changes.
"""

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyogrio.errors import DataLayerError, DataSourceError, FeatureError

from geo_ent.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_REASONS = {"not recognized": "format non reconnu", ".shx": "son .shx manque"}
"""A part of GDAL's sentence, in lower case → what it means, where it often comes."""

_LONGEST_REASON = 120  # characters of what GDAL says: it may name the file's whole path again
_GEOJSON = (".json", ".geojson")


@contextmanager
def saying(path: "Path") -> "Iterator[None]":
    """Say in one line what GDAL has against a file; its remarks on details are not ours.

    Raises
    ------
    InputError
        What GDAL raised within.
    """
    try:
        with warnings.catch_warnings():
            # What of these remarks matters to an outline is found by looking at it, and noted.
            warnings.simplefilter("ignore", RuntimeWarning)
            yield
    except (DataLayerError, DataSourceError, FeatureError, UnicodeDecodeError) as fault:
        msg = f"{path} : ce fichier de contours ne se lit pas ({_reason(fault)}). {_hint(path)}"
        raise InputError(msg) from None


def _reason(fault: Exception) -> str:
    text = " ".join(str(fault).split())
    french = [reason for part, reason in _REASONS.items() if part in text.lower()]
    # GDAL raises an empty text too, for what none of its drivers takes.
    return next(iter(french), text[:_LONGEST_REASON].rstrip(". ") or "format non reconnu")


def _hint(path: "Path") -> str:
    if path.suffix.lower() in _GEOJSON:
        return "Est-il entier ? De l’API Géo, demandez format=geojson et geometry=contour."
    return "Est-il entier ? Un shapefile va avec ses .shx, .dbf et .prj."
