"""Numbers as a sentence says them."""

from __future__ import annotations


def rounded(value: float, digits: int = 3) -> str:
    """Return a number to `digits` significant digits: no exponent, no needless zeros, a true −."""
    return f"{float(f'{value:.{digits}g}'):,.10g}".replace("-", "−")
