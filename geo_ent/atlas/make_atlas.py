"""The atlas, end to end: which départements changed, each one built, and what stands over them."""

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from geo_ent.atlas.atlas_manifest import (
    DEPARTEMENTS,
    AtlasManifest,
    intact_outputs,
    intact_part,
    is_intact,
    read_manifest,
    refuse_another,
    sums,
    write_atlas_manifest,
)
from geo_ent.atlas.dask_cluster import Cluster
from geo_ent.atlas.departement_job import DepartementJob, Made, make_departement, put_folder
from geo_ent.atlas.executors import Failure, Outcome, PlaceLostError, Processes, Workplace, outcomes
from geo_ent.atlas.identities import Origin, digest, origin_of
from geo_ent.atlas.pages_above import pages_above
from geo_ent.atlas.whole_atlas import (
    INDEX,
    alone_in,
    files_of,
    put_changed,
    put_part,
    remove,
    sweep_atlas,
)
from geo_ent.communes.departements import territory_departements
from geo_ent.errors import InputError, OutputError
from geo_ent.project.build_options import INPUTS
from geo_ent.publish.folder import MANIFEST
from geo_ent.publish.sheets.sheet_pdf import sheet_setter
from geo_ent.publish.staging import staging
from geo_ent.tables.atlas_parts import KINDS_OF_PART, PARTS, Part, read_parts
from geo_ent.tables.findings import TO_MEND
from geo_ent.telling.atlas_sentences import ABSENT
from geo_ent.telling.language import language
from geo_ent.text.system_faults import why
from geo_ent.text.whole_file import is_disk_full

if TYPE_CHECKING:
    from geo_ent.atlas.atlas_findings import OfNone
    from geo_ent.atlas.over_departements import Over
    from geo_ent.project.build_options import Project


class Follower(Protocol):
    """Who is told how an atlas goes."""

    def read(self, step: str, done: str) -> None:
        """Tell what was read of the files, as `build` reports a step."""

    def planned(self, todo: Sequence[str], kept: Sequence[str]) -> None:
        """Tell which départements are to be built, and which stay as they are."""

    def began(self, code: str) -> None:
        """Tell that a département is being built."""

    def ended(self, code: str, reason: str) -> None:
        """Tell that one is done, or has failed for a reason."""


class Silent:
    """Follows without a word: what a notebook wants."""

    def read(self, step: str, done: str) -> None:
        """Say nothing."""

    def planned(self, todo: Sequence[str], kept: Sequence[str]) -> None:
        """Say nothing."""

    def began(self, code: str) -> None:
        """Say nothing."""

    def ended(self, code: str, reason: str) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class AtlasMade:
    """What came out of an atlas.

    Attributes
    ----------
    index
        Its first page.
    built, kept
        The départements that were built, and those that stayed as they were.
    failures
        By département that failed, the reason.
    findings
        How many findings of each kind the atlas has over its départements.
    silent
        The départements that the register has no row of.
    beyond
        How many schools of the directory are of no département, by their collectivity's code.
    to_mend
        How many findings to mend each département has of its own.
    changed
        The files over the départements that changed.
    strangers
        Files that geo-ent didn't make, left where a département went.
    """

    index: Path
    built: Sequence[str] = ()
    kept: Sequence[str] = ()
    failures: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    silent: Sequence[str] = ()
    beyond: Mapping[str, int] = field(default_factory=dict)
    to_mend: Mapping[str, int] = field(default_factory=dict)
    changed: Sequence[str] = ()
    strangers: Sequence[str] = ()


