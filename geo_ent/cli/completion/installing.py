"""Installing the completion: a script of our own, and one line where the shell reads it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from geo_ent.cli.completion.shell_scripts import SHELLS
from geo_ent.errors import InputError, OutputError
from geo_ent.text.system_faults import why

_MARK = "complétion de geo-ent"
_PATIENCE = 20  # seconds: Windows PowerShell is slow to start


def shell_named(asked: str) -> str:
    """Give the shell that is asked for, the user's own where none is.

    Raises
    ------
    InputError
        If it isn't one that is known.
    """
    name = asked or ("powershell" if os.name == "nt" else Path(os.environ.get("SHELL", "")).name)
    name = {"pwsh": "powershell"}.get(name, name)
    if name not in SHELLS:
        known = ", ".join(SHELLS)
        msg = (
            f"complétion : « {name} » n’est pas un shell connu ; on attend {known}, comme "
            "--install-completion bash."
        )
        raise InputError(msg)
    return name


def show(asked: str) -> None:
    """Print the script of a shell, for who installs it by hand."""
    print(SHELLS[shell_named(asked)].script, end="")


def install(asked: str) -> None:
    """Write the script of a shell, and have the shell read it; say what was written.

    Raises
    ------
    OutputError
        If a file can't be written.
    """
    name = shell_named(asked)
    script, start = _places(name)
    try:
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(SHELLS[name].script, encoding="utf-8", newline="\n")
        print(f"La complétion de {name} : {script}")
        if start is not None:
            _add_line(start, _reading_line(name, script))
    except OSError as fault:
        msg = (
            f"complétion : {fault.filename} ne s’écrit pas ({why(fault)}). Pour la mettre "
            f"vous-même : geo-ent --show-completion {name}."
        )
        raise OutputError(msg) from None
    print("Elle marche dans les fenêtres que vous ouvrirez : geo-ent build -d Ille, puis Tab.")


def _places(name: str) -> tuple[Path, Path | None]:
    """Say where the script of a shell goes, and which file has the line that reads it."""
    home = Path.home()
    if name == "fish":  # it reads all that is there
        config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
        return config / "fish" / "completions" / "geo-ent.fish", None
    from platformdirs import user_data_path

    ending = {"powershell": "ps1"}.get(name, name)
    script = user_data_path("geo-ent", appauthor=False) / f"completion.{ending}"
    if name == "bash":
        # A window of macOS reads the one, any other the other.
        return script, home / (".bash_profile" if sys.platform == "darwin" else ".bashrc")
    if name == "zsh":
        return script, Path(os.environ.get("ZDOTDIR") or home) / ".zshrc"
    return script, _powershell_profile()


def _powershell_profile() -> Path:
    """Ask PowerShell which file it reads at its start."""
    program = shutil.which("pwsh") or shutil.which("powershell")
    if program:
        done = subprocess.run(  # noqa: S603 what PATH has under its name
            [program, "-NoProfile", "-Command", "$PROFILE"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
        if path := done.stdout.strip():
            return Path(path)
    msg = (
        "complétion : PowerShell n’est pas sur cet ordinateur, ou ne répond pas. Pour un autre "
        "shell : --install-completion bash."
    )
    raise InputError(msg)


def _reading_line(name: str, script: Path) -> str:
    quoted = "'" + str(script).replace("'", "''" if name == "powershell" else "'\\''") + "'"
    if name == "powershell":
        return f"if (Test-Path {quoted}) {{ . {quoted} }}  # {_MARK}"
    return f"[ -f {quoted} ] && . {quoted}  # {_MARK}"


def _add_line(start: Path, line: str) -> None:
    """Put the line at the end of what a shell reads, in place of one that is there."""
    # As bytes are: what else is there is the user's, whatever its encoding.
    text = start.read_text(encoding="utf-8", errors="surrogateescape") if start.exists() else ""
    kept = [one for one in text.splitlines() if not one.endswith(f"# {_MARK}")]
    start.parent.mkdir(parents=True, exist_ok=True)
    start.write_text(
        "\n".join([*kept, line, ""]), encoding="utf-8", errors="surrogateescape", newline="\n"
    )
    print(f"Une ligne à la fin de {start} la lit ; pour l’enlever, effacez cette ligne.")
