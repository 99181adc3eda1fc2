"""The step from a verdict to HTML: a checked recording as it stands on a page.

    recording ─ moments ─▶ what happened, in time ─ graph ─▶ with lanes beside it ─ story ─▶ in words ─┐
    program ─ code ─▶ its lines, with a bar for each process that ran one ─────────────────────────────┼─ figure ─▶ HTML
    recording ─ timeline ─▶ who ran beside whom, to scale, where time is the lesson ───────────────────┤
    promise ─ sentences ─▶ what always holds          evidence ─ orders ─▶ what many runs have shown ──┘

`roster` says what each process is called and which of the styles `p0` to `p7` it has; `labels` has every word, both
languages side by side. Python says what stands where, in `pieces` of text; `templates/`, which `render` fills, say how
that is written, and escape it. `assets/` is for the browser: the style, and a replay of the moments. `miniature` is the
graph in small; `trace` is for other tools; `differences` says what is wrong with a run, in Chinese. `embed` is the way
in for other people's pages: `exhibit(path)`, `assets()`.
"""

from witness.exhibit.embed import assets, exhibit
from witness.exhibit.figure import ASSETS

__all__ = ["ASSETS", "assets", "exhibit"]
