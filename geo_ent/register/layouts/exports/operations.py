"""Tables of which a row is an operation: a log's event, a queue's job, a ticket, a deal.

"Clos" says there that a request was met, not that an ENT was closed; what a school has is told by
the last of its operations that was carried out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from geo_ent.register.layouts.title_meaning import Title, bare, says
from geo_ent.register.vocabulary import solution_of
from geo_ent.tables.cells import cell_text, is_empty
from geo_ent.text.compare import plain
from geo_ent.text.toml_file import own_toml

_WORDS = Path(__file__).with_name("operation_words.toml")
_MOST_ACTS = 40  # different cells of a column that tells what was done
_FEW = 6  # different cells that a short table may have of any column
_REPEATED = 0.5  # share of different cells from which a column tells no kinds of operations
_MOSTLY = 0.8
_STATE_TITLES = {"statut", "status", "etat", "state", "stage", "stade", "etape", "avancement"}
_EVENT_TITLES = {"evenement", "evenements", "event", "events", "action", "operation", "activite"}
_WON = {"won", "gagne", "gagnee"}
_OF_REQUEST = re.compile(
    r"\b(?:ouverture|open(?:ed)?|created?|creation|submitted|soumission|debut)\b"
)
_OF_USE = re.compile(
    r"\b(?:go ?live|live|mise en (?:service|ligne|production)|activation|bascule)\b"
)
_OF_ANSWER = re.compile(
    r"\b(?:resol\w*|clos\w*|clotur\w*|finish\w*|termin\w*|achev\w*|complet\w*|fin|end(?:ed)?|"
    r"trait\w*|realis\w*|done|livr\w*|deliver\w*)\b"
)
_PARENTHESES = re.compile(r"\s*\([^)]*\)")

Row = Sequence[object]


@dataclass(frozen=True)
class Operations:
    """Which columns tell what was done, and how far it went.

    Attributes
    ----------
    act
        The column of what is done; None where all rows are of an opening.
    states
        The columns of how far it went: the first is of the ticket, others of its resolution.
    kind
        The column that tells a renewal from a first sale, if any.
    """

    act: int | None = None
    states: tuple[int, ...] = ()
    kind: int | None = None

    def of(self, row: Row) -> str:
        """Tell what a row does: "on", "off", "asked", "dropped"; "" where it is no ENT's."""
        act = "on" if self.act is None else act_of(_text(row, self.act))
        if not act:
            return ""
        states = [state for column in self.states if (state := state_of(_text(row, column)))]
        if self.states and not states:
            return "unread" if act == "on" else ""
        if self.unread_state(row) and "dropped" not in states:
            return "unread" if act == "on" else ""
        if "dropped" in states:
            renewal = self.kind is not None and _renews(_text(row, self.kind))
            return "off" if renewal and act == "on" else "dropped" if act == "on" else ""
        if "pending" in states:
            return "asked" if act == "on" else ""
        return act

    def unread_state(self, row: Row) -> str:
        """Give what is written of how far a row went, where it is in words of one's own."""
        texts = [text for column in self.states if (text := _text(row, column))]
        return next((text for text in texts if not state_of(text)), "")


def day_fit(title: Title, likely: float, *, has_states: bool) -> float:
    """Say how surely a title is that of the day when an operation was carried out.

    Parameters
    ----------
    title, likely
        A column of days, and how surely it is that of an opening.
    has_states
        Whether operations have states: the first day is then that of the request.
    """
    words = bare(title.own)
    if has_states and _OF_REQUEST.search(words):
        return 0.1
    answered = 0.5 if _OF_ANSWER.search(words) else 0.0
    return 0.2 + max(0.0, likely) + (1.0 if _OF_USE.search(words) else answered)


def _text(row: Row, column: int) -> str:
    return cell_text(row[column]) if column < len(row) else ""


@cache
def _phrases(section: str, name: str) -> frozenset[str]:
    return frozenset(own_toml(_WORDS)[section][name])


