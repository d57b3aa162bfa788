"""Harm: exposure, comparisons that mislead, harms that were not seen, and doses across species."""
