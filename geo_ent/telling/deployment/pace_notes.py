"""What can't be told of a pace, and why: no curve, no date, no number of classes or pupils."""

from typing import TYPE_CHECKING

from geo_ent.telling.claims import Claim, Scope
from geo_ent.telling.language import Language, mark, mark_plural
from geo_ent.telling.notes import write_note
from geo_ent.telling.unit_words import unit_words
from geo_ent.text.note import Note

if TYPE_CHECKING:
    from geo_ent.indicators.deployment.pace import Pace
    from geo_ent.telling.notes import Wordings

_NOTES: "Wordings" = {
    "none": mark("Pas de projection : il n’y a {none}."),
    "unknown": mark("Pas de projection : on ne sait rien d’{none}."),
    "complete": mark("Pas de projection : {every} ont un ENT."),
    "few_dates": mark_plural(
        "Pas de projection : il faut {least} dates à un an d’écart depuis la première ouverture, "
        "il n’y en a que {n}.",
        "Pas de projection : il faut {least} dates à un an d’écart depuis la première ouverture, "
        "il n’y en a que {n}.",
    ),
    "never_changed": mark("Pas de projection : le nombre {of} qui ont un ENT n’a jamais changé."),
    "past": mark("Pas de projection : l’échéance n’est pas après la dernière date connue."),
    "undated.schools": mark_plural(
        "{n} école équipée à une date inconnue est comptée comme l’ayant été depuis le début.",
        "{n} écoles équipées à une date inconnue sont comptées comme l’ayant été depuis le début.",
    ),
    "undated.classes": mark_plural(
        "{n} classe équipée à une date inconnue est comptée comme l’ayant été depuis le début.",
        "{n} classes équipées à une date inconnue sont comptées comme l’ayant été depuis le début.",
    ),
    "undated.pupils": mark_plural(
        "{n} élève qui a un ENT depuis une date inconnue est compté comme l’ayant eu depuis le "
        "début.",
        "{n} élèves qui ont un ENT depuis une date inconnue sont comptés comme l’ayant eu depuis "
        "le début.",
    ),
    "no_year": mark(
        "L’historique ne dit pas ce qu’il en était douze mois plus tôt : le rythme n’est pas connu."
    ),
    "unweighed.classes": mark_plural(
        "{n} école sur {whole} dont le nombre de classes n’est pas connu est hors de ce compte.",
        "{n} écoles sur {whole} dont le nombre de classes n’est pas connu sont hors de ce compte.",
    ),
    "unweighed.pupils": mark_plural(
        "{n} école sur {whole} dont l’effectif n’est pas connu est hors de ce compte.",
        "{n} écoles sur {whole} dont l’effectif n’est pas connu sont hors de ce compte.",
    ),
}


def pace_notes(pace: "Pace", tr: Language) -> tuple[str, ...]:
    """Say what can't be told of a pace, and why."""
    words = unit_words(pace.unit, tr)
    # The notes are codes and counts; the words of their unit are known here only.
    own = {name: getattr(words, name) for name in ("none", "every", "of")}
    scope = tr.scope.on(pace.history.index[-1])
    return tuple(
        write_note(Note(note.code, **note.fields, **own), _NOTES, tr, _claims(note, scope))
        for note in pace.notes
    )


def _claims(note: Note, scope: Scope) -> dict[str, Claim]:
    """Say of whom the counts of a note are."""
    about, _, unit = note.code.partition(".")
    counts = {
        name: float(str(note.fields[name]))
        for name in ("n", "whole", "least")
        if name in note.fields
    }
    if about == "few_dates":
        least = Claim("dates_for_a_curve_n", counts["least"], scope)
        return {"least": least, "n": Claim("dates_known_n", counts["n"], scope)}
    if about == "undated":
        return {"n": Claim(f"{unit}_without_start_n", counts["n"], scope)}
    if about == "unweighed":
        lacking = scope.of(**{f"{unit}_n": None})
        whole = Claim("schools_n", counts["whole"], scope)
        return {"n": Claim("schools_n", counts["n"], lacking), "whole": whole}
    return {}
