"""What is said of a line that isn't understood: what was expected, what was found, what to do."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

import typer

from geo_ent.cli.frames.help_page import Click, long_name, value_of
from geo_ent.errors import InputError
from geo_ent.text.compare import plain

CLICK_FAULT: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What the parser refuses with: Click's own, which some versions of Typer have within them."""

_DASHES = re.compile(r"(?:[–—]|-[–—]|[–—]-|-)(?=[a-zé][a-zé_-])")
"""What stands where two hyphens should: one, or the dash that a word processor makes of them."""

_TABLES = frozenset({".xlsx", ".ods", ".xls", ".csv"})
"""How the files end that people have."""

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


class RefusedError(InputError):
    """A line that the command line doesn't understand.

    Attributes
    ----------
    hint
        Where what can be typed is told.
    """

    def __init__(self, message: str, context: Click) -> None:
        """Take what is said, and the command that was asked."""
        super().__init__(message)
        what = "options" if context.parent else "commandes"
        self.hint = f"Toutes les {what} : {context.command_path} --help"


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
        return RefusedError(_unknown_option(fault.option_name, context), context)
    if kind == "BadOptionUsage":
        return RefusedError(_half_option(fault.option_name, command), context)
    if kind == "MissingParameter" and fault.param is not None:
        return RefusedError(_missing(fault.param), context)
    if getattr(fault, "param", None) is not None:
        named = long_name(fault.param)
        says = _lowered((fault.param.help or "").rstrip("."))
        msg = f"{named} : la valeur donnée n’est pas comprise. On attend {value_of(fault.param)}"
        return RefusedError(f"{msg} : {says}.", context)
    return RefusedError("cette ligne n’est pas comprise.", context)


def lacking(fault: InputError, context: Click) -> RefusedError:
    """Say what a command lacks, with a line that has it all."""
    examples = (context.command.epilog or "").splitlines()
    # The longest: it names all that the others leave to be guessed.
    example = f"{context.command_path} {max(examples, key=len)}"
    refused = RefusedError(str(fault), context)
    refused.hint = f"Par exemple : {example}\n{refused.hint}"
    return refused


def nearest(word: str, known: Sequence[str]) -> str:
    """Find what a word was meant for: the nearest name, or the one of what it says in French.

    Examples
    --------
    >>> nearest("--departemnt", ["departement", "out"]), nearest("annuaire", ["schools", "out"])
    ('departement', 'schools')
    >>> nearest("buidl", ["build", "check"]), nearest("bidon", ["build", "check"])
    ('build', '')
    """
    said = plain(word).replace(" ", "-")
    if _FRENCH.get(said) in known:
        return _FRENCH[said]
    # Two letters of three, and the first, at least: « bidon » has three of the five of « build ».
    near = get_close_matches(said, known, cutoff=0.66)
    sure = get_close_matches(said, known, cutoff=0.75)
    # Short words are alike by chance: « tpo » is « top », « zut » is no « out ».
    return next((name for name in near if name in sure or name[0] == said[:1]), "")


def unknown_command(word: str, context: Click) -> RefusedError:
    """Say that there is no such command, and which was meant."""
    commands = [name for name, one in context.command.commands.items() if not one.hidden]
    path = context.command_path
    msg = f"« {word} » n’est pas une commande"
    if meant := nearest(word, commands):
        return RefusedError(f"{msg} ; vouliez-vous dire {path} {meant} ?", context)
    if Path(word).suffix.lower() in _TABLES:
        msg = (
            f"« {word} » est un fichier, on attend une commande : {path} check pour lire un "
            f"registre, {path} build pour en faire la carte."
        )
        return RefusedError(msg, context)
    return RefusedError(f"{msg}. Il y a : {', '.join(commands)}.", context)


def too_many(words: Iterable[str], context: Click) -> RefusedError:
    """Say that words of a line are of no option and of no argument, and what they may be for."""
    words = list(words)
    what = "est de trop" if len(words) == 1 else "sont de trop"
    does = _meant_by(words[0], context.command)
    return RefusedError(f"« {' '.join(words)} » {what} : {does}.", context)


