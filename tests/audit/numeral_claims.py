"""Claims: a sentence with places for figures, and what must stand there; all else is a fault.

A template is read as it is, but for `{name}`, a figure, `<name>`, any words of a line, and
`[[a|b]]`, one of several wordings. Each numeral of a text must stand in a figure's place of some
claim, with the very value that the raw files give, or in a template's own words (a licence, a year
of a scheme).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from printed import plain

FIGURE = r"(?<![\d,])[−+]?\d+(?: \d{3})*(?:,\d+)?(?![\d])"
NUMERAL = re.compile(r"\d+(?:[ ,.]\d+)*")
ADDRESS = re.compile(r"https?://\S+")
"""What an address holds is no figure."""
PARTS = re.compile(r"(\{\w+\}|<\w+>|\[\[.*?\]\])", re.DOTALL)


@dataclass(frozen=True)
class Fault:
    """A numeral that is wrong, or that nobody claims."""

    place: str
    printed: str
    right: str
    context: str

    def __str__(self):
        """Tell it in a line."""
        return f"{self.place}: {self.printed!r}, right: {self.right} — {self.context}"


@dataclass(frozen=True)
class Claim:
    """A sentence, and the figures that belong in it.

    Attributes
    ----------
    template
        The sentence.
    figures
        What each figure is, as written; a function of the words captured where it depends on them.
        A tuple is what it may be, as for a p of random draws.
    """

    template: str
    figures: Mapping | Callable = field(default_factory=dict)

    def pattern(self):
        """Make the regular expression of the sentence."""
        pieces = []
        for piece in PARTS.split(plain(self.template)):
            if piece.startswith("{") and piece.endswith("}"):
                pieces.append(f"(?P<{piece[1:-1]}>{FIGURE})")
            elif piece == "<uai>":
                pieces.append(r"(?P<uai>\d{7}[A-Z])")
            elif re.fullmatch(r"<\w+>", piece):
                pieces.append(f"(?P<{piece[1:-1]}>.+?)")
            elif piece.startswith("[["):
                pieces.append("(?:" + "|".join(map(re.escape, piece[2:-2].split("|"))) + ")")
            else:
                pieces.append(re.escape(piece))
        return re.compile("".join(pieces))


class Audit:
    """All the claims about a kind of text, and the faults that were seen."""

    def __init__(self, claims, words=()):
        self.claims = [(claim.pattern(), claim) for claim in claims]
        words = sorted({plain(word) for word in words if re.search(r"\d", word)}, key=len)
        self.words = re.compile("|".join(map(re.escape, words[::-1])) or r"(?!)")
        self.seen = {}

    def faults(self, text, place):
        """Give the faults of a text: what is wrong in it, then what isn't claimed."""
        if text not in self.seen:
            self.seen[text] = list(self.read(plain(text)))
        return [Fault(place, *fault) for fault in self.seen[text]]

    def read(self, text):
        """Yield the faults of a text in plain spaces."""
        taken = [match.span() for match in self.words.finditer(text)]
        taken += [match.span() for match in ADDRESS.finditer(text)]
        for pattern, claim in self.claims if NUMERAL.search(text) else ():
            for match in pattern.finditer(text):
                right = claim.figures
                right = right(match.groupdict()) if callable(right) else right
                taken += own_words(match)
                for name in sorted(right.keys() & match.re.groupindex):
                    taken.append(match.span(name))
                    if not stands(match[name], right[name]):
                        yield match[name], f"{name} = {right[name]}", around(text, match.span(name))
        for match in NUMERAL.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in taken):
                yield match[0], "not claimed", around(text, match.span())


def stands(printed, right):
    """Say whether what is printed is what is right, or one of what may be."""
    return right(printed) if callable(right) else printed == right


def own_words(match):
    """Give the stretches of a match that are the template's own words."""
    spans = sorted(match.span(name) for name in match.re.groupindex)
    edges = [match.start(), *[edge for span in spans for edge in span], match.end()]
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges), 2)]


def around(text, span, width=60):
    """Show where in a text a numeral stands."""
    return text[max(0, span[0] - width) : span[1] + width].replace("\n", " ⏎ ")


@dataclass(frozen=True)
class Named:
    """A test of what is printed, and the words for what it wants."""

    holds: Callable
    words: str

    def __call__(self, printed):
        """Say whether what is printed will do."""
        return self.holds(printed)

    def __str__(self):
        """Tell what is wanted."""
        return self.words
