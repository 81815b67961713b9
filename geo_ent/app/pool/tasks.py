"""The jobs of a process: a register is read, a map is made, a corrected register is written."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import geo_ent.pipeline.pictures  # noqa: F401 with all that it draws by, before a job comes
from geo_ent.app.answering import answers_by_key, write_schools
from geo_ent.app.pages.taken_files import write_zip
from geo_ent.app.pool.worker import StoppedError, without_folders
from geo_ent.app.reading_rows import fate_rows
from geo_ent.app.reading_view import reading_view
from geo_ent.app.works import Work
from geo_ent.communes.departements import territory_departements
from geo_ent.pipeline.build import build
from geo_ent.pipeline.checkup import Checkup, check_up
from geo_ent.pipeline.sheets import make_sheets
from geo_ent.project.build_options import Project
from geo_ent.project.bundled_demos import demo_project
from geo_ent.project.official_data import NEEDED, explaining, official_inputs, pin
from geo_ent.project.project_file import asked_project, read_project
from geo_ent.publish.folder import MANIFEST
from geo_ent.sources.client.transport import Progress
from geo_ent.telling.language import Language
from geo_ent.text.note import Note

Order = Mapping[str, Any]


class Teller(Protocol):
    """What a job tells while it goes on."""

    tr: Language

    def step(self, step: str, done: str) -> None:
        """Tell a step that was done."""

    def page(self) -> None:
        """Tell that the page of a map can be shown."""

    def note(self, note: Note) -> None:
        """Tell what is news of the sources."""

    def progress(self, progress: Progress) -> None:
        """Tell how far a download is."""


def read_task(order: Order, told: Teller) -> Mapping[str, Any]:
    """Read the register of a work, and keep what was read for its page."""
    work = _work(order)
    checkup = _checkup(work, order, told)
    last = work.last_reading(told.tr.code) or {}
    view = reading_view(
        checkup,
        told.tr,
        answers=answers_by_key(work.choices()),
        before=last.get("doubts", ()),
    )
    view["refusal"] = without_folders(view["refusal"], order)  # it names the file by its path
    fates = fate_rows(checkup, told.tr)
    directory = checkup.directory
    communes = directory.get("commune_name", [""] * len(directory))
    named = zip(directory.index, directory["name"], communes, strict=True)
    schools = ((str(uai), str(name), str(commune)) for uai, name, commune in named)
    _leave_unless(work.read_revision, order)
    write_schools(work.schools_file, schools)
    work.keep_rows(fates, told.tr.code)
    work.keep_reading({"revision": order["revision"], **view}, told.tr.code)
    return {}


def build_task(order: Order, told: Teller) -> Mapping[str, Any]:
    """Make the map of a work."""
    work, scratch = _work(order), Path(order["scratch"])
    project = _project(work, order, told, scratch / "map")
    _leave_unless(work.revision, order)

    def show(page: Path) -> None:
        _leave_unless(work.revision, order)
        work.keep_page(page, order["revision"])
        told.page()

    with explaining(project.fetched):
        built = build(project, report=told.step, page_ready=show)
    # What changed meanwhile may have been read, or not: the map is of neither.
    _leave_unless(work.revision, order)
    if not order.get("demo"):
        pin(project.fetched, work.project_file)
    work.keep_build(project.out, order["revision"])
    return {"headline": built.headline}


def fixed_task(order: Order, told: Teller) -> Mapping[str, Any]:
    """Write the corrected register of a work."""
    work = _work(order)
    checkup = _checkup(work, order, told)
    _leave_unless(work.read_revision, order)
    checkup.write_fixed(work.corrected_register(told.tr.code))
    return {}


def sheets_task(order: Order, _told: Teller) -> Mapping[str, Any]:
    """Make the A4 sheets of a level of a map that is made, in a zip."""
    work, scratch, level = _work(order), Path(order["scratch"]), order["level"]
    built = work.build_folder(order["revision"])
    _leave_unless(work.revision, order)
    make_sheets(built, level, scratch / "sheets")
    (scratch / "sheets" / MANIFEST).unlink()  # for who makes them again: nobody does of a zip
    write_zip(scratch / "sheets.zip", scratch / "sheets")
    work.keep_sheets(scratch / "sheets.zip", level, order["revision"])
    return {}


TASKS: Mapping[str, Callable[[Order, Teller], Mapping[str, Any]]] = {
    "read": read_task,
    "build": build_task,
    "fixed": fixed_task,
    "sheets": sheets_task,
}
"""The jobs, by the name that an order has them by."""


def _work(order: Order) -> Work:
    work = Work(Path(order["folder"]))
    if not work.project_file.is_file():  # erased, since it was asked for
        raise StoppedError
    return work


def _leave_unless(revision: str, order: Order) -> None:
    """Leave a job whose work has changed: what it makes must not pass for what was asked."""
    if revision != order["revision"]:
        raise StoppedError


def _checkup(work: Work, order: Order, told: Teller) -> Checkup:
    project = _project(work, order, told, Path(order["scratch"], "out"), reading=True)
    _leave_unless(work.read_revision, order)
    with explaining(project.fetched):
        return check_up(
            project.registers,
            project.schools,
            departements=territory_departements(
                project.departements, project.academies, project.regions
            ),
            columns=project.columns,
            sheet_orders=project.sheet_orders,
            answers=project.answers,
            tr=told.tr,
        )


def _project(
    work: Work, order: Order, told: Teller, out: Path, *, reading: bool = False
) -> Project:
    """Put a work's project together: what `geo-ent build --project` asks, or a demo's."""
    if demo := order.get("demo"):
        # Unpacked for this job alone: another one may be reading the same demo.
        project = demo_project(demo, Path(order["scratch"], "demo"), out, lang=order["map_lang"])
        chosen = read_project(work.project_file)
        return replace(project, **{key: chosen[key] for key in chosen if key in _CHANGE_A_DEMO})
    fetching = partial(official_inputs, file=work.project_file, tell=told.note,
                       progress=told.progress)  # fmt: skip
    official = partial(_directory_alone, fetching) if reading else fetching
    given = {"out": out, "offline": order.get("offline", False)}
    if bundle := order.get("ca_bundle"):
        given["ca_bundle"] = Path(bundle)
    with _proxy(str(order.get("proxy") or "")):
        return asked_project(given, file=work.project_file, official=official)


def _directory_alone(
    official: Callable[[Mapping[str, Any]], Mapping[str, Any]], wanted: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Fetch what a reading needs: the schools. The rest may come while its doubts are answered."""
    asked = [name.removeprefix("+") for name in wanted.get("datasets", ())]
    own = [name for name in asked if name.partition(":")[0].strip() == NEEDED]
    return official({**wanted, "datasets": tuple(own or [NEEDED])})


# Its schools and its register are simulated: what is real about others can't be shown on them.
_CHANGE_A_DEMO = frozenset(
    {"date", "as_of", "sector", "complete", "title", "contact", "url", "lang", "columns", "answers",
     "sheet_orders", "ranking", "goal", "programme", "rentree"}
)  # fmt: skip


@contextmanager
def _proxy(address: str) -> Iterator[None]:
    """Let downloads go through a proxy, where one is given."""
    names = ("HTTPS_PROXY", "https_proxy") if address else ()
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, address))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
