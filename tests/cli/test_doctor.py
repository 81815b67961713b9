"""`geo-ent doctor`: what there is, what is wrong, no secret, and nothing asked unless asked for."""

import json
import re
import socket
import sys
from pathlib import Path

import pytest
from commands import run_here
from hypothesis import given
from hypothesis import strategies as st
from json_keys import schema
from jsonschema import Draft202012Validator

from geo_ent.errors import ExitCode
from geo_ent.sources.store.cache import ENV_FOLDER
from geo_ent.text.discreet import masked

SIGNS = st.characters(codec="utf-8", exclude_categories=("Z", "C"))
VALIDATOR = Draft202012Validator(schema("doctor"))


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """Keep to a cache of the test's, and to no network at all."""
    monkeypatch.setenv(ENV_FOLDER, str(tmp_path / "cache"))

    def refuse(*_, **__):
        msg = "the network was asked"
        raise AssertionError(msg)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def document(*arguments):
    """Run it for programs; give the object, held to its schema, and the code."""
    done = run_here("doctor", *arguments, "--json")
    told = json.loads(done.stdout)
    VALIDATOR.validate(told)
    assert done.stderr == ""
    assert told["is_well"] == (done.returncode == ExitCode.DONE)
    return told, done.returncode


def states(told):
    """Give the state of each point."""
    return {point["point"]: point["state"] for point in told["points"]}


def test_all_is_well_and_nothing_is_asked():
    """Each point in a line, code 0; the network isn't touched, and the cache isn't made."""
    done = run_here("doctor")
    told, code = document()
    assert (code, done.returncode, done.stderr) == (0, 0, "")
    assert set(states(told).values()) <= {"ok", "remark"}
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith("[")]) == len(told["points"]) == 12
    assert "non demandés ; --network les demande" in done.stdout
    assert lines[-1] == "Rien à régler."
    assert told["portals"] is None
    assert told["python"]["version"] == sys.version.split()[0]
    assert {"pandas", "pyarrow"} <= {package["name"] for package in told["packages"]}
    assert not Path(told["cache"]["folder"]).exists()


def test_in_english():
    """--lang en: no French word is left."""
    said = run_here("doctor", "--lang", "en").stdout
    assert "Nothing to fix." in said
    assert not re.search(r"\b(?:dossier|cache des|autorités|libres|toutes|demandés)\b", said)


def test_what_cannot_be_written_is_to_be_put_right(tmp_path, monkeypatch):
    """A cache that is a file, a current folder where nobody writes: code 1, and what to do."""
    place = tmp_path / "file"
    place.write_text("here", encoding="utf-8")
    monkeypatch.setenv(ENV_FOLDER, str(place))
    told, code = document()
    assert code == ExitCode.TO_SEE
    assert states(told)["cache"] == "fault"
    (cache,) = (point for point in told["points"] if point["point"] == "cache")
    assert ENV_FOLDER in cache["todo"]
    assert told["cache"]["set_by"] == ENV_FOLDER
    assert run_here("doctor").stdout.splitlines()[-1] == "1 point à régler."
    if sys.platform == "linux":
        monkeypatch.setenv(ENV_FOLDER, str(tmp_path / "cache"))
        done = run_here("doctor", "--json", cwd="/proc")
        assert states(json.loads(done.stdout))["folder"] == "fault"


def test_proxies_are_those_that_requests_takes(monkeypatch):
    """HTTPS_PROXY but for NO_PROXY's hosts, in small letters too; a password is nowhere."""
    monkeypatch.setenv("https_proxy", "http://anne.martin:p%40ss-w0rd@proxy.exemple.fr:3128")
    monkeypatch.setenv("NO_PROXY", "insee.fr")
    told, code = document()
    ways = {host["host"]: host["proxy"] for host in told["proxy"]["hosts"]}
    assert ways["www.insee.fr"] is None
    assert ways["data.education.gouv.fr"] == "http://***:***@proxy.exemple.fr:3128"
    said = run_here("doctor").stdout
    assert "NO_PROXY=insee.fr" in said
    for secret in ("w0rd", "p%40ss", "anne", "martin"):
        assert secret not in said + json.dumps(told)
    assert code == 0


@pytest.mark.parametrize(
    "proxy",
    ["http://proxy:port", "ftp://proxy:21", "proxy", "http://:3128", "http://x:s3c/r3t@proxy:3128"],
)
def test_a_proxy_that_will_not_do(proxy, monkeypatch):
    """No port, another kind, no name, a password that isn't encoded: said before any download."""
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    told, code = document()
    assert (states(told)["proxy"], code) == ("fault", ExitCode.TO_SEE)
    assert "s3c" not in json.dumps(told)


def test_authorities_that_are_not_there(tmp_path, monkeypatch):
    """A bundle that isn't a file of certificates, by a variable or by the option, is told."""
    assert document()[0]["certificates"]["authorities_n"] > 50
    assert document()[0]["certificates"]["said_by"] is None
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    told, code = document()
    assert (states(told)["certificates"], code) == ("fault", ExitCode.TO_SEE)
    assert told["certificates"]["said_by"] == "REQUESTS_CA_BUNDLE"
    bundle = tmp_path / "text.pem"
    bundle.write_text("nothing", encoding="ascii")
    told, _ = document("--ca-bundle", bundle)
    assert (told["certificates"]["said_by"], told["certificates"]["authorities_n"]) == (
        "--ca-bundle", None,
    )  # fmt: skip


def test_portals_are_asked_where_it_is_asked_for(monkeypatch):
    """Behind a proxy that isn't there: each portal says why; one thing to put right, code 1."""
    monkeypatch.undo()
    with socket.socket() as taken:  # bound, and never listened at: a connection is refused
        taken.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HTTPS_PROXY", f"http://x:s3cr3t@127.0.0.1:{taken.getsockname()[1]}")
        told, code = document("--network")
    assert code == ExitCode.TO_SEE
    assert len(told["portals"]) == len(told["proxy"]["hosts"]) > 4
    for portal in told["portals"]:
        assert "le proxy de HTTPS_PROXY ne répond pas" in portal["fault"]
        assert len(portal["fault"].splitlines()) == 1
    assert "s3cr3t" not in json.dumps(told)
    assert "portals" not in states(told)
    assert [name for name, state in states(told).items() if state == "fault"] == ["way_out"]


def test_the_home_of_somebody_is_not_named(monkeypatch, tmp_path):
    """What lies in the user's own folder is told from ~ on."""
    home = tmp_path / "anne.martin"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv(ENV_FOLDER, str(home / "cache"))
    done = run_here("doctor", cwd=home)
    assert "anne" not in done.stdout
    assert str(Path("~") / "cache") in done.stdout


@given(
    st.sampled_from(["", "http://", "https://", "socks5://"]),
    st.text(SIGNS, min_size=3),
    st.text(SIGNS, min_size=4),
)
def test_no_password_is_left_of_an_address(scheme, name, password):
    """Whatever signs it is made of, encoded or not."""
    assert masked(f"{scheme}{name}:{password}@proxy:3128") == f"{scheme}***:***@proxy:3128"
