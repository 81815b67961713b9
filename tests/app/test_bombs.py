"""Files that are meant ill: each is refused in words, and the next visitor is served."""

import io
import re
import struct
import zipfile

import pytest
from app_server import app_server, made_annuaire, made_register
from bombs import bombs

from geo_ent.app.pages.file_kinds import file_kind
from geo_ent.app.works import Works
from geo_ent.errors import InputError
from geo_ent.project.build_options import OPTIONS

LIMITS = {"job_s": 40.0, "memory_bytes": 500_000_000}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """One hosted application, whose jobs may take little."""
    with app_server(tmp_path_factory.mktemp("app"), hosted=True, limits=LIMITS) as running:
        yield running


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    """Files that are as they should be."""
    folder = tmp_path_factory.mktemp("right")
    return {
        "register": made_register(folder / "registre.csv"),
        "schools": made_annuaire(folder / "annuaire.csv"),
    }


def test_bombs_are_refused_in_words_and_the_next_one_is_served(server, right, tmp_path):
    """Each ends in a sentence, within its time and its memory; then a register is read."""
    visitor = server.visitor()
    for what, file in bombs(tmp_path).items():
        assert file.stat().st_size < 2_000_000, what
        work = visitor.begin("90", register=file, schools=right["schools"])
        page = visitor.read(work)
        words = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
        # What can be read after all is: one line of a CSV has no school, and no harm in it.
        assert words or what == "half a million columns", (what, page)
        visitor.post(f"{work}/effacer")
    assert "4 écoles renseignées sur 5" in visitor.read(visitor.begin("90", **right))
    log = server.errors.read_text(encoding="utf-8")
    assert not re.search(r"panick|backtrace|allocation|Traceback", log), log


def test_a_project_file_meant_ill_stops_nothing(server, right, tmp_path):
    """A key of 100,000 levels ends Python itself; like lists in lists, it is refused unread."""
    visitor = server.visitor()
    for text in (
        "a." * 100_000 + "b = 1",
        f"[{'a.' * 100_000}b]",
        "a = " + "[" * 100_000,
        "a = " + "{a=" * 50_000,
        "a = " + "1" * 100_000,
        "a = '''" + "x" * 400_000,
    ):
        file = tmp_path / "geo-ent.toml"
        file.write_text(text)
        answer = visitor.send("90", register=[right["register"], file])
        assert answer.status_code == 422, answer.text
        assert "geo-ent.toml" in answer.text
    assert server.is_answering()


def test_a_project_file_names_no_file_of_the_server(server, right, tmp_path):
    """Whatever key takes a path, and what says how a build goes: none of it is taken up."""
    visitor, file = server.visitor(), tmp_path / "geo-ent.toml"
    of_file = {key: option.kind for key, option in OPTIONS.items() if option.in_file}
    paths = [key for key, kind in of_file.items() if kind in {"path", "paths"}]
    own = [*(f"{key} = true" for key in ("quick", "offline") if key in of_file), 'title = "Kept"']
    file.write_text("\n".join([*(f'{key} = "/etc/passwd"' for key in paths), *own]))
    work = visitor.begin("90", register=[right["register"], file])
    kept = (visitor.work_folder(work) / "inputs" / "geo-ent.toml").read_text()
    assert "/etc" not in kept
    assert "true" not in kept
    assert 'title = "Kept"' in kept
    assert {"boundaries", "out", "schools"} <= set(paths)


def test_a_lock_that_is_sent_is_not_the_works_own(server, right, tmp_path):
    """What would say where data is downloaded from is put aside, under another name."""
    visitor, lock = server.visitor(), tmp_path / "geo-ent.lock"
    lock.write_text("version = 1")
    work = visitor.begin("90", register=right["register"], schools=lock)
    names = {path.name for path in (visitor.work_folder(work) / "inputs").iterdir()}
    assert "geo-ent.lock" not in names


class Counted(io.BytesIO):
    """A file that counts what is read of it."""

    read_n = 0

    def read(self, size=-1):
        part = super().read(size)
        self.read_n += len(part)
        return part


def test_a_zip_of_a_million_members_is_not_listed():
    """To tell what a file is, its beginning and its end are looked at, whatever it lists."""
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("a", "x")
    raw = packed.getvalue()
    at, end = raw.index(b"PK\1\2"), raw.index(b"PK\5\6")
    many = raw[at:end] * 100_000
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, len(many), at, 0)
    file = Counted(raw[:at] + many + tail)
    assert file_kind(file) == "register"
    assert file.read_n < 200_000 < len(file.getvalue())


def test_answers_have_a_bound(tmp_path):
    """Up to a size they are kept; past it, a sentence says what to do, the others stay."""
    work = Works(tmp_path).create({})
    answers = [{"row": f"École {n}", "ignore": True} for n in range(5000)]
    work.choose({"register": {"answers": answers}})
    with pytest.raises(InputError, match="corriger le tableur"):
        work.choose({"register": {"answers": answers * 3}})
    assert len(work.choices()["register"]["answers"]) == 5000
