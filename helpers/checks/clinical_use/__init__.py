"""Tasks of the unit *Clinical use*, one module a lesson."""
