"""This site: its pages, what is checked before they are built, and how they are built."""
