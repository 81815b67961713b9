"""What each kind of finding means, in English, for the reader of an English page."""

from collections.abc import Mapping

__all__ = ["KINDS_EN"]

KINDS_EN: Mapping[str, str] = {
    "not-open": "Primary establishments that aren’t open yet, left out",
    "no-uai": "School rows without a legible UAI, left out",
    "duplicate-school": "School rows that are there twice, first one kept",
    "repaired-code": "Commune codes that had lost their zero, mended",
    "nature-guessed": "Schools whose nature comes from the nature code, for want of flags",
    "no-circonscription": "Schools whose circonscription the directory doesn’t give",
    "moved-code": "Schools with a former commune code, brought to today’s commune",
    "split-guess": "Schools of a commune that was split, left to its seat for want of a point",
    "outside-commune": "Schools whose point is outside their commune, kept where the code says",
    "joined-by-point": "Schools placed by their point, for want of a valid commune code",
    "shown-inside": "Schools of a re-established commune without outline, shown inside the one "
    "that covers it",
    "outside-circonscription": "Schools counted in their circonscription, though their point lies "
    "in the estimated outline of a neighbour",
    "unjoined": "Schools without a commune, counted apart and absent from the map",
    "partial-epci": "Intercommunalités that extend beyond the territory: only their communes here "
    "are counted",
    "sector-row": "Rows of the carte scolaire that could not be read",
    "sector-shared": "Communes that the carte scolaire gives whole to several collèges, shared by "
    "the nearest",
    "sector-estimated": "Schools of a commune that several collèges share, counted in the sector "
    "of the nearest (estimate)",
    "no-sector": "Schools without a known secteur de collège",
    "partial-sector": "Secteurs de collège that extend beyond the territory: only their communes "
    "here are counted",
    "sheet-skipped": "Sheets without a recognised table of ENT",
    "column-unread": "Columns of the register that speak of ENT and were not read",
    "row-total": "Total rows of the register, left out",
    "row-unmatched": "Rows of the register whose school isn’t in the directory",
    "row-ambiguous": "Rows of the register that may be of several schools",
    "row-merged": "Rows of the register that repeat another of their school",
    "row-conflict": "Rows of the register contradicted by a later one of their school",
    "row-ignored": "Rows of the register for a territory in which no school was found",
    "uai-corrected": "UAI of the register that were corrected",
    "matched-by-name": "Rows of the register tied by name and commune",
    "row-spread": "Rows of the register for a territory, applied to its schools",
    "unknown-status": "Situations of the register that could not be read, counted as unknown",
    "unknown-solution": "Unknown solutions of the register, kept as they stand",
    "status-from-note": "Empty situations of the register, read in the remarks",
    "ticked-twice": "Rows of the register ticked in several ENT columns, the strongest kept",
    "unread-date": "Dates of the register that could not be read",
    "dates-reversed": "End dates of the register before the start, left out",
    "figure-undated": "Rows of pupils or IPS without a legible school year, left out",
    "figure-no-uai": "Rows of pupils, IPS, use or priority education without a legible UAI, left "
    "out",
    "mended-uai": "UAI of the pupils, IPS, use or priority education that were tidied",
    "wrong-letter": "UAI of the pupils, IPS, use or priority education with a wrong letter, looked "
    "up as they stand",
    "duplicate-figure": "Rows of pupils, IPS or use that are there twice, the largest kept",
    "figure-sheet": "Other sheets of a workbook of pupils, IPS, use or priority education, left "
    "aside",
    "figure-unread": "Illegible numbers of pupils, IPS or use, left empty",
    "figure-unmatched": "Schools of the pupils, IPS, use or priority education that aren’t in the "
    "directory, left out",
    "figure-elsewhere": "Files of pupils, IPS, use or priority education that cover other "
    "départements too",
    "duplicate-priority": "Rows of the list of priority education that are there twice, REP+ kept "
    "rather than REP",
    "usage-activated": "Rows of use with more accounts activated than created, left out",
    "usage-added": "Rows of use of one school, by solution, profile or class: accounts added up, "
    "largest number of classes kept",
    "usage-replaced": "Rows of use that a later row or the total of the same school replaces, "
    "left out",
    "usage-classes": "Schools said to have more classes with an ENT than classes, brought down "
    "to these",
    "no-pupils": "Schools without a number of pupils for this school year, left empty",
    "no-ips": "Schools without an IPS (maternelles, too few pupils, absent from the file)",
    "priority-list": "Schools whose priority education differs between the directory and the "
    "official list, list kept",
    "priority-kept": "Départements of which the official list of priority education has no school, "
    "directory kept",
    "priority-conflict": "Schools whose priority education differs in the pupils’ file, which "
    "doesn’t change it",
    "zoning-moved": "Communes of a zoning (density, FRR, unités urbaines) that have changed since, "
    "brought to those of 2026",
    "zoning-merged": "Merged communes whose parts were classified differently",
    "zoning-duplicate": "Rows of a zoning that are there twice, first one kept",
    "zoning-unknown": "Rows of a zoning without a known commune code, left out",
    "zoning-label": "Classes of a zoning that aren’t in its list, left empty",
    "zoning-note": "Remarks on a zoning: what was taken from it, and how",
    "outline-mended": "Outlines of communes that crossed themselves, mended",
    "outline-left": "Outlines without a polygon, a code or a place, left out",
    "outline-double": "Communes drawn as several outlines, put together",
    "outline-moved": "Outlines of former communes, put together in those of 2026",
    "outline-new": "Outlines of an unknown commune code, placed by where they are",
    "outline-kept": "Communes that the file of outlines lacks, kept with the bundled outline",
    "outline-cleaned": "Files of outlines whose borders didn’t meet, fitted together",
}
