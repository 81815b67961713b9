"""A portal, a catalogue that asks it and a cache: what the tests of faults happen in."""

import csv
import hashlib
import re
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
import requests
from portal import Portal, write_catalogue
from portal_faults import NEVER_ANSWERED
from portal_tables import annuaire, college_sectors, effectifs, ips
from stock import wait_until
from told_lines import ToldLines

from geo_ent.errors import SourceError
from geo_ent.sources.client.patience import Limits
from geo_ent.sources.client.transport import Transport
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.fetch import fetch
from geo_ent.sources.store.cache import Cache

ANNUAIRE, EFFECTIFS = "fr-en-annuaire-education", "fr-en-ecoles-effectifs-nb_classes"
UAI = "identifiant_de_l_etablissement"
PATIENCE = Limits(
    tries=4, seconds=600, connect_s=120, read_s=120, wait_s=0.01, most_wait_s=2, redirects=3
)
SILENCE_S = 0.25  # what a test waits for an answer that won't come


class Client(Transport):
    """A client that waits as long as an answer takes, but hardly for one that won't come.

    A time-out short enough for the tests of silence would, on a busy machine, also cut off a portal
    that is about to answer: the client asks it which of the two this call meets.
    """

    def __init__(self, catalogue, **options):
        super().__init__(catalogue, **{"limits": PATIENCE} | options)

    def _get(self, request):
        portal = Portal.running.get(urlsplit(request.url).port)
        never = portal is not None and portal.next_fault in NEVER_ANSWERED
        read_s = SILENCE_S if never else PATIENCE.read_s
        self._limits = replace(self._limits, read_s=read_s)
        calls_n = len(portal.calls) if portal else 0
        try:
            return super()._get(request)
        except requests.exceptions.ReadTimeout:  # this call's silence isn't to be the next one's
            wait_until(lambda: len(portal.calls) > calls_n)
            raise


def ask_quickly(patch):
    """Wait next to nothing between tries, and for a portal that says nothing."""
    patch.setattr("geo_ent.sources.fetch.Transport", Client)


@contextmanager
def open_world(folder, patch, **portal_options):
    """Open a world where nothing has failed yet: ninety schools, a few collèges."""
    ask_quickly(patch)
    directory = annuaire("90", schools_n=90, others_n=6)
    tables = {
        ANNUAIRE: directory,
        EFFECTIFS: effectifs(directory),
        "fr-en-ips-ecoles-ap2022": ips(directory),
        "fr-en-carte-scolaire-colleges-publics": college_sectors("90"),
    }
    with Portal(tables, **portal_options) as portal:
        yield World(portal, folder)


class World:
    """A portal with the schools of the Territoire de Belfort, a catalogue that asks it, a cache."""

    def __init__(self, portal, folder):
        self.portal, self.folder, self.told = portal, folder, ToldLines()
        self.catalogue = write_catalogue(folder / "catalogue.toml", url=portal.url)
        self.cache = folder / "cache"

    def fetch(self, name="annuaire", departements=("90",), **options):
        """Fetch a dataset, with less patience than in earnest."""
        options = {"cache": Cache(self.cache), "tell": self.told.append, **options}
        catalogue = read_catalogue(self.catalogue)
        return fetch([name], departements, catalogue=catalogue, **options)[name]

    def change(self, *changes):
        """Change words of the catalogue."""
        write_catalogue(self.catalogue, *changes, url=self.portal.url)

    def state(self):
        """Digest the cache, but for what locks it."""
        return {
            str(path.relative_to(self.cache)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.cache.rglob("*")
            if path.is_file() and "locks" not in path.parts
        }

    def rows(self, fetched):
        """Read what was fetched, in an order of its own."""
        with fetched.path.open(encoding="utf-8-sig", newline="") as file:
            return sorted(csv.DictReader(file, delimiter=";"), key=lambda row: list(row.values()))

    def holds_what_the_portal_has(self, fetched):
        """Hold the file to the portal's table, cell by cell, and its entry to the file."""
        rows = self.rows(fetched)
        titles = list(rows[0])
        right = [
            {title: "" if row[title] is None else str(row[title]) for title in titles}
            for row in self.directory.rows
        ]
        assert rows == sorted(right, key=lambda row: list(row.values()))
        assert {UAI, "code_commune", "nom_etablissement"} <= set(titles)
        assert fetched.entry.rows_n == len(rows)
        digest = hashlib.sha256(fetched.path.read_bytes()).hexdigest()
        assert fetched.entry.sha256 == digest

    @property
    def directory(self):
        """The portal's annuaire."""
        return self.portal.tables[ANNUAIRE]

    def grow_old(self):
        """Fetch the annuaire as it was: one school fewer than the portal has now."""
        gone = self.directory.rows.pop(0)
        self.before = self.fetch()
        self.directory.rows.insert(0, gone)
        self.portal.calls.clear()
        self.told.clear()
        return self

    def keeps_the_old(self, words):
        """Hold a fault to its promise: the old file is given, said to be old, and is as it was."""
        before = self.state()
        fetched = self.fetch(refresh=True)
        assert fetched.how == "stale"
        assert fetched.path.read_bytes() == self.before.path.read_bytes()
        assert self.state() == before
        assert any(re.search(words, line) for line in self.told), self.told
        assert any("celui du cache" in line for line in self.told), self.told
        assert not any("\n" in line for line in self.told)

    def fails(self, words, name="annuaire", **options):
        """Hold a fault to its promise where the cache is empty: one line, and nothing is kept."""
        with pytest.raises(SourceError) as fault:
            self.fetch(name, **options)
        line = str(fault.value)
        assert re.search(words, line), line
        title = read_catalogue(self.catalogue).datasets[name].title
        assert name in line or title in line, line
        assert not re.search(r"\n|Traceback|HTTPSConnectionPool|Error\(|<class|0x", line), line
        assert not [name for name in self.state() if name.startswith(("index", "objects", "parts"))]
