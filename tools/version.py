"""The version: a tag's own where one is checked out, else that of the development towards `NEXT`.

hatchling runs it when it makes a wheel or an sdist (`[tool.hatch.version]`); `python
tools/version.py` prints it. A development version has no commit and no count of commits: a folder's
manifest names the version, and the same inputs must make the same bytes from one commit to the
next. Nor does it look for older tags, which a shallow clone hasn't.
"""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEXT = "0.2.0"
"""What is being worked on; docs/releasing.md says when it changes."""


def version(root: Path = ROOT) -> str:
    """Give the version of a checkout, or of an unpacked sdist, which says its own."""
    told = root / "PKG-INFO"
    if told.is_file():
        (found,) = re.findall(r"^Version: (.+)$", told.read_text(encoding="utf-8"), re.MULTILINE)
        return str(found)
    return tagged(root) or f"{NEXT}.dev0"


def tagged(root: Path) -> str:
    """Give the version of the tag that is checked out; "" where there is none, or no git."""
    if not (root / ".git").exists():
        return ""  # git would answer for a repository that this folder happens to lie in
    asked = ["git", "-C", str(root), "describe", "--tags", "--exact-match", "--match", "v[0-9]*"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout.strip().removeprefix("v")


if __name__ == "__main__":
    print(version())
