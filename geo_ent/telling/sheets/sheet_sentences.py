"""What a sheet says of its zone in sentences: where it stands, what changed, what isn't known."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geo_ent.indicators.catalogue import FRAGILE_BELOW
from geo_ent.tables.contract import WITHOUT
from geo_ent.telling.atlas.zone_words import all_unknown
from geo_ent.telling.claims import Claim, joined, told
from geo_ent.telling.indicator_claims import share_claim
from geo_ent.telling.language import Language
from geo_ent.telling.page.headline import headline
from geo_ent.telling.page.page_words import level_words
from geo_ent.telling.page.picture_words import PICTURE_WORDS, credit, value_words
from geo_ent.telling.sheets.figure_rows import scopes
from geo_ent.text.numbers import gap_agrees

if TYPE_CHECKING:
    from geo_ent.telling.claims import Scope
    from geo_ent.telling.page.page_facts import Source
    from geo_ent.telling.sheets.zone_facts import Figures, ZoneFacts


def sheet_title(zone: "ZoneFacts", tr: Language) -> str:
    """Name the document: what a reader's tab or a screen reader says first."""
    return tr(
        "{zone} ({level}, {territory})\u00a0: les ENT dans les écoles au {day}",
        zone=zone.name,
        level=level_words(zone.level, tr).one,
        territory=zone.whole_name,
        day=tr.day(zone.date),
    )


