"""A checked recording as it stands on a page."""

from witness.exhibit.embed import assets, exhibit
from witness.exhibit.figure import ASSETS

__all__ = ["ASSETS", "assets", "exhibit"]
