"""Tasks of the unit *Safety*, one module a lesson."""
