"""A cache filled by hand, as a download would, and what the tests of the sources share."""

import hashlib
import os
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

from geo_ent.sources.store.cached_entry import Entry, object_file

DAY = "2026-11-20T07:00:00+00:00"


def sha256(text):
    """Name bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry(text="uai;name\n1;A\n", **told):
    """Make the entry of a file of this text."""
    facts = {
        "dataset": "annuaire",
        "territory": "035",
        "url": "https://data.education.gouv.fr/annuaire",
        "file": object_file(sha256(text), "annuaire--035--", "csv"),
        "sha256": sha256(text),
        "content_sha256": sha256("sorted " + text),
        "etag": '"1"',
        "fetched_at": DAY,
        "checked_at": DAY,
        "rows_n": 1,
        "columns": ("uai", "name"),
        "bytes_n": len(text.encode()),
    }
    return Entry(**facts | told)


def stocked(cache, text="uai;name\n1;A\n", **told):
    """Keep a file of this text in a cache; give its entry and its path."""
    made = entry(text, **told)
    with cache.guard(made.key):
        part = cache.part(made.key)
        part.write_bytes(text.encode())
        return made, cache.keep(part, made)


def whole(folder):
    """Say whether every file that the index names is there, and is what it says; count them."""
    from geo_ent.sources.store.cache import Cache

    cache = Cache(folder)
    found = cache.entries()
    assert len(found) == len(list((folder / "index").glob("*"))), "an index entry isn't readable"
    for each in found:
        path = folder / each.file
        assert hashlib.sha256(path.read_bytes()).hexdigest() == each.sha256
        assert path.stat().st_size == each.bytes_n
    return len(found)


def moved(made, **told):
    """Give an entry with other facts."""
    return replace(made, **told)


def process(code, *arguments, **environment):
    """Start a Python process that can import what the tests share."""
    more = os.environ.get("PYTHONPATH", "")
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, [more])])
    told = {"PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **told, **environment},
    )


PATIENCE_S = 300
"""How long a busy machine may take for what an idle one does in a second."""


def wait_until(happened, run=None):
    """Wait for something to happen; a process that ends meanwhile, or no end of it, is a fault."""
    end = time.monotonic() + PATIENCE_S
    while not happened():
        assert run is None or run.poll() is None, run.communicate()
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)


def ended(run):
    """Wait for a process; give what it said and what it complained of. None is left running."""
    try:
        return run.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        run.kill()
        run.communicate()
        raise


def finished(run):
    """Wait for a process that must go well; give what it said."""
    out, err = ended(run)
    assert (run.returncode, err) == (0, "")
    return out
