"""Let lessons keep their pictures in what nbconvert, or a menu of JupyterLab, makes of them.

A panel's saved output is a live view, HTML with the picture in it, and words. Pages made by
nbconvert would wait in vain for the live view, and LaTeX (so PDF) takes neither: it would be left
with the words.
"""

import re

from nbconvert.preprocessors import ExtractOutputPreprocessor
from nbformat import from_dict

c = get_config()  # noqa: F821 - Jupyter puts it here

LIVE = "application/vnd.jupyter.widget-view+json"
PICTURE = re.compile(r'src="data:image/png;base64,([A-Za-z0-9+/=]+)"')


def keep_pictures(notebook, resources):
    """Take live views out of a notebook that is converted; beside HTML, make pictures of it."""
    extension = resources.get("output_extension", "")
    if extension.endswith(".ipynb"):
        return notebook, resources  # stays what it is
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        outputs = cell.get("outputs", [])
        for output in outputs:
            if "text/html" in output.get("data", {}):
                output.data.pop(LIVE, None)
        if outputs and not extension.endswith(".html"):
            cell.outputs = [part for output in outputs for part in parts(output)]
    if "outputs" in resources:  # pictures become files: nbconvert has looked for them before this
        return ExtractOutputPreprocessor(enabled=True)(notebook, resources)
    return notebook, resources


def parts(output):
    """Return an output, with each picture of its HTML as an output before its words."""
    data = output.get("data", {})
    pictures = PICTURE.findall(data.get("text/html", ""))
    if not pictures:
        return [output]
    words = {kind: value for kind, value in data.items() if kind != "text/html"}
    apart = [{"image/png": picture} for picture in pictures] + [words]
    return [from_dict({**output, "data": data, "metadata": {}}) for data in apart]


c.Exporter.preprocessors.append(keep_pictures)
