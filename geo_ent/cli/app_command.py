"""The command `geo-ent app`: the application in the browser."""

import os
from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.frames.typed_values import file_option, whole_number
from geo_ent.cli.shared_options import Lang, Offline
from geo_ent.errors import InputError
from geo_ent.telling.language import language
from geo_ent.text.system_faults import why

_PASSWORD = "GEO_ENT_PASSWORD"  # noqa: S105 the name of a variable, not a secret

_OWN, _SERVER = "Sur son ordinateur", "Sur un serveur"
"""The parts of its page: who opens it for oneself needs none of a server's options."""

_Folder = Annotated[
    Path | None,
    file_option(
        "--folder",
        panel=_OWN,
        value="DOSSIER",
        help="Où les travaux sont gardés ; sur un serveur, une heure durant.",
    ),
]
_PasswordFile = Annotated[
    Path | None,
    file_option(
        "--password-file",
        panel=_SERVER,
        help=f"Un fichier avec le mot de passe demandé à l’entrée (ou {_PASSWORD}).",
    ),
]
_Limits = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NOM=NOMBRE",
        rich_help_panel=_SERVER,
        help="Une limite, comme upload_mb=100 ; l’option peut être répétée.",
    ),
]

_Port = Annotated[
    int | None,
    typer.Option(
        parser=whole_number("--port", 1, 65535, of="un numéro de port", example=8800),
        metavar="PORT",
        rich_help_panel=_OWN,
        help="Le port ; sinon 8765, ou un port libre.",
    ),
]
_NoBrowser = Annotated[
    bool,
    typer.Option(
        "--no-browser",
        rich_help_panel=_OWN,
        help="Ne pas ouvrir le navigateur : dire l’adresse.",
    ),
]
_Host = Annotated[
    str,
    typer.Option(
        metavar="ADRESSE",
        rich_help_panel=_SERVER,
        help="L’adresse où écouter, 0.0.0.0 pour toutes.",
    ),
]
_Behind = Annotated[
    str,
    typer.Option(
        metavar="ADRESSE",
        rich_help_panel=_SERVER,
        help="L’adresse publique, que le proxy sert.",
    ),
]
_Workers = Annotated[
    int,
    typer.Option(
        parser=whole_number("--workers", 1, 64, of="un nombre de cartes à la fois", example=4),
        metavar="NOMBRE",
        rich_help_panel=_SERVER,
        help="Combien de cartes à la fois, de 1 à 64.",
    ),
]


def app_command(
    port: _Port = None,
    no_browser: _NoBrowser = False,
    host: _Host = "",
    behind: _Behind = "",
    folder: _Folder = None,
    password_file: _PasswordFile = None,
    workers: _Workers = 2,
    limit: _Limits = None,
    offline: Offline = False,
    lang: Lang = "",
) -> None:
    """Ouvre l'application dans le navigateur : du tableur à la carte, sans commande."""
    from geo_ent.app.server import serve_hosted, serve_locally
    from geo_ent.app.settings import limits_of

    tr = language(lang)
    if not host and not behind:
        browser = not no_browser
        serve_locally(tr, port=port, browser=browser, folder=folder, offline=offline)
        return
    _refuse_half(host, behind)
    serve_hosted(
        tr,
        host=host,
        behind=behind,
        port=port,
        folder=folder,
        password=_password(password_file),
        workers_n=workers,
        limits=limits_of(limit or ()),
        offline=offline,
    )


def _refuse_half(host: str, behind: str) -> None:
    if not host or not behind:
        msg = "--host et --behind vont ensemble : où écouter, et l’adresse publique."
        raise InputError(msg)


def _password(file: Path | None) -> str:
    if file is None:
        return os.environ.get(_PASSWORD, "")
    try:
        # Its last line may end, or not; a blank within is of the password.
        password = file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as fault:
        msg = f"--password-file {file} : ce fichier ne se lit pas ({why(fault)})."
        raise InputError(msg) from None
    if not password or "\n" in password:
        msg = f"--password-file {file} : on attend le mot de passe, sur une ligne et rien d’autre."
        raise InputError(msg)
    return password
