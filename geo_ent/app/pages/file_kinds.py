"""What a file is that was dropped among others: the register, the annuaire, another official one.

By a light look at its titles alone: whoever reads it says the rest. A file that isn't known for
sure is the register, and the visitor may say otherwise.
"""

import os
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import BinaryIO

from geo_ent.telling.language import mark
from geo_ent.text.compare import plain, snake

REGISTER = "register"

KIND_WORDS: Mapping[str, str] = {
    REGISTER: mark("le registre des ENT"),
    "schools": mark("l’annuaire de l’éducation"),
    "pupils": mark("les effectifs des écoles"),
    "ips": mark("l’indice de position sociale des écoles"),
    "priority": mark("la liste de l’éducation prioritaire"),
    "usage": mark("le relevé d’usage de l’ENT"),
    "college_sectors": mark("la carte scolaire des collèges"),
    "density": mark("la grille communale de densité"),
    "frr": mark("le classement France Ruralités Revitalisation"),
    "urban_units": mark("les unités urbaines"),
    "urban_areas": mark("les aires urbaines de 2010"),
    "boundaries": mark("les contours des communes"),
}
"""What each file may be: the inputs of a project, and the register."""

_LOOK_BYTES = 65_536  # of a text, and of each part of a workbook
# The record that ends a zip: its mark, where it says how long the list of its parts is.
_LIST_ENDS, _LIST_SIZE_AT, _MOST_LIST_BYTES = b"PK\x05\x06", 12, 1_000_000
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_SHARED, _SHEET = "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"
_CELL = re.compile(r"<t[^>]{0,80}>([^<]{1,80})</t>")
_KEY = re.compile(r'"([^"\\]{1,80})"\s{0,9}:')
_BETWEEN = re.compile(r"[;,\t]")
# Titles that a file of a kind has: one at least of each group, as `snake` writes them.
_SIGNATURES: Mapping[str, tuple[frozenset[str], ...]] = {
    "schools": (
        frozenset({"identifiant_de_l_etablissement", "numero_uai"}),
        frozenset({"nom_etablissement", "appellation_officielle"}),
        frozenset({"type_etablissement", "nature_uai", "code_nature"}),
        frozenset({"statut_public_prive", "secteur_public_prive_libe"}),
    ),
    "pupils": (
        frozenset({"rentree_scolaire"}),
        frozenset({"numero_de_l_ecole", "numero_ecole"}),
        frozenset({"nombre_total_d_eleves", "nombre_total_eleves"}),
    ),
    "ips": (frozenset({"rentree_scolaire"}), frozenset({"ips"})),
    "college_sectors": (frozenset({"code_rne"}), frozenset({"secteur_unique"})),
    "density": (frozenset({"libdens7", "niveau_densite", "dens7", "libdens", "typodens7"}),),
    "frr": (frozenset({"codefrr", "libfrr"}),),
    "urban_areas": (frozenset({"au2010", "libau2010"}),),
    "urban_units": (frozenset({"uu2010", "uu2020", "libuu2020", "libuu2010"}),),
}
_BEGINNINGS = {"frr": "classement_frr", "priority": "ep_20"}
# An officer may keep the register in a copy of the annuaire, with a column more.
_OF_REGISTER = frozenset({"ent", "one", "solution", "deploiement", "equipement", "equipe"})


_BROKEN = (
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)
"""What comes of a file that isn't what its first bytes say, or is locked by a password."""


def file_kind(file: BinaryIO) -> str:
    """Tell what a file is by its first titles.

    Parameters
    ----------
    file
        The file, open; it is anybody's, and only its beginning is read.

    Returns
    -------
    str
        A key of `KIND_WORDS`; the register where nothing says otherwise.
    """
    with suppress(*_BROKEN):
        titles = _titles(file)
        if titles == ["FeatureCollection"]:
            return "boundaries"
        return _kind(titles)
    return REGISTER


def _kind(titles: list[str]) -> str:
    if any(_OF_REGISTER & set(plain(title).split()) for title in titles):
        return REGISTER
    names = {snake(title) for title in titles}
    for kind, groups in _SIGNATURES.items():
        if all(group & names for group in groups):
            return kind
    for kind, beginning in _BEGINNINGS.items():
        if any(name.startswith(beginning) for name in names):
            return kind
    return REGISTER


def _titles(file: BinaryIO) -> list[str]:
    """Give what may be a title in the beginning of a file."""
    file.seek(0)
    head = file.read(_LOOK_BYTES)
    if head.startswith(b"PK"):
        return _of_workbook(file)
    try:
        text = head.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = head.decode("cp1252", errors="replace")
    if text.lstrip().startswith(("{", "[")):
        if '"FeatureCollection"' in text:
            return ["FeatureCollection"]
        return _KEY.findall(text)
    header = text.lstrip().split("\n", 1)[0]
    return [cell.strip(' "\r') for cell in _BETWEEN.split(header)]


def _of_workbook(file: BinaryIO) -> list[str]:
    # This is the server's process: a part is read as far as its beginning goes, whatever it would
    # unfold to, and by the one method that takes no memory to speak of.
    cells: list[str] = []
    if not _is_listed_shortly(file):
        return cells
    with zipfile.ZipFile(file) as workbook:
        parts = {part.filename: part for part in workbook.infolist()}
        for name in (_SHARED, _SHEET):
            part = parts.get(name)
            if part is not None and part.compress_type in _METHODS:
                with workbook.open(part) as opened:
                    text = opened.read(_LOOK_BYTES).decode("utf-8", errors="replace")
                cells += _CELL.findall(text)[:200]
    return cells


def _is_listed_shortly(file: BinaryIO) -> bool:
    """Tell whether a zip lists few parts: a million of them would keep the server busy."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - _LOOK_BYTES, 0))
    tail = file.read(_LOOK_BYTES)
    place = tail.rfind(_LIST_ENDS)
    if place < 0 or len(tail) < place + _LIST_SIZE_AT + 4:
        return False
    (list_bytes,) = struct.unpack_from("<L", tail, place + _LIST_SIZE_AT)
    return bool(list_bytes <= _MOST_LIST_BYTES)
