"""What each clause of a cell says: events, with negations carried out and dates attached."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from geo_ent.register.cells.cell_phrases import Clause, Phrase
from geo_ent.tables.dates import DateInText

# A grade or a cycle, and grades from one to another.
_GRADE, _RANGE = re.compile(r"[tpm]?ps\b|gs\b|c[pem]|cycle|c\d|.*section"), re.compile(r"\bau?\b")
_DAY = dt.timedelta(days=1)

_NEGATIONS: Mapping[str, str] = {
    "negation": "not",
    "never": "not",
    "denied": "not",
    "nothing": "nothing",
    "not-yet": "not-yet",
    "no-longer": "no-longer",
}
"""Role of what negates → how."""

_TARGETS = frozenset(
    {"yes", "use", "begun", "renew", "signed", "ended", "plan", "foreseen", "project", "arrives"}
    | {"signing"}
    | {"accept", "refuse", "support", "part", "whole", "product", "other", "thing", "ent"}
    | {"trial", "contact", "sector"}
)
# "Non" is an answer before it negates: only a state right after it is denied ("non déployée"), not
# a noun ("non, projet 2024" is often written without its comma).
_DENIED = frozenset({"use", "signed", "accept", "support", "renew", "ended", "foreseen", "contact"})

_TO_COME = ("plan", "foreseen", "project", "arrives", "signing", "trial")

_NEVER: Mapping[str, str] = {
    **dict.fromkeys(_TO_COME, "no-plan"),
    "arrives": "no",  # "sans l'utiliser"
    **dict.fromkeys(("support", "thing"), "no-reason"),
    # A double negation, and "pas en maternelle", leave open what there is.
    **dict.fromkeys(("ended", "refuse", "sector", "yes"), "doubt"),
    "accept": "refuse",
    "other": "idle",
    "contact": "unknown",
}
_THERE = ("use", "begun", "signed", "part", "product", "ent")

_LAST_YEAR = ("dernier", "derniere", "passee", "an passe")
_BEGINNINGS = (
    "install",
    "deploy",
    "mis en",
    "ouvert",
    "lance",
    "demarre",
    "cree",
    "equip",
    "activ",
)
_COMPLETES_NE = ("pas ", "plus ", "jamais ", "aucun", "rien ")
_NO_STATES = frozenset({"ent", "yes", "sector"})

_NEGATED: Mapping[str, Mapping[str, str]] = {
    "not": {**_NEVER, **dict.fromkeys(_THERE, "no"), "whole": "part", "renew": "gone"},
    # "Rien dans toute l'école" isn't a part of it.
    "nothing": {**_NEVER, **dict.fromkeys((*_THERE, "whole"), "no"), "renew": "gone"},
    # "Plus partout" leaves open where it still is.
    "no-longer": {**_NEVER, **dict.fromkeys((*_THERE, "renew"), "gone"), "whole": "doubt"},
    "not-yet": {
        **_NEVER,
        **dict.fromkeys((*_THERE, *_TO_COME, "whole", "renew", "accept"), "not-yet"),
    },
}
"""How it is negated → what is negated → what that says."""

_BARE: Mapping[str, str] = {
    "not": "no",
    "nothing": "no",
    "no-longer": "gone",
    "not-yet": "not-yet",
}
"""How a negation that has no target is one → what it says."""

_SAYS: Mapping[str, str] = {
    "use": "yes",
    "foreseen": "plan",
    "signing": "plan",
    "trial": "plan",
    "contact": "idle",
    "agent": "",
    "arrives": "plan",
    "stops": "ending",
    "support": "",
    "thing": "",
    "ent": "",
    "neutral": "",
    "reason": "",
    "future": "",
    "former": "",
    "date": "",
}
"""Role → the kind of event that it is, where it isn't its own name; "" for none."""

# What of a clause may be of another thing that it names: the wifi is planned, not the ENT.
_OF_THINGS = frozenset(
    {"yes", "plan", "project", "ended", "begun", "accept", "renew", "signed", "refuse", "ending"}
    | {"doubt", "to-check", "future", "whole"}
)
_PLANS = frozenset({"plan", "project"})
DATED = frozenset(
    {"yes", "part", "whole", "product", "no", "gone", "ending", "plan", "project", "begun"}
    | {"renew", "signed", "not-yet", "ended", "accept", "no-plan", "idle", "unknown"}
)
"""Kinds of events that a date can be of."""


