"""Sphinx's settings. A page fetches nothing: MathJax lies beside it, and furo brings no fonts."""

import tomllib
from importlib.resources import files
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = html_title = "Diffusion: noise, and back"
author = PROJECT["authors"][0]["name"]
html_copyright = False
version = release = PROJECT["version"]

extensions = ["myst_nb", "sphinx.ext.mathjax", "mended"]
html_theme = "furo"
html_static_path = ["static", str(files("mathjax") / "static/mathjax/es5/tex-svg.js")]
html_css_files, html_js_files = ["site.css"], ["site.js"]
html_copy_source = html_show_sourcelink = False  # each notebook lies beside its page
html_show_search_summary = False  # they would need other pages, which a browser does not read from file://
html_last_updated_fmt = None
html_use_index = False

nb_execution_mode = "off"
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_dmath_double_inline = True
myst_heading_anchors = 4
myst_heading_slug_func = "as_page.anchor"
suppress_warnings = ["myst.header"]  # an exercise is a heading of the third level wherever it stands

# The text's formulas are marked by MyST, the outputs' stand between dollar signs. Without MathJax's menu, which would
# make each formula a stop of the tab key; screen readers have its MathML.
mathjax_path = "tex-svg.js"
mathjax3_config = {
    "tex": {"inlineMath": [["$", "$"], ["\\(", "\\)"]]},
    "options": {"enableMenu": False},
}
myst_mathjax_classes = "tex2jax_process|mathjax_process|math|output"


def setup(app):
    """myst-nb keeps its copies of the notebooks beside Sphinx's own working files, not beside the site."""

    def move(app):
        app.env.mystnb_config = app.env.mystnb_config.copy(output_folder=str(Path(app.doctreedir).parent / "executed"))

    app.connect("builder-inited", move, priority=900)
