"""An SVG of ours as a PNG, with the font that comes with the package.

No font of the machine is looked at: the same bytes everywhere, and text on a bare machine. As a
command it is a process of its own (`python -m geo_ent.maps.picture.raster IN.svg OUT.png`):
drawing holds Python's lock, so only another process leaves the caller free meanwhile.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from geo_ent.maps.palette import PAPER

PIXELS = 1600
"""Across the PNG: two for each unit of the picture."""


def png(svg: str, *, width: int = PIXELS) -> bytes:
    """Draw an SVG as a PNG of so many pixels across, on white.

    Raises
    ------
    ValueError
        If it isn't an SVG.
    """
    import resvg_py

    # resvg is given files, not bytes: in a zipped package the fonts are unpacked for as long.
    with as_file(files("geo_ent.maps").joinpath("assets", "vendor")) as folder:
        fonts = [str(folder / f"public-sans-{weight}.ttf") for weight in (400, 700)]
        drawn: bytes = resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            background=PAPER,
            skip_system_fonts=True,
            font_files=fonts,
            font_family="Public Sans",
            sans_serif_family="Public Sans",
        )
    return bytes(drawn)


@contextmanager
def drawing(source: Path, target: Path) -> Iterator[None]:
    """Draw a file's SVG as a PNG file while the caller does other things.

    On leaving, the PNG is there: if the other process couldn't, it is drawn here.

    Examples
    --------
    >>> with drawing(folder / "map.svg", folder / "map.png"):  # doctest: +SKIP
    ...     write_tables(folder)
    """
    command = [sys.executable, "-m", "geo_ent.maps.picture.raster", str(source), str(target)]
    # Quiet: if it fails, the same is done here, and what went wrong is then raised.
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603 ours
    try:
        yield
    except BaseException:  # Ctrl-C too: no process stays behind to write into a folder given up
        child.kill()
        raise
    finally:
        child.wait()
    if child.returncode:
        target.write_bytes(png(source.read_text(encoding="utf-8")))


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(png(Path(sys.argv[1]).read_text(encoding="utf-8")))