@dataclass(slots=True)
class Event:
    """One thing that a cell says.

    Attributes
    ----------
    kind
        "yes", "no", "part", "whole", "product", "gone" (it is no more), "ending" (it will be no
        more), "plan", "project", "not-yet", "no-plan", "refuse", "accept", "signed", "renew",
        "begun", "other", "no-reason", "only", "except", "extension", "unknown", "idle" or "doubt".
    place, clause
        Where its phrase stands, and the number of its clause.
    answer
        Whether it is a yes or a no said as such ("oui"), not a state ("déployé").
    name, is_ent
        Of a product, or of what is gone or planned.
    start, precision, end
        The dates attached to it.
    firm
        Whether a plan is of the ENT, and not of a paper to sign; whether a part is one as such, and
        no count or grade that may be of something else.
    trial
        Whether what is planned is being tried.
    """

    kind: str
    place: int
    clause: int
    answer: bool = False
    name: str = ""
    is_ent: bool = True
    start: dt.date | None = None
    precision: str = ""
    end: dt.date | None = None
    firm: bool = True
    trial: bool = False


@dataclass(slots=True)
class Said:
    """What the clauses of a cell say.

    Attributes
    ----------
    events
        In order.
    joints
        The joint of each clause.
    unread
        Words that play no part.
    after_reason
        The place from which all is a reason given ("faute de…"), or a place past the end.
    """

    events: list[Event] = field(default_factory=list)
    joints: list[str] = field(default_factory=list)
    unread: list[Phrase] = field(default_factory=list)
    after_reason: int = 1_000


def events_of(clauses: Sequence[Clause]) -> Said:
    """Read each clause, then attach the dates that stand in one of their own."""
    cell = Said()
    loose: list[tuple[int, Phrase]] = []
    former = False
    for number, clause in enumerate(clauses):
        cell.joints.append(clause.joint)
        roles = {phrase.role for phrase in clause.phrases}
        reasons = [phrase.first for phrase in clause.phrases if phrase.role == "reason"]
        cell.after_reason = min([cell.after_reason, *reasons])
        cell.unread += [phrase for phrase in clause.phrases if phrase.role == "unread"]
        events, spare = _clause_events(clause.phrases, number, former=former)
        cell.unread += spare
        # "Avant : Beneylu": what is before the colon is said of what is after it.
        former = "former" in roles and not events
        cell.events += events
        loose += [
            (number, phrase)
            for phrase in clause.phrases
            if phrase.role == "date" and not _attached(phrase, events)
        ]
    if former:
        cell.unread += [
            phrase for clause in clauses for phrase in clause.phrases if phrase.role == "former"
        ]
    for number, phrase in loose:
        _attach_loose(number, phrase, cell)
    return cell


def _clause_events(
    phrases: Sequence[Phrase], number: int, *, former: bool
) -> tuple[list[Event], list[Phrase]]:
    """Give the events of a clause, and the phrases of which nothing could be made."""
    reach, spare = _reach(phrases)
    events = [
        event
        for place, phrase in enumerate(phrases)
        if (event := _event(phrase, reach.get(place, ""), number))
    ]
    events = _of_parts(events, phrases)
    events = _of_the_agent(events, phrases)
    events = _of_other_matters(events, {phrase.role for phrase in phrases})
    events = _of_one_clause(events)
    return _in_time(events, phrases, number, former=former), spare


def _of_parts(events: list[Event], phrases: Sequence[Phrase]) -> list[Event]:
    """Settle what of the school a clause is of: sectors, and grades of "toutes les classes"."""
    roles = {phrase.role for phrase in phrases}
    if "sector" in roles and roles & {"only", "except"}:
        events = [_as_part(event) for event in events]
    if "sector" in roles and any(phrase.words.startswith("exclu") for phrase in phrases):
        events = [_as_exception(_as_part(event)) for event in events]
    # What was put in place last year still is, unlike what was used.
    if any(p.role == "begun" or p.words.startswith(_BEGINNINGS) for p in phrases):
        events = _settled_since(events, phrases)
    if "whole" in roles and _of_some(phrases):
        events = [event for event in events if event.kind != "whole"]
    return events


