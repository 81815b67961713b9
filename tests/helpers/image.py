"""What the container runs, without a container: the Dockerfile's command, confined as it is there.

There is no image to try where there is no Docker: `confined(…)` gives a command that runs the
wheel's `geo-ent` as the image does, in a mount namespace where every disk is read-only but the
volume, as a user whom the system doesn't know, without any capability.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig

import yaml
from scripts import ROOT

VOLUME = "/srv/geo-ent"
USER = "10001"
_OF_ITS_OWN = ("unshare", "--mount", "--propagation", "private")  # mounts that no one else sees

_SCRIPT = """
mount -t tmpfs tmpfs /srv
mount -t tmpfs tmpfs /run
mkdir /srv/geo-ent /srv/python /srv/packages /srv/wheel /run/secrets
cp "$SECRET" /run/secrets/mot-de-passe
mount --bind "$FOLDER" /srv/geo-ent
mount --bind "$PYTHON" /srv/python
mount --bind "$PACKAGES" /srv/packages
mount --bind "$WHEEL" /srv/wheel
while read -r _ target kind _; do
  case "$target:$kind" in
    /srv/geo-ent:*) ;;
    *:ext*|*:xfs|*:btrfs|*:overlay|*:tmpfs)
      if mountpoint -q "$target"; then mount -o remount,bind,ro "$target"; fi ;;
  esac
done < /proc/self/mounts
cd /srv/geo-ent
exec setpriv --reuid="$USER_ID" --regid="$USER_ID" --clear-groups --no-new-privs \
  --bounding-set=-all --inh-caps=-all env -i "$@"
"""


def instructions(text):
    """Read a Dockerfile: its instructions in order, each a word and what follows, as it stands."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.split("\n"))]


def last_stage():
    """Read what the image is in the end, by instruction: the last of each, but every RUN."""
    steps = instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    begun = max(number for number, (word, _) in enumerate(steps) if word == "FROM")
    return dict(steps[begun:])


def image_environment():
    """Give the variables that the image sets."""
    return dict(pair.split("=", 1) for pair in shlex.split(last_stage()["ENV"]))


def service(**variables):
    """Read the service of compose.yaml, its variables filled in as Compose does."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")

    def value(found):
        name, sign, other = found.groups()
        if not variables.get(name) and sign == ":?":
            raise KeyError(other)
        return variables.get(name) or other

    filled = re.sub(r"\$\{(\w+)(:[-?])([^}]*)\}", value, text)
    return yaml.safe_load(filled)["services"]["app"]


def why_not():
    """Say why a command can't be confined here; nothing where it can."""
    if sys.platform != "linux" or os.getuid() != 0:
        return "only root can make a file system read-only for one process"
    if not shutil.which("setpriv"):
        return "setpriv isn't installed"
    # A container may forbid it even to root.
    command = [*_OF_ITS_OWN, "mount", "-t", "tmpfs", "tmpfs", "/srv"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    return tried.stderr


def image_program(arguments):
    """Give what the image runs, with a service's arguments after its own."""
    program, *own = json.loads(last_stage()["ENTRYPOINT"])
    assert program == "geo-ent"
    return ["python3", "-m", "geo_ent", *own, *arguments]


def confined(folder, wheel, secret, program, **variables):
    """Give the command, and its environment, that runs a program as in the container.

    Parameters
    ----------
    folder
        The volume: the one place that can be written to.
    wheel
        The folder of the unpacked wheel.
    secret
        The file of the password.
    program
        With its arguments.
    variables
        More of its environment. HOME isn't in it, whatever a container may say.
    """
    inside = {
        "LANG": "C.UTF-8",  # of the official image of Python, as PATH is
        "PATH": "/srv/python/bin:/usr/bin:/bin",
        "LD_LIBRARY_PATH": "/srv/python/lib",
        "PYTHONPATH": "/srv/wheel:/srv/packages",
        **image_environment(),
        **variables,
    }
    outside = {"FOLDER": folder, "WHEEL": wheel, "SECRET": secret, "USER_ID": USER,
               "PYTHON": sys.base_prefix, "PACKAGES": sysconfig.get_path("purelib")}  # fmt: skip
    command = [*_OF_ITS_OWN, "sh", "-euc", _SCRIPT, "sh",
               *(f"{name}={value}" for name, value in inside.items()),
               *program]  # fmt: skip
    return command, {name: str(value) for name, value in outside.items()}
