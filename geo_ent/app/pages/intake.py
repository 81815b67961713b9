"""What the first form brings: files, a territory, a geo-ent.toml of before; kept as it comes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile

from geo_ent.app.answering import answers_by_key, row_key, sheet_orders
from geo_ent.app.form_choices import (
    LEVELS,
    Faults,
    given_files,
    is_proxy,
    ordered,
    read_territory,
    territory_text,
    with_choices,
)
from geo_ent.app.pages.file_kinds import KIND_WORDS, REGISTER, file_kind
from geo_ent.app.uploads import keep_upload
from geo_ent.app.works import PROJECT, Work
from geo_ent.communes.departements import territory_departements
from geo_ent.errors import InputError
from geo_ent.project.build_options import INPUTS
from geo_ent.project.project_file import read_project
from geo_ent.project.written_project import read_choices, without_files
from geo_ent.telling.language import Language, mark
from geo_ent.text.whole_file import whole_file

_TOML_BYTES = 300_000  # five thousand answers; Python takes a second to read a megabyte of TOML
_LONGEST_TEXT = 500
_CERTIFICATES = "proxy.pem"
_PROJECT = "project"
_TAKEN_UP = mark("vos choix et vos réponses d’avant")

Choices = dict[str, Any]


def take_in(work: Work, form: FormData, tr: Language, *, is_local: bool) -> Faults:
    """Keep what the first form brings; what is right of it is kept, whatever else is wrong.

    Parameters
    ----------
    work
        Where it is kept.
    form
        Files, `territory`, `file` and `role` of those that are there already, `remove`, `add`,
        `proxy`, `ca_bundle`.
    tr
        The language of what is said.
    is_local
        Whether it is the visitor's own computer: only there may they say where to connect to.

    Returns
    -------
    dict
        What is missing or wrong, by field.
    """
    faults: Faults = {}
    choices = _without_removed(work, work.choices(), set(map(str, form.getlist("remove"))))
    choices = _with_roles(choices, form)
    recognised: list[dict[str, str]] = []
    registers: list[UploadFile] = []
    for field, upload in _sent(form):
        if kind_of(field, upload) == _PROJECT:
            choices, fault = _with_project(work, choices, upload, tr)
            faults |= {REGISTER: fault} if fault else {}
            recognised += [] if fault else [{"file": PROJECT, "kind": _TAKEN_UP}]
            continue
        kind = kind_of(field, upload)
        if kind == REGISTER:
            registers.append(upload)
            continue
        before = [choices[kind]] if kind in choices else []
        name = keep_upload(upload, work.inputs, before)
        choices = with_choices(choices, {kind: name})
        if field == REGISTER:
            recognised.append({"file": name, "kind": KIND_WORDS[kind]})
    if registers:
        choices = _with_registers(work, choices, registers, add=bool(form.get("add")))
    if recognised:
        work.note(recognised=recognised)
    if is_local:
        faults |= _keep_proxy(work, form, tr)
    choices = _with_territory(
        choices, str(form.get("territory", ""))[:_LONGEST_TEXT].strip(), faults
    )
    work.choose(choices)
    return {**_missing(work, choices, tr), **faults}


def kind_of(field: str, upload: UploadFile) -> str:
    """Tell what a file is that was sent: what its field says, else what it holds.

    Returns
    -------
    str
        A key of `KIND_WORDS`, or "project" for a geo-ent.toml.
    """
    if str(upload.filename).lower().endswith(".toml"):
        return _PROJECT
    return file_kind(upload.file) if field == REGISTER else field


def _sent(form: FormData) -> Iterator[tuple[str, UploadFile]]:
    for field, upload in form.multi_items():
        is_input = field == REGISTER or field in INPUTS
        if is_input and isinstance(upload, UploadFile) and upload.filename:
            yield field, upload


def _with_roles(choices: Choices, form: FormData) -> Choices:
    """Take the files that are there for what the visitor says that they are."""
    files = dict(given_names(choices))
    for name, role in zip(form.getlist("file"), form.getlist("role"), strict=False):
        is_new = isinstance(name, str) and files.get(name) not in {None, role}
        if not is_new or role not in KIND_WORDS:
            continue
        left = _without(choices, str(name))
        if role == REGISTER:
            register = dict(left.get(REGISTER, {}))
            register["files"] = [*register.get("files", []), str(name)]
            choices = ordered({**left, REGISTER: register})
        elif str(role) not in left:  # another file is that already: nothing is lost in silence
            choices = with_choices(left, {str(role): str(name)})
    return choices


def recognised_files(work: Work) -> list[dict[str, str]]:
    """Give what each file that was known by what it holds was taken for, if it is still there."""
    there = {PROJECT, *(name for name, _ in given_names(work.choices()))}
    recognised: list[dict[str, str]] = work.state().get("recognised", [])
    return [one for one in recognised if one["file"] in there]


def given_names(choices: Choices) -> list[tuple[str, str]]:
    """Give each file of a work: its name, what it is taken for."""
    return [(name, role) for role, name in given_files(choices)]


def _keep_proxy(work: Work, form: FormData, tr: Language) -> Faults:
    """Keep the way to the network, of one's own computer: it is of no project."""
    faults: Faults = {}
    written = str(form.get("proxy", "")).strip()
    if not is_proxy(written):
        faults["proxy"] = tr("On attend une adresse comme http://proxy.exemple.fr:3128.")
    elif "proxy" in form:
        work.note(proxy=written)
    bundle = form.get("ca_bundle")
    if isinstance(bundle, UploadFile) and bundle.filename:
        bundle.file.seek(0)
        path = work.folder / _CERTIFICATES  # whatever it is called: a work has files of its own
        with whole_file(path) as file:
            file.write_bytes(bundle.file.read())
        work.note(ca_bundle=str(path))
    return faults