def _of_other_matters(events: list[Event], roles: AbstractSet[str]) -> list[Event]:
    """Leave out what is done or planned of something else that a clause names."""
    if "contact" in roles:
        # "Relance faite", "mail envoyé": what is done is the asking.
        events = [e for e in events if e.kind not in {"yes", "begun", "plan", "other"} or e.answer]
    if "thing" in roles:
        events = _of_other_things(events, named=bool({"product", "ent"} & roles))
    if "extension" in roles:
        events = [event for event in events if event.kind not in _PLANS]
    return events


def _in_time(
    events: list[Event], phrases: Sequence[Phrase], number: int, *, former: bool
) -> list[Event]:
    """Carry out what a clause says of the time: that it will be, was, or is no more."""
    roles = {phrase.role for phrase in phrases}
    if "future" in roles:
        # "Le sera en 2024" names nothing that will be.
        plan = Event("plan", phrases[0].first, number)
        events = [_in_future(event) for event in events] or [plan]
    if former or "former" in roles:
        events = _of_the_past(events, phrases, number)
    return _ended(events, phrases)


def _reach(phrases: Sequence[Phrase]) -> tuple[dict[int, str], list[Phrase]]:
    """Say which phrases of a clause are negated, and how; "bare" where a negation has no target."""
    reach: dict[int, str] = {}
    spare: list[Phrase] = []
    pending_ne: int | None = None
    for place, phrase in enumerate(phrases):
        if phrase.role == "ne":
            pending_ne = place
        if phrase.role not in _NEGATIONS:
            continue
        how = _NEGATIONS[phrase.role]
        if phrase.words == "plus" and _is_more(phrases, place):
            spare += [phrase] * (place > 0 and phrases[place - 1].words in {"en", "de"})
            continue
        targets = _targets(phrases, place, pending_ne)
        reach.update(dict.fromkeys(targets, how))
        if not targets:
            reach[place] = f"bare {how}"
        pending_ne = None
    # "Aucune classe ne l'utilise": what completes "ne" may stand before it.
    # So may a phrase that holds it ("n'ont pas répondu").
    held = any(phrase.words.startswith(_COMPLETES_NE) for phrase in phrases)
    # "Ne concerne que le CM2" holds "only" instead.
    held = held or any(phrase.words == "que" for phrase in phrases)
    if pending_ne is not None and not reach and not held:
        spare.append(phrases[pending_ne])
    return reach, spare


def _is_more(phrases: Sequence[Phrase], place: int) -> bool:
    """Tell "plus de 3 classes" and "en plus" from "plus d'ENT"."""
    after = next((p for p in phrases[place + 1 :] if p.role != "neutral"), None)
    counted = after is not None and after.role == "part" and after.words[:1].isdigit()
    return counted or (place > 0 and phrases[place - 1].words in {"en", "de"})


def _targets(phrases: Sequence[Phrase], place: int, pending_ne: int | None) -> list[int]:
    """Find what a negation is of: between "ne" and it, else after it, else just before it."""
    places = [i for i, phrase in enumerate(phrases) if phrase.role in _TARGETS]
    between = [i for i in places if pending_ne is not None and pending_ne < i < place]
    if between:
        # "N'adhère pas au projet": what follows is of it too.
        return between + [i for i in places if i > place]
    if phrases[place].role == "denied":
        after = [i for i in places if i == place + 1 and phrases[i].role in _DENIED]
    else:
        stop = next(
            (i for i in range(place + 1, len(phrases)) if phrases[i].role in _NEGATIONS),
            len(phrases),
        )
        after = [i for i in places if place < i < stop]
    # "Utilise pas", "convention signée non": it stands last, and what it negates is before it.
    last = all(phrase.role in {"neutral", "date"} for phrase in phrases[place + 1 :])
    # After a noun "non" is an answer to it or to another ("plus tard non"): only states are denied.
    deniable = _DENIED | {"product"} if phrases[place].role == "denied" else _TARGETS - _NO_STATES
    denied = [i for i in places if last and i < place and phrases[i].role in deniable]
    return after or denied[-1:]


