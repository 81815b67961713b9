"""What one cell of a register says, every word of it accounted for (decision 0017).

`read_cell`, `read_remark` and `products_in` are all that the rest of the room uses.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from geo_ent.register.cells.cell_cut import Cut, cut
from geo_ent.register.cells.cell_events import Said, events_of
from geo_ent.register.cells.cell_phrases import Phrase, clauses_of, phrases_of
from geo_ent.register.cells.cell_verdict import Verdict, verdict_of
from geo_ent.text.note import Note

_LONGEST = 300  # letters of a cell that are read

_CHECKS, _BOXES, _EMPTY_BOXES, _CROSSES = "✓✔✅🗸👍", "☑☒🗹🗷▣■◼●", "☐□▢◻○❏❑", "✗✘❌👎"
# "2. 2 classes", "0 - non", "b) en projet": the number of an answer in its list, and no date.
_NUMBERING = re.compile(r"^\(?(?:\d{1,2}|[a-hA-H])\s?[.):–-]\s(?!\s*\d{1,2}\s*[-/.])(?=.)")
_FORM_TICKED = re.compile(r"[\[(]\s*[xX✓✔]\s*[\])]")
_FORM_EMPTY = re.compile(r"\[\s*_?\s*\]|\(\s*\)")
# A full stop ends a sentence, but for those of "M. Dupont" and "sept. 2021".
_SENTENCES = re.compile(r"(?<!\bM)(?<!\bMr)(?<!\bSt)\.\s+(?=\D)|[;\n|]|\s[-–—]\s")
_ADDRESS = re.compile(r"@|https?://|www\.")
_LIST = re.compile(r"\s*[+,/]\s*")
_NAME = re.compile(r"(?!.*ée?s?$)[A-Z][\w'’-]*[a-z][\w'’-]*(?: [A-Z][\w'’-]*)?")
_LONGEST_LISTED = 2  # words of a name in a list
_NOTHING = "?!()-–—./…* "  # what a cell of marks that says nothing is made of


@dataclass(frozen=True, slots=True)
class CellSays:
    """What a cell says.

    Attributes
    ----------
    status
        One of the contract's; None where it says nothing of a status, or nothing that is sure.
        With an `end` it is what holds until then ("résilié le 31/08/2022": school, until then).
    solution
        The products named that are (or were until `end`, or will be) the school's.
    start, start_precision, end
        The dates said of it.
    unread
        The words that nothing accounts for.
    doubt
        Why the reading isn't sure, if it isn't.
    gone
        Whether it says that there was an ENT and is none any more.
    only_named
        Whether all that it says is a product or a first day: its being there is the status.
    whole
        Whether it says that it is of the whole school.
    firm
        Whether it speaks of the ENT itself: not "convention signée", "pas de fibre", "3 classes".
    """

    status: str | None
    solution: tuple[str, ...] = ()
    start: dt.date | None = None
    start_precision: str = ""
    end: dt.date | None = None
    unread: tuple[str, ...] = ()
    doubt: Note | None = None
    gone: bool = False
    only_named: bool = False
    whole: bool = False
    firm: bool = True


def read_cell(cell: object) -> CellSays:
    """Read a cell whole: its status, its solutions, its dates, and what of it isn't understood.

    Examples
    --------
    >>> read_cell("ex-Beneylu, ONE depuis 2022").solution, read_cell("non déployée").status
    (('ONE',), 'none')
    >>> read_cell("oui turlututu").status, read_cell("oui turlututu").unread
    ('unknown', ('turlututu',))
    """
    if cell is None or isinstance(cell, bool):
        return CellSays({None: "unknown", False: "none", True: "school"}[cell])
    return _read(" ".join(str(cell).split())[:_LONGEST])


def read_remark(text: str) -> list[CellSays]:
    """Read what a remark clearly says of the ENT, a reading a sentence; the rest is left.

    Examples
    --------
    >>> [reading.status for reading in read_remark("Mail du maire. ENT résilié. Fibre prévue.")]
    ['none']
    """
    readings = [read_cell(part) for part in _SENTENCES.split(text) if part.strip()]
    return [
        reading
        for reading in readings
        if (reading.firm or reading.status == "planned")
        and reading.status
        and not reading.unread
        and (reading.solution or not reading.only_named)  # a day alone may be of anything
    ]


def names_a_thing(text: str) -> bool:
    """Tell whether a text is first of all of something else that schools buy, or are given.

    Examples
    --------
    >>> names_a_thing("Formation prise en main (3 h)"), names_a_thing("Zébulon")
    (True, False)
    """
    roles = [phrase.role for phrase in phrases_of(cut(text)) if phrase.role != "neutral"]
    return "product" not in roles and roles[:1] == ["thing"]


def products_in(text: str) -> tuple[tuple[str, ...], str]:
    """Give the products that a text names, and what of it may be the name of another ("").

    Examples
    --------
    >>> products_in("ENT ONE + Klassly"), products_in("Zébulon (2 classes)")
    ((('ONE', 'Klassly'), ''), ((), 'Zébulon'))
    """
    cell, phrases = _phrases(text)
    names = tuple(dict.fromkeys(phrase.name for phrase in phrases if phrase.role == "product"))
    unread = any(phrase.role == "unread" for phrase in phrases)
    # A publisher alone is all that is known of the product.
    alone = not names and any(phrase.role == "editor" for phrase in phrases)
    if not unread and not alone:
        # Words that say nothing by themselves are a name in their own way: "ENT de la ville".
        return names, "" if names or read_cell(text).status else text
    clauses = [c.phrases for c in clauses_of(cell, phrases)]
    strange = [c for c in clauses if {"unread", "editor"} & {phrase.role for phrase in c}]
    # What is understood beside a name, in clauses of its own ("(2 classes)"), is no part of it.
    if len(strange) == 1 < len(clauses) and not names and strange[0] is clauses[0]:
        return (), re.split(r"\s*[(,;:]|\s+-\s+", text)[0].strip()
    return names, text


@lru_cache(maxsize=1 << 12)
def _phrases(text: str) -> tuple[Cut, list[Phrase]]:
    """Cut a text into its phrases, which its status and its products are both read from."""
    cell = cut(text)
    return cell, phrases_of(cell)


@lru_cache(maxsize=1 << 15)
def _read(text: str) -> CellSays:
    mark = _mark(text)
    if mark is not None:
        return CellSays(mark or None)
    listed = _listed_products(text)
    if listed:
        return CellSays("school", listed, only_named=True)
    cell, phrases = _phrases(_chosen(text))
    if not phrases:
        # An address is written there for something, which isn't a status.
        doubt = Note("unread-words", text=text, words=(text,))
        written = _ADDRESS.search(text)
        return CellSays("unknown", unread=(text,), doubt=doubt) if written else CellSays("unknown")
    clauses = events_of(clauses_of(cell, phrases))
    verdict = verdict_of(clauses, asked="?" in "".join(cell.gaps))
    slips = tuple(phrase.words for phrase in phrases if phrase.slip and phrase.role != "neutral")
    return _sure(text, verdict, _unread(clauses, verdict), slips)


def _listed_products(text: str) -> tuple[str, ...]:
    """Read "ONE + Lalilo": a known product beside names that nobody knows, which are kept.

    Names alone stay a doubt. Between commas or strokes a name has its capital and no ending of a
    participle: "ONE, Démonté" may be said of ONE, where a plus sign always adds another thing.
    """
    parts = [part.strip() for part in _LIST.split(text)]
    if len(parts) == 1:
        return ()
    added = text.count("+") == len(parts) - 1
    read = [_phrases(part) for part in parts]
    roles = [{phrase.role for phrase in phrases} for _, phrases in read]
    if {"product"} not in roles or {"unread"} not in roles:
        return ()
    names: list[str] = []
    for part, role, (_, phrases) in zip(parts, roles, read, strict=True):
        is_name = len(phrases) <= _LONGEST_LISTED and (added or _NAME.fullmatch(part))
        if role == {"product"}:
            names += [phrase.name for phrase in phrases]
        elif role == {"unread"} and is_name:
            names.append(part)
        else:
            return ()
    return tuple(dict.fromkeys(names))


def _mark(text: str) -> str | None:
    """Read a cell without letters or figures: a tick, a cross, a dash; None where it has some."""
    if re.search(r"[^\W_]", text):
        return None
    if any(mark in text for mark in _CHECKS + _BOXES + "×"):
        return "school"
    if any(mark in text for mark in _CROSSES + _EMPTY_BOXES):
        return "none"
    return "unknown" if not text.strip(_NOTHING) else ""


def _chosen(text: str) -> str:
    """Keep of "☒ oui ☐ non" what is ticked; write other ticks and crosses as answers."""
    text = _FORM_EMPTY.sub("☐", _FORM_TICKED.sub("☑", _NUMBERING.sub("", text)))
    boxes = f"[{_BOXES}{_EMPTY_BOXES}]"
    if not re.search(boxes, text):
        text = re.sub(f"[{_CHECKS}]", " ; oui ; ", text)
        return re.sub(f"[{_CROSSES}]", " ; non ; ", text)
    text = re.sub(f"[{_CHECKS}]", "☑", text)
    labels = [label.strip() for label in re.split(boxes, text)]
    # The box stands before its label, or after it, all along a cell.
    labels = labels[1:] if re.match(rf"\W*{boxes}", text) else labels[:-1]
    marks = re.findall(boxes, text)
    ticked = [label for label, mark in zip(labels, marks, strict=False) if mark in _BOXES]
    return " ; ".join(ticked)


def _unread(clauses: Said, verdict: Verdict) -> tuple[str, ...]:
    """Name the words left; those of a reason given for having none change nothing."""
    reasoned = verdict.status == "none"
    return tuple(
        phrase.words
        for phrase in clauses.unread
        if not (reasoned and phrase.first > clauses.after_reason)
    )


def _sure(text: str, verdict: Verdict, unread: tuple[str, ...], slips: Sequence[str]) -> CellSays:
    """Give what a cell says; where it isn't sure, no yes is kept."""
    doubt = None
    status = verdict.status
    if verdict.doubt:
        doubt = Note(verdict.doubt, text=text)
    elif unread:
        doubt = Note("unread-words", text=text, words=unread)
    elif slips:
        doubt = Note("misspelt", text=text, words=tuple(slips))
    if unread and status in {"school", "class"}:
        status = "unknown"
    events = verdict.events
    names = tuple(dict.fromkeys(event.name for event in events if event.name))
    start = next((event for event in events if event.start), None)
    end = next((event.end for event in reversed(events) if event.end), None)
    return CellSays(
        status,
        () if status == "none" else names,
        start.start if start else None,
        start.precision if start else "",
        end,
        unread,
        doubt,
        verdict.gone,
        bool(events) and all(event.kind in {"product", "since"} for event in events),
        any(event.kind == "whole" for event in events),
        verdict.firm,
    )
