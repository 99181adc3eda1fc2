"""exhibit: the fifth step, a checked recording as it stands on a page; what comes after is the page.

A verdict goes in, HTML comes out. `figure` puts the whole together from its parts: `code` (the program with a bar
for each process that ran a line), `output` (who wrote what), `timeline` (the picture), `replay` (what the script steps
through), `tree` (the picture in words), `sentences` (the promise in the reader's language) and `orders` (the
evidence). `roster` says what each process is called and which colour it has; `labels` has every word, both languages
side by side. Python says what stands where, in `pieces` of text; the `templates` say how that is written, and escape
it. `trace` is for other tools, `assets/` for the browser: the style with all colours, and the script of the replay.
`embed` is the way in for other people's pages: `exhibit(path)` and `assets()`.
"""

from witness.exhibit.embed import assets, exhibit
from witness.exhibit.figure import ASSETS

__all__ = ["ASSETS", "assets", "exhibit"]