def _event(phrase: Phrase, how: str, number: int) -> Event | None:
    """Make the event of a phrase, negated or not; None where it is none."""
    if how.startswith("bare"):
        kind = _BARE[how.removeprefix("bare ")]
        return Event(kind, phrase.first, number, answer=phrase.role == "denied")
    if phrase.role in _NEGATIONS or phrase.role in {"ne", "unread"}:
        return None
    kind = _NEGATED[how].get(phrase.role, "doubt") if how else _SAYS.get(phrase.role, phrase.role)
    if not kind:
        return None
    return Event(
        kind,
        phrase.first,
        number,
        answer=phrase.role in {"yes", "no"} and not how,
        name=phrase.name,
        is_ent=phrase.is_ent,
        firm=phrase.role != "signing" and not _is_counted(phrase),
        trial=phrase.role == "trial",
    )


def _is_counted(phrase: Phrase) -> bool:
    """Tell "4 classes", "CM2" and "classe", which may be of anything, from "certaines classes"."""
    if phrase.role != "part" or "seule" in phrase.words:
        return False
    counted = phrase.words[:1].isdigit() or _GRADE.match(phrase.words) is not None
    return counted or (" " not in phrase.words and phrase.words.startswith("cl"))


def _of_other_things(events: list[Event], *, named: bool) -> list[Event]:
    """Leave out what is said of a thing that isn't the ENT; doubt where the ENT is named too."""
    # "Oui si fibre" doubts its own answer.
    own = {"doubt"} if any(event.answer for event in events) else set()
    of_things = [e for e in events if e.kind in _OF_THINGS - own and not e.answer]
    if named and of_things:
        return [*events, Event("doubt", events[0].place, events[0].clause)]
    return [event for event in events if event not in of_things]


def _of_some(phrases: Sequence[Phrase]) -> bool:
    """Tell "toutes les classes de cycle 3" from "toutes les classes du CP au CM2"."""
    grades = [p.words for p in phrases if p.role == "part" and _GRADE.match(p.words)]
    ranges = any(_RANGE.search(words) for words in grades)
    return bool(grades) and not ranges and all(p.role != "except" for p in phrases)


def _as_part(event: Event) -> Event:
    """Read "maternelle uniquement", "sauf les maternelles": a sector is a part then."""
    if event.kind == "sector":
        event.kind = "part"
    return event


def _as_exception(event: Event) -> Event:
    """Read "maternelle exclue": nobody refused anything."""
    if event.kind == "refuse":
        event.kind = "except"
    return event


def _of_the_agent(events: list[Event], phrases: Sequence[Phrase]) -> list[Event]:
    """Take "mairie OK" and "OK de la mairie" for an agreement; "oui (mairie)" stays a yes."""
    agents = [phrase.first for phrase in phrases if phrase.role == "agent"]
    oks = {phrase.first for phrase in phrases if phrase.words == "ok"}
    for event in events:
        if event.answer and agents and (event.place > agents[0] or event.place in oks):
            event.kind = {"yes": "accept", "no": "refuse"}[event.kind]
    # The team is no equipment where it is said what it refuses.
    teams = {phrase.first for phrase in phrases if phrase.words == "equipe"}
    refused = any(event.kind == "refuse" for event in events)
    return [event for event in events if not (refused and event.place in teams)]


def _of_one_clause(events: list[Event]) -> list[Event]:
    """Let "utilise un blog" say that of the blog, and "ONE non déployé" deny ONE."""
    kinds = {event.kind for event in events if not event.answer}
    instead = "other" in kinds or any(e.kind == "product" and not e.is_ent for e in events)
    denied = {"no", "not-yet"} & kinds
    left_out = {"yes"} if instead else set()
    # "Site web en projet": that of which something is said is no ENT.
    left_out |= _OF_THINGS if "other" in kinds and "product" not in kinds else set()
    left_out |= {"product", "part"} if denied and not instead else set()
    # "ONE jugé trop cher" isn't there.
    left_out |= {"product"} if "no-reason" in kinds else set()
    return [event for event in events if event.answer or event.kind not in left_out]


def _in_future(event: Event) -> Event:
    if event.kind in {"yes", "begun", "product", "part", "whole"} and not event.answer:
        event.kind = "plan"
    elif event.kind == "ended":
        event.kind = "ending"
    return event