def standing(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say how many schools of the zone have an ENT, then how many of the département."""
    own, whole = scopes(zone, tr)
    yield headline(zone.figures, tr.about(own), sector=tr.sector)
    if zone.whole["schools_n"] > zone.figures["schools_n"]:
        yield _whole(zone, whole, tr)
    if zone.is_partial:
        yield tr(
            "Cette intercommunalité a aussi des communes hors de la carte ({territory})\u00a0: "
            "elles ne sont pas comptées.",
            territory=zone.territory,
        )


def _whole(zone: "ZoneFacts", whole: "Scope", tr: Language) -> str:
    """Say how many schools of the département have an ENT."""
    if all_unknown(zone.whole):
        return tr(
            "Dans l’ensemble du département ({name}), on ne sait d’aucune des {n} écoles si elle a "
            "un ENT.",
            name=zone.whole_name,
            n=tr.count(zone.whole["schools_n"], whole.of("unknown")),
        )
    covered_n, share = zone.whole["covered_n"], zone.whole["coverage_share"]
    return tr.plural(
        "Dans l’ensemble du département ({name}), {covered} sur {n} en a un, soit {share}.",
        "Dans l’ensemble du département ({name}), {covered} sur {n} en ont un, soit {share}.",
        covered_n,
        name=zone.whole_name,
        covered=tr.count(covered_n, whole.of("school")),
        n=tr.count(zone.whole["schools_n"], whole),
        share=told(tr.percent(share), share_claim("schools", share, whole)),
    )


def change_sentences(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say what became of the share since a rentrée, in the zone and in the département."""
    if all_unknown(zone.whole):
        yield tr(
            "On ne sait d’aucune école du département si elle a un ENT\u00a0: l’évolution n’est "
            "pas connue."
        )
        return
    if not zone.moments:
        yield tr(
            "Le registre ne date pas l’ouverture des ENT, ou ne la date que d’un jour\u00a0: "
            "l’évolution n’est pas connue."
        )
        return
    if not _is_told(zone.change):
        yield tr(
            "Aucune école n’a une situation connue aux deux dates\u00a0: l’évolution n’est pas "
            "connue."
        )
        return
    own, whole = scopes(zone, tr)
    beside = ""
    if _is_told(zone.whole_change):
        moved = _moved(zone.whole_change, whole, tr)
        beside = tr("\u00a0; dans l’ensemble du département, elle {moved}", moved=moved)
    yield tr(
        "Depuis le {day}, parmi les écoles dont la situation est connue aux deux dates ({n} ici), "
        "la part qui a un ENT {moved}{beside}.",
        day=tr.day(zone.change["compared_to"]),
        n=tr.count(zone.change["compared_n"], own, figure="compared_n"),
        moved=_moved(zone.change, own, tr),
        beside=beside,
    )


def _is_told(row: "Figures") -> bool:
    return bool(row) and row["change"] == row["change"]


def _moved(row: "Figures", scope: "Scope", tr: Language) -> str:
    """Write from what to what a share went, and by how many points; or that it stayed."""
    after = told(tr.percent(row["after"]), Claim("after_share", row["after"], scope))
    if not row["change"]:
        return tr("est restée à {share}", share=after)
    points: str = told(
        value_words(row["change"], "points", tr), Claim("change_points", row["change"], scope)
    )
    if not gap_agrees(row["after"], row["before"]):
        points = tr("environ {gap}", gap=points)
    return tr(
        "est passée de {before} à {after} ({points})",
        before=told(tr.percent(row["before"]), Claim("before_share", row["before"], scope)),
        after=after,
        points=points,
    )


def reading_notes(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say how the sheet is read: what counts, what is estimated, what a rank is."""
    if tr.scope.sector in {"public", "prive"}:
        yield tr("Seules les {schools} sont comptées.")
    yield tr(
        "Une école compte si l’ENT est ouvert pour toute l’école\u00a0: prévu, ou limité à "
        "certaines classes, il ne compte pas."
    )
    yield tr(
        "L’intervalle d’un taux (Wilson, 95 %) dit ce que valent de petits nombres d’écoles ; ce "
        "n’est pas une erreur de sondage."
    )
    if zone.figures["schools_n"] < FRAGILE_BELOW:
        yield tr(
            "Une part sur moins de 5 écoles est fragile : une école équipée de plus la change "
            "d’au moins 25 points."
        )
    if any(school.rank >= 1 for school in zone.of_status(*WITHOUT)):
        n = tr.count(zone.ranked_n, figure="ranked_n")
        among = (
            tr("Le rang est celui de l’école parmi les {n} {schools} rurales à équiper", n=n)
            if zone.ranks_rural
            else tr("Le rang est celui de l’école parmi les {n} {schools} à équiper", n=n)
        )
        yield tr(
            "{among} ({territory})\u00a0: de la plus isolée, 1, à la moins isolée, d’après ce qui "
            "est connu. Les distances sont à vol d’oiseau.",
            among=among,
            territory=zone.territory,
        )
    if zone.is_estimated:
        yield tr(PICTURE_WORDS["estimated"], contours=level_words(zone.level, tr).contours)


def source_line(sources: "Sequence[Source]", tr: Language) -> str:
    """Credit the sources on one line, each with its licence."""
    credited = tr(PICTURE_WORDS["semicolon"]).join(credit(source, tr) for source in sources)
    return tr(PICTURE_WORDS["sources"], sources=credited)


def map_key(zone: "ZoneFacts", tr: Language, *, unnumbered_n: int) -> Iterator[str]:
    """Say what the map's lines and numbers are, and how many numbers it doesn't show."""
    yield tr("Trait épais\u00a0: {zone}.", zone=zone.name)
    if zone.of_status(*WITHOUT):
        yield _numbers(tr("Les numéros sont ceux de la liste"), unnumbered_n, tr)
    if len(zone.schools) > 1:
        yield tr("Des écoles trop proches sont écartées l’une de l’autre.")


def _numbers(what: str, unnumbered_n: int, tr: Language) -> str:
    """Say how many of the numbers aren't on the map."""
    if not unnumbered_n:
        return tr("{what}.", what=what)
    return tr.plural(
        "{what}\u00a0; {n} manque sur la carte.",
        "{what}\u00a0; {n} manquent sur la carte.",
        unnumbered_n,
        what=what,
        n=tr.number(unnumbered_n),
    )


def map_alt(zone: "ZoneFacts", tr: Language, *, unnumbered_n: int) -> str:
    """Say what the map shows to those who don't see it."""
    n = zone.figures["schools_n"]
    shown = tr.plural(
        "Carte {zone:de}\u00a0: ses communes et son école, marquée selon sa situation.",
        "Carte {zone:de}\u00a0: ses communes et ses {n} écoles, chacune marquée selon sa "
        "situation.",
        n,
        zone=zone.name,
        n=tr.count(n, scopes(zone, tr)[0]),
    )
    if not zone.of_status(*WITHOUT):
        return shown
    numbered = tr("Les écoles de la liste y portent leur numéro")
    return joined([shown, _numbers(numbered, unnumbered_n, tr)])


def chart_alt(zone: "ZoneFacts", tr: Language) -> str:
    """Say the shares of the chart, date by date."""
    own, whole = scopes(zone, tr)
    dated = [
        tr(
            "au {day}, {share} ici, {whole} dans le département",
            day=tr.day(moment.date),
            share=_share(moment.share, own.on(moment.date), tr),
            whole=_share(moment.whole_share, whole.on(moment.date), tr),
        )
        for moment in zone.moments
    ]
    join = tr(PICTURE_WORDS["semicolon"])
    return tr("Part des écoles qui ont un ENT\u00a0: {dated}.", dated=joined(dated, join))


def _share(share: float, scope: "Scope", tr: Language) -> str:
    if share != share:  # noqa: PLR0124 NaN isn't itself
        return tr("part inconnue")
    return told(tr.percent(share), share_claim("schools", share, scope))


def chart_key(zone: "ZoneFacts", tr: Language) -> Iterator[str]:
    """Say what the chart's lines are."""
    yield tr("Trait épais\u00a0: ici. Tirets\u00a0: {name}.", name=zone.whole_name)
    if any(moment.share_max > moment.share for moment in zone.moments):
        yield tr(
            "Traits verticaux\u00a0: jusqu’où la part irait si toutes les écoles dont on ne sait "
            "rien avaient un ENT."
        )