def make_atlas(
    project: "Project",
    *,
    workers: int = 1,
    cluster: str = "",
    sheets: bool = False,
    replaces: bool = False,
    follower: Follower | None = None,
) -> AtlasMade:
    """Make an atlas, or what changed of one: a folder a département, what stands over them.

    Parameters
    ----------
    project
        As `build` takes it; its territory may be any, `out` is the folder of the atlas.
    workers
        How many processes build.
    cluster
        The address of a Dask scheduler, whose workers build instead.
    sheets
        Whether each département has a sheet of paper a circonscription.
    replaces
        Whether `out` may hold the atlas of another territory or register, which goes.
    follower
        Is told how it goes.

    Raises
    ------
    InputError
        If an input isn't what is expected, or no département could be built.
    OutputError
        If `out` can't be written, holds something else, or the disk is full: what is done stays,
        and the next run goes on from there.
    """
    if sheets and project.quick:
        msg = "--sheets : les fiches demandent le dossier entier ; enlevez --quick."
        raise InputError(msg)
    out = Path(project.out).absolute()
    follower = follower or Silent()
    with _told_in_a_line(out):
        return _atlas(project, out, workers, cluster, follower, sheets=sheets, replaces=replaces)


def _atlas(  # noqa: PLR0913 what is asked of an atlas
    project: "Project",
    out: Path,
    workers: int,
    cluster: str,
    follower: Follower,
    *,
    sheets: bool,
    replaces: bool,
) -> AtlasMade:
    codes = territory_departements(project.departements, project.academies, project.regions)
    before = read_manifest(out)
    if before and not replaces:
        refuse_another(before, project, codes)
    origin = origin_of(project, codes, sheets=sheets)
    if before and (same := _unchanged(out, before, codes, origin)):
        return same
    if cluster:
        # Before a minute's reading: an address may be mistaken, a worker lack geo-ent.
        with Cluster(cluster).opened():
            pass
    with _made_folder(out), alone_in(out):
        making = _Making(project, out, codes, origin, before, follower, sheets=sheets)
        return making.make(workers, Cluster(cluster) if cluster else None)


@contextmanager
def _told_in_a_line(out: Path) -> Iterator[None]:
    """Tell in a line what the system refuses in an atlas' folder, whatever was being done there.

    Raises
    ------
    OutputError
        In the stead of a fault of the system's that is about this folder; others go on.
    """
    try:
        yield
    except OSError as fault:
        place = Path(os.fsdecode(fault.filename)) if fault.filename else None
        if place is None or not (place.is_relative_to(out) or _is_beside(place, out)):
            raise
        msg = (
            f"{out} : impossible d’y lire ou d’y écrire ({why(fault)}). Rendez ce dossier "
            "modifiable, ou choisissez un autre --out."
        )
        raise OutputError(msg) from None


def _is_beside(place: Path, out: Path) -> bool:
    """Tell whether a place is one that is written in beside an atlas, hidden."""
    return any(
        path.parent == out.parent and path.name.startswith(f".{out.name}-")
        for path in (place, *place.parents)
    )


def _unchanged(
    out: Path, before: AtlasManifest, codes: tuple[str, ...], origin: Origin
) -> AtlasMade | None:
    """Tell that an atlas is already what is asked, every file of it as it was written."""
    if before.made_from != origin.whole or not before.settled:
        return None
    kept = [code for code in codes if code not in before.failures]
    if not intact_outputs(out, before.outputs):
        return None
    parts = [part for code in kept if (part := intact_part(out, code))]
    if len(parts) < len(kept):
        return None
    return AtlasMade(
        out / INDEX,
        kept=kept,
        failures=before.failures,
        findings=before.findings,
        silent=before.silent,
        beyond=before.beyond,
        to_mend=_to_mend(parts),
    )


def _to_mend(parts: Sequence[Part]) -> dict[str, int]:
    """Count what is to mend of each département's own, the most first."""
    counts = {
        part.code: sum(n for kind, n in part.findings.items() if kind in TO_MEND) for part in parts
    }
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


@contextmanager
def _marked(out: Path) -> Iterator[Path]:
    """Leave a mark in an atlas, by which a worker of another machine knows that it sees its disk.

    Its name is one that `sweep_atlas` removes, where this run is killed.
    """
    mark = Path(tempfile.mkdtemp(prefix=f".{Path(MANIFEST).stem}-", dir=out))
    try:
        yield mark
    finally:
        with suppress(OSError):
            mark.rmdir()


@contextmanager
def _made_folder(out: Path) -> Iterator[None]:
    """Make the folder of an atlas; where it is new and nothing came in it, it goes again."""
    is_new = not out.exists()
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        msg = f"{out} : écriture impossible ({why(fault)}). Choisissez un autre --out."
        raise OutputError(msg) from None
    try:
        yield
    finally:
        if is_new:
            with suppress(OSError):  # it isn't empty
                out.rmdir()


