"""Settings of the reading copy, which `make site` builds with Sphinx from the lessons as saved."""

import json
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAUNCH = {"binderhub_url": "https://mybinder.org", "notebook_interface": "jupyterlab"}
COURSE = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["tool"]["course"]

project = "Ketamine and the brain: from channel to clinic"
author = "The course's authors"
copyright = "the course's authors. Education, not advice"
extensions = ["myst_nb"]
root_doc = "index"
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
language = "en"

nb_execution_mode = "off"
nb_merge_streams = True
nb_code_prompt_show = "Show the code"
nb_code_prompt_hide = "Hide the code"
nb_mime_priority_overrides = [("html", "application/vnd.jupyter.widget-view+json", None)]
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
mathjax_path = "mathjax/tex-mml-chtml.js"
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]

html_theme = "sphinx_book_theme"
html_title = project
html_css_files = ["widgets.css", "site.css"]
html_show_sourcelink = False
html_copy_source = False
html_use_index = False
html_context = {"default_mode": "auto"}
html_sidebars = {"**": ["search-button-field.html", "sbt-sidebar-nav.html"]}
html_theme_options = {
    "repository_url": COURSE["repository"],
    "repository_branch": COURSE["branch"],
    "path_to_docs": "",
    "launch_buttons": LAUNCH if "/OWNER/" not in COURSE["repository"] else {},
    "use_download_button": False,
    "use_fullscreen_button": False,
    "back_to_top_button": False,  # it would lie over the controls of a panel
    "show_navbar_depth": 1,
}


# Where a browser refuses to keep anything, a stand-in holds it until the page is left. It comes
# before everything else, since the theme asks for what was kept first of all. The icon spares
# a web server a question.
FIRST = """<link rel="icon" href="data:,">
<script>
for (const name of ["localStorage", "sessionStorage"]) {
  try {
    window[name].setItem("course-try", "");
    window[name].removeItem("course-try");
  } catch {
    const held = new Map();
    const getItem = (key) => held.get(key) ?? null;
    const setItem = (key, value) => void held.set(key, String(value));
    const removeItem = (key) => void held.delete(key);
    Object.defineProperty(window, name, { value: { getItem, setItem, removeItem } });
    window.keepsNothing = true;
  }
}
</script>"""
# Pages in a folder on a disk may not read one another, so that results come without their summary.
ON_A_DISK = 'DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY &&= location.protocol !== "file:";'


def add_panels(app, pagename, templatename, context, doctree):
    """Give each page the scripts of its own widgets, and the way to those fetched later."""
    context["metatags"] = FIRST + context.get("metatags", "")
    if pagename == "search":
        app.add_js_file(None, body=ON_A_DISK)
    scripts = json.loads((Path(app.srcdir) / "panels.json").read_text("utf-8")).get(pagename, [])
    if not scripts and pagename != "progress":
        return
    panels = context["pathto"]("_static/panels/", 1)
    order = ["course.js", *scripts]
    for place, file in enumerate(order):
        more = {"data-panels": panels} if place == 0 else {}
        app.add_js_file(file, priority=600 + place, loading_method="defer", **more)


def find_static(app, config):
    """Take the files that go with the pages from beside the pages, not from beside this file."""
    config.html_static_path = [str(Path(app.srcdir) / "_static")]


def setup(app):
    """Tell Sphinx of what is added to pages."""
    app.connect("config-inited", find_static)
    app.connect("html-page-context", add_panels)
