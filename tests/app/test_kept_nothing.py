"""What a server keeps of its visitors: what they are told, and nothing more."""

import contextlib
import json
import re
import stat
import time
from pathlib import Path

import pytest
import requests
from app_server import app_server, entries_below, made_annuaire, made_register, until
from raw_http import connect

UNIQUE = "Zyxwv Éponyme"
"""A name that stands in a visitor's files alone."""


def files_of(server):
    """List all that lies where works do, hidden or not."""
    return [
        path for path in entries_below(server.data) if path.is_file() and "cache" not in path.parts
    ]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One hosted application that nobody's work stays on for long."""
    folder = tmp_path_factory.mktemp("app")
    limits = {"keep_s": 4.0, "job_s": 60.0}
    with app_server(folder, hosted=True, limits=limits) as running:
        yield running


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """A register with a name that is nowhere else, and the annuaire."""
    folder = tmp_path_factory.mktemp("inputs")
    register = made_register(folder / f"{UNIQUE}.csv", ("", UNIQUE, "Belfort", "oui", "ONE"))
    return {"register": register, "schools": made_annuaire(folder / "annuaire.csv")}


def test_each_work_is_for_its_owner_alone(server, inputs):
    """Under a name of 32 letters, in a folder that no one else on the machine can look into."""
    visitor = server.visitor()
    work = visitor.begin("90", **inputs)
    visitor.read(work)
    folder = visitor.work_folder(work)
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", folder.name)
    assert len({visitor.begin("90", **inputs) for _ in range(3)}) == 3
    for path in (folder.parent, folder, folder / "inputs"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    for path in (folder / "inputs").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_erasing_leaves_no_file_even_while_a_map_is_made(server, inputs):
    """« Tout effacer » in the middle of a build: 0 files, now and after what was under way."""
    visitor = server.visitor()
    work = visitor.begin("90", **inputs)
    visitor.read(work)
    visitor.get(f"{work}/carte")
    folder = visitor.work_folder(work)
    until(lambda: any(folder.glob(".job-*/*")))
    page = visitor.post(f"{work}/effacer")
    assert "Il ne reste rien" in page.text
    assert not folder.exists()
    time.sleep(1.5)
    assert not [path for path in entries_below(server.data) if folder.name in str(path)]
    assert visitor.get(f"{work}/lecture").status_code == 404
    assert visitor.get(f"{work}/suivi/build").status_code == 404


def test_a_work_that_nobody_looks_at_goes_and_one_that_is_seen_stays(server, inputs):
    """After the time that the page says, 0 files; a page that is open keeps its work."""
    seen, left = server.visitor(), server.visitor()
    assert re.search(r"jusqu’à 4\s+secondes après votre dernière visite", seen.get("/").text)
    kept, gone = seen.begin("90", **inputs), left.begin("90", **inputs)
    left.read(gone)
    folder = left.work_folder(gone)
    until(lambda: not folder.exists() or not seen.get(f"{kept}/depart").ok)
    assert seen.get(f"{kept}/depart").ok
    told = left.get(f"{gone}/lecture")
    assert told.status_code == 404
    assert "effacé" in told.text
    until(lambda: not files_of(server))


def test_nothing_of_a_visitor_is_in_the_log(tmp_path, inputs):
    """Not what files hold or are called, nor a work's secret name, whatever goes well or breaks."""
    with app_server(tmp_path, hosted=True, limits={"job_s": 8.0}) as server:
        visitor = server.visitor()
        work = visitor.begin("90", **inputs)
        visitor.read(work)
        visitor.map(work)
        visitor.get(f"{work}/{UNIQUE}")
        visitor.get(f"{work}/carte?{UNIQUE}", headers={"Host": UNIQUE.encode()})
        odd = tmp_path / f"{UNIQUE}.xlsx"
        odd.write_bytes(b"PK\x03\x04" + UNIQUE.encode() * 1000)
        bad = visitor.begin("90", register=odd)
        visitor.read(bad)
        _broken(visitor, inputs)
        _upload_that_is_left(server, work)
        said = server.errors.read_text(encoding="utf-8", errors="replace")
        works = [work, bad]
        assert server.stop() == 0
    said += "\n".join(server.said)
    for secret in (UNIQUE, UNIQUE[:5], "Victor", "annuaire.csv", *(name[3:] for name in works)):
        assert secret not in said, said
    # What broke is there, by its place: whoever looks after the server is told that much.
    assert re.search(r"^\w+ in an answer: \w+\.py:\d+", said, re.MULTILINE), said


def _broken(visitor, inputs):
    """Break a work under the server: a reading that lacks a part, choices that are no TOML."""
    work = visitor.begin("90", **inputs)
    folder = visitor.work_folder(work)
    visitor.read(work)
    file = folder / "reading-fr.json"
    reading = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({key: reading[key] for key in reading if key != "sheets"}))
    answer = visitor.get(f"{work}/lecture")
    assert answer.status_code == 500
    assert "erreur de geo-ent" in answer.text
    (folder / "inputs" / "geo-ent.toml").write_text(f"[{UNIQUE}", encoding="utf-8")
    answer = visitor.get(f"{work}/lecture")
    assert answer.status_code == 422
    assert "geo-ent.toml" in answer.text
    # The place of a file on the server is nobody's business.
    assert str(folder.parent) not in answer.text


