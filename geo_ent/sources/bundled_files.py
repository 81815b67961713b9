"""The files that come with the package."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled_file(*parts: str) -> Path:
    """Say where a bundled data file is, in a wheel as in a checkout.

    Examples
    --------
    >>> bundled_file("boundaries", "communes.parquet").name
    'communes.parquet'
    """
    # A wheel has the data inside the package; in a checkout it lies beside, with what made it.
    inside_wheel = _PACKAGE / "data"
    root = inside_wheel if inside_wheel.is_dir() else _PACKAGE.parent / "data"
    return root.joinpath(*parts)