def _of_the_past(events: list[Event], phrases: Sequence[Phrase], number: int) -> list[Event]:
    """Carry out "ex-Beneylu", "ancien ENT", "utilisait ONE"."""
    past = [e for e in events if e.kind in {"yes", "product", "part", "whole", "ended"}]
    for event in past:
        event.kind = "gone"
    if not past and any(phrase.role == "ent" for phrase in phrases):
        events = [*events, Event("gone", phrases[0].first, number)]
    return events


def _settled_since(events: list[Event], phrases: Sequence[Phrase]) -> list[Event]:
    """Let "arrêté l'an dernier" leave nothing open, as "utilisé l'an dernier" does."""
    past = [p.first for p in phrases if p.words.endswith(_LAST_YEAR)]
    return [e for e in events if not (e.kind == "doubt" and e.place in past)]


def _ended(events: list[Event], phrases: Sequence[Phrase]) -> list[Event]:
    """Say what ends: a project that is dropped, an ENT that is gone or, planned so, will be."""
    kinds = {event.kind for event in events}
    if "ended" not in kinds:
        return _planned(events, kinds)
    dropped = "refuse" if {"project", "accept"} & kinds else "gone"
    events = _settled_since(events, phrases)
    end = "ending" if "plan" in kinds else dropped
    names = [event for event in events if event.kind == "product"]
    kept = [
        event
        for event in events
        if event.kind not in {"plan", "project", "accept", "begun", "product", "part", "signed"}
    ]
    for event in kept:
        if event.kind == "ended":
            event.kind = end
            event.name = names[0].name if names else event.name
    return kept


def _planned(events: list[Event], kinds: set[str]) -> list[Event]:
    """Say what is planned: beside a plan, a state or a product is what it will be."""
    if not {"plan", "project"} & kinds:
        return events
    if "renew" in kinds:
        return [event for event in events if event.kind not in {"plan", "project"}]
    names = [event for event in events if event.kind == "product"]
    planned = [
        event
        for event in events
        if event.kind not in {"begun", "product"} and not (event.kind == "yes" and not event.answer)
    ]
    for event in planned:
        if event.kind in {"plan", "project"} and names:
            event.name = names[0].name
    return planned


def _attached(phrase: Phrase, events: Sequence[Event]) -> bool:
    """Attach a date to the event before it in its clause, else to the one after it."""
    before = [e for e in events if e.kind in DATED and e.place < phrase.first]
    after = [e for e in events if e.kind in DATED and e.place > phrase.first]
    if not before and not after:
        return False
    attach(before[-1] if before else after[0], phrase)
    return True


def _attach_loose(number: int, phrase: Phrase, cell: Said) -> None:
    """Attach a date that stands in a clause of its own: to what is before, else to what follows."""
    before = [e for e in cell.events if e.kind in DATED and e.clause < number]
    after = [e for e in cell.events if e.kind in DATED and e.clause > number]
    if before or after:
        attach(before[-1] if before else after[0], phrase)
    elif phrase.date is not None and _says_since(phrase):
        event = Event("since", phrase.first, number)
        attach(event, phrase)
        cell.events.append(event)
    else:
        cell.unread.append(phrase)


def _says_since(phrase: Phrase) -> bool:
    """Tell "à la rentrée 2023" and "depuis 2018" from a date that may be of anything."""
    since_words = {"rentree", "depuis", "since", "des", "partir"} & set(phrase.words.split())
    return bool(since_words) and phrase.date is not None and phrase.date.bound in {"", "from"}


def attach(event: Event, phrase: Phrase) -> None:
    """Give an event its date: a first day, a last day, or the day from which it is no more."""
    date = phrase.date
    if date is None or event.kind in {"idle", "unknown"}:  # the day of a mail
        return
    if event.kind in {"gone", "ending", "ended"}:
        event.end = date.date - _DAY if date.bound == "from" else date.end
    elif event.kind in {"no", "not-yet"}:
        _until_then(event, date)
    elif date.bound == "until" or (event.start and date.date > event.start):
        event.end = date.end
    elif date.bound == "before" and event.kind not in {"plan", "project"}:
        event.kind = "doubt"
    elif event.kind != "renew":
        event.start, event.precision = date.date, date.precision


def _until_then(event: Event, date: DateInText) -> None:
    """Read "pas avant 2024", "non jusqu'en 2024": then it will be."""
    if date.bound in {"before", "until"}:
        event.kind = "plan"
    if date.bound == "until":
        event.start, event.precision = date.date, date.precision
