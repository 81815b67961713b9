"""The way to the portals: proxies, authorities of certificates, and whether they answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo_ent.pipeline.doctor.points import Point
from geo_ent.sources.client.environment import read_authorities, read_proxies
from geo_ent.sources.datasets_file import read_catalogue
from geo_ent.sources.reach import asked_hosts, reach
from geo_ent.text.discreet import homely

if TYPE_CHECKING:
    from geo_ent.sources.reach import Reached
    from geo_ent.telling.language import Language


def proxy_point(tr: "Language") -> Point:
    """Tell which proxy the portals are asked through, as requests takes it."""
    proxies = read_proxies(asked_hosts(read_catalogue()))
    facts = {
        "variables": dict(proxies.variables),
        "hosts": [{"host": host, "proxy": proxy or None} for host, proxy in proxies.of.items()],
    }
    ways = sorted(set(proxies.of.values()))
    if len(ways) == 1:
        told = ways[0] or tr("aucun")
    else:
        told = " ; ".join(
            tr("{hosts} : {proxy}", hosts=", ".join(_asked_by(proxies.of, way)),
               proxy=way or tr("aucun"))
            for way in ways
        )  # fmt: skip
    # Where it comes from: without a variable it is the system's own setting.
    named = ", ".join(
        name if value in ways else f"{name}={value}" for name, value in proxies.variables.items()
    )
    if named:
        told = tr("{told} (d’après {names})", told=told, names=named)
    if not proxies.wrong:
        return Point("proxy", "Proxy", told, facts=facts)
    todo = tr("cette adresse ne convient pas ; on attend http://proxy:port")
    return Point("proxy", "Proxy", told, "fault", todo, facts)


def _asked_by(ways: Mapping[str, str], way: str) -> list[str]:
    return [host for host, other in ways.items() if other == way]


def certificates_point(ca_bundle: Path | None, tr: "Language") -> Point:
    """Tell which authorities connections are held to."""
    known = read_authorities(ca_bundle)
    facts = {
        "said_by": known.said_by or None,
        "file": homely(known.file),
        "authorities_n": known.authorities_n,
    }
    name = tr("d’après {name}", name=known.said_by) if known.said_by else tr("celles de Python")
    title = tr("Certificats")
    if known.authorities_n is None:
        told = tr("{file} ({name})", file=facts["file"], name=name)
        todo = tr("ce fichier n’est pas là, ou n’est pas un fichier PEM d’autorités")
        return Point("certificates", title, told, "fault", todo, facts)
    told = tr.plural(
        "{n} autorité : {file} ({name})", "{n} autorités : {file} ({name})", known.authorities_n,
        n=tr.number(known.authorities_n), file=facts["file"], name=name,
    )  # fmt: skip
    return Point("certificates", title, told, facts=facts)


def portal_points(ca_bundle: Path | None, tr: "Language") -> Iterator[Point]:
    """Ask each portal for a little, and tell whether it answers.

    Where none does, for one and the same reason, that is one thing to put right: the way out.
    """
    portals = list(reach(read_catalogue(), ca_bundle=ca_bundle))
    causes = {_cause(reached) for reached in portals}
    alike = len(portals) > 1 and len(causes) == 1 and "" not in causes
    for reached in portals:
        point = _portal(reached, tr)
        yield replace(point, state="remark", todo="") if alike else point
    if alike:
        (cause,) = causes
        todo = tr(
            "{cause} ; demandez à votre service informatique par où on en sort : le proxy, ses "
            "certificats", cause=cause,
        )  # fmt: skip
        yield Point("way_out", tr("Accès aux portails"), tr("aucun ne répond"), "fault", todo)


def _cause(reached: "Reached") -> str:
    """Give why a portal doesn't answer, without its host, which its line begins with."""
    return reached.fault.removeprefix(f"{reached.host} : ").removesuffix(".")


def _portal(reached: "Reached", tr: "Language") -> Point:
    facts = {
        "host": reached.host,
        "dataset": reached.dataset,
        "seconds": round(reached.seconds, 3),
        "fault": reached.fault or None,
    }
    name = f"portal:{reached.host}"
    if reached.fault:
        return Point(name, reached.host, tr("ne répond pas"), "fault", _cause(reached), facts)
    seconds = tr.number(reached.seconds, decimals=1)
    return Point(name, reached.host, tr("répond en {n} s", n=seconds), facts=facts)


def not_asked(tr: "Language") -> Point:
    """Say that the portals weren't asked, and how they are."""
    return Point("portals", tr("Portails"), tr("non demandés ; --network les demande"))


def facts_of(points: Sequence[Point]) -> list[dict[str, object]]:
    """Give what programs read of the portals asked."""
    return [point.facts for point in points if point.name.startswith("portal:")]
