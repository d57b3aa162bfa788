"""`make validate`: ask the simulations what published studies measured, and print the score card.

Writes the same table to ``build/validate.md``. Exits with 1 only if a row comes out otherwise than
it is known to: a new miss, or a known miss that became a hit.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.literature.score import load, report

CARD = Path(__file__).resolve().parents[2] / "build" / "validate.md"


def main(arguments: list[str] | None = None) -> int:
    """Print and write the score card."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.validate", description=__doc__)
    topics = load()
    parser.add_argument("topics", nargs="*", help="only these; known: " + ", ".join(topics))
    chosen = parser.parse_args(arguments).topics or list(topics)
    unknown = sorted(set(chosen) - set(topics))
    if unknown:
        parser.error(f"unknown topic {', '.join(unknown)}; known: {', '.join(topics)}")
    results = {topic: [row.ask() for row in topics[topic][0]] for topic in chosen}
    card = report(results)
    CARD.parent.mkdir(exist_ok=True)
    CARD.write_text(card + "\n", encoding="utf-8")
    print(card)
    surprises = [one for found in results.values() for one in found if one.outcome != one.expected]
    for one in surprises:
        print(f"SURPRISE: {one.id} is a {one.outcome}, known as a {one.expected}.")
    print(f"Written to {CARD.relative_to(CARD.parents[1])}.")
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main())
