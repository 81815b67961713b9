"""The main job, end to end: a directory and a register become a folder of maps and tables."""

from geo_ent.pipeline.build import Built, build, build_territory
from geo_ent.telling.build_sentences import STEPS

__all__ = ["STEPS", "Built", "build", "build_territory"]
