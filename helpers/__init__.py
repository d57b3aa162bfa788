"""What the notebooks of *Ketamine and the brain: from channel to clinic* call.

Five rooms, and imports that run one way: ``evidence`` (what was measured), ``simulations``
(what is modelled), ``figures`` (how a lesson draws it), ``widgets`` (how a learner handles it)
and ``checks`` (how answers are judged).
"""
