"""What a content security policy names a script or a style by."""

import base64
import hashlib


def digest(text: str) -> str:
    """Name an inline script or style as a content security policy does.

    Parameters
    ----------
    text
        All that stands between the element's tags, line breaks included.

    Examples
    --------
    >>> digest("alert(1)")
    'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='
    """
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
