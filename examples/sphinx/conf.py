"""Sphinx, with a directive that shows a program: `.. exhibit:: programs/answer.py`."""

from docutils import nodes
from docutils.parsers.rst import Directive

from witness.errors import Mistake
from witness.exhibit import ASSETS, exhibit

project = "An example"
html_static_path = [str(ASSETS)]
html_css_files = ["exhibit.css"]
html_js_files = [("replay.js", {"defer": ""})]


class Exhibit(Directive):
    """The program whose path is given, as it runs now."""

    required_arguments = 1

    def run(self):
        env = self.state.document.settings.env
        _, path = env.relfn2path(self.arguments[0])
        env.note_dependency(path)
        try:
            return [nodes.raw("", exhibit(path), format="html")]
        except Mistake as mistake:
            raise self.error(str(mistake)) from None


def setup(app):
    app.add_directive("exhibit", Exhibit)
