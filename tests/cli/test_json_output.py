"""`--json`: documented to the last key, whatever the encoding, alone on the standard output."""

import json
import os
import subprocess
import sys

import json_keys
import pandas as pd
import pytest
from commands import run_here
from jsonschema import Draft202012Validator

from geo_ent.errors import ExitCode
from geo_ent.sources.store.cache import ENV_FOLDER, Cache
from geo_ent.sources.store.cached_entry import Entry

SCHEMAS = {name: json_keys.schema(name) for name in json_keys._records()}  # noqa: SLF001


def valid(text, name):
    """Read an object, held to its schema."""
    given = json.loads(text)
    Draft202012Validator(SCHEMAS[name]).validate(given)
    return given


def test_the_page_and_the_schemas_are_the_records():
    """docs/json.md and docs/schemas are as tools/json_keys.py writes them, and are schemas."""
    for path, text in json_keys.written().items():
        assert path.read_text(encoding="utf-8") == text
    assert {path.name for path in json_keys.SCHEMAS.iterdir()} == {
        path.name for path in json_keys.written() if path.suffix == ".json"
    }
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)


def test_a_key_too_many_or_too_few_is_seen():
    """The schemas refuse both, at any depth: they could fail."""
    cache = {"folder": "x", "bytes_n": 0, "old_n": 0, "old_bytes_n": 0, "freed_bytes_n": None}
    right = {"command": "sources", "version": "1", "cache": cache, "datasets": []}
    validator = Draft202012Validator(SCHEMAS["sources"])
    assert validator.is_valid(right)
    assert not validator.is_valid(right | {"more": 1})
    assert not validator.is_valid(right | {"cache": {"folder": "x"}})
    assert not validator.is_valid(right | {"cache": cache | {"bytes_n": None}})


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Make a cache with a file of the ips, whose year isn't told, and one of an earlier version."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(ENV_FOLDER, str(folder))
    cache = Cache()
    part = cache.part("ips--035--")
    part.write_bytes(b"uai;ips\n")
    sha256 = "cb" * 32
    moment = "2026-11-01T08:00:00+00:00"
    entry = Entry(
        dataset="ips", territory="035", url="https://data.education.gouv.fr/x",
        file=f"objects/{sha256}/ips-035.csv", sha256=sha256, content_sha256=sha256,
        fetched_at=moment, checked_at=moment, rows_n=1, bytes_n=8,
    )  # fmt: skip
    cache.keep(part, entry)
    old = folder / "objects" / ("ab" * 32) / "ips-035.csv"
    old.parent.mkdir()
    old.write_bytes(b"uai\n")
    os.utime(old, (0, 0))
    return entry


def test_sources_tell_what_the_cache_has(kept):
    """The file kept, what is old, and what --clean removes; a year that isn't known is null."""
    given = valid(run_here("sources", "--json").stdout, "sources")
    (dataset,) = (one for one in given["datasets"] if one["kept"])
    (file,) = dataset["kept"]
    assert (dataset["dataset"], dataset["option"]) == ("ips", "--ips")
    assert file["vintage"] is None
    assert [file[name] for name in ("territory", "rows_n", "sha256")] == ["035", 1, kept.sha256]
    assert (given["cache"]["old_n"], given["cache"]["freed_bytes_n"]) == (1, None)
    cleaned = valid(run_here("sources", "--clean", "--json").stdout, "sources")
    assert (cleaned["cache"]["old_n"], cleaned["cache"]["freed_bytes_n"]) == (0, 4)


def test_equity_of_a_table(tmp_path):
    """The measures that --out writes, with their titles; it is written too."""
    table, out = tmp_path / "groups.csv", tmp_path / "measures.csv"
    columns = {"group": ["a", "b", "c"], "population": [78, 91, 162], "value": [0.2, 0.3, 0.5]}
    pd.DataFrame(columns).to_csv(table, index=False)
    given = valid(
        run_here("equity", "--table", table, "--out", out, "--json").stdout, "equity-table"
    )
    written = pd.read_csv(out).set_index("measure")
    assert [one["measure"] for one in given["measures"]] == written.index.tolist()
    estimates = pd.Series([one["estimate"] for one in given["measures"]], dtype=float)
    assert estimates.equals(written["estimate"].reset_index(drop=True))
    lacking = [one for one in given["measures"] if one["estimate"] is None]
    assert lacking
    assert all(one["remark"] for one in lacking)


def test_a_register_of_no_use_says_why_twice(tmp_path):
    """The object has the refusal, the other output its line, and the code is that of a fault."""
    directory = tmp_path / "annuaire.csv"
    directory.write_text(
        "identifiant_de_l_etablissement;nom_etablissement;type_etablissement;statut_public_prive;"
        "code_commune;nom_commune;code_departement;latitude;longitude;date_maj_ligne;etat;"
        "ecole_maternelle;ecole_elementaire;nom_circonscription\n"
        "0350323L;École Jules Ferry;Ecole;Public;35238;Rennes;035;48.1;-1.6;2025-01-01;OUVERT;"
        "1;1;Rennes\n",
        encoding="utf-8",
    )
    register = tmp_path / "registre.csv"
    register.write_text("UAI;École;ENT\n0750001A;Une autre;oui\n", encoding="utf-8")
    done = run_here("check", register, "--schools", directory, "--json")
    given = valid(done.stdout, "check")
    assert done.returncode == ExitCode.REFUSED
    assert given["refusal"]
    assert done.stderr.splitlines() == [f"geo-ent : {given['refusal']}"]


def test_an_old_terminal_gets_the_same_object(tmp_path):
    """In an encoding without accents they are escaped: the object is what it is elsewhere."""
    command = [sys.executable, "-m", "geo_ent", "sources", "--json"]
    outputs = [
        subprocess.run(
            command, capture_output=True, check=True,
            env=os.environ | {ENV_FOLDER: str(tmp_path / "none"), "PYTHONIOENCODING": encoding},
        ).stdout.decode(encoding)
        for encoding in ("ascii", "utf-8")
    ]  # fmt: skip
    assert json.loads(outputs[0]) == json.loads(outputs[1])
    assert "é" in outputs[1]
