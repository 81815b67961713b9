"""The letters of a text file: what wrote it says nowhere which bytes stand for them."""

import codecs
import re

_HIGH = re.compile(rb"[\x80-\xff]+")
_FRENCH = frozenset("éèàêçôîïëùûâœ")
_FRENCH_SIGNS = frozenset("ÉÈÀÊÇÔÎŒ’«»–°€\u00a0")
_OLDER = ("cp1252", "mac_roman", "cp850")  # Windows, old Mac, DOS: what Excel writes as "CSV"
_SAMPLE = 1 << 20  # bytes that tell one of these
_TWICE = re.compile("[ÂÃ][\u0080-\u00bf\u0152-\u0192\u02c6-\u02dc\u2013-\u2122]")
_PAIRS, _MOST = 2_000, 0.9  # bytes looked at for UTF-16, share of nulls in one half of them
_MIXED = "geo-ent-cp1252"


def is_wide(content: bytes) -> bool:
    r"""Tell UTF-16, with its mark or without.

    Examples
    --------
    >>> is_wide("UAI".encode("utf-16-le")), is_wide(b"UAI\0")
    (True, False)
    """
    if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return True
    # Every second byte of a text in our letters is null.
    return bool(_nulls(content, 0) or _nulls(content, 1))


def _nulls(content: bytes, first: int) -> bool:
    """Tell whether every second byte from this one is null, and no other is."""
    half, other = content[first:_PAIRS:2], content[1 - first : _PAIRS : 2]
    return len(half) > 2 and half.count(0) > _MOST * len(half) and not other.count(0)  # noqa: PLR2004 a word


def decode(content: bytes) -> str:
    r"""Read UTF-8 (with or without a BOM), UTF-16, else what Windows, DOS or an old Mac writes.

    A few bytes of Windows in a file of UTF-8 don't cost the file: they alone are read so.

    Examples
    --------
    >>> decode("Fougères\n".encode() + "Éluard\n".encode("cp1252"))
    'Fougères\nÉluard\n'
    """
    if is_wide(content):
        return content.decode(_wide_name(content), errors="replace")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_older(content)
    return (_TWICE.search(text) and _undone(text)) or text


def _wide_name(content: bytes) -> str:
    if content[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    return "utf-16-le" if _nulls(content, 1) else "utf-16-be"


def _decode_older(content: bytes) -> str:
    """Read a text that isn't UTF-8 throughout: of another encoding, or of two pasted together."""
    lines = [line for line in content.splitlines() if not line.isascii()]
    utf8_n = sum(_is_utf8(line) for line in lines)
    # In a file of Windows, a capital with an accent and a quote after it may look like UTF-8: one
    # line in ten at most.
    if utf8_n * 10 > len(lines):
        return content.decode("utf-8-sig", errors=_MIXED)
    sample = b"".join(_HIGH.findall(content[:_SAMPLE]))
    name = max(_OLDER, key=lambda name: _french(sample.decode(name, errors="ignore")))
    # Five bytes mean nothing to Windows: replaced, for one bad letter must not cost the file.
    return content.decode(name, errors="replace")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _french(letters: str) -> int:
    """Weigh how French some letters are; small ones are the more common."""
    small = sum(letter in _FRENCH for letter in letters)
    return 3 * small + sum(letter in _FRENCH_SIGNS for letter in letters)


def _as_cp1252(fault: UnicodeError) -> tuple[str, int]:
    """Read the bytes that aren't UTF-8 as Windows's."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    # One byte at a time: those that follow may be sound.
    letter = fault.object[fault.start : fault.start + 1].decode("cp1252", errors="replace")
    return letter, fault.start + 1


codecs.register_error(_MIXED, _as_cp1252)


def _undone(text: str) -> str:
    """Undo, line by line, what was read as Windows's and written again: « FougÃ¨res »."""
    lines = text.splitlines(keepends=True)
    return "".join(_undone_line(line) if _TWICE.search(line) else line for line in lines)


def _undone_line(line: str) -> str:
    try:
        return line.encode("cp1252").decode()
    except UnicodeError:
        return line
