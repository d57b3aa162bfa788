"""What was measured: facts, series and references, each with its source.

Nothing here models anything, and nothing here imports from the other rooms of the course.

>>> from helpers.evidence import fact, facts, series, references
>>> fact("ket-gilling2009-ic50").text
'0.71 µM (0.68–0.74, ± as printed, type not stated)'
"""

from .bibliography import References, all_dois, has_doi, references
from .fact import Fact
from .parameters import Parameter, parameters
from .tables import fact, facts, series

__all__ = [
    "Fact",
    "Parameter",
    "References",
    "all_dois",
    "fact",
    "facts",
    "has_doi",
    "parameters",
    "references",
    "series",
]
