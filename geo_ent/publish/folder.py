"""The output folder: complete, or as it was before."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from geo_ent.errors import OutputError
from geo_ent.publish.staging import put_in_place, staging
from geo_ent.text.system_faults import why

MANIFEST = "manifest.json"
ATLAS = "atlas"
"""The `kind` of the manifest of an atlas: other folders have none."""


@contextmanager
def atomic_folder(target: str | Path) -> Iterator[Path]:
    """Give a folder to write in; it takes the place of `target` only when all went well.

    Files of the user's own in `target` (those that the last manifest doesn't name) are kept.

    Raises
    ------
    OutputError
        If `target` can't be written, or holds files and no manifest of geo-ent's: then it is not
        ours to replace. Nothing has been touched.
    """
    target = Path(target).absolute()
    strangers = _strangers(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        msg = f"{target} : écriture impossible ({why(fault)}). Choisissez un autre --out."
        raise OutputError(msg) from None
    try:
        with staging(target) as work:
            yield work
            # Last: where an output of ours has the name of a user's file, the user's stays.
            for name in strangers:
                _copy(target / name, work / name)
            put_in_place(work, target)
    except OSError as fault:
        msg = f"{target} : écriture impossible ({why(fault)}). L’ancien contenu est resté."
        raise OutputError(msg) from None


def copy_folder(source: Path, target: Path) -> None:
    """Copy a folder that was made to another place, whole or not at all.

    Raises
    ------
    OutputError
        As `atomic_folder`.
    """
    with atomic_folder(target) as work:
        for entry in sorted(source.iterdir()):
            _copy(entry, work / entry.name)


def _strangers(target: Path) -> list[str]:
    """List what a folder has besides our outputs; refuse a target that can't or mustn't change."""
    if not target.exists():
        return []
    if not target.is_dir():
        msg = f"{target} : c’est un fichier, on attend un dossier. Choisissez un autre --out."
        raise OutputError(msg)
    if not os.access(target, os.W_OK):
        msg = f"{target} : ce dossier n’est pas modifiable. Choisissez un autre --out."
        raise OutputError(msg)
    present = sorted(entry.name for entry in target.iterdir())
    # An unreadable manifest is none: better to refuse than to replace what may not be ours.
    ours: set[str] = set()
    with suppress(OSError, ValueError, TypeError, KeyError):
        manifest = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        if manifest.get("kind") == ATLAS:
            msg = (
                f"{target} : c’est un atlas, et non la carte d’un territoire. "
                "Choisissez un autre --out."
            )
            raise OutputError(msg)
        ours = {Path(name).parts[0] for name in manifest["outputs"]} | {MANIFEST}
    if present and not ours:
        msg = (
            f"{target} : ce dossier contient déjà autre chose ({', '.join(present[:3])}…) ; "
            "geo-ent ne remplace que ses propres dossiers. Choisissez un dossier vide ou nouveau."
        )
        raise OutputError(msg)
    return [name for name in present if name not in ours]


def _copy(source: Path, copy: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, copy, symlinks=True)
    else:
        shutil.copy2(source, copy, follow_symlinks=False)
