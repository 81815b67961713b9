"""What a file is, by what it holds and never by its name."""

import re
import zipfile
from pathlib import Path

from geo_ent.errors import InputError
from geo_ent.tables.formats.text_encoding import is_wide
from geo_ent.text.system_faults import why

_HEAD = 4096  # bytes by which a file is known
_XLS = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_MAGIC = (
    (b"%PDF", "un PDF"),
    (b"\x1f\x8b", "un fichier compressé gzip"),
    (b"\x89PNG", "une image PNG"),
    (b"\xff\xd8\xff", "une image JPEG"),
    (b"{\\rtf", "un document RTF"),
)
_MIME = re.compile(rb"MIME-Version:", re.IGNORECASE)
_HTML = re.compile(
    rb"<(?:!doctype html|html|head|body|table|thead|tr|meta|div|style|center|p|b|font)\b",
    re.IGNORECASE,
)
_OFFICE_2003, _FLAT_ODS = b"urn:schemas-microsoft-com:office:spreadsheet", b"office:spreadsheet"
# Parts by which an archive is known, the first that it has.
_PARTS = (
    ("content.xml", "ods"),
    ("xl/workbook.xml", "book"),
    ("xl/workbook.bin", "book"),
    ("word/document.xml", "un document Word (copiez son tableau dans un tableur)"),
    ("ppt/presentation.xml", "une présentation PowerPoint"),
    ("Index/Document.iwa", "un classeur Numbers (exportez-le en xlsx)"),
)
# Streams by which a file of the old Office is known, as its directory names them.
_STREAMS = (
    ("EncryptedPackage", "un classeur protégé par un mot de passe (enregistrez-le sans)"),
    ("WordDocument", "un document Word (copiez son tableau dans un tableur)"),
    ("PowerPoint Document", "une présentation PowerPoint"),
)
WORKBOOKS = frozenset({"book", "ods", "xls", "html", "mhtml", "office-2003", "flat-ods"})
"""The kinds that have sheets, and aren't read line by line."""


def file_kind(path: Path) -> str:
    """Know a file by what it holds: "text", one of `WORKBOOKS`, or in French what isn't read.

    Raises
    ------
    InputError
        If there is no such file, or it can't be read.
    """
    if not path.exists():
        msg = f"{path} : ce fichier n’existe pas. Vérifiez le chemin donné."
        raise InputError(msg)
    if path.is_dir():
        msg = f"{path} : c’est un dossier, on attend un fichier."
        raise InputError(msg)
    # By its first bytes and not by its name: a workbook is sent as .csv, a page of the portal that
    # says "not found" is saved as .xlsx.
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as fault:
        msg = f"{path} : lecture impossible ({why(fault)})."
        raise InputError(msg) from None
    if head.startswith(_ZIP):
        return _archive_kind(path)
    if head.startswith(_XLS):
        return _old_office_kind(path)
    named = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    return named or _text_kind(head)


def _archive_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "book"  # a damaged one: its reader says so
    kind = next((kind for part, kind in _PARTS if part in names), "")
    if kind == "ods" and "xl/workbook.xml" in names:
        return "book"
    return kind or ("book" if any(name.startswith("xl/") for name in names) else _ARCHIVE)


_ARCHIVE = "une archive zip (sortez-en d’abord le classeur)"


def _old_office_kind(path: Path) -> str:
    content = path.read_bytes()
    named = next((name for stream, name in _STREAMS if stream.encode("utf-16-le") in content), "")
    return "xls" if not named or "Workbook".encode("utf-16-le") in content else named


def _text_kind(head: bytes) -> str:
    wide = is_wide(head)
    if b"\0" in head and not wide:
        return "un fichier binaire"
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if _MIME.match(start):
        return "mhtml"
    if not start.startswith(b"<"):
        return "text"
    if _OFFICE_2003 in start and b"<html" not in start.lower():
        return "office-2003"
    if _FLAT_ODS in start:
        return "flat-ods"
    return "html" if _HTML.match(start) or b"<html" in start.lower() else "text"
