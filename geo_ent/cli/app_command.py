"""The command `geo-ent app`: the application in the browser."""

import os
from pathlib import Path
from typing import Annotated

import typer

from geo_ent.cli.shared_options import Lang
from geo_ent.errors import InputError
from geo_ent.telling.language import language

_PASSWORD = "GEO_ENT_PASSWORD"  # noqa: S105 the name of a variable, not a secret

_Folder = Annotated[
    Path | None,
    typer.Option(help="Où les travaux sont gardés ; sur un serveur, une heure durant."),
]
_PasswordFile = Annotated[
    Path | None,
    typer.Option(help=f"Sur un serveur : un fichier avec le mot de passe (ou {_PASSWORD})."),
]
_Limits = Annotated[
    list[str] | None,
    typer.Option(help="Sur un serveur : une limite, comme upload_mb=100 ; peut être répétée."),
]


def app_command(
    port: Annotated[
        int | None, typer.Option(help="Le port ; sinon 8765, ou un port libre.")
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Ne pas ouvrir le navigateur : dire l'adresse.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="Sur un serveur : l'adresse où écouter, 0.0.0.0 pour toutes.")
    ] = "",
    behind: Annotated[
        str, typer.Option(help="Sur un serveur : l'adresse publique, que le proxy sert.")
    ] = "",
    folder: _Folder = None,
    password_file: _PasswordFile = None,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Sur un serveur : combien de cartes à la fois.")
    ] = 2,
    limit: _Limits = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ne pas toucher au réseau : prendre le cache.")
    ] = False,
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
        msg = "--host et --behind vont ensemble : où écouter, et l'adresse publique."
        raise InputError(msg)


def _password(file: Path | None) -> str:
    if file is None:
        return os.environ.get(_PASSWORD, "")
    try:
        # Its last line may end, or not; a blank within is of the password.
        password = file.read_text(encoding="utf-8-sig").rstrip("\r\n")
    except (OSError, ValueError) as fault:
        msg = f"--password-file {file} : ce fichier ne se lit pas ({fault})."
        raise InputError(msg) from None
    if not password or "\n" in password:
        msg = f"--password-file {file} : on attend le mot de passe, sur une ligne et rien d'autre."
        raise InputError(msg)
    return password
