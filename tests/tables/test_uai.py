"""The UAI inside a longer text."""

import pytest

from geo_ent.tables.uai import check_letter, uais_inside

A, B = (number + check_letter(number) for number in ("0359001", "6209002"))
WRONG = A[:-1] + ("A" if A[-1] != "A" else "B")


@pytest.mark.parametrize(
    ("text", "uais"),
    [
        (f"Racine > DSDEN 35 > Bruz > {A} - École Les Prés", (A,)),
        (f"{A} École Les Prés", (A,)),
        (f"École Les Prés ({A})", (A,)),
        (f"ecole.{A.lower()}@ac-lille.fr", (A,)),
        (f"RNE{A}", (A,)),
        (f"{A[:3]} {A[3:7]}\u00a0{A[7]} Bruz", (A,)),
        (f"{A} - {B}", (A, B)),
        (f"{B}/{A};{B}", (B, A)),
        (f"{A}{B}", (A, B)),
        (f"{A}\n{WRONG}", (A,)),
        (f"9{A}", ()),
        (f"{A}x", ()),
        (f"{A}é", ()),
        ("02 99 35 01 22 T, 35170 Bruz", ()),
        ("", ()),
        (None, ()),
        (359001, ()),
    ],
)
def test_uais_inside(text, uais):
    """Whatever stands around, in order, each once; no phone, and none of a wrong letter."""
    assert uais_inside(text) == uais
