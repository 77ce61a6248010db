"""The asker's counts beside the guides' ranges, as a picture (SVG) that takes its colours from the page."""

import io
import re
from collections.abc import Sequence
from textwrap import shorten
from threading import Lock
from typing import TYPE_CHECKING

from markupsafe import Markup

from advisor.standing import Standing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDTH = 4.6  # inches: drawn for a phone, so that it only ever grows
ROW = 0.62  # of which the label takes one half
FOOT = 0.4
LINE = 46  # characters of a label in one line
# Colours that stand for the style sheet's: Matplotlib knows no CSS variables.
_COLOURS = {"#010203": "var(--ink)", "#010204": "var(--soft)", "#010205": "var(--accent)", "#010206": "var(--tint)"}
_UNWANTED = re.compile(r"<metadata>.*?</metadata>|<style.*?</style>", re.DOTALL)
_DRAWING = Lock()
_INK, _SOFT, _ACCENT, _TINT = _COLOURS


def told(standing: Standing) -> str:
    """A row of the picture in words."""
    own = f"You have {standing.held.number} {standing.held.of}"
    return f"{own}: reached." if not standing.missing else f"{own}: {standing.missing} more to reach it."


def picture(standings: Sequence[Standing]) -> Markup:
    """The rows as inline SVG with a text alternative; empty where there are none."""
    if not standings:
        return Markup("")
    drawn = _UNWANTED.sub("", _drawn(standings))
    for colour, variable in _COLOURS.items():
        drawn = drawn.replace(colour, variable)
    spoken = " ".join(f"{s.label}, {s.held.shown}: {told(s)}" for s in standings)
    opening = Markup('<svg role="img" aria-label="Your works beside the ranges of the guides. {}" ').format(spoken)
    return opening + Markup(drawn[drawn.index("<svg ") + len("<svg ") :])


def _drawn(standings: Sequence[Standing]) -> str:
    """The picture as Matplotlib writes it, without a screen, a global state or a date."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    height = ROW * len(standings) + FOOT
    # Matplotlib's settings are the whole program's, so one picture is drawn at a time.
    with _DRAWING, rc_context({"svg.fonttype": "none", "svg.hashsalt": "advisor", "font.size": 11}):
        figure = Figure(figsize=(WIDTH, height))
        axes = figure.add_axes((0.03, FOOT / height, 0.94, 1 - FOOT / height))
        most = max(max(s.wanted.low, s.wanted.high or 0, s.held.number) for s in standings) + 2
        for row, standing in enumerate(standings):
            _row(axes, row, standing, most)
        _frame(axes, len(standings), most)
        written = io.StringIO()
        figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    return written.getvalue()


def _row(axes: "Axes", row: int, standing: Standing, most: int) -> None:
    """A label, under it the range as a bar (an open one reaches the edge) and the asker's count as a dot."""
    label = shorten(f"{standing.held.shown} – {standing.label}", LINE, placeholder=" …")
    shown = f"{label} [{standing.citation.marker}]"
    axes.text(0, row - 0.22, shown, color=_INK, va="center", parse_math=False)
    low, high = standing.wanted.low, standing.wanted.high
    axes.barh(row + 0.2, (most if high is None else high) - low, left=low, height=0.3, color=_TINT, edgecolor=_ACCENT)
    axes.plot([standing.held.number], [row + 0.2], marker="o", markersize=8, color=_ACCENT, clip_on=False)


def _frame(axes: "Axes", rows: int, most: int) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlim(0, most)
    axes.set_ylim(rows - 0.45, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True))
    axes.tick_params(colors=_SOFT)
    axes.yaxis.set_visible(False)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_edgecolor(_SOFT)
