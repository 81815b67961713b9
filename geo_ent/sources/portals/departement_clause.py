"""Codes of départements, dressed as each portal wants them."""

import re
from collections.abc import Sequence

from geo_ent.errors import InputError

_CODE = re.compile(r"\d{2}|2[AB]|9[78]\d")


def departement_clause(column: str, forms: Sequence[str], departements: Sequence[str]) -> str:
    """Write the condition on départements, each code in all the ways the portal may write it.

    Raises
    ------
    InputError
        If one isn't the code of a département.

    Examples
    --------
    >>> departement_clause("code_departement", ["bare", "padded3"], ["01", "2A"])
    'code_departement in ("1","001","2A","02A")'
    """
    listed = ",".join(f'"{code}"' for code in departement_codes(forms, departements))
    return f"{column} in ({listed})" if listed else ""


def departement_codes(forms: Sequence[str], departements: Sequence[str]) -> list[str]:
    """Dress codes of départements as a portal wants them, in each of its forms.

    Raises
    ------
    InputError
        If one isn't the code of a département.

    Examples
    --------
    >>> departement_codes(["padded3"], ["01", "2A", "974"])
    ['001', '02A', '974']
    """
    codes: dict[str, None] = {}
    for code in departements:
        if not _CODE.fullmatch(code):
            msg = f"« {code} » n’est pas le code d’un département (01, 2A, 974…)."
            raise InputError(msg)
        # The ministry's datasets don't agree: 1, 01 or 001, and "2A" or "02A", from one to another.
        written = {"bare": code.lstrip("0"), "padded2": code, "padded3": code.zfill(3)}
        codes |= dict.fromkeys(written[form] for form in forms)
    return list(codes)
