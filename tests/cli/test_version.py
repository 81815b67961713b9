"""`geo-ent --version`, which a bundle, a report of a fault or a webmaster is asked for."""

from importlib.metadata import version

from commands import run_here

from geo_ent import __version__


def test_the_version_is_told_without_a_command():
    """It is one line, the package's own, and that of what is installed."""
    said = run_here("--version")
    assert (said.returncode, said.stdout) == (0, f"geo-ent {__version__}\n")
    assert version("geo-ent") == __version__
