from geo_ent.communes.bundled import read_communes as read_communes
from geo_ent.indicators.coverage import coverage as coverage
from geo_ent.maps.page.coverage_map import map as map  # noqa: A004 the verb of the public API
from geo_ent.pipeline import build as build
from geo_ent.project.build_options import Project as Project
from geo_ent.register.read_register import read_register as read_register
from geo_ent.register.status_at_date import status_at as status_at
from geo_ent.register.status_at_date import status_series as status_series
from geo_ent.schools.directory import read_schools as read_schools
from geo_ent.sources.fetch import fetch as fetch
from geo_ent.tables.findings import Findings as Findings
from geo_ent.telling.page.page_facts import PageFacts as PageFacts
from geo_ent.telling.page.page_facts import Source as Source
from geo_ent.territory.locate import locate as locate
from geo_ent.territory.zones import zones as zones

__version__: str
