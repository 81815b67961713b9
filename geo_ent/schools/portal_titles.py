"""The annuaire's own titles: a file that bears them tells of schools before it tells of an ENT."""

from typing import TYPE_CHECKING

from geo_ent.text.compare import plain

if TYPE_CHECKING:
    from collections.abc import Collection

# The titles of the portal's exports, 2023 to 2026: what tells a school, its place and its kind …
_OF_PLACE = frozenset(
    """identifiant de l etablissement, numero uai, nom etablissement, appellation officielle,
    denomination principale, type etablissement, statut public prive, secteur public prive libe,
    adresse 1, adresse 2, adresse 3, code postal, code postal uai, code commune, nom commune,
    code departement, code academie, code region, libelle departement, libelle academie,
    libelle region, libelle nature, nature uai, nature uai libe, code nature, nom circonscription,
    rpi disperse""".replace("\n    ", " ").split(", ")
)
# … and what it says of a school that isn't its ENT: that it is open, since when, that it has
# nursery classes, meals, a site. Read as words on an ENT they would make 100 % of it.
_OF_SCHOOL = frozenset(
    """etat, etat etablissement, etat etablissement libe, date ouverture, date fermeture,
    date maj ligne, ecole maternelle, ecole elementaire, voie generale, voie technologique,
    voie professionnelle, telephone, fax, web, mail, restauration, hebergement, ulis, apprentissage,
    segpa, section arts, section cinema, section theatre, section sport, section internationale,
    section europeenne, lycee agricole, lycee militaire, lycee des metiers, post bac,
    appartenance education prioritaire, greta, siren siret, nombre d eleves, fiche onisep, position,
    type contrat prive, code type contrat prive, coordonnee x, coordonnee y, epsg, latitude,
    longitude, precision localisation, ministere tutelle, etablissement multi lignes, pial,
    etablissement mere, type rattachement etablissement mere, code bassin formation,
    libelle bassin formation, rpi concentre""".replace("\n    ", " ").split(", ")
)
# Keepers copy some of them ("code commune", "mail"); so many together are the portal's export,
# to which some add a column.
_ENOUGH = 8


def is_of_portal(titles: "Collection[str]") -> bool:
    """Tell whether a table bears the titles of the annuaire, as the portal exports it.

    Examples
    --------
    >>> is_of_portal(["UAI", "Nom", "Code commune", "État", "Mail", "ENT"])
    False
    """
    return len({plain(title) for title in titles} & (_OF_PLACE | _OF_SCHOOL)) >= _ENOUGH


def of_school(titles: "Collection[str]") -> set[str]:
    """Give the titles of the annuaire that say of a school something else than its ENT.

    Returns
    -------
    set of str
        As written. None in a table that isn't an export of the annuaire: there "État" is the
        keeper's own word.
    """
    if not is_of_portal(titles):
        return set()
    return {title for title in titles if _says_of_school(plain(title))}


def of_place(titles: "Collection[str]") -> set[str]:
    """Give the titles of the annuaire that tell a school, its place or its kind, as written.

    None in a table that isn't an export of the annuaire.
    """
    if not is_of_portal(titles):
        return set()
    return {title for title in titles if plain(title) in _OF_PLACE}


def _says_of_school(title: str) -> bool:
    # Each vintage has codes and names of zones that the one before hadn't.
    more = title.startswith(("code ", "libelle ")) and title not in _OF_PLACE
    return title in _OF_SCHOOL or more
