"""Tasks of the unit *Perception*, one module a lesson."""
