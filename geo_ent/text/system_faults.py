"""Why the system refused a file, in French: its own words are in English, or in its language."""

import errno
from collections.abc import Mapping

_NO_QUOTA = -1  # Windows has no number of a quota's
_QUOTA = getattr(errno, "EDQUOT", _NO_QUOTA)

_REASONS: Mapping[int, str] = {
    errno.ENOENT: "il n’existe pas",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.EISDIR: "c’est un dossier, on attend un fichier",
    errno.EACCES: "vous n’en avez pas le droit, ou un autre programme le tient ouvert",
    errno.EPERM: "le système ne le permet pas",
    errno.EROFS: "ce disque ne s’écrit pas",
    errno.ENOSPC: "le disque est plein",
    errno.EFBIG: "c’est plus qu’un fichier ne peut y avoir",
    errno.ENOTEMPTY: "ce dossier n’est pas vide",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.EEXIST: "autre chose y a déjà ce nom",
    errno.EBUSY: "un autre programme le tient ouvert",
    errno.EMFILE: "trop de fichiers sont ouverts",
    errno.ELOOP: "ses liens tournent en rond",
    errno.EIO: "le disque ne répond pas bien",
    errno.EINVAL: "le système n’accepte pas ce nom",
    errno.EADDRINUSE: "un autre programme l’occupe",
    errno.EADDRNOTAVAIL: "cet ordinateur n’a pas cette adresse",
    _QUOTA: "votre place sur ce disque est pleine",
}
"""What the commonest numbers of the system mean."""


def why(fault: BaseException) -> str:
    """Say in French why the system refused; what it says itself where its number is rare.

    Parameters
    ----------
    fault
        What was raised: an `OSError`, or what stands for one.

    Examples
    --------
    >>> why(IsADirectoryError(errno.EISDIR, "Is a directory"))
    'c’est un dossier, on attend un fichier'
    >>> why(UnicodeDecodeError("utf-8", b"", 0, 1, ""))
    'ce n’est pas un texte en UTF-8'
    """
    if isinstance(fault, UnicodeError):
        return "ce n’est pas un texte en UTF-8"
    known = _REASONS.get(getattr(fault, "errno", None) or 0)
    return known or getattr(fault, "strerror", None) or str(fault)


def is_full(fault: OSError) -> bool:
    """Tell whether there is no room left: on the disk, or for this user.

    Examples
    --------
    >>> is_full(OSError(errno.ENOSPC, "No space left on device")), is_full(NotADirectoryError())
    (True, False)
    """
    return fault.errno in {errno.ENOSPC, _QUOTA}
