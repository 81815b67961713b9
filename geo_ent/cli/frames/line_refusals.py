"""What is said of a line that isn't understood: what was expected, what was found, what to do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import typer

from geo_ent.cli.frames.help_page import Click, long_name, value_of
from geo_ent.errors import InputError

CLICK_FAULT: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What the parser refuses with: Click's own, which some versions of Typer have within them."""

_DASHES = re.compile(r"(?:[–—]|-[–—]|[–—]-|-)(?=[a-zé][a-zé_-])")
"""What stands where two hyphens should: one, or the dash that a word processor makes of them."""

_CODE = re.compile(r"0?\d{2}|97\d|2[AB]", re.IGNORECASE)

_FRENCH: Mapping[str, str] = {
    "academies": "academie",
    "annee": "year",
    "annuaire": "schools",
    "aide": "help",
    "application": "app",
    "carte": "build",
    "certificat": "ca-bundle",
    "colonne": "column",
    "construire": "build",
    "contours": "boundaries",
    "densite": "density",
    "diagnostic": "doctor",
    "dossier": "out",
    "ecoles": "schools",
    "effectifs": "pupils",
    "eleves": "pupils",
    "equite": "equity",
    "faire": "build",
    "feuille": "sheet",
    "fiches": "sheets",
    "hors-ligne": "offline",
    "inegalites": "equity",
    "jeu": "dataset",
    "lacunes": "gaps",
    "langue": "lang",
    "niveau": "level",
    "prioritaire": "priority",
    "programme": "programmes",
    "rapide": "quick",
    "registre": "register",
    "secteur": "sector",
    "simule": "simulated",
    "sortie": "out",
    "sources": "dataset",
    "telecharger": "fetch",
    "titre": "title",
    "verifier": "check",
}
"""What people type in French -> what the command line has."""

_PLAIN = str.maketrans("àâéèêëîïôùûç_", "aaeeeeiiouuc-")


class RefusedError(InputError):
    """A line that the command line doesn't understand.

    Attributes
    ----------
    command
        The command that was asked, as it was typed.
    """

    def __init__(self, message: str, command: str) -> None:
        super().__init__(message)
        self.command = command


def refusal(fault: Click, context: Click) -> RefusedError:
    """Say in French what the parser refused.

    Parameters
    ----------
    fault
        What it raised.
    context
        The command that was asked.
    """
    # By its class's name and what it holds, never by its English words: those change.
    kind = type(fault).__name__
    command = context.command
    if kind == "NoSuchOption":
        return RefusedError(_unknown_option(fault.option_name, context), context.command_path)
    if kind == "BadOptionUsage":
        return RefusedError(_half_option(fault.option_name, command), context.command_path)
    if kind == "MissingParameter" and fault.param is not None:
        return RefusedError(_missing(fault.param), context.command_path)
    if getattr(fault, "param", None) is not None:
        named = long_name(fault.param)
        says = (fault.param.help or "").rstrip(".")
        msg = f"{named} : la valeur donnée n'est pas comprise ; on attend {value_of(fault.param)}"
        return RefusedError(f"{msg} ({says}).", context.command_path)
    return RefusedError("cette ligne n'est pas comprise.", context.command_path)


def nearest(word: str, known: Sequence[str]) -> str:
    """Find what a word was meant for: the nearest name, or the one of what it says in French.

    Examples
    --------
    >>> nearest("departemnt", ["departement", "out"]), nearest("annuaire", ["schools", "out"])
    ('departement', 'schools')
    """
    word = word.casefold().translate(_PLAIN).strip("-")
    if _FRENCH.get(word) in known:
        return _FRENCH[word]
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.6)), "")


def unknown_command(word: str, context: Click) -> RefusedError:
    """Say that there is no such command, and which was meant."""
    commands = [name for name, one in context.command.commands.items() if not one.hidden]
    path = context.command_path
    if meant := nearest(word, commands):
        return RefusedError(
            f"« {word} » n'est pas une commande ; vouliez-vous dire {path} {meant} ?", path
        )
    if Path(word).suffix.lower() in {".xlsx", ".ods", ".xls", ".csv"}:
        msg = (
            f"« {word} » est un fichier, on attend une commande : {path} check pour lire un "
            f"registre, {path} build pour en faire la carte."
        )
        return RefusedError(msg, path)
    return RefusedError(f"« {word} » n'est pas une commande. Il y a : {', '.join(commands)}.", path)


def too_many(words: Iterable[str], context: Click) -> RefusedError:
    """Say that words of a line are of no option and of no argument."""
    words = list(words)
    command = context.command
    shown = " ".join(words)
    flags = {name for parameter in command.params for name in parameter.opts}
    what = "est de trop" if len(words) == 1 else "sont de trop"
    does = "un texte ou un chemin qui a des espaces se met entre guillemets"
    if "--departement" in flags and _CODE.fullmatch(words[0]):
        does = f"pour un département, --departement {words[0]}"
    elif "--register" in flags and Path(words[0]).suffix.lower() in {".xlsx", ".ods", ".xls"}:
        does = "un chemin qui a des espaces se met entre guillemets, un registre après --register"
    return RefusedError(f"« {shown} » {what} : {does}.", context.command_path)


def refuse_dashes(words: Iterable[str], context: Click) -> None:
    """Refuse an option that one hyphen or a word processor's dash begins.

    Raises
    ------
    RefusedError
        If a word is an option but for its hyphens.
    """
    # Read as it is, -departement is -d with « epartement », and –departement an argument.
    known = {name for parameter in context.command.params for name in parameter.opts}
    for word in words:
        if word == "--":
            return
        head, _, value = word.partition("=")
        dash = _DASHES.match(head)
        if dash and (name := f"--{head[dash.end() :]}") in known:
            written = f"{name}={value}" if value else name
            msg = f"« {word} » : une option commence par deux traits d'union, {written}."
            raise RefusedError(msg, context.command_path)


def _unknown_option(name: str, context: Click) -> str:
    """Say that a command has no such option: which was meant, or which command has it."""
    command = context.command
    own = [opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")]
    if meant := nearest(name, [opt.strip("-") for opt in own]):
        return f"l'option {name} n'existe pas ; vouliez-vous dire --{meant} ?"
    root = context.find_root()
    elsewhere = [
        f"{root.command_path} {other}"
        for other, one in getattr(root.command, "commands", {}).items()
        if one is not command and any(name in parameter.opts for parameter in one.params)
    ]
    if elsewhere:
        return f"l'option {name} n'est pas d'ici : elle est de {', '.join(elsewhere)}."
    if own:
        return f"l'option {name} n'existe pas."
    return f"l'option {name} n'existe pas : cette commande n'a que --help."


def _half_option(name: str, command: Click) -> str:
    """Say that an option lacks its value, or was given one that it doesn't take."""
    option = next((one for one in command.params if name in one.opts), None)
    if option is None or getattr(option, "is_flag", False):
        return f"{name} ne prend pas de valeur : écrivez {name}, et rien après « = »."
    says = f" ({option.help.rstrip('.')})" if option.help else ""
    return f"il manque la valeur de {name} : on attend {name} {value_of(option)}{says}."


def _missing(parameter: Click) -> str:
    """Say what a command can't do without."""
    says = (parameter.help or "").rstrip(".")
    if parameter.param_type_name == "argument":
        return f"il manque {value_of(parameter)} : {_lowered(says)}."
    return f"il manque {long_name(parameter)} {value_of(parameter)} : {_lowered(says)}."


def _lowered(sentence: str) -> str:
    """Write a sentence's first letter small, but for a name's: "ENT"."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
