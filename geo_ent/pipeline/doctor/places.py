"""Where geo-ent reads and writes: the cache, the works of the application, the current folder."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.errors import SourceError
from geo_ent.pipeline.doctor.points import Point
from geo_ent.sources.store.cache import ENV_FOLDER, Cache
from geo_ent.telling.source_words import size_words
from geo_ent.text.discreet import homely
from geo_ent.text.system_faults import why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo_ent.telling.language import Language

_LEAST_FREE = 300_000_000  # bytes: a national file and the maps of a département


def cache_point(tr: "Language") -> Point:
    """Tell where downloads are kept, what is there, and whether more can be."""
    cache = Cache()
    kept_n, bytes_n, fault = 0, 0, ""
    try:
        used = {entry.file: entry.bytes_n for entry in cache.entries()}
        kept_n, bytes_n = len(used), sum(used.values())
    except SourceError:
        fault = tr("ce n’est pas un dossier, ou il ne se lit pas")
    fault = fault or _why_not(cache.folder, tr)
    facts = {
        "folder": homely(cache.folder),
        "set_by": ENV_FOLDER if os.environ.get(ENV_FOLDER) else None,
        "is_writable": not fault,
        "kept_n": kept_n,
        "bytes_n": bytes_n,
        "free_bytes_n": _free(cache.folder),
    }
    kept = tr.plural("{n} fichier gardé ({size})", "{n} fichiers gardés ({size})", kept_n,
                     n=tr.number(kept_n), size=size_words(bytes_n, tr))  # fmt: skip
    said = tr("{folder} (d’après {variable})", folder=facts["folder"], variable=ENV_FOLDER)
    told = " ; ".join([said if facts["set_by"] else str(facts["folder"]), kept, _room(facts, tr)])
    title = tr("Cache des données officielles")
    if not fault:
        return Point("cache", title, told, facts=facts)
    todo = tr("{fault} ; donnez un autre dossier par {variable}", fault=fault, variable=ENV_FOLDER)
    return Point("cache", title, told, "fault", todo, facts)


def works_point(tr: "Language") -> Point:
    """Tell where the application keeps the works, and whether it can."""
    from platformdirs import user_data_path

    folder = user_data_path("geo-ent", appauthor=False).absolute()
    fault = _why_not(folder, tr)
    facts = {"folder": homely(folder), "is_writable": not fault}
    title, told = tr("Travaux de l’application"), homely(folder)
    if not fault:
        return Point("works", title, told, facts=facts)
    todo = tr("{fault} ; donnez un autre dossier : geo-ent app --folder DOSSIER", fault=fault)
    return Point("works", title, told, "remark", todo, facts)


def folder_point(tr: "Language") -> Point:
    """Tell whether a map can be written in the current folder."""
    folder = Path.cwd()
    fault = _why_not(folder, tr)
    facts = {
        "folder": homely(folder),
        "is_writable": not fault,
        "free_bytes_n": _free(folder),
    }
    title = tr("Dossier courant")
    told = " ; ".join([homely(folder), _room(facts, tr)])
    if not fault:
        return Point("folder", title, told, facts=facts)
    todo = tr("{fault} ; allez dans un dossier à vous, ou donnez -o DOSSIER", fault=fault)
    return Point("folder", title, told, "fault", todo, facts)


def _room(facts: "Mapping[str, object]", tr: "Language") -> str:
    """Say how much room is left."""
    free = facts["free_bytes_n"]
    if not isinstance(free, int):
        return tr("place libre inconnue")
    return tr("{size} libres", size=size_words(free, tr))


def _why_not(folder: Path, tr: "Language") -> str:
    """Say why nothing can be written in a folder; "" where it can. Nothing is left there."""
    near = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=near) as file:
            file.write(b"geo-ent")
    except OSError as fault:
        return tr("on ne peut pas y écrire ({reason})", reason=why(fault))
    free = _free(near)
    if free is not None and free < _LEAST_FREE:
        return tr("il n’y reste que {size}", size=size_words(free, tr))
    return ""


def _nearest(folder: Path) -> Path:
    """Give the folder, or the first above it that there is: what isn't there yet can be made."""
    return next((place for place in (folder, *folder.parents) if place.exists()), folder)


def _free(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(_nearest(folder)).free
    except OSError:
        return None
