"""The way back from a département's page: to the atlas and to its académie."""

from geo_ent.communes.departements import academie_departements, all_territories
from geo_ent.publish.atlas.overview_page import ACADEMIES, INDEX, academie_slug
from geo_ent.telling.language import Language


def pages_above(code: str, tr: Language) -> tuple[tuple[str, str], ...]:
    """Give the pages that a département's is under: titles, and addresses from its folder.

    Examples
    --------
    >>> from geo_ent.telling.language import language
    >>> [address for _, address in pages_above("35", language("fr"))]
    ['../../index.html', '../../academies/rennes.html']
    """
    names = all_territories()["academies"]
    (name,) = (name for academie, name in names.items() if code in academie_departements(academie))
    return (
        (tr("Atlas"), f"../../{INDEX}"),
        (tr("Académie {name:de}", name=name), f"../../{ACADEMIES}/{academie_slug(name)}.html"),
    )
