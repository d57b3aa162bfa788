"""What is modelled: one module or package a topic.

A wrong argument of any function here raises a ``ValueError`` that names the argument, shows what
was given and says what is allowed; docstrings say ``Raises`` only where something else is raised.
Numbers are declared and sourced in one way: see `helpers.simulations.sourced`.
"""
