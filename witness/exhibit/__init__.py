"""The step from a verdict to HTML: a checked recording as it stands on a page.

`figure` puts the whole together from its parts: `code` (the program with a bar for each process that ran a line),
`output` (who wrote what), `timeline` (the picture), `replay` (what the browser steps through), `tree` (the picture in
words), `sentences` (the promise in the reader's language) and `orders` (the evidence). `roster` says what each process
is called and which of the styles `p0` to `p7` it has; `labels` has every word, both languages side by side. Python says
what stands where, in `pieces` of text; the `templates`, which `render` fills, say how that is written, and escape it.

`assets/` is for the browser: `replay.js`, and `exhibit.css` with the colours of each style, light and dark. `trace` is
for other tools. `embed` is the way in for other people's pages: `exhibit(path)` and `assets()`.
"""

from witness.exhibit.embed import assets, exhibit
from witness.exhibit.figure import ASSETS

__all__ = ["ASSETS", "assets", "exhibit"]
