"""A point that was looked at, and what a help desk makes of it."""

from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["ok", "remark", "fault"]
"""Right; to be known, and geo-ent does without; or what has to be put right."""


@dataclass(frozen=True)
class Point:
    """A point of an examination.

    Attributes
    ----------
    name
        Its code, for programs.
    title
        What it is about, in words.
    told
        What there is, in one line.
    state
        What to make of it.
    todo
        What to do about a fault or a remark; "" where there is nothing to do.
    facts
        The same for programs.
    """

    name: str
    title: str
    told: str
    state: State = "ok"
    todo: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
