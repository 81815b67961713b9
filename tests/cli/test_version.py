"""`geo-ent --version`, which a bundle, a report of a fault or a webmaster is asked for."""

from importlib.metadata import version

from commands import run_here


def test_the_version_is_told_without_a_command():
    """It is one line, of what is installed."""
    said = run_here("--version")
    assert (said.returncode, said.stdout) == (0, f"geo-ent {version('geo-ent')}\n")
