"""Reads back, in Python, the geometry that the page carries: for tests only."""

SIGNS = "".join(chr(code) for code in range(33, 127) if chr(code) not in '"&<>\\{')


def numbers_of(signs):
    """Read whole numbers from 0."""
    numbers, value, weight = [], 0, 1
    for sign in signs:
        digit = SIGNS.index(sign)
        value += weight * digit
        weight *= 18
        if digit < 70:
            numbers.append(value)
            value, weight = 0, 1
    return numbers


def unfolded(number):
    """Give 0, -1, 1, -2 for 0, 1, 2, 3, and so on."""
    return -(number + 1) // 2 if number % 2 else number // 2


def unpacked(written):
    """Give the arcs' points on the grid, and each level's zones as polygons of rings of arcs."""
    steps = map(unfolded, numbers_of(written["arcs"]))
    x, y, points = 0, 0, []
    for more in numbers_of(written["points"]):
        line = []
        for _ in range(more + 2):
            x, y = x + next(steps), y + next(steps)
            line.append([x, y])
        points.append(line)
    fresh, objects = 0, {}
    for level, signs in written["objects"].items():
        objects[level], fresh = _zones(iter(numbers_of(signs)), fresh)
    return points, objects


def _zones(numbers, fresh):
    """Read a level's zones; arcs that none has named yet are numbered as they come."""
    zones, last = [], 0
    for polygons_n in numbers:
        polygons = []
        for _ in range(polygons_n):
            rings = []
            for _ in range(next(numbers) + 1):
                ring = []
                for _ in range(next(numbers) + 1):
                    code = next(numbers)
                    last = last + unfolded((code - 1) // 2) if code else fresh
                    fresh += code == 0
                    ring.append(~last if code and code % 2 == 0 else last)
                rings.append(ring)
            polygons.append(rings)
        zones.append(polygons)
    return zones, fresh
