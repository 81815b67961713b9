"""The manifest of an atlas: what it was made from, what it holds, and what isn't in it."""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.communes.departements import departement_names
from geo_ent.errors import InputError, OutputError
from geo_ent.publish.folder import ATLAS, MANIFEST
from geo_ent.publish.manifest import versions
from geo_ent.tables.atlas_parts import PARTS, Part, read_part
from geo_ent.text.whole_file import whole_file

if TYPE_CHECKING:
    from geo_ent.atlas.identities import Origin
    from geo_ent.project.build_options import Project

DEPARTEMENTS = "departements"
"""The folder of the départements, one each, in that of the atlas."""


@dataclass(frozen=True)
class AtlasManifest:
    """What an atlas says of itself.

    Attributes
    ----------
    departements
        The codes of its territory, those that failed too.
    registers
        The names of the register's files.
    made_from
        The digest of all that it was made from; "" until it is whole.
    failures
        By département that failed, its reason.
    settled
        Whether those that failed would fail again, of the same inputs.
    silent
        The départements that the register has no row of.
    beyond
        How many schools of the directory are of no département, by their collectivity's code.
    findings
        How many findings of each kind it has over its départements.
    pages
        The académies' pages, by name: the digest of what each was made from.
    outputs
        The files that stand over the départements, by name: their sha256.
    """

    departements: tuple[str, ...] = ()
    registers: tuple[str, ...] = ()
    made_from: str = ""
    failures: Mapping[str, str] = field(default_factory=dict)
    settled: bool = True
    silent: tuple[str, ...] = ()
    beyond: Mapping[str, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)


def read_manifest(folder: Path) -> AtlasManifest | None:
    """Read the manifest of an atlas; None where there is no atlas, nor anything else.

    Where it is damaged or gone, the atlas is known by its départements, and all that stands over
    them is made again.

    Raises
    ------
    OutputError
        If the folder isn't one, or holds something else than an atlas of geo-ent's.
    """
    for parent in [*folder.parents][:3]:
        if _read(parent):
            msg = f"{folder} : ce dossier est dans {parent}, que geo-ent a fait. Un autre --out ?"
            raise OutputError(msg)
    if not folder.exists():
        return None
    if not folder.is_dir():
        msg = f"{folder} : c’est un fichier, on attend un dossier. Choisissez un autre --out."
        raise OutputError(msg)
    content = _read(folder)
    with suppress(TypeError, KeyError, AttributeError):
        if content["kind"] == ATLAS:
            return _manifest(content)
    present = sorted(path.name for path in folder.iterdir())
    if not present:
        return None
    if not content and (known := _by_its_departements(folder)):
        return known
    shown = ", ".join(present[:3]) + "…" * (len(present) > 3)  # noqa: PLR2004 as many as are named
    what = (
        "c’est le dossier d’une carte, et non d’un atlas"
        if content
        else f"ce dossier contient déjà {shown}, et n’est pas celui d’un atlas"
    )
    msg = f"{folder} : {what} ; choisissez un dossier vide ou nouveau."
    raise OutputError(msg)


def _read(folder: Path) -> Any:  # noqa: ANN401 whatever lies there
    """Read the manifest of a folder that geo-ent made; None where it is none."""
    with suppress(OSError, ValueError, AttributeError):
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if content.get("generator") == "geo-ent":
            return content
    return None


def _by_its_departements(folder: Path) -> AtlasManifest | None:
    """Tell what an atlas is of by what it has of each département; None where it has none."""
    codes, registers = [], dict[str, None]()
    for path in sorted((folder / PARTS).glob("*.json")):
        # A part that is damaged is made again: it says nothing of what the atlas was of.
        with suppress(InputError, OSError):
            codes.append(read_part(path).code)
            made = _read(folder / DEPARTEMENTS / codes[-1])
            with suppress(TypeError, KeyError):
                registers |= {entry["name"]: None for entry in made["inputs"]["register"]}
    return AtlasManifest(tuple(codes), tuple(registers), settled=False) if codes else None


