"""Files that a visitor sends: bounded while they come, under safe names once they are there."""

import contextlib
import re
import shutil
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from pathlib import Path
from time import monotonic
from typing import Any

import anyio
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from geo_ent.app.settings import Limits

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

FORM_BYTES = 256_000
"""Of a form without files: the longest brings a row of a register and what is said of it."""

FIELDS_BYTES = 1_000_000
"""What a form with files may hold beside them."""

_FIELDS_N = 200
_TEXT_BYTES = 8_000  # of a field beside files
_LONGEST = 120  # characters of a name, its ending included; file systems take 255 bytes
# What Windows refuses in a name, and what means something to a shell or a path.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
_UNKNOWN = "fichier"
# What a work has of its own in the same folder: a lock of elsewhere would say what is downloaded.
_OWN = ("geo-ent.toml", "geo-ent.lock")
# An answer sent before all has come is a broken connection in a browser, and no sentence: what is
# too much is read on and thrown away, up to this many times what is allowed.
_THROWN_AWAY = 4


class UploadRefusedError(Exception):
    """An upload that is too large, too slow, or of too many files.

    Attributes
    ----------
    reason
        "size", "time", "files" or "form".
    """

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Parser(MultiPartParser):
    spool_max_size = 64_000  # of each file in memory, the rest on the disk: visitors are many


_PARSERS: Mapping[bytes, type[FormParser | MultiPartParser]] = {
    b"multipart/form-data": _Parser,
    b"application/x-www-form-urlencoded": FormParser,
}


async def read_form(
    request: Request, limits: Limits, *, bytes_n: int = FORM_BYTES, files_n: int = 0
) -> FormData:
    """Read a form, within its limits.

    Parameters
    ----------
    request
        What brings it.
    limits
        How long it may take.
    bytes_n, files_n
        How large it may be in all, and of how many files.

    Raises
    ------
    UploadRefusedError
        When a limit is met, once what was too much is read too: a browser shows an answer only
        then.
    """
    kind, _ = parse_options_header(request.headers.get("content-type"))
    parser = _PARSERS.get(kind)
    if parser is None:
        return FormData()
    body = Request(request.scope, bounded(request.receive, limits, bytes_n))
    more = {"max_files": files_n} if parser is _Parser else {}
    async with contextlib.aclosing(body.stream()) as stream:
        try:
            return await parser(
                request.headers,
                stream,
                max_fields=_FIELDS_N,
                max_part_size=_TEXT_BYTES if files_n else bytes_n,
                **more,
            ).parse()
        except (MultiPartException, FormParserError):
            async for _ in stream:
                pass
            raise UploadRefusedError(reason="files" if files_n else "form") from None


async def read_texts(request: Request, limits: Limits) -> dict[str, str]:
    """Read the fields of a form without files: the last of each name.

    Raises
    ------
    UploadRefusedError
        When a limit is met.
    """
    form = await read_form(request, limits)
    return {key: value for key, value in form.items() if isinstance(value, str)}


def bounded(receive: Receive, limits: Limits, bytes_n: int) -> Receive:
    """Hold a request's body to its limits: how much comes, how long it takes, how long it stalls.

    Raises
    ------
    UploadRefusedError
        From the function returned, when a limit is met.
    """
    began, received_n = monotonic(), 0

    async def in_time() -> MutableMapping[str, Any]:
        nonlocal received_n
        took_s = monotonic() - began
        # Byte after byte, an upload could hold its place for as long as it may last in all.
        is_slow = took_s > limits.idle_s and received_n < took_s * limits.slowest_bytes_s
        try:
            with anyio.fail_after(0 if is_slow else min(limits.idle_s, limits.upload_s - took_s)):
                message = await receive()
        except TimeoutError:
            raise UploadRefusedError(reason="time") from None
        received_n += len(message.get("body", b""))
        return message

    async def next_message() -> MutableMapping[str, Any]:
        message = await in_time()
        if received_n > bytes_n:
            most = _THROWN_AWAY * limits.upload_bytes
            while message.get("more_body", False) and received_n < most:
                message = await in_time()
            raise UploadRefusedError(reason="size")
        return message

    return next_message


def sent_bytes(request: Request, limits: Limits) -> int:
    """Say how large a form will be: as it says itself, else as large as it may be."""
    said = request.headers.get("content-length", "")
    return min(int(said), limits.upload_bytes) if said.isdecimal() else limits.upload_bytes


def exceeded(sizes: Iterable[int], limits: Limits) -> str:
    """Tell which limit the files of a work are over: "size", "files", or "" for none.

    Examples
    --------
    >>> few = Limits(upload_bytes=100, files_n=2)
    >>> exceeded([40, 50], few), exceeded([60, 50], few), exceeded([1, 1, 1], few)
    ('', 'size', 'files')
    """
    sizes = list(sizes)
    if len(sizes) > limits.files_n:
        return "files"
    return "size" if sum(sizes) > limits.upload_bytes else ""


def safe_name(given: str | None) -> str:
    r"""Make a name of a file from one that anybody may have written.

    Examples
    --------
    >>> safe_name("../../etc/Registre ENT 2024.xlsx"), safe_name("C:\\Temp\\nul.csv")
    ('Registre ENT 2024.xlsx', '_nul.csv')
    >>> safe_name(".htaccess"), safe_name("\x00"), safe_name("Geo-ent.lock")
    ('htaccess', 'fichier', '_Geo-ent.lock')
    """
    name = unicodedata.normalize("NFC", given or "")
    name = re.split(r"[/\\]", name)[-1]
    name = _UNSAFE.sub("", name).strip(" .")
    name = _DEVICES.sub(r"_\1", name)
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > _LONGEST:
        name = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
    name = name[:_LONGEST] or _UNKNOWN
    return f"_{name}" if name.casefold() in _OWN else name


def free_name(folder: Path, name: str) -> str:
    """Tell apart files of the same name: « registre (2).xlsx »."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path.name


def keep_upload(upload: UploadFile, folder: Path, replaced: Iterable[str] = ()) -> str:
    """Write an uploaded file in a folder, under a safe name that no other file has.

    Parameters
    ----------
    upload
        The file.
    folder
        Where it goes.
    replaced
        Names of files there that it takes the place of, once it is whole.

    Returns
    -------
    str
        Its name there.

    Raises
    ------
    OSError
        If it can't be written; those that it was to replace are still there.
    """
    wanted = safe_name(upload.filename)
    name = free_name(folder, wanted)
    upload.file.seek(0)
    try:
        with (folder / name).open("xb") as file:
            shutil.copyfileobj(upload.file, file)
    except OSError:
        (folder / name).unlink(missing_ok=True)
        raise
    for old in replaced:
        (folder / Path(old).name).unlink(missing_ok=True)
    if not (folder / wanted).exists():  # it was taken by one of those
        (folder / name).rename(folder / wanted)
        return wanted
    return name
