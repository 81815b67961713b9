"""What an atlas and its départements are made from, as digests: another one, and it is made again.

Nothing heavy is imported: that nothing changed is told before pandas is.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo_ent.errors import InputError
from geo_ent.project.build_options import INPUTS
from geo_ent.publish.manifest import file_facts, versions
from geo_ent.tables.atlas_parts import PART_VERSION
from geo_ent.text.system_faults import why

if TYPE_CHECKING:
    from geo_ent.project.build_options import Project

_FILES = {"register", "fetched", *INPUTS}
_OF_THE_ATLAS = {"departements", "academies", "regions", "out", "title"}
"""What no département's page depends on: its own title is made from its code."""


@dataclass(frozen=True)
class Origin:
    """What an atlas is made from.

    Attributes
    ----------
    inputs
        By key, what the manifest says of each file: its name, its size, its sha256.
    options
        The digest of what is asked of each département, and of who makes it.
    whole
        The digest of all: these, the files, the territory and what is asked of the atlas.
    """

    inputs: Mapping[str, object]
    options: str
    whole: str


def origin_of(project: "Project", codes: tuple[str, ...], *, sheets: bool = False) -> Origin:
    """Tell what an atlas is made from; every file is read once, for its digest.

    Parameters
    ----------
    project, codes
        What is asked, of which départements.
    sheets
        Whether each has its sheets of paper.

    Raises
    ------
    InputError
        If a file can't be read.
    """
    inputs: dict[str, object] = {
        key: _facts(path) for key in INPUTS if (path := getattr(project, key)) is not None
    }
    inputs["register"] = [_facts(path) for path in project.registers]
    every = {own.name: getattr(project, own.name) for own in fields(project)}
    of_departements = {
        name: value for name, value in every.items() if name not in _FILES | _OF_THE_ATLAS
    }
    # Names are written in the manifests of the départements; the sums of whole files aren't.
    names = {key: [facts["name"] for facts in _listed(told)] for key, told in inputs.items()}
    sources = {key: (had.dataset.id, had.entry.url) for key, had in project.fetched.items()}
    options = digest(of_departements, names, sources, sheets, made_by())
    whole = digest(options, inputs, codes, project.title)
    return Origin(inputs, options, whole)


def digest(*parts: object) -> str:
    """Digest values of a project: the same ones give the same text, on any machine."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=_plain)
    return sha256(text.encode()).hexdigest()


def _listed(told: Any) -> list[Mapping[str, object]]:  # noqa: ANN401 one file's facts, or several's
    return told if isinstance(told, list) else [told]


def _plain(value: object) -> object:
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)  # type: ignore[call-overload]
    return dict(value) if isinstance(value, Mapping) else str(value)


def _facts(path: Path) -> dict[str, object]:
    try:
        return file_facts(path)
    except FileNotFoundError:
        msg = f"{path} : ce fichier n’existe pas. Vérifiez le chemin donné."
        raise InputError(msg) from None
    except OSError as fault:
        msg = f"{path} : lecture impossible ({why(fault)}). Vérifiez le chemin donné."
        raise InputError(msg) from None


@cache
def made_by() -> str:
    """Digest the version of geo-ent and of the libraries whose bytes an output may have.

    And its own sources, where they lie beside this: between two releases the version is the same.
    """
    package = Path(__file__).resolve().parent.parent
    sources = sorted(
        path
        for path in package.rglob("*")
        if path.suffix in {".py", ".js", ".css", ".toml", ".html"}
    )
    sums = [sha256(path.read_bytes()).hexdigest() for path in sources]
    return digest(versions(), PART_VERSION, sums)
