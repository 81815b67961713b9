"""The words of the equity charts and of their text alternatives."""

from geo_ent.telling.language import mark, mark_plural

CHART_WORDS = {
    "along": mark("Part des écoles, dans l’ordre de la courbe →"),
    "curve": mark("{curve}\u00a0: {half}, {area}."),
    "equal": mark("Égalité\u00a0: à chaque part des écoles, la même part de l’ENT"),
    "fragile": mark("* Moins de 5 écoles\u00a0: part fragile."),
    "half": mark("la première moitié des écoles réunit {share} de celles qui ont un ENT"),
    "interval": mark("Trait fin\u00a0: intervalle à 95\u00a0%, ce que vaut si peu d’écoles."),
    "rate": mark("{name}\u00a0: {share} ({covered}\u00a0sur\u00a0{n})"),
    "up": mark("↑ Part des écoles qui ont un ENT"),
    "whole": mark("Ensemble\u00a0: {share}"),
}

OTHER_GROUPS = mark_plural("l’autre groupe", "les {n} autres groupes")

OTHER_ZONES = mark_plural("une autre entre elles", "{n} autres entre elles")
