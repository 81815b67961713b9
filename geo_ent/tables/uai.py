"""The UAI: the code of a school (seven digits and a check letter)."""

import re

_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_SHAPE = re.compile(r"^\d{7}[A-Z]$")
_CLEAN = re.compile(r"[0-9]{7}[A-Z]")
_DIGITS = 7
_DRESS = re.compile(r"[\s\u00a0\u200b\ufeff.\-_/:'’]+")
_INSIDE = re.compile(r"(?<!\d)(\d{7}[A-Z])(?![A-Z0-9])")
_LIKE = re.compile(r"\d{6,7}[A-Z]|\d{6,7}")
# In a text the figures may be parted as people part them ("035 0122 T"), and a word or an address
# may stand against them ("RNE0350122T", "ecole.0350122t@…"): what makes sure of it is the letter.
_GAP = r"[\s\u200b.\-_]?"
_END = r"(?![^\W\d_]|\d(?!\d{6}[A-Za-z]))"  # no letter, and no figure but another UAI's first
_IN_TEXT = re.compile(rf"(?<!\d)([0-9]{{3}}){_GAP}([0-9]{{4}}){_GAP}([A-Za-z]){_END}")
_THREE = re.compile("[0-9]{3}")  # a text without three figures together holds none
_AROUND = " \t\n-–—:;,/|()[]"
_LOOKALIKES = str.maketrans("OIL", "011")  # letters typed for figures


def check_letter(digits: str) -> str:
    """Compute the letter that ends the UAI of these seven digits.

    Rule: the number modulo 23 in an alphabet without I, O and Q; verified on the UAI of every
    school of France (annuaire de l'éducation, 2023: no failure).

    Examples
    --------
    >>> check_letter("0350122")
    'T'
    """
    return _LETTERS[int(digits) % len(_LETTERS)]


def is_uai(text: str) -> bool:
    """Tell whether a text has the shape of a UAI and the right letter.

    Examples
    --------
    >>> is_uai("0350122T"), is_uai("0350122A"), is_uai("350122T")
    (True, False, False)
    """
    return bool(_SHAPE.match(text)) and text[-1] == check_letter(text[:-1])


def clean_uai(text: object) -> str:
    """Undo what hands do to a UAI: case, spaces, a lost zero, a missing letter.

    Returns the text as it stands, in capitals, where it can't be made a UAI.

    Examples
    --------
    >>> clean_uai(" 035 0122 t"), clean_uai("350122T"), clean_uai("0350122"), clean_uai("?")
    ('0350122T', '0350122T', '0350122T', '?')
    """
    if isinstance(text, str) and _CLEAN.fullmatch(text):
        return text  # nearly all of the country's are clean already
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    bare = _DRESS.sub("", str(text)).upper()
    # A cell of several words may hold one UAI ("UAI : 0350122T (Rennes)"); of two, none is right.
    if len(bare) > _DIGITS + 1:
        inside = set(_INSIDE.findall(bare))
        return inside.pop() if len(inside) == 1 else bare
    if re.fullmatch(r"[\dOIL]{6,7}[A-Z]", bare):
        bare = bare[:-1].translate(_LOOKALIKES) + bare[-1]
    # Those of the mainland begin with a zero (035…): a spreadsheet takes it off a code without its
    # letter, and hands leave it out.
    if re.fullmatch(rf"\d{{{_DIGITS - 1}}}[A-Z]?", bare):
        bare = f"0{bare}"
    if re.fullmatch(rf"\d{{{_DIGITS}}}", bare, re.ASCII):
        return bare + check_letter(bare)
    return bare


def looks_like_uai(cell: object) -> bool:
    """Tell whether a cell has the shape of a UAI in any dress, right or wrong.

    Examples
    --------
    >>> looks_like_uai("035 0122 t"), looks_like_uai("35580"), looks_like_uai(350122.0)
    (True, False, True)
    """
    return bool(_LIKE.fullmatch(clean_uai(cell))) if cell not in {None, ""} else False


def uais_inside(cell: object) -> tuple[str, ...]:
    """Give every UAI that stands in a text, in order and each once, whatever is around it.

    Only those whose letter is right: any other run of figures may be a phone or a postcode.

    Examples
    --------
    >>> uais_inside("DSDEN 35 > Bruz > 0350122T - École Les Prés"), uais_inside("35000 Rennes")
    (('0350122T',), ())
    >>> uais_inside("ecole.0350122t@ac-rennes.fr / 035 0123 U")
    ('0350122T', '0350123U')
    """
    if not isinstance(cell, str) or not _THREE.search(cell):
        return ()
    codes = ("".join(parts).upper() for parts in _IN_TEXT.findall(cell))
    return tuple(dict.fromkeys(code for code in codes if is_uai(code)))


def without_uais(text: str) -> str:
    """Take the UAI off a name that holds one, and the path before it.

    Examples
    --------
    >>> without_uais("DSDEN 35 > Bruz > 0350122T - École Les Prés"), without_uais("École Les Prés")
    ('École Les Prés', 'École Les Prés')
    """
    if not uais_inside(text):
        return text
    return _IN_TEXT.sub(" ", text).rpartition(">")[2].strip(_AROUND)
