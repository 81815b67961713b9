"""A worker reads the register of a work by all that its project file says."""

from annuaire import uai
from app_server import made_annuaire, made_register

from geo_ent.app.tasks import read_task
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
    read_task({"folder": str(tmp_path), "revision": work.read_revision}, Listener())
    reading = work.reading()
    left, taken = reading["sheets"]
    assert left["columns"] == {}
    assert taken["columns"] == {"uai": "UAI", "status": "Avis"}
    assert "1 école renseignée sur 5" in reading["headline"].replace("\u00a0", " ")