def _manifest(content: Mapping[str, Any]) -> AtlasManifest:
    # Of any version of geo-ent: what an older one didn't say is made again.
    return AtlasManifest(
        departements=tuple(content.get("departements", ())),
        registers=tuple(entry["name"] for entry in content["inputs"]["register"]),
        made_from=content.get("made_from", ""),
        failures=dict(content.get("failures", {})),
        settled=bool(content.get("settled")),
        silent=tuple(content.get("silent", ())),
        beyond=dict(content.get("beyond", {})),
        findings=dict(content.get("findings", {})),
        pages=dict(content.get("pages", {})),
        outputs=dict(content.get("outputs", {})),
    )


def refuse_another(before: AtlasManifest, project: "Project", codes: tuple[str, ...]) -> None:
    """Refuse a folder that holds the atlas of another territory, or of another register.

    A register of the same name is the same one, later; départements may be added.

    Raises
    ------
    OutputError
        If it does; what it is of is told.
    """
    there = departements_there(project.out, before)
    gone = [code for code in there if code not in codes]
    if gone:
        names = [f"{departement_names()[code]} ({code})" for code in gone[:3]]
        rest_n = len(gone) - len(names)
        more = f" et {rest_n} autre{'s' * (rest_n > 1)} que vous ne demandez pas" if rest_n else ""
        has = f"{len(there)} département{'s' * (len(there) > 1)}"
        of = f"d’un autre territoire : il a {has}, dont "
        raise OutputError(_another(project.out, of + ", ".join(names) + more))
    if before.registers and not set(before.registers) & {path.name for path in project.registers}:
        raise OutputError(
            _another(project.out, f"d’un autre registre ({', '.join(before.registers)})")
        )


def departements_there(folder: Path, before: AtlasManifest) -> list[str]:
    """List the départements of an atlas that it has something of: not all asked could be made."""
    return [
        code
        for code in sorted(before.departements)
        if (folder / DEPARTEMENTS / code).exists() or (folder / PARTS / f"{code}.json").exists()
    ]


def _another(out: Path, of: str) -> str:
    return (
        f"{out} : ce dossier est l’atlas {of}. Choisissez un autre --out, ou ajoutez --replace "
        "pour qu’il prenne sa place."
    )


def write_atlas_manifest(
    folder: Path, project: "Project", codes: tuple[str, ...], origin: "Origin", **told: object
) -> None:
    """Write the manifest, whole or not at all.

    Parameters
    ----------
    folder
        The atlas.
    project, codes, origin
        What is asked, of which départements, what it is made from.
    told
        What is known once it is made: `made_from`, `failures`, `settled`, `register_rows`,
        `silent`, `beyond`, `findings`, `pages`, `outputs`.
    """
    simulation = project.simulation
    content = {
        "generator": "geo-ent",
        "kind": ATLAS,
        "made_from": "",
        **({"lang": project.lang} if project.lang != "fr" else {}),
        "title": project.title,
        "departements": codes,
        "sector": project.sector,
        "complete_register": project.complete,
        "simulated": simulation.message if simulation else False,
        "quick": project.quick,
        "inputs": origin.inputs,
        "failures": {},
        "settled": False,
        "register_rows": {},
        "silent": (),
        "beyond": {},
        "findings": {},
        "pages": {},
        "outputs": {},
        **told,
        "versions": versions(),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    with whole_file(folder / MANIFEST) as work:
        work.write_text(text + "\n", encoding="utf-8", newline="\n")


def intact_part(folder: Path, code: str) -> Part | None:
    """Give a département's part where it and every file of its folder are as they were written."""
    with suppress(InputError, OSError):
        part = read_part(folder / PARTS / f"{code}.json")
        home = folder / DEPARTEMENTS / code
        schools = (folder / PARTS / f"{code}.parquet").is_file()
        if schools and all(is_intact(home / row["name"], row["sha256"]) for row in part.files):
            return part
    return None


def intact_outputs(folder: Path, outputs: Mapping[str, str]) -> bool:
    """Tell whether every file that stands over the départements is as it was written."""
    return all(is_intact(folder / name, digest) for name, digest in outputs.items())


def is_intact(path: Path, digest: str) -> bool:
    """Tell whether a file is there with the bytes that it was written with."""
    try:
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def sums(folder: Path, names: Collection[str]) -> dict[str, str]:
    """Give the sha256 of some files, by name."""
    return {name: sha256((folder / name).read_bytes()).hexdigest() for name in sorted(names)}
