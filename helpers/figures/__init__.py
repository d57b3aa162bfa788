"""How a lesson draws what it shows: one style, one module a topic.

Every drawing is a function ``draw(figure, **values)`` that returns the words which describe what
is seen: they are the alternative text of the picture and the caption of a panel.
"""

from helpers.figures.artists import artists, handle, moves

__all__ = ["artists", "handle", "moves"]
