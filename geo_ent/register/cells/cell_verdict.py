"""How what the clauses of a cell say adds up to a status."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from geo_ent.register.cells.cell_events import Event, Said

_POSITIVE = frozenset({"yes", "product", "whole", "renew", "since"})
_WEAK = (
    *(("signed", "school"), ("accept", "planned"), ("other", "none"), ("no-plan", "none")),
    *(("unknown", "unknown"), ("no-reason", "none"), ("idle", "unknown")),
)
"""What a cell stands for where it only says that, the strongest first."""
_AGAINST = frozenset({"no", "gone", "refuse", "not-yet", "ended"})
_NO_LABELS = frozenset({"product", "sector", "idle"})
_PLANS = frozenset({"plan", "project"})


@dataclass(slots=True)
class Verdict:
    """A status, with the events that it is of; `doubt` is the code of why it isn't sure.

    It isn't `firm` where what it says of the ENT only follows from what it says.
    """

    status: str | None
    events: Sequence[Event] = ()
    doubt: str = ""
    gone: bool = False
    firm: bool = True


def verdict_of(clauses: Said, *, asked: bool) -> Verdict:
    """Add up what the clauses of a cell say."""
    events = _labelled(clauses)
    current = _current(events, clauses.joints)
    current = _not_yet_but(_tried(current), clauses.joints)
    kinds = {event.kind for event in current}
    if asked or kinds & {"doubt", "to-check"} or _alternates(current, clauses.joints):
        lone = kinds <= {"unknown", "to-check", "idle"}
        return Verdict("unknown", [] if lone else current, "" if lone else "doubted")
    if "or" in clauses.joints and len({e.name for e in current if e.name}) > 1:
        for event in current:
            event.name = ""
    if "except" in kinds:
        return _with_exception(current, kinds)
    return _settled(current, kinds)


def _alternates(events: Sequence[Event], joints: Sequence[str]) -> bool:
    """Tell whether "ou", or a stroke, leaves open which of two things a cell says."""
    kinds = {event.kind for event in events}
    if not {"or", "/"} & set(joints):
        return False
    # What is planned may be named: "en réflexion : ONE ou Beneylu".
    there = (_POSITIVE | {"part"}) - ({"product"} if kinds & _PLANS else set())
    groups = [kinds & group for group in (there, _AGAINST, _PLANS)]
    several = sum(map(bool, groups)) > 1
    if "or" not in joints:  # "oui/ONE", "ONE/2021" and "CM1/prévu" say two things that go together
        return bool(groups[0] and groups[1])
    names = {event.name for event in events if event.name}
    answered = {"no", "gone", "refuse"} & kinds
    return several or len(answered) > 1 or (len(names) > 1 and not groups[2])


def _tried(events: list[Event]) -> list[Event]:
    """Let "2 classes en test" be two classes, "oui, école pilote" a yes: what is tried is there."""
    there = any(event.kind == "part" or (event.kind == "yes" and event.answer) for event in events)
    return [event for event in events if not (there and event.trial)]


def _not_yet_but(events: list[Event], joints: Sequence[str]) -> list[Event]:
    """Let "non, mais convention signée" be a "pas encore": what follows "mais" is agreed."""
    agreed = [e.clause for e in events if e.kind in {"signed", "accept"}]
    for event in events:
        if event.kind == "no" and agreed and "but" in joints[event.clause + 1 : agreed[-1] + 1]:
            event.kind, event.answer = "not-yet", False
    return events


def _labelled(clauses: Said) -> list[Event]:
    """Let "Déployé : non" deny what is before its colon, and "ENT : oui" say nothing more."""
    events = list(clauses.events)
    for number, joint in enumerate(clauses.joints):
        answer = [event for event in events if event.clause == number]
        label = [e for e in events if e.clause == number - 1 and e.kind not in _NO_LABELS]
        if joint != ":" or not label or not answer or not answer[0].answer:
            continue
        if answer[0].kind == "no":
            events = [event for event in events if event not in label]
        else:
            events = [event for event in events if event not in answer]
    return events


def _current(events: list[Event], joints: Sequence[str]) -> list[Event]:
    """Keep what holds after "puis", or once what had an end was over, unless it is to come."""
    over = [event for event in events if event.kind == "product" and event.end]
    next_ones = [
        e for e in events if e.kind == "product" and not e.end and over and e.place > over[-1].place
    ]
    if next_ones:
        return [event for event in events if event not in over]
    after = max((n for n, joint in enumerate(joints) if joint == "then"), default=0)
    later = [event for event in events if event.clause >= after]
    if not after or not later:
        return events
    if {event.kind for event in later} & _PLANS:
        earlier = [event for event in events if event.clause < after]
        return earlier or later
    return later


def _with_exception(events: Sequence[Event], kinds: AbstractSet[str]) -> Verdict:
    """Read "toutes les classes sauf PS": all but some is some."""
    if (
        "part" in kinds
        and kinds & {*_POSITIVE, "only"}
        and not kinds & {"no", "gone", "refuse", *_PLANS}
    ):
        return Verdict("class", events)
    return Verdict("unknown", events, "doubted")


def _settled(events: list[Event], kinds: set[str]) -> Verdict:
    """Settle kinds that go together, the last said of an ENT first: that it is no more."""
    if kinds & {"gone", "former"}:
        verdict = _of_gone(events, kinds)
        if verdict:
            return verdict
        events = [event for event in events if event.kind not in {"gone", "former"}]
        kinds = {event.kind for event in events}
    if kinds & {"no", "not-yet", "refuse"}:
        denied = {event.name for event in events if event.kind in {"no", "not-yet", "refuse"}}
        others = [event for event in events if event.kind == "product"]
        # "Pas de ONE mais Beneylu": only that one is denied.
        if "" not in denied and others and denied.isdisjoint(event.name for event in others):
            return _of_used(others, {"product"})
        return _of_none(events, kinds)
    if "ending" in kinds:
        ended = any(event.end for event in events)
        return Verdict("school", events) if ended else Verdict("unknown", events, "doubted")
    if kinds & _PLANS:
        return _of_planned(events)
    return _of_used(events, kinds)


def _of_gone(events: Sequence[Event], kinds: AbstractSet[str]) -> Verdict | None:
    """Say that an ENT is gone, unless another one took its place (None)."""
    gone = [event for event in events if event.kind in {"gone", "former"}]
    names = {event.name for event in gone}
    others = [e for e in events if e.kind == "product" and e.name not in names]
    last = max(event.clause for event in gone)
    replaced = [e for e in others if "" not in names or e.clause > last]
    if replaced or ("former" in kinds and "gone" not in kinds and kinds & _POSITIVE):
        return None
    if kinds & _PLANS and "no" not in kinds:
        return None
    ended = [event for event in gone if event.end]
    if ended:
        status = "class" if "part" in kinds else "school"
        return Verdict(status, [*[e for e in events if e.kind != "part"]], gone=True)
    return Verdict("none", gone=True)


def _of_none(events: Sequence[Event], kinds: AbstractSet[str]) -> Verdict:
    """Say that there is none; beside a yes, that the cell contradicts itself."""
    planned = [event for event in events if event.kind in _PLANS]
    if kinds & {"yes", "whole", "renew"}:
        return _of_both(events, kinds)
    if "refuse" in kinds:
        refused = max(event.clause for event in events if event.kind == "refuse")
        again = any(event.clause > refused and event.start for event in planned)
        return Verdict("planned", planned) if again else Verdict("none")
    if planned:
        return Verdict("planned", planned)
    if kinds & {"signed", "accept"}:
        # Signed and not there is to come; a plain "non" beside it says two things.
        answered = any(event.kind == "no" and event.answer for event in events)
        return Verdict("unknown", (), "contrary-words") if answered else Verdict("planned")
    return Verdict("none", (), "" if _instead(events) else "contrary-words")


def _of_both(events: Sequence[Event], kinds: AbstractSet[str]) -> Verdict:
    """Read "maternelle : non ; élémentaire : oui", a part; any other yes and no contradict."""
    sectors = {event.clause for event in events if event.kind == "sector"}
    if len(sectors) > 1 and kinds <= {"yes", "no", "sector"}:
        return Verdict("class", events)
    # So does "CM2 oui, les autres non", where each has a clause of its own.
    denied = {event.clause for event in events if event.kind == "no"}
    granted = {event.clause for event in events if event.kind == "yes"}
    if "part" in kinds and kinds <= {"yes", "no", "part"} and not denied & granted:
        return Verdict("class", events)
    return Verdict("unknown", events, "contrary-words")


def _instead(events: Sequence[Event]) -> bool:
    """Tell whether what is named beside a "non" is what the school has instead of an ENT."""
    # An application of messages is; an ENT, or a part of the school, is what a "non" contradicts.
    products = [event for event in events if event.kind == "product"]
    if products:
        return not any(event.is_ent for event in products)
    return not any(event.kind == "part" for event in events)


def _of_planned(events: Sequence[Event]) -> Verdict:
    """Say that it is to come, unless what is to come is more of what there is."""
    plans = [event for event in events if event.kind in _PLANS]
    numbers = {event.clause for event in plans}
    there = [
        e
        for e in events
        if e.kind in {*_POSITIVE, "part"} and e.clause not in numbers and not e.answer
    ]
    names = {event.name for event in plans} - {""}
    others = [event for event in there if event.name and names and event.name not in names]
    more = any(e.kind in {"part", "whole"} and e.clause in numbers for e in events)
    if others or (more and there):
        return _of_used(there, {event.kind for event in there})
    if any(event.start for event in there):
        return Verdict("unknown", events, "contrary-words")
    named = [event for event in events if event.kind == "product"]
    return Verdict("planned", [*plans, *named], firm=any(event.firm for event in plans))


def _of_used(events: Sequence[Event], kinds: AbstractSet[str]) -> Verdict:
    """Say what is there: for the school or some classes; else none, or nothing."""
    doubt = _doubt_of_use(events, kinds)
    if doubt:
        return Verdict("unknown", events, doubt)
    # "Choix acté, ONE en sept." is agreed, and nothing there yet.
    undated = not any(event.start for event in events)
    if undated and "accept" in kinds and kinds <= {"accept", "product", "begun"}:
        return Verdict("planned", events, firm=False)
    begun = any(event.kind == "begun" and event.start for event in events)
    if "part" in kinds and "whole" not in kinds:
        # "2 classes sur ONE" are of the ENT; "ONE, 4 classes" may count those of the school.
        named = {event.clause for event in events if event.kind == "product"}
        some = any(e.kind == "part" and (e.firm or e.clause in named) for e in events)
        return Verdict("class", events, firm="only" in kinds or some)
    if begun or kinds & _POSITIVE:
        return Verdict("school", events)
    for kind, status in _WEAK:
        if kind in kinds:
            return Verdict(status, events, firm=False)
    return Verdict(None, events)


def _doubt_of_use(events: Sequence[Event], kinds: AbstractSet[str]) -> str:
    """Say why a yes isn't sure: of a blog, not known, or "seulement" of nothing."""
    if "other" in kinds and "product" not in kinds and any(event.answer for event in events):
        return "contrary-words"
    if "unknown" in kinds and kinds & {*_POSITIVE, "part"}:
        return "doubted"
    return "doubted" if "only" in kinds and not kinds & {"part", "product", "other"} else ""
