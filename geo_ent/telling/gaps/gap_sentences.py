"""White areas, groups and networks in words: a sentence each, names joined as a language does."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo_ent.telling.chance_words import p_words
from geo_ent.telling.claims import Claim, joined, reworded, told
from geo_ent.telling.language import Language, mark

if TYPE_CHECKING:
    import geopandas as gpd


def area_sentence(area: Mapping[Any, Any], tr: Language) -> str:
    """Say how large a white area is, a row of `white_areas`, and what it isn't white of.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> area = {"zone_name": "Olmeto", "communes_n": 3, "schools_n": 4, "class_n": 1,
    ...         "others_covered_n": 1}
    >>> print(area_sentence(area, language("fr", "public")))
    Zone blanche d’Olmeto : 3 communes, 4 écoles publiques (1 avec un ENT dans certaines \
classes) ; 1 école privée y a un ENT.
    """
    communes_n, others_n = area["communes_n"], int(area.get("others_covered_n", 0))
    white = f"of:{area['zone_name']}"
    communes = tr.count(communes_n, figure=f"white_communes_n:{white}")
    text = tr(
        "Zone blanche {name:de} : {communes}, {counted}",
        name=area["zone_name"],
        communes=tr.plural("{n} commune", "{n} communes", communes_n, n=communes),
        counted=told(
            tr.schools_n(area["schools_n"]),
            Claim(f"white_schools_n:{white}", area["schools_n"], tr.scope),
        ),
    )
    some = [
        tr(
            words,
            n=told(tr.number(area[count]), Claim(f"white_{count}:{white}", area[count], tr.scope)),
        )
        for count, words in _SOME_OF_AREA.items()
        if area.get(count, 0) > 0
    ]
    inside = joined(some, ", ")
    parts = [text, reworded(f" ({inside})", inside) if some else ""]
    if others_n:
        others = Claim(f"white_schools_of_other_sector_n:{white}", others_n, tr.scope)
        parts.append(
            tr.plural(
                " ; {others} y a un ENT",
                " ; {others} y ont un ENT",
                others_n,
                others=told(tr.schools_n(others_n, tr.other_sector), others),
            )
        )
    return joined([*parts, "."], "")


_SOME_OF_AREA = {
    "class_n": mark("{n} avec un ENT dans certaines classes"),
    "unknown_n": mark("{n} de situation inconnue"),
}


def cluster_sentence(group: Mapping[Any, Any], tr: Language) -> str:
    """Say of a group how many have no ENT, where, and how chance would have it.

    The page says the same in its own script (`maps/assets/words.js`), from the same figures.

    Parameters
    ----------
    group
        A row of `clusters`.
    tr
        The language.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> group = {"without_n": 5, "schools_n": 6, "expected_n": 1.9, "p": 0.004, "deals_n": 999,
    ...          "radius_km": 2.0, "centre_uai": "0950002A", "centre_name": "Les Tilleuls",
    ...          "commune_name": "Auvers"}
    >>> print(cluster_sentence(group, language("en")).replace(chr(0xA0), " "))
    Group of schools without an ENT: 5 of 6 within 2.0 km of “Les Tilleuls” (Auvers), where 1.9 \
would be expected if ENTs were spread at random; p = 0.004.
    """
    return tr(
        "Regroupement d’{schools} sans ENT\u00a0: {n} sur {all} {place}, contre {expected} si "
        "l’ENT était réparti au hasard\u00a0; {p}.",
        n=told(tr.number(group["without_n"]), _of_circle("without_n", group, tr)),
        all=told(tr.number(group["schools_n"]), _of_circle("schools_n", group, tr)),
        place=circle_place(group, tr),
        expected=told(
            tr.number(group["expected_n"], decimals=1), _of_circle("expected_n", group, tr)
        ),
        p=told(p_words(group["p"], group["deals_n"], tr), _of_circle("p", group, tr)),
    )


def _of_circle(figure: str, group: Mapping[Any, Any], tr: Language) -> Claim:
    """Say that a figure is of a group's circle, known by the school in its middle."""
    return Claim(f"circle_{figure}:{group['centre_uai']}", float(group[figure]), tr.scope)


def circle_place(group: Mapping[Any, Any], tr: Language) -> str:
    """Name a group's circle: its radius and the school in its middle."""
    # a directory without names is a table too: the UAI then says which school
    name = group["centre_name"] or group["centre_uai"]
    commune = f" ({group['commune_name']})" if group["commune_name"] else ""
    km = float(group["radius_km"])
    if not km:  # schools that share an address
        return tr("à l’endroit {name:école}{commune}", name=name, commune=commune)
    return tr(
        "dans un rayon de {km}\u00a0km autour {name:école}{commune}",
        km=told(tr.number(km, decimals=1), _of_circle("radius_km", group, tr)),
        name=name,
        commune=commune,
    )


def with_sentences(clusters: "gpd.GeoDataFrame", tr: Language) -> "gpd.GeoDataFrame":
    """Add to the table of `clusters` a column `sentence`, the last before the points."""
    sentences = [cluster_sentence(group, tr) for group in clusters.to_dict("records")]
    table = clusters.copy()
    # texts even where there is no group: the workbook sets a column's width by its kind
    texts = pd.Series(sentences, index=table.index, dtype=str)
    table.insert(len(table.columns) - 1, "sentence", texts)
    return table


def with_names(networks: pd.DataFrame, tr: Language) -> pd.DataFrame:
    """Write the schools' names of each network, a tuple in the table of `networks`, in one text."""
    # semicolons: names of schools have commas of their own
    return networks.assign(names=networks["names"].map(tr("\u00a0; ").join))
