"""What goes wrong, in one line for a person and an exit code for a script."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line ends with; `geo-ent help codes` says each in French."""

    DONE = 0
    TO_SEE = 1  # done, and what it found is to be looked at; a fault of ours is 1 too, as Python's
    REFUSED = 2
    NO_SOURCE = 3
    STOPPED = 130  # what a shell gives a program that Ctrl-C ended


class GeoEntError(Exception):
    """A fault that the user can mend; its text is one line that says what, where and what to do.

    Attributes
    ----------
    exit_code
        What the command line exits with.

    Examples
    --------
    >>> import geo_ent
    >>> try:
    ...     geo_ent.read_communes(["99"])
    ... except geo_ent.GeoEntError as fault:
    ...     print(fault)
    département « 99 » inconnu parmi les 101 départements. Donnez un code comme 35, 2A ou 974.
    """

    exit_code = ExitCode.REFUSED


class InputError(GeoEntError):
    """A file, an option or a value that isn't what was expected.

    Attributes
    ----------
    key
        The input of a project at fault, as `project.build_options` names it; "" where it isn't
        known, or isn't one.

    Examples
    --------
    >>> import geo_ent
    >>> try:
    ...     geo_ent.read_schools("annuaire-absent.csv")
    ... except geo_ent.InputError as fault:
    ...     print(fault)
    annuaire-absent.csv : ce fichier n’existe pas. Vérifiez le chemin donné.
    """

    def __init__(self, message: str, *, key: str = "") -> None:
        """Take the line that is told, and the input that it is of."""
        super().__init__(message)
        self.key = key


class OutputError(GeoEntError):
    """The output folder can't be written; what was there is untouched.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from geo_ent import OutputError
    >>> from geo_ent.publish.folder import atomic_folder
    >>> with tempfile.TemporaryDirectory() as name:
    ...     others = Path(name, "maps")
    ...     others.mkdir()
    ...     _ = others.joinpath("these.txt").write_text("of somebody else")
    ...     try:
    ...         with atomic_folder(others):
    ...             pass
    ...     except OutputError as fault:
    ...         print(str(fault).partition(" : ")[2].partition(" ; ")[0])
    ce dossier contient déjà autre chose (these.txt…)
    """


class SourceError(GeoEntError):
    """Official data that can't be had, from the network or from the cache.

    Attributes
    ----------
    dataset
        The id of the dataset that its text already names; "" where the text names none.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import geo_ent
    >>> from geo_ent.sources.store.cache import Cache
    >>> with tempfile.TemporaryDirectory() as name:
    ...     try:
    ...         geo_ent.fetch(["annuaire"], ["35"], offline=True, cache=Cache(Path(name)))
    ...     except geo_ent.SourceError as fault:
    ...         print(str(fault).partition(". ")[0])
    annuaire (035) : hors ligne, et le cache ne l’a pas (il n’en a rien)
    """

    exit_code = ExitCode.NO_SOURCE

    def __init__(self, message: str, *, dataset: str = "") -> None:
        super().__init__(message)
        self.dataset = dataset
