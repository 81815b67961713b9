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
    """

    exit_code = ExitCode.REFUSED


class InputError(GeoEntError):
    """A file, an option or a value that isn't what was expected.

    Attributes
    ----------
    key
        The input of a project at fault, as `project.build_options` names it; "" where it isn't
        known, or isn't one.
    """

    def __init__(self, message: str, *, key: str = "") -> None:
        """Take the line that is told, and the input that it is of."""
        super().__init__(message)
        self.key = key


class OutputError(GeoEntError):
    """The output folder can't be written; what was there is untouched."""


class SourceError(GeoEntError):
    """Official data that can't be had, from the network or from the cache.

    Attributes
    ----------
    dataset
        The id of the dataset that its text already names; "" where the text names none.
    """

    exit_code = ExitCode.NO_SOURCE

    def __init__(self, message: str, *, dataset: str = "") -> None:
        super().__init__(message)
        self.dataset = dataset
