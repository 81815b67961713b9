"""The notebooks of `notebooks/`, run as Jupyter runs them, in this process: one shell for all."""

import os
import tempfile
import types
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl
from IPython.core.displayhook import DisplayHook
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats
from IPython.utils.capture import capture_output
from traitlets.config import Config

from docsite.notebooks import Mime, read_cells


@dataclass
class Ran:
    """What came out of a notebook.

    Attributes
    ----------
    shown
        By a cell's id, what it shows, in order.
    names
        What its names are at its end.
    """

    shown: dict[str, list[Mime]] = field(default_factory=dict)
    names: dict[str, Any] = field(default_factory=dict)


class _Values(DisplayHook):
    """Keeps what the last value of a cell is shown as, where a terminal would print it."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 those of IPython
        """Start with nothing."""
        super().__init__(*args, **options)
        self.kept: list[Mime] = []

    def write_output_prompt(self) -> None:
        """Print no number."""

    def write_format_data(self, format_dict: Mime, md_dict: object = None) -> None:
        """Keep a value, as each kind of text that it has."""
        del md_dict
        self.kept.append(format_dict)

    def finish_displayhook(self) -> None:
        """End no line."""


class _Shell(InteractiveShell):
    """A shell without a window or a terminal."""

    displayhook_class = _Values

    def enable_gui(self, gui: object = None) -> None:
        """Have none, which figures shown in the page don't need."""


def run(paths: Iterable[Path]) -> dict[str, Ran]:
    """Run notebooks, a warning being an error; give what came out of each, by its file's name.

    Raises
    ------
    RuntimeError
        If a cell fails, with its notebook and its id; what it raised is the cause.
    """
    with _shell() as shell:
        return {path.name: _ran(shell, path) for path in paths}


def _ran(shell: InteractiveShell, path: Path) -> Ran:
    shell.reset(new_session=True)
    ran = Ran()
    for cell in read_cells(path):
        if cell["cell_type"] != "code":
            continue
        with capture_output() as captured, warnings.catch_warnings():
            warnings.simplefilter("error")
            told = shell.run_cell(cell["source"])
        if not told.success:
            msg = f"{path.name}, {cell['id']}: {captured.stdout}{captured.stderr}"
            raise RuntimeError(msg) from (told.error_before_exec or told.error_in_exec)
        text = [{"text/plain": captured.stdout.rstrip("\n")}] if captured.stdout else []
        shown = [output.data for output in captured.outputs]
        ran.shown[cell["id"]] = [*text, *shell.displayhook.kept, *shown]
        shell.displayhook.kept.clear()
    ran.names = dict(shell.user_ns)
    return ran


@contextmanager
def _shell() -> Iterator[InteractiveShell]:
    """Give a shell that keeps no history and leaves the process as it was."""
    with tempfile.TemporaryDirectory() as home, mpl.rc_context():
        before = os.environ.get("IPYTHONDIR")
        os.environ["IPYTHONDIR"] = home
        config = Config(
            {"HistoryManager": {"enabled": False}, "InteractiveShell": {"colors": "nocolor"}}
        )
        # A module of its own: `__main__` stays that of the process.
        shell = _Shell.instance(config=config, user_module=types.ModuleType("carnet"))
        try:
            shell.enable_matplotlib("inline")
            # By hand: a second shell of a process isn't given it.
            select_figure_formats(shell, {"png"})
            yield shell
        finally:
            shell.restore_sys_module_state()
            _Shell.clear_instance()
            mpl.use("agg")
            os.environ.pop("IPYTHONDIR")
            if before is not None:
                os.environ["IPYTHONDIR"] = before