def _meant_by(word: str, command: Click) -> str:
    """Say which option a word that stands alone may be for."""
    options = {name: one for one in command.params for name in one.opts}
    if "--departement" in options and _is_departement(word):
        shown = f'"{word}"' if " " in word or "'" in word else word
        return f"pour un département, --departement {shown}"
    if "--register" in options and Path(word).suffix.lower() in _TABLES:
        return "un chemin qui a des espaces se met entre guillemets, un registre après --register"
    counts = (one for one in options.values() if one.metavar in {"NOMBRE", "PORT"})
    if word.isdigit() and (count := next(counts, None)):
        return f"pour un nombre, {long_name(count)} {word}"
    if word in (options["--level"].help if "--level" in options else ""):
        return f"pour un niveau, --level {word}"
    arguments = [value_of(one) for one in command.params if one.param_type_name == "argument"]
    only = (
        f"hors des options, on n’attend que {', '.join(arguments)}"
        if arguments
        else ("on n’attend que des options")
    )
    return f"{only} (un texte ou un chemin qui a des espaces se met entre guillemets)"


def _is_departement(word: str) -> bool:
    """Tell a département's code or its name."""
    # Late: only what is refused needs its table.
    from geo_ent.communes.departements import departement_names

    names = departement_names()
    return word.upper().removeprefix("0") in {code.removeprefix("0") for code in names} or plain(
        word
    ) in map(plain, names.values())


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
            msg = f"« {word} » : une option commence par deux traits d’union, {written}."
            raise RefusedError(msg, context)


def _unknown_option(name: str, context: Click) -> str:
    """Say that a command has no such option: which was meant, or which command has it."""
    command = context.command
    own = [opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")]
    if meant := nearest(name, [opt.strip("-") for opt in own]):
        return f"l’option {name} n’existe pas ; vouliez-vous dire --{meant} ?"
    commands = getattr(context.find_root().command, "commands", {})
    elsewhere = [
        other
        for other, one in commands.items()
        if one is not command and any(name in parameter.opts for parameter in one.params)
    ]
    program = context.find_root().command_path
    if elsewhere and context.parent is None:
        return f"on attend d’abord une commande : {program} {elsewhere[0]} {name}."
    if elsewhere:
        msg = f"l’option {name} n’est pas d’ici : elle est de {program} {', '.join(elsewhere)}."
        return f"{msg}{_wanted(context)}"
    if own:
        return f"l’option {name} n’existe pas."
    return f"l’option {name} n’existe pas : cette commande n’a que --help."


def _wanted(context: Click) -> str:
    """Say how a command is typed that has arguments, where what it was told may belong."""
    params = context.command.params
    arguments = [value_of(one) for one in params if one.param_type_name == "argument"]
    if not arguments:
        return ""
    compulsory = [
        f"{long_name(one)} {value_of(one)}"
        for one in params
        if one.param_type_name != "argument" and one.required
    ]
    return f" On attend {' '.join([context.command_path, *arguments, *compulsory])}."


def _half_option(name: str, command: Click) -> str:
    """Say that an option lacks its value, or was given one that it doesn't take."""
    option = next((one for one in command.params if name in one.opts), None)
    if option is None or getattr(option, "is_flag", False):
        return f"{name} ne prend pas de valeur : écrivez {name}, et rien après « = »."
    says = _lowered((option.help or "").rstrip("."))
    return f"il manque la valeur de {name}. On attend {name} {value_of(option)} : {says}."


def _missing(parameter: Click) -> str:
    """Say what a command can't do without."""
    says = (parameter.help or "").rstrip(".")
    if parameter.param_type_name == "argument":
        return f"il manque {value_of(parameter)} : {_lowered(says)}."
    return f"il manque {long_name(parameter)} {value_of(parameter)} : {_lowered(says)}."


def _lowered(sentence: str) -> str:
    """Write a sentence's first letter small, but for a name's: "ENT"."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
