"""Writing the files that are made of the code's records, or checking that they still are."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path


def write_or_check(description: str | None, files: Callable[[], Mapping[Path, str]]) -> int:
    """Run a tool that writes files; with --check it writes nothing, and gives 1 if one differs.

    Parameters
    ----------
    description
        What the tool makes, for its --help.
    files
        Gives the text of each.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if one differs")
    checking = parser.parse_args().check
    texts = files()
    if checking:
        return int(any(path.read_text(encoding="utf-8") != text for path, text in texts.items()))
    for path, text in texts.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return 0
