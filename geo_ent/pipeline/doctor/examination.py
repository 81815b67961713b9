"""The whole examination, its lines for a help desk and its document for programs."""

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.pipeline.doctor.installation import (
    data_point,
    extras_point,
    packages_point,
    python_point,
    system_point,
    terminal_point,
)
from geo_ent.pipeline.doctor.network import (
    certificates_point,
    facts_of,
    not_asked,
    portal_points,
    proxy_point,
)
from geo_ent.pipeline.doctor.places import cache_point, folder_point, works_point
from geo_ent.pipeline.documents.typed_table import Document, heading
from geo_ent.telling.language import mark
from geo_ent.text.safe import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo_ent.pipeline.doctor.points import Point
    from geo_ent.telling.language import Language

_SIGNS = {"ok": mark("ok"), "remark": mark("à savoir"), "fault": mark("à régler")}
_WIDEST = 2000  # signs of a line: every library is on one


def examine(tr: "Language", *, network: bool, ca_bundle: Path | None) -> "Iterator[Point]":
    """Look at each point in turn.

    Parameters
    ----------
    tr
        The language.
    network
        Whether the portals are asked; nothing is asked of the network otherwise.
    ca_bundle
        Authorities in place of the usual ones.
    """
    for look in (python_point, system_point, packages_point, extras_point, data_point,
                 terminal_point, cache_point, works_point, folder_point, proxy_point):  # fmt: skip
        yield look(tr)
    yield certificates_point(ca_bundle, tr)
    if network:
        yield from portal_points(ca_bundle, tr)
    else:
        yield not_asked(tr)


def head_line(tr: "Language") -> str:
    """Say what follows, and that it can be sent as it is."""
    return tr("Bilan de geo-ent {version}, à copier tel quel : il ne contient aucun mot de passe.",
              version=version("geo-ent"))  # fmt: skip


def point_line(point: "Point", tr: "Language") -> str:
    """Write a point as a line; of what is wrong, what to do too."""
    line = tr("{title} : {told}", title=point.title, told=point.told)
    if point.todo:
        line = tr("{line} -> {todo}", line=line, todo=point.todo)
    sign = f"[{tr(_SIGNS[point.state])}]"
    # Some terminals show a no-break space as a sign.
    return f"{sign:<10} {one_line(line, width=_WIDEST)}".replace("\u00a0", " ")


def last_line(points: "Sequence[Point]", tr: "Language") -> str:
    """Say how much there is to put right."""
    faults_n = len(faults(points))
    if not faults_n:
        return tr("Rien à régler.")
    told = tr.plural("{n} point à régler.", "{n} points à régler.", faults_n, n=faults_n)
    return told.replace("\u00a0", " ")


def faults(points: "Sequence[Point]") -> "list[Point]":
    """Give the points that have to be put right."""
    return [point for point in points if point.state == "fault"]


def doctor_document(points: "Sequence[Point]") -> Document:
    """Give what `doctor` tells, for programs."""
    facts: dict[str, dict[str, Any]] = {point.name: point.facts for point in points}
    asked = facts_of(points)
    return heading("doctor") | {
        "is_well": not faults(points),
        "points": [
            {
                "point": point.name,
                "title": point.title,
                "state": point.state,
                "told": point.told,
                "todo": point.todo or None,
            }
            for point in points
        ],
        "python": facts["python"],
        "system": facts["system"],
        "packages": facts["packages"]["packages"],
        "extras": facts["extras"]["extras"],
        "bundled_lacking": facts["bundled"]["lacking"],
        "terminal": facts["terminal"],
        "cache": facts["cache"],
        "works": facts["works"],
        "folder": facts["folder"],
        "proxy": facts["proxy"],
        "certificates": facts["certificates"],
        "portals": asked if "portals" not in facts else None,
    }