@dataclass
class _Making:
    """An atlas being made."""

    project: "Project"
    out: Path
    codes: tuple[str, ...]
    origin: Origin
    before: AtlasManifest | None
    follower: Follower
    sheets: bool = False
    kept: dict[str, Part] = field(default_factory=dict)
    built: list[str] = field(default_factory=list)
    failures: dict[str, Failure] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)
    strangers: Sequence[str] = ()

    def make(self, workers: int, cluster: Cluster | None) -> AtlasMade:
        """Build what changed, then put what stands over it in its place."""
        if self.sheets:
            with sheet_setter():  # refuses at once where Typst lacks
                pass
        gone = sorted(set(self.before.departements if self.before else ()) - set(self.codes))
        sweep_atlas(self.out, [*self.codes, *gone])
        todo, rest = self._changed()
        if self.before is None:
            # Before any département: a run that is killed must find its folder to be an atlas', and
            # whose. After what is read: a file that is refused leaves nothing.
            write_atlas_manifest(self.out, self.project, self.codes, self.origin)
        self.follower.planned([job.code for job in todo], [*self.kept])
        workers = min(workers, len(todo))
        try:
            if todo:
                self._build(todo, cluster or (Processes(workers) if workers > 1 else None))
            changed = self._put_whole(gone, rest)
        except (OutputError, OSError) as fault:
            if is_disk_full(fault):
                raise self._disk_full(len(todo)) from None
            if isinstance(fault, OutputError) and self.built:
                msg = f"{fault} {self._done(len(todo))}"
                raise OutputError(msg) from None
            raise
        reasons = {code: failure.reason for code, failure in sorted(self.failures.items())}
        return AtlasMade(
            self.out / INDEX,
            built=sorted(self.built),
            kept=sorted(self.kept),
            failures=reasons,
            findings=self.findings,
            silent=rest.silent,
            beyond=rest.beyond,
            to_mend=_to_mend(read_parts(self.out)),
            changed=tuple(changed),
            strangers=tuple(self.strangers),
        )

    def _changed(self) -> "tuple[list[DepartementJob], OfNone]":
        """Read the files, and tell which départements aren't what they would be made now.

        And what is of none of them.
        """
        # Late: that nothing changed at all is told without pandas.
        from geo_ent.atlas.atlas_findings import departements_absent, of_none
        from geo_ent.pipeline.national import own_inputs, read_files

        whole = replace(self.project, departements=self.codes, academies=(), regions=())
        read = read_files(whole, self.follower.read)
        rest = of_none(read)
        absent = departements_absent(read)
        for code in absent:
            self.failures[code] = Failure(ABSENT, settled=True)
        todo = []
        for code in [code for code in self.codes if code not in absent]:
            frames = own_inputs(read, (code,))
            identity = digest(self.origin.options, code, frames.rows_sha256)
            part = intact_part(self.out, code)
            if part and part.identity == identity and self._as_listed(code):
                self.kept[code] = part
            else:
                folder = self.out / DEPARTEMENTS / code
                todo.append(DepartementJob(code, self._of(code), frames, identity, folder))
        return todo, rest

    def _as_listed(self, code: str) -> bool:
        """Tell whether a part is as the manifest lists it, where it does."""
        outputs = self.before.outputs if self.before else {}
        names = [f"{PARTS}/{code}.{kind}" for kind in KINDS_OF_PART]
        return intact_outputs(self.out, {name: outputs[name] for name in names if name in outputs})

    def _of(self, code: str) -> "Project":
        """Give the project of a département: its own title, its own place in the atlas.

        Its files are names alone: it reads none, and what it tells of them is where they are not.
        """
        project, place = self.project, f"{DEPARTEMENTS}/{code}"
        paths = {key: getattr(project, key) for key in INPUTS}
        names: dict[str, Any] = {key: Path(path.name) for key, path in paths.items() if path}
        return replace(
            project,
            **names,
            register=tuple(Path(path.name) for path in project.registers),
            departements=(code,),
            academies=(),
            regions=(),
            out=Path(place),
            title="",
            url=f"{project.url.rstrip('/')}/{place}/" if project.url else "",
            above=pages_above(code, language(project.lang)),
        )

    def _build(self, todo: Sequence[DepartementJob], place: Workplace | None) -> None:
        """Build the départements, each one's folder in its place as soon as it is whole."""
        with _marked(self.out) as mark:
            jobs = [replace(job, mark=mark, sheets=self.sheets) for job in todo]
            running = outcomes(
                make_departement, jobs, place=place, began=lambda job: self.follower.began(job.code)
            )
            try:
                with closing(running):
                    self._put(running)
            except PlaceLostError as fault:
                msg = f"{fault} {self._done(len(todo))} Relancez la même commande."
                raise OutputError(msg) from None

    def _put(self, running: Iterable[Outcome[DepartementJob, Made]]) -> None:
        """Put each département in the atlas, as it comes."""
        for outcome in running:
            code = outcome.job.code
            if outcome.result:
                if outcome.result.files:
                    put_folder(outcome.result.files, self.out / DEPARTEMENTS / code)
                put_part(self.out, code, outcome.result.part, outcome.result.schools)
                self.built.append(code)
            elif outcome.failure:
                self.failures[code] = outcome.failure
                if outcome.failure.disk_full:
                    raise OSError(errno.ENOSPC, outcome.failure.reason)
            self.follower.ended(code, outcome.failure.reason if outcome.failure else "")

    def _disk_full(self, todo_n: int) -> OutputError:
        msg = (
            f"{self.out} : le disque est plein. {self._done(todo_n)} Libérez de la place et "
            "relancez la même commande."
        )
        return OutputError(msg)

    def _done(self, todo_n: int) -> str:
        done = len(self.built)
        if not done:
            return "Aucun département n’est fait."
        stays = "sont faits et restent" if done > 1 else "est fait et reste"
        return f"{done} département{'s' * (done > 1)} sur {todo_n} {stays} là."

    def _put_whole(self, gone: Sequence[str], rest: "OfNone") -> list[str]:
        """Write what stands over the départements, and put what changed of it in its place."""
        from geo_ent.atlas.over_departements import Territory, write_over

        failed = {code: failure.reason for code, failure in sorted(self.failures.items())}
        parts = [part for part in read_parts(self.out) if part.code in self.codes]
        if not parts:
            raise InputError(next(iter(failed.values())))
        territory = Territory(self.project, self.codes, parts, failed, rest)
        old = self.before or AtlasManifest()
        with staging(self.out) as staged:
            over = write_over(staged, self.out, territory, before=self._intact_pages(old))
            names = files_of(staged)
            changed = put_changed(staged, self.out, [name for name in names if name != INDEX])
            held = [f"{PARTS}/{part.code}.{kind}" for part in parts for kind in KINDS_OF_PART]
            outputs = sums(staged, [INDEX]) | sums(self.out, {*names, *held, *over.kept} - {INDEX})
            self.strangers = remove(self.out, set(old.outputs) - set(outputs), gone)
            self.findings = over.findings
            self._list(outputs, failed, rest, over)
            # The index last: it links to nothing that isn't there, and tells of nothing older.
            changed += put_changed(staged, self.out, [INDEX])
        return changed

    def _intact_pages(self, old: AtlasManifest) -> dict[str, str]:
        """Give what the académies' pages were made from, of those that are as they were written."""
        return {
            name: made_from
            for name, made_from in old.pages.items()
            if name in old.outputs and is_intact(self.out / name, old.outputs[name])
        }

    def _list(
        self,
        outputs: Mapping[str, str],
        failed: Mapping[str, str],
        rest: "OfNone",
        over: "Over",
    ) -> None:
        write_atlas_manifest(
            self.out,
            self.project,
            self.codes,
            self.origin,
            made_from=self.origin.whole,
            failures=failed,
            settled=all(failure.settled for failure in self.failures.values()),
            register_rows=rest.counts,
            silent=rest.silent,
            beyond=rest.beyond,
            findings=over.findings,
            pages=over.pages,
            outputs=outputs,
        )
