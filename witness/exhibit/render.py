"""What turns the parts of an exhibit into HTML and SVG; whatever is put in is escaped."""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup

_environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


def render(name: str, **parts: object) -> Markup:
    """The template called `name`, filled with the parts that it names."""
    return Markup(_environment.get_template(name).render(parts))
