"""The part of ODSQL (the query language of Explore API 2.1) that the tests' portal answers to.

As strict as the portal: one unknown field, or a text compared with a number, refuses the request.
"""

import re
from operator import eq, ge, gt, le, lt, ne

TOKENS = re.compile(
    r"""\s*(?:(?P<date>date\s*(?P<dq>['"])(?P<day>[^'"]*)(?P=dq))
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<name>[A-Za-z_][\w]*)
    |(?P<sign><=|>=|!=|<>|[=<>(),*:]))""",
    re.VERBOSE,
)
COMPARED = {"=": eq, ":": eq, "!=": ne, "<>": ne, "<": lt, "<=": le, ">": gt, ">=": ge}
KINDS = {"text": "text", "int": "number", "double": "number", "date": "date"}


class Refused(Exception):  # noqa: N818 what the portal does
    """A query that the portal refuses, in its own words."""

    def __init__(self, fault, clause):
        super().__init__(
            f"ODSQL query is malformed: {fault} Clause(s) containing the error(s): {clause}."
        )


def tokens(text, clause):
    """Cut a clause into (kind, value)."""
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKENS.match(text, at)
        if match is None:
            fault = f"Syntax error near {text[at : at + 20]!r}."
            raise Refused(fault, clause)
        at = match.end()
        kind = match.lastgroup if match.lastgroup not in {"dq", "day"} else "date"
        if match["date"]:
            found.append(("date", match["day"]))
        elif kind == "text":
            found.append(("text", re.sub(r"\\(.)", r"\1", match["text"][1:-1])))
        else:
            found.append((kind, match[kind]))
    return found


class Where:
    """A `where` clause: a callable that tells whether a row is asked for.

    Examples
    --------
    >>> asked = Where('code in ("035", "088") and year(rentree) = 2024',
    ...               {"code": "text", "rentree": "date"})
    >>> asked({"code": "088", "rentree": "2024-01-01"}), asked({"code": "088", "rentree": None})
    (True, False)
    """

    def __init__(self, text, kinds):
        self.kinds, self.rest = kinds, tokens(text, "where")
        self.tell = self.either()
        if self.rest:
            fault = f"Syntax error near {self.rest[0][1]!r}."
            raise Refused(fault, "where")

    def __call__(self, row):
        return bool(self.tell(row))

    def word(self):
        """Look at the next token as a keyword."""
        return self.rest[0][1].lower() if self.rest and self.rest[0][0] == "name" else ""

    def sign(self):
        """Look at the next token as a sign."""
        return self.rest[0][1] if self.rest and self.rest[0][0] == "sign" else ""

    def take(self, sign=None):
        """Take the next token, which must be this sign if one is told."""
        if not self.rest or (sign is not None and self.sign() != sign):
            fault = f"Syntax error: expected {sign or 'a value'}."
            raise Refused(fault, "where")
        return self.rest.pop(0)

    def either(self):
        told = self.both()
        while self.word() == "or":
            self.take()
            told = one_of(told, self.both())
        return told

    def both(self):
        told = self.single()
        while self.word() == "and":
            self.take()
            told = both_of(told, self.single())
        return told

    def single(self):
        if self.word() == "not":
            self.take()
            other = self.single()
            return lambda row: not other(row)
        if self.sign() == "(":
            self.take("(")
            told = self.either()
            self.take(")")
            return told
        if self.word() == "startswith":
            return self.starts()
        return self.comparison()

    def starts(self):
        self.take()
        self.take("(")
        read, kind = self.operand()
        self.take(",")
        prefix = self.value("text" if kind == "text" else "")
        self.take(")")
        return lambda row: read(row) is not None and read(row).startswith(prefix)

    def operand(self):
        """Read a field, or the year of one."""
        name = self.take()[1]
        if name.lower() == "year" and self.sign() == "(":
            self.take("(")
            field = self.take()[1]
            self.take(")")
            if self.kind(field) != "date":
                fault = f"Function year() only supports date expression: {field}."
                raise Refused(fault, "where")
            return (lambda row: row[field] and int(str(row[field])[:4])), "number"
        kind = self.kind(name)
        return (lambda row: row[name]), kind

    def kind(self, name):
        if name not in self.kinds:
            fault = f"Unknown field: {name}."
            raise Refused(fault, "where")
        return KINDS.get(self.kinds[name], "other")

    def value(self, kind):
        found, text = self.take()
        if found != kind:
            fault = f"Incompatible types: {kind} expected, {found} found ({text})."
            raise Refused(fault, "where")
        return float(text) if kind == "number" else text

    def comparison(self):
        read, kind = self.operand()
        if self.word() == "is":
            return self.nothing(read)
        if self.word() == "in":
            self.take()
            self.take("(")
            among = [self.value(kind)]
            while self.sign() == ",":
                self.take(",")
                among.append(self.value(kind))
            self.take(")")
            return lambda row: read(row) in among
        sign = self.take()[1]
        if sign not in COMPARED:
            fault = f"Syntax error near {sign!r}."
            raise Refused(fault, "where")
        value = self.value(kind)
        return lambda row: read(row) is not None and COMPARED[sign](read(row), value)

    def nothing(self, read):
        self.take()
        present = self.word() == "not"
        if present:
            self.take()
        if self.take()[1].lower() != "null":
            fault = "Syntax error near 'is'."
            raise Refused(fault, "where")
        return lambda row: (read(row) not in {None, ""}) is present


def one_of(first, second):
    """Join two tellers by OR."""
    return lambda row: first(row) or second(row)


def both_of(first, second):
    """Join two tellers by AND."""
    return lambda row: first(row) and second(row)


def selected(text, kinds):
    """Read a `select` of plain fields: their names, all of them for an empty one or `*`."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or names == ["*"]:
        return list(kinds)
    for name in names:
        if name not in kinds:
            fault = f"Unknown field: {name}."
            raise Refused(fault, "select")
    return names


def ordered(text, kinds):
    """Read an `order_by`: (field, whether the largest comes first), in order of weight."""
    told = []
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, way = part.partition(" ")
        if name not in kinds or way.strip().lower() not in {"", "asc", "desc"}:
            fault = f"Unknown field: {name}."
            raise Refused(fault, "order_by")
        told.append((name, way.strip().lower() == "desc"))
    return told
