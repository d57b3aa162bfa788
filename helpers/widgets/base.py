"""The ground on which every panel of the course stands: one class, one module of JavaScript.

A kind of panel is a subclass of `Base` that names its own JavaScript::

    class Bell(Base):
        script = "bell.js"  # beside the subclass's own Python file
        rings = traitlets.Int(0).tag(sync=True)  # what the page shows

        def answer(self, message):  # the page asked something
            self.rings += 1
            return {"rings": self.rings}

        def static_html(self):  # for pages without a kernel
            return "<p>A bell.</p>"

        def static_text(self):
            return "A bell."

The page's side is `base.js` followed by the subclass's file, joined to one ES module: nothing is
built and nothing is fetched over a network. `base.js` says what it offers.
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import anywidget

ROOM = Path(__file__).resolve().parent


class Base(anywidget.AnyWidget):
    """A panel: live in JupyterLab, a picture and words wherever no kernel runs.

    Attributes
    ----------
    script : str, or tuple of str
        File with the JavaScript of this kind of panel, beside the module of the subclass. It is
        appended to `base.js` and ends with ``export default { render }``. Several are joined.
    style : str
        File with further CSS, beside the module of the subclass; empty when `style.css` is enough.
    """

    script: str | tuple[str, ...] = ""
    style = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Join `base.js` with the subclass's own JavaScript (and CSS with CSS)."""
        own_room = Path(inspect.getfile(cls)).resolve().parent
        if "script" in cls.__dict__:
            scripts = (cls.script,) if isinstance(cls.script, str) else cls.script
            cls._esm = _join(ROOM / "base.js", *(own_room / script for script in scripts))
        if "script" in cls.__dict__ or "style" in cls.__dict__:
            more = [own_room / cls.style] if cls.style else []
            cls._css = _join(ROOM / "style.css", *more)
        super().__init_subclass__(**kwargs)

    def __init__(self, **traits: Any) -> None:
        super().__init__(**traits)
        self.on_msg(self._receive)

    # -- what a subclass fills in ---------------------------------------------------------------

    def answer(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """Answer one message from the page.

        Messages come from a web page and may hold anything: check before use. What is returned
        (JSON-ready, or None) resolves the promise that ``ask`` gave the page. An exception does
        no harm: its words are shown in the panel.
        """
        raise ValueError("This panel takes no messages.")

    def static_html(self) -> str:
        """Return HTML for pages without a kernel; it must survive a sanitiser.

        Only plain tags and inline styles. The same on every computer: nothing of what the learner
        has done, since the output is committed with the notebook.
        """
        raise NotImplementedError

    def static_text(self) -> str:
        """Return the same in plain text: the cell's ``text/plain``."""
        raise NotImplementedError

    # -- the two ways out -----------------------------------------------------------------------

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the live view and, in the same bundle, the static one."""
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        data = {**data, "text/html": self.static_html(), "text/plain": self.static_text()}
        return data, metadata

    def __repr__(self) -> str:
        return self.static_text()

    # -- request and answer ---------------------------------------------------------------------

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take no state from the page: it asks, and Python decides what the panel shows."""

    def _receive(self, _widget: Base, content: Any, _buffers: Any) -> None:
        """Pass one request on to `answer` and send back what it returns, under its number."""
        if not isinstance(content, dict) or not isinstance(content.get("message"), dict):
            return
        reply = {"view": content.get("view"), "number": content.get("number")}
        try:
            reply["answer"] = self.answer(content["message"])
        except ValueError as refusal:
            reply["error"] = str(refusal)
        except Exception as fault:
            reply["error"] = f"Python failed: {type(fault).__name__}: {fault}"
        self.send(reply)


def _join(*files: Path) -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in files)
