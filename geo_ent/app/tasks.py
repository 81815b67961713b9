"""The jobs of a process: a register is read, a map is made, a corrected register is written."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from geo_ent.app.answering import answers_by_key, write_schools
from geo_ent.app.reading_view import reading_view
from geo_ent.app.works import PROJECT, Work
from geo_ent.pipeline import build
from geo_ent.pipeline.checkup import Checkup, check_up
from geo_ent.project.build_options import Project
from geo_ent.project.bundled_demos import demo_project
from geo_ent.project.official_data import explaining, official_inputs, pin
from geo_ent.project.project_file import asked_project, read_project
from geo_ent.sources.client.transport import Progress
from geo_ent.telling.language import Language
from geo_ent.text.note import Note

Order = Mapping[str, Any]


class Teller(Protocol):
    """What a job tells while it goes on."""

    tr: Language

    def step(self, step: str, done: str) -> None:
        """Tell a step that was done."""

    def note(self, note: Note) -> None:
        """Tell what is news of the sources."""

    def progress(self, progress: Progress) -> None:
        """Tell how far a download is."""


def read_task(order: Order, told: Teller) -> Mapping[str, Any]:
    """Read the register of a work, and keep what was read for its page."""
    work = Work(Path(order["folder"]))
    checkup = _checkup(work, order, told)
    last = work.last_reading() or {}
    view = reading_view(
        checkup,
        told.tr,
        answers=answers_by_key(work.choices()),
        # In another language, they would be in two.
        before=last.get("doubts", ()) if last.get("lang") == told.tr.code else (),
    )
    directory = checkup.directory
    communes = directory.get("commune_name", [""] * len(directory))
    named = zip(directory.index, directory["name"], communes, strict=True)
    schools = ((str(uai), str(name), str(commune)) for uai, name, commune in named)
    write_schools(work.schools_file, schools)
    work.keep_reading({"revision": order["revision"], **view})
    return {}


def build_task(order: Order, told: Teller) -> Mapping[str, Any]:
    """Make the map of a work."""
    work = Work(Path(order["folder"]))
    project = _project(work, order, told, work.build_folder(order["revision"]))
    with explaining(project.fetched):
        built = build(project, report=told.step)
    if not order.get("demo"):
        pin(project.fetched, work.project_file)
    work.drop_old_builds()
    return {"headline": built.headline}


def fixed_task(order: Order, told: Teller) -> Mapping[str, Any]:
    """Write the corrected register of a work."""
    work = Work(Path(order["folder"]))
    _checkup(work, order, told).write_fixed(Path(order["path"]))
    return {}


TASKS: Mapping[str, Callable[[Order, Teller], Mapping[str, Any]]] = {
    "read": read_task,
    "build": build_task,
    "fixed": fixed_task,
}
"""The jobs, by the name that an order has them by."""


def _checkup(work: Work, order: Order, told: Teller) -> Checkup:
    project = _project(work, order, told, work.folder / "out")
    from geo_ent.communes.departements import territory_departements

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


def _project(work: Work, order: Order, told: Teller, out: Path) -> Project:
    """Put a work's project together: what `geo-ent build --project` asks, or a demo's."""
    if demo := order.get("demo"):
        project = demo_project(demo, work.folder / "demo", out, lang=order["map_lang"])
        chosen = read_project(work.project_file)
        return replace(project, **{key: chosen[key] for key in chosen if key not in _OF_DEMO})
    with _proxy(str(order.get("proxy") or "")):
        official = partial(
            official_inputs, file=work.inputs / PROJECT, tell=told.note, progress=told.progress
        )
        given = {"out": out, "offline": order.get("offline", False)}
        if bundle := order.get("ca_bundle"):
            given["ca_bundle"] = Path(bundle)
        return asked_project(given, file=work.project_file, official=official)


_OF_DEMO = frozenset({"departements", "academies", "regions", "register", "simulated"})


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
