"""The table: what, goal, figure, ratio, verdict."""
from dataclasses import dataclass

MISS = "miss"


@dataclass
class Row:
    what: str
    # In words; empty where nothing is asked.
    goal: str
    figure: float
    unit: str
    limit: float | None = None
    least: float | None = None
    # The peer's figure of the same run, and how much of it ours may be.
    beside: float | None = None
    limit_ratio: float | None = None

    @property
    def ratio(self):
        """Of the peer's figure, or of what the goal asks."""
        base = self.beside or self.limit or self.least
        return None if base is None else self.figure / base

    @property
    def verdict(self):
        if self.limit_ratio is not None:
            reached = self.ratio <= self.limit_ratio
        elif self.limit is not None:
            reached = self.figure <= self.limit
        elif self.least is not None:
            reached = self.figure >= self.least
        else:
            return ""
        return "PASS" if reached else MISS

    def cells(self):
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}" + (" of Go's" if self.beside else "")
        return [self.what, self.goal, f"{number(self.figure)} {self.unit}", ratio, self.verdict]


@dataclass
class Unmeasured:
    """Stands where rows would."""
    scenario: str
    reason: str

    def __str__(self):
        return f"{self.scenario}: could not be measured: {self.reason}"


def is_reached(lines):
    """Whether all was measured and no goal missed."""
    return not any(isinstance(line, Unmeasured) or isinstance(line, Row) and line.verdict == MISS for line in lines)


def number(value):
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def show(lines):
    """Prints rows in columns; a line that is text stands as it is."""
    rows = [["what", "goal", "figure", "ratio", ""]] + [line.cells() for line in lines if isinstance(line, Row)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    print(columns(rows[0], widths))
    for line in lines:
        print(columns(line.cells(), widths) if isinstance(line, Row) else line)


def columns(cells, widths):
    what, goal, figure, ratio, verdict = cells
    padded = [what.ljust(widths[0]), goal.ljust(widths[1]), figure.rjust(widths[2]), ratio.ljust(widths[3]), verdict]
    return "  ".join(padded).rstrip()
