"""A checked recording as it stands on a page."""
