"""Whether zones share out a territory: measured in metres, in any projected system."""

import pytest
import shapely


def areas_km2(frame):
    """Areas in square kilometres, in toyland's metric system."""
    return frame.geometry.to_crs(2154).area / 1e6


def assert_partition(shapes, communes, *, crs=2154):
    """The shapes cover the communes exactly: areas add up, no overlap, no gap."""
    shapes = shapes[shapes.geometry.notna()]  # a zone without land is counted, not drawn
    whole = communes.geometry.to_crs(crs).area.sum()
    assert shapes.geometry.to_crs(crs).area.sum() == pytest.approx(whole, rel=1e-6)
    assert shapely.coverage_is_valid(shapes.geometry.to_numpy())
    assert shapely.is_valid(shapes.geometry.to_numpy()).all()
    union = shapely.area(shapely.union_all(shapes.geometry.to_crs(crs).to_numpy(), grid_size=0.01))
    assert union == pytest.approx(whole, rel=1e-6)
