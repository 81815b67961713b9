"""What a line may go on with: commands, options, and the values that are known beforehand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from geo_ent.cli.completion.shell_scripts import SHELLS, Candidate
from geo_ent.text.compare import plain

Click = Any
"""A command or a parameter, of whichever Click Typer has."""


def candidates(program: Click, words: Sequence[str]) -> list[Candidate]:
    """Say what the last word of a line may be.

    Parameters
    ----------
    program
        The commands, as Typer made them.
    words
        What was typed after the program's name; the last one is to be finished, and may be empty.

    Returns
    -------
    list[Candidate]
        None where the shell does better by itself: a file, a text.
    """
    *before, word = _together(words)
    at = next((at for at, one in enumerate(before) if not one.startswith("-")), None)
    if at is None and before[-1:] in (["--install-completion"], ["--show-completion"]):
        return _starting(map(Candidate, SHELLS), word)
    if at is None:
        return _starting(_program_words(program, word), word)
    command = program.commands.get(before[at])
    if command is None:
        return []
    return _of_command(command, before[at + 1 :], word, program)


def _together(words: Sequence[str]) -> list[str]:
    """Give `--lang=f` as two words: bash takes it apart as three, others leave it as one."""
    parts: list[str] = []
    for word in words:
        if word == "=":
            parts.append("")
        elif len(parts) > 1 and parts[-1] == "" and parts[-2].startswith("--"):
            parts[-1] = word
        elif word.startswith("--") and "=" in word:
            parts.extend(word.split("=", 1))
        else:
            parts.append(word)
    return parts or [""]


def _of_command(
    command: Click, before: Sequence[str], word: str, program: Click
) -> list[Candidate]:
    options = {name: one for one in command.params for name in one.opts if name.startswith("-")}
    last = options.get(before[-1]) if before else None
    if last is not None and not last.is_flag:
        return _starting(_values(last, word, program), word)
    if word.startswith("-"):
        return _starting(_option_words(command, before), word)
    taken = sum(
        not one.startswith("-") and not _takes_value(options.get(previous))
        for previous, one in zip(["", *before], before, strict=False)
    )
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    if not arguments:
        return _starting(_option_words(command, before), word)
    wanted = arguments[min(taken, len(arguments) - 1)]
    return _starting(_values(wanted, word, program), word)


def _takes_value(option: Click) -> bool:
    return option is not None and not option.is_flag


def _program_words(program: Click, word: str) -> Iterator[Candidate]:
    if word.startswith("-"):
        yield from _option_words(program, ())
        return
    for name, command in program.commands.items():
        if not command.hidden:
            yield Candidate(name, command.help or "")


def _option_words(command: Click, before: Sequence[str]) -> Iterator[Candidate]:
    """Give the options that a line doesn't have yet, and those that can be repeated."""
    for option in command.params:
        names = [name for name in option.opts if name.startswith("--")]
        if names and not option.hidden and (option.multiple or not {*option.opts} & {*before}):
            yield Candidate(names[0], option.help or "")
    yield Candidate("--help", "Montre l’aide.")


def _values(parameter: Click, word: str, program: Click) -> Iterator[Candidate]:
    """Give what an option or an argument may be, where that is known beforehand."""
    if parameter.name in _KNOWN:
        yield from _KNOWN[parameter.name](word)
    elif parameter.name == "command":
        yield from _program_words(program, "")
        yield Candidate("codes", "Les codes de sortie.")
    elif "|" in (parameter.metavar or ""):
        yield from map(Candidate, parameter.metavar.split("|"))


def _territories(level: str) -> Callable[[str], Iterator[Candidate]]:
    """Make what gives the codes or the names of a level, by how the word begins."""

    def give(word: str) -> Iterator[Candidate]:
        # Late: its table is read only where a territory is asked for.
        from geo_ent.communes.departements import all_territories

        for code, name in all_territories()[level].items():
            # A name is looked for by its letters; without any, codes are shorter to read.
            by_name = word and not word[:1].isdigit()
            yield Candidate(name, code) if by_name else Candidate(code, name)

    return give


def _datasets(_word: str) -> Iterator[Candidate]:
    from geo_ent.sources.datasets_file import read_catalogue

    for name, dataset in read_catalogue().datasets.items():
        yield Candidate(name, dataset.title)


def _demos(_word: str) -> Iterator[Candidate]:
    from geo_ent.project.bundled_demos import demo_names

    yield from map(Candidate, demo_names())


def _levels(_word: str) -> Iterator[Candidate]:
    yield from map(Candidate, ("circonscription", "epci", "commune", "secteur_college"))


_KNOWN: Mapping[str, Callable[[str], Iterator[Candidate]]] = {
    "departement": _territories("departements"),
    "academie": _territories("academies"),
    "region": _territories("regions"),
    "dataset": _datasets,
    "level": _levels,
    "programme": _demos,
}
"""By the name of a parameter, what gives its values."""


def _starting(offered: Iterator[Candidate], word: str) -> list[Candidate]:
    """Keep those that a word begins, whatever its case and its accents."""
    start = plain(word).replace(" ", "-")
    return [one for one in offered if plain(one.word).replace(" ", "-").startswith(start)]