def _with_territory(choices: Choices, text: str, faults: Faults) -> Choices:
    """Put the territory that is written in the stead of the one of before, unless it is unknown."""
    if not text or text == territory_text(choices):
        return choices
    try:
        found = read_territory(text)
    except InputError as fault:
        faults["territory"] = str(fault)
        return choices
    others = {key: value for key, value in choices.items() if key not in LEVELS}
    return ordered({**others, **found})


def _missing(work: Work, choices: Choices, tr: Language) -> Faults:
    """Say what a map can't do without."""
    if work.demo:
        return {}
    missing: Faults = {}
    try:
        codes = territory_departements(*(choices.get(level, []) for level in LEVELS))
    except InputError as fault:  # a geo-ent.toml says what it likes
        codes, missing["territory"] = (), str(fault)
    if not codes and not missing:
        missing["territory"] = tr("Écrivez un département, une académie ou une région.")
    if not choices.get(REGISTER, {}).get("files"):
        missing[REGISTER] = tr(
            "Déposez le registre : le tableur qui dit quelles écoles ont un ENT."
        )
    return missing


def _with_registers(
    work: Work, choices: Choices, uploads: list[UploadFile], *, add: bool
) -> Choices:
    """Put new files of the register in the stead of the old ones, or beside them."""
    register = dict(choices.get(REGISTER, {}))
    there = list(register.get("files", []))
    before = [] if add else there
    names = [keep_upload(upload, work.inputs) for upload in uploads[:-1]]
    # With the last one the new files are whole, and the old ones may go.
    names.append(keep_upload(uploads[-1], work.inputs, before))
    # One version in the stead of another: what was said of its sheets is said of the new one.
    if len(before) == len(names) == 1:
        register["sheets"] = [
            {**sheet, "file": names[0]} if sheet.get("file") == before[0] else sheet
            for sheet in register.get("sheets", [])
        ]
    register["files"] = [*(there if add else []), *names]
    filled = {key: value for key, value in register.items() if value != []}
    return ordered({**choices, REGISTER: filled})


def _without_removed(work: Work, choices: Choices, names: set[str]) -> Choices:
    """Take away the files that a visitor ticked."""
    for name, _ in given_names(choices):
        if name in names:
            (work.inputs / Path(name).name).unlink(missing_ok=True)
            choices = _without(choices, name)
    return choices


def _without(choices: Choices, name: str) -> Choices:
    """Leave a file out of the choices, whatever it is taken for."""
    left = {key: value for key, value in choices.items() if key not in INPUTS or value != name}
    if REGISTER in left:
        register = dict(left[REGISTER])
        register["files"] = [file for file in register.get("files", []) if file != name]
        left[REGISTER] = {key: value for key, value in register.items() if value != []}
    return left


def _with_project(
    work: Work, choices: Choices, upload: UploadFile, tr: Language
) -> tuple[Choices, str]:
    """Take up the choices and the answers of a geo-ent.toml; not the files, which aren't here."""
    if (upload.size or 0) > _TOML_BYTES:
        sentence = tr(
            "{name} : on attend un geo-ent.toml de moins de 300 ko.", name=upload.filename
        )
        return choices, sentence
    given = work.folder / "given.toml"
    upload.file.seek(0)
    given.write_bytes(upload.file.read())
    try:
        read_project(given)  # refuses what a build would, before it is kept
        written = read_choices(given)
        kept = without_files(written)
    except InputError as fault:
        return choices, str(fault).replace(str(given), str(upload.filename))
    finally:
        given.unlink(missing_ok=True)
    theirs = kept.pop(REGISTER, {})
    # Of a register in one file, next year's bears another name: its sheets are known by theirs.
    if len(_listed(written.get(REGISTER, {}).get("files", []))) == 1:
        theirs["sheets"] = [
            {"sheet": "", **{key: value for key, value in sheet.items() if key != "file"}}
            for sheet in theirs.get("sheets", [])
        ]
    register = _both(choices.get(REGISTER, {}), theirs)
    return ordered({**choices, **kept, **({REGISTER: register} if register else {})}), ""


def _both(own: Choices, theirs: Choices) -> Choices:
    """Put together what is said of the register here and in a file; what is said here wins."""
    answered = set(answers_by_key({REGISTER: own}))
    answers = [e for e in theirs.get("answers", []) if row_key(str(e.get("row"))) not in answered]
    sheets = sheet_orders({REGISTER: own})
    others = [one for one in theirs.get("sheets", [])
              if (one.get("file", ""), one.get("sheet", "")) not in sheets]  # fmt: skip
    both = {
        **theirs,
        **own,
        "columns": {**theirs.get("columns", {}), **own.get("columns", {})},
        "answers": [*answers, *own.get("answers", [])],
        "sheets": [*others, *own.get("sheets", [])],
    }
    return {key: value for key, value in both.items() if value not in ([], {})}


def _listed(files: str | list[str]) -> list[str]:
    return [files] if isinstance(files, str) else files
