"""What a content security policy names a script or a style by."""

import base64
import hashlib


def digest(text: str) -> str:
    """Name an inline script or style as a content security policy does.

    Parameters
    ----------
    text
        All that stands between the element's tags, line breaks included; in ASCII, as pages are
        written (`text.ascii_page`): the hash of anything else would let nothing run.

    Raises
    ------
    UnicodeEncodeError
        If it isn't in ASCII.

    Examples
    --------
    >>> digest("alert(1)")
    'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('ascii')).digest()).decode()}"