@cache
def act_of(text: str) -> str:
    """Tell whether an operation opens a school's ENT, closes it, or does neither.

    Examples
    --------
    >>> act_of("MISE_HORS_LIGNE_ECOLE"), act_of("Ouverture d'un espace ENT"), act_of("SYNCHRO")
    ('off', 'on', '')
    """
    words = bare(text).split()
    for length in range(4, 0, -1):
        for first in range(len(words) - length + 1):
            phrase = " ".join(words[first : first + length])
            act = next((act for act in ("off", "on") if phrase in _phrases("acts", act)), "")
            if act:
                rest = words[:first] + words[first + length :]
                return act if _is_of_ent(rest) else ""
    return ""


def _is_of_ent(words: Sequence[str]) -> bool:
    """Tell what an ENT's opening may name besides from another thing: an account, a ticket."""
    if says(" ".join(words), "ent"):
        return True
    left = [word for word in words if word not in _phrases("acts", "objects")]
    return not left or bool(solution_of(" ".join(left))[1] and solution_of(" ".join(left))[0])


@cache
def state_of(text: str) -> str:
    """Tell how far an operation went: "done", "pending", "dropped"; "" for any other text.

    Examples
    --------
    >>> state_of("En cours (Attribué)"), state_of("Closed Won"), state_of("Won't Do")
    ('pending', 'done', 'dropped')
    """
    for spelled in (plain(text), plain(_PARENTHESES.sub("", text))):
        for state in ("done", "pending", "dropped"):
            if spelled in _phrases("states", state):
                return state
    return ""


def _renews(text: str) -> bool:
    return not _phrases("acts", "renewals").isdisjoint(bare(text).split())


def operations_of(
    titles: Mapping[int, Title], rows: Sequence[Row], *, codes: int | None
) -> Operations | None:
    """Find the columns of a table of operations; None for a table of schools.

    Parameters
    ----------
    titles
        Of its columns.
    rows
        Below its header.
    codes
        The column of the UAI.
    """
    cells = {column: _distinct(rows, column) for column in titles if column != codes}
    few = {column: texts for column, texts in cells.items()
           if texts and len(texts) <= max(_FEW, _REPEATED * len(rows))
           and len(texts) <= _MOST_ACTS}  # fmt: skip
    states = [column for column, texts in few.items() if _are_states(texts, titles[column])]
    # Beside what is done, "Statut" says how far it went, in words that may be one's own.
    named = [c for c, title in titles.items() if c in few and c not in states
             and not _STATE_TITLES.isdisjoint(bare(title.own).split())
             and not {"on", "off"} & set(map(act_of, few[c]))]  # fmt: skip
    state_columns = [column for column in states if any(map(_is_telling, few[column]))]
    acts = {column: {act_of(text) for text in texts} for column, texts in few.items()
            if column not in states}  # fmt: skip
    act = max((column for column, of_column in acts.items()
               if of_column >= {"on", "off"} or ("on" in of_column and _is_event(titles[column]))),
              key=lambda column: len(few[column]), default=None)  # fmt: skip
    of_deals = any(_is_won(text) for column in state_columns for text in few[column])
    kind = next((c for c, texts in few.items() if any(map(_renews, texts))
                 and c not in states), None)  # fmt: skip
    if act is None and state_columns:
        act = next((column for column, of_column in acts.items() if "on" in of_column), None)
    of_ent = any(says(text, "ent") for texts in few.values() for text in texts)
    if act is None and not (state_columns and (of_ent or of_deals)):
        return None
    states = sorted(states, key=lambda column: column not in state_columns)
    return Operations(act, (*states, *(named if act is not None else ())), kind)


def _is_won(text: str) -> bool:
    return state_of(text) == "done" and plain(text).split()[-1] in _WON


def _is_telling(text: str) -> bool:
    spelled = {plain(text), plain(_PARENTHESES.sub("", text))}
    return not spelled.isdisjoint(_phrases("states", "telling"))


def _is_event(title: Title) -> bool:
    return not _EVENT_TITLES.isdisjoint(bare(title.own).split())


def _distinct(rows: Sequence[Row], column: int) -> set[str]:
    # By type too: 1 and True are one to a set, and are written otherwise.
    cells = {(type(row[column]), row[column]) for row in rows if column < len(row)}
    return {cell_text(cell) for _, cell in cells if not is_empty(cell)}


def _are_states(texts: set[str], title: Title) -> bool:
    known = sum(bool(state_of(text)) for text in texts)
    return known >= _MOSTLY * len(texts) and not says(title.own, "other")
