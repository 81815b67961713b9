"""Files that a visitor sends: bounded while they come, under safe names once they are there."""

import re
import shutil
import unicodedata
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from time import monotonic
from typing import Any

import anyio
from starlette.datastructures import UploadFile

from geo_ent.app.settings import Limits

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

_LONGEST = 120  # characters of a name, its ending included; file systems take 255 bytes
# What Windows refuses in a name, and what means something to a shell or a path.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]')
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)")
_UNKNOWN = "fichier"
# An answer sent before all has come is a broken connection in a browser, and no sentence: what is
# too much is read on and thrown away, up to this many times what is allowed.
_THROWN_AWAY = 4


class UploadRefusedError(Exception):
    """An upload that is too large, too slow, or of too many files.

    Attributes
    ----------
    reason
        "size", "time" or "files".
    """

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def bounded(receive: Receive, limits: Limits) -> Receive:
    """Hold a request's body to its limits: how much comes, how long it takes, how long it stalls.

    Raises
    ------
    UploadRefusedError
        From the function returned, when a limit is met.
    """
    began, received_n = monotonic(), 0

    async def next_message() -> MutableMapping[str, Any]:
        nonlocal received_n
        left_s = limits.upload_s - (monotonic() - began)
        try:
            with anyio.fail_after(max(min(limits.idle_s, left_s), 0)):
                message = await receive()
        except TimeoutError:
            raise UploadRefusedError(reason="time") from None
        received_n += len(message.get("body", b""))
        while received_n > limits.upload_bytes:
            thrown_away = received_n > _THROWN_AWAY * limits.upload_bytes
            if thrown_away or not message.get("more_body", False):
                raise UploadRefusedError(reason="size")
            message = await _thrown_away(receive, limits)
            received_n += len(message.get("body", b""))
        return message

    return next_message


async def _thrown_away(receive: Receive, limits: Limits) -> MutableMapping[str, Any]:
    try:
        with anyio.fail_after(limits.idle_s):
            return await receive()
    except TimeoutError:
        raise UploadRefusedError(reason="size") from None


def safe_name(given: str | None) -> str:
    r"""Make a name of a file from one that anybody may have written.

    Examples
    --------
    >>> safe_name("../../etc/Registre ENT 2024.xlsx"), safe_name("C:\\Temp\\nul.csv")
    ('Registre ENT 2024.xlsx', '_nul.csv')
    >>> safe_name(".htaccess"), safe_name("\x00"), safe_name("geo-ent.toml")
    ('htaccess', 'fichier', 'geo-ent.toml')
    """
    name = unicodedata.normalize("NFC", given or "")
    name = re.split(r"[/\\]", name)[-1]
    name = _UNSAFE.sub("", name).strip(" .")
    name = _DEVICES.sub(r"_\1", name)
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > _LONGEST:
        name = f"{stem[: _LONGEST - len(ending) - 1]}.{ending}"
    return name[:_LONGEST] or _UNKNOWN


def free_name(folder: Path, name: str) -> str:
    """Tell apart files of the same name: « registre (2).xlsx »."""
    path, number = folder / name, 2
    while path.exists():
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
        number += 1
    return path.name


def keep_upload(upload: UploadFile, folder: Path) -> str:
    """Write an uploaded file in a folder, under a safe name that no other file has.

    Returns
    -------
    str
        Its name there.

    Raises
    ------
    OSError
        If it can't be written.
    """
    name = free_name(folder, safe_name(upload.filename))
    upload.file.seek(0)
    with (folder / name).open("wb") as file:
        shutil.copyfileobj(upload.file, file)
    return name
