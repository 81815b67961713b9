"""The records that options are declared with: an option, its key, and of a file its source.

`Project` (`build_options`) declares each of its fields with `option` or `input_file`. The command
line, the keys of geo-ent.toml, the inputs of the manifest and the sources on the page are made from
these records: an input is added by one field of `Project`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from geo_ent.errors import InputError

Panel = Literal["Territoire", "Fichiers", "Calcul", "Sortie", "Réseau"]
"""The part of a help page that an option is told in, in their order."""

Kind = Literal["names", "path", "paths", "text", "date", "year", "flag"]
"""What is given: several names (`names`), a file or a folder, a day, a number of four figures …"""

MINISTRY = "Ministère chargé de l’éducation nationale"
PORTAL = "https://data.education.gouv.fr/explore/dataset/{}/"


@dataclass(frozen=True, kw_only=True)
class Option:
    """A thing that a build is told, by an option or by a key of geo-ent.toml.

    Attributes
    ----------
    key
        The key of geo-ent.toml, which is the field of `Project` too, where it has one.
    kind
        What is given.
    help
        What `geo-ent build --help` says of it, in French.
    name
        The option's name where it isn't the key's: "departement" for `departements`.
    in_file
        Whether geo-ent.toml may say it.
    panel
        Where `--help` tells of it.
    value
        What `--help` says that it takes, where its kind doesn't: "public|prive|all".
    short
        The letter that it may be typed by: "d" for `-d`.
    """

    # Empty until `OPTIONS` is made: a field doesn't know the name that it is declared under.
    key: str = ""
    kind: Kind = "text"
    help: str = ""
    name: str = ""
    in_file: bool = True
    panel: Panel = "Fichiers"
    value: str = ""
    short: str = ""

    @property
    def parameter(self) -> str:
        """The name of the command's argument: `college_sectors`."""
        return self.name or self.key

    @property
    def flag(self) -> str:
        """The option as it is typed: `--college-sectors`."""
        return f"--{self.parameter.replace('_', '-')}"


@dataclass(frozen=True, kw_only=True)
class Input(Option):
    """A file of data that a project may give.

    Attributes
    ----------
    reader
        What reads it, as "module:function". It takes the path and `findings`, and what `takes`
        names.
    adder
        What adds its columns to the schools, for a file of schools: it takes the schools, what
        was read, `findings` and the `file`'s name.
    takes
        Fields of `Project` that the reader wants too.
    title, producer, url
        The source that the page names; without a producer, the page tells of it in another way.
    simulated
        Whether it is simulated where the directory is.
    """

    kind: Kind = "path"
    # Functions by name: the command line makes --help from these records, and a reader brings
    # pandas, a third of a second (docs/decisions/0004-dependencies.md). It is imported when its
    # file is given.
    reader: str
    adder: str = ""
    takes: tuple[str, ...] = ()
    title: str = ""
    producer: str = ""
    url: str = ""
    simulated: bool = False


def option(kind: Kind, words: str, *, default: object = "", **about: Any) -> Any:  # noqa: ANN401 any field's default
    """Declare a field of `Project` that an option gives; `about`: other attributes of `Option`."""
    return field(default=default, metadata={"option": Option(kind=kind, help=words, **about)})


def input_file(words: str, *, default: object = None, **about: Any) -> Any:  # noqa: ANN401 any field's default
    """Declare a field of `Project` that is a file of data; `about`: other attributes of `Input`."""
    return field(default=default, metadata={"option": Input(help=words, **about)})


@contextmanager
def naming_input(key: str) -> Iterator[None]:
    """Note in a fault raised within which input it is of, unless it knows already."""
    # Beside the message, and not read out of it: whoever explains a fault of a fetched file looks
    # for the key, and words may change. The innermost name stays: it is the nearest to the fault.
    try:
        yield
    except InputError as fault:
        fault.key = fault.key or key
        raise
