"""The journeys of golden turns, by name."""

JOURNEYS = {}


def journey(**house):
    """Take a journey through a GoldenHouse made with these arguments; its name is that of its snapshot."""

    def taken(walk):
        JOURNEYS[walk.__name__] = walk, house
        return walk

    return taken