def _upload_that_is_left(server, work):
    """Send half a form, and go."""

    def parts():
        yield f'--b\r\nContent-Disposition: form-data; name="{UNIQUE}"\r\n\r\n'.encode()
        raise KeyboardInterrupt

    headers = {"Host": f"127.0.0.1:{server.port}", "Origin": server.url,
               "Content-Type": "multipart/form-data; boundary=b"}  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        requests.post(f"{server.url}{work}/depart", data=parts(), headers=headers, timeout=30)


def test_what_comes_in_is_put_aside_where_works_are_under_no_name(server):
    """All else may be read-only, and a power cut leaves nothing: it has no name on the disk."""
    lines = [
        "POST /w HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        f"Origin: {server.url}",
        "Content-Type: multipart/form-data; boundary=b",
        "Content-Length: 900000",
        "",
        "--b",
        'Content-Disposition: form-data; name="register"; filename="r.csv"',
        "",
        "x" * 500_000,
    ]
    open_files = Path(f"/proc/{server.process.pid}/fd")
    with connect(server.port) as connection:
        connection.sendall("\r\n".join(lines).encode())
        until(lambda: any(_is_aside(file, server) for file in open_files.iterdir()))
        assert not [path for path in entries_below(server.data) if path.name.startswith("tmp")]


def _is_aside(file, server):
    with contextlib.suppress(OSError):
        target = str(file.readlink())
        return target.startswith(str(server.data)) and target.endswith("(deleted)")
    return False


def test_the_fields_of_ones_own_computer_are_none_on_a_server(server, inputs, tmp_path):
    """A proxy, its certificates and a folder to write: not on the page, and not heeded if sent."""
    visitor = server.visitor()
    page = visitor.get("/").text
    assert 'name="proxy"' not in page
    assert 'name="ca_bundle"' not in page
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("PEM")
    form = {"proxy": "http://127.0.0.1:9"}
    answer = visitor.send("90", form=form, ca_bundle=bundle, register=inputs["register"])
    work = answer.headers["location"].removesuffix("/lecture")
    state = (visitor.work_folder(work) / "work.json").read_text()
    assert "proxy" not in state
    assert "ca_bundle" not in state
    target = tmp_path / "written"
    assert visitor.post(f"{work}/enregistrer", {"folder": str(target)}).status_code == 404
    assert not target.exists()


def test_who_has_no_script_is_asked_before_all_is_erased(server, inputs):
    """The way to « Tout effacer » is a page that asks, and that erases nothing by being seen."""
    visitor = server.visitor()
    work = visitor.begin("90", **inputs)
    asked = visitor.get(f"{work}/effacer")
    assert "seront perdus" in asked.text
    assert visitor.work_folder(work).exists()
    assert "Il ne reste rien" in visitor.post(f"{work}/effacer").text
