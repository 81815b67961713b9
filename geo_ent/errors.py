"""What goes wrong, in one line for a person and an exit code for a script."""

__all__ = ["GeoEntError", "InputError", "OutputError", "SourceError"]


class GeoEntError(Exception):
    """A fault that the user can mend; its text is one line that says what, where and what to do.

    Attributes
    ----------
    exit_code
        What the command line exits with.
    """

    exit_code = 2


class InputError(GeoEntError):
    """A file, an option or a value that isn't what was expected."""


class OutputError(GeoEntError):
    """The output folder can't be written; what was there is untouched."""


class SourceError(GeoEntError):
    """Official data that can't be had, from the network or from the cache."""

    exit_code = 3
