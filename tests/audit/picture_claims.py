"""The words of the picture of the map."""

import re

from numeral_claims import Audit, Claim, Fault
from page_legends import sorted_out, spans_told
from printed import count, per_cent
from sentence_claims import headline, names_with_digits, notes

LEVEL = "circonscription"


def picture_faults(right, drawn, text):
    """Give the faults of the picture: its title, its labels, its legend, its sources."""
    text, keys = unwrapped(text)
    faults = []
    if keys != sorted(map(str, range(1, len(keys) + 1)), key=int):
        faults.append(Fault("map.svg", str(keys), "from 1, each once", "the numbers of the map"))
    claims = [*headline(right), *notes(right, drawn), *labels(right), *legend(right, text)]
    words = names_with_digits(right.case)
    cut = [word[:n] + "…" for word in words for n in range(8, len(word))]
    return faults + Audit(claims, [*words, *cut]).faults(text, "map.svg")


def unwrapped(text):
    """Join what a line's end parts, and take the numbers of the map apart from those of the key."""
    text = text.replace("-\n", "-")
    # The credits come last, on as many lines as they take.
    rest, _, credits_ = text.partition("\nSources")
    text = f"{rest}\nSources{credits_.replace(chr(10), ' ')}\n" if credits_ else text
    on_map, _, key = text.partition("\nLes numéros de la carte\n")
    numbers = re.findall(r"(?m)^\d+$", on_map)
    of_key = re.findall(r"(?m)^\d+$", key)
    keys = sorted(numbers, key=int) if numbers == of_key or set(numbers) == set(of_key) else ["?"]
    text = re.sub(r"(?m)^\d+\n", "", f"{on_map}\n{key}")
    return text, keys


def labels(right):
    """Claim each zone's share beside its name."""
    claims, names = [], right.case.zone_names[LEVEL]
    for code, zone in right.levels[LEVEL].iterrows():
        told = {"share": per_cent(zone["covered_n"], zone["schools_n"])}
        claims += [
            Claim(f"\n{names[code]} : {{share}} %", told),
            Claim(f"\n{names[code]}\n{{share}} %", told),
        ]
    return claims


def legend(right, text):
    """Claim how many zones each class of the legend has, by the names that it gives them."""
    spans = spans_told([line for line in text.split("\n") if "%" in line])
    classes, _ = sorted_out(right.moments[-1].rows[LEVEL], "coverage_share", spans)
    return [Claim(f"{name}\n{{n}} circonscription", {"n": count(classes[name])}) for name in spans]
