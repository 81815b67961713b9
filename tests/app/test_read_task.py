"""A worker reads the register of a work by all that its project file says."""

from annuaire import uai
from app_server import made_annuaire, made_register

from geo_ent.app.pool.tasks import read_task
from geo_ent.app.works import Work
from geo_ent.telling.language import language


class Listener:
    """Hears what a task tells, in French."""

    tr = language("fr")

    def step(self, *_words):
        """Hear of a step."""

    note = progress = step


def test_a_sheet_is_read_by_its_own_orders(tmp_path):
    """Of two files, one is read by another title than the one that is recognised, one isn't."""
    work = Work(tmp_path)
    work.inputs.mkdir()
    made_annuaire(work.inputs / "annuaire.csv")
    made_register(work.inputs / "a.csv")
    (work.inputs / "b.csv").write_text(f"UAI;ENT;Avis\n{uai(5)};oui;non\n", encoding="utf-8")
    orders = [{"file": "a.csv", "read": False}, {"file": "b.csv", "columns": {"status": "Avis"}}]
    work.choose({
        "departements": ["90"], "schools": "annuaire.csv",
        "register": {"files": ["a.csv", "b.csv"], "sheets": orders},
    })  # fmt: skip
    order = {"folder": str(tmp_path), "scratch": str(tmp_path / ".job-1")}
    read_task({**order, "revision": work.read_revision}, Listener())
    reading = work.reading("fr")
    left, taken = reading["sheets"]
    titles = {column["column"]: column["title"] for column in taken["columns"]}
    assert not any(column["title"] for column in left["columns"])
    assert {column: title for column, title in titles.items() if title} == {
        "uai": "UAI", "status": "Avis"
    }  # fmt: skip
    assert "1 école renseignée sur 5" in reading["headline"].replace("\u00a0", " ")
