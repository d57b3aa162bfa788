"""How a learner handles a lesson: panels, questions and pictures with words.

Nothing in this room knows what the course is about, and it imports none of the other rooms:
it can serve another course as it is.
"""

from .controls import choice, slider, toggle
from .explore import Explorer, explore
from .feedback import Feedback, feedback
from .inventory import InventoryItem, gain, inventory, inventory_answers, score
from .items import Option
from .passport import GRADE_NAMES, GRADES, KINDS, Claim, passport
from .picture import Picture, picture_html, show
from .predict import predict, revisit
from .progress import Event, Progress
from .progress_table import Outline, progress_table
from .quiz import quiz
from .reveal import reveal
from .share import share_answers
from .stopwatch import Stopwatch, stopwatch

__all__ = [
    "GRADES",
    "GRADE_NAMES",
    "KINDS",
    "Claim",
    "Event",
    "Explorer",
    "Feedback",
    "InventoryItem",
    "Option",
    "Outline",
    "Picture",
    "Progress",
    "Stopwatch",
    "choice",
    "explore",
    "feedback",
    "gain",
    "inventory",
    "inventory_answers",
    "passport",
    "picture_html",
    "predict",
    "progress_table",
    "quiz",
    "reveal",
    "revisit",
    "score",
    "share_answers",
    "show",
    "slider",
    "stopwatch",
    "toggle",
]
