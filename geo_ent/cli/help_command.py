"""The command `geo-ent help`: the page of a command, or what an exit code means."""

from collections.abc import Mapping
from typing import Annotated

import typer

from geo_ent.cli.frames.help_page import HelpPage, Row, Screen, command_page, group_page
from geo_ent.cli.frames.line_refusals import unknown_command
from geo_ent.errors import ExitCode

EXIT_CODES: Mapping[ExitCode, str] = {
    ExitCode.DONE: "Tout est fait.",
    ExitCode.TO_SEE: "Fait, et quelque chose est à regarder : un département de l’atlas n’a pas pu "
    "être fait (les autres y sont), une source a changé ou n’a pas répondu (fetch --check), un "
    "point est à régler (doctor), aucun code n’est connu (cog). Ou, avec une trace de "
    "Python, une faute de geo-ent : signalez-la.",
    ExitCode.REFUSED: "Refusé : une option, un fichier ou un dossier n’est pas ce qu’on attend ; "
    "la ligne dit quoi. Aucune carte n’est faite, et ce qui était dans le dossier y est encore.",
    ExitCode.NO_SOURCE: "Une donnée officielle n’a pu être prise ni au réseau ni dans le cache, "
    "ou aucune n’a répondu (fetch --check). Aucune carte n’est faite ; réessayer plus tard peut "
    "suffire.",
    ExitCode.STOPPED: "Arrêté par Ctrl-C. Le dossier est comme avant ; un atlas reprendra où il "
    "en était. L’application, que Ctrl-C ferme, finit avec 0.",
}
"""What each exit code means."""

CODES = "codes"
"""What `geo-ent help` tells of that is no command."""

_Asked = Annotated[
    str,
    typer.Argument(
        metavar="[COMMANDE]",
        help=f"Une commande, comme build ; ou {CODES}, pour les codes de sortie.",
        show_default=False,
    ),
]


def codes_page(path: str) -> HelpPage:
    """Tell what the exit codes mean; `path`: how the program is typed."""
    return HelpPage(
        path=path,
        usage="",
        about="Ce avec quoi une commande finit, pour un script (echo $? ; sous PowerShell, "
        "$LASTEXITCODE).",
        panels={"Codes de sortie": [Row(str(code), means) for code, means in EXIT_CODES.items()]},
    )


def help_command(context: typer.Context, command: _Asked = "") -> None:
    """Dit tout d'une commande, ou ce que veulent dire les codes de sortie."""
    root = context.find_root()
    path, group = root.command_path, root.command
    commands = getattr(group, "commands", {})
    if not command:
        page = group_page(group, path)
    elif command == CODES:
        page = codes_page(path)
    elif command in commands:
        page = command_page(commands[command], f"{path} {command}")
    else:
        raise unknown_command(command, root)
    print("\n".join(Screen().lines(page)))
