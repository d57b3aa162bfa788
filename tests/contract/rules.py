"""The rules of the course, one function each: a notebook goes in, faults in plain words come out.

A rule takes a `Subject`, a notebook with its path and its lesson's questions, and returns a list
of faults, empty when all is well. `RULES_OF` says which rules hold for which kind of notebook.
"""

from __future__ import annotations

import ast
import base64
import itertools
import json
import re
from collections.abc import Callable

from tests.contract.reading import (
    BEYOND_THE_MINUTES,
    MARKDOWN_LINK,
    SLIDE_TYPES,
    Subject,
    alts,
    calls,
    calls_in_core,
    code_cells,
    headings,
    html_outputs,
    markdown_cells,
    outputs,
    parsed,
    picture_bytes,
    plain,
    section_of,
    slide_type,
    slides_of,
    strings_of,
    without_pictures,
    words,
)

Rule = Callable[[Subject], list[str]]

SECTIONS = (
    "Predict first",
    "The idea",
    "Explore",
    "Against the data",
    "How sure are we?",
    "Close",
    "Go further",
)
MOST_OBJECTIVES = 4
MOST_WORDS = 1500
MOST_PANELS = 2
MOST_CHECKS = 3
FEWEST_MISCONCEPTIONS = 3
MOST_LINES = 25
MOST_PICTURE_BYTES = 60 * 1024
MOST_NOTEBOOK_BYTES = 1024 * 1024
MOST_GIVEN_AWAY = 1 / 3
ASKS, OPENS = {"predict", "ask"}, {"reveal", "revisit"}

OF_A_PANEL = {
    "title": '"..."',
    "name": '"<lesson>/<panel>"',
    "presets": '{"words of a button": {"control": value}}',
    "nobody_tries": '("words of its button", {"control": value})',
    "wrong": '"Where this model is wrong"',
}

# What nobody can check that a learner has done.
VAGUE_VERBS = {"understand", "know", "learn", "appreciate", "realise", "realize", "be", "see"}
EMPTY_LINK_TEXTS = {"here", "click here", "this", "link", "this link", "read more", "more"}
# Places and words of the workshop, which a learner should never meet.
WORKSHOP = re.compile(
    r"\bshared/|(?<![\w./])/(?:work|tmp|root|home)/|\b(?:TODO|FIXME|XXX)\b|lorem ipsum|"
    r"\bmemory-only\b|\b(?:LLM|chatbot)s?\b|language model|\bas an AI\b|\bissue #?\d{1,3}\b|"
    r"\bthe (?:memos?|brief)\b|"
    r"\bthis (?:course|lesson|notebook) (?:was|has been) "
    r"(?:made|written|generated|built|designed|created)\b",
    re.IGNORECASE,
)
HEX_COLOUR = re.compile(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
COLOUR_ARGUMENTS = {"cmap", "mfc", "mec"}
DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>\]}|`]+")
BARE_PICTURES = ("image/png", "image/jpeg", "image/svg+xml", "image/gif")
FETCHED = re.compile(
    r"""(?:\bsrc|\bsrcset|\bdata|\bposter)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?(?:https?:)?//|@import|<link\b[^>]*\bhref\s*=\s*["']?(?:https?:)?//"""
    r"""|\bimport\s*\(?\s*["']https?://""",
    re.IGNORECASE,
)


# -- structure -----------------------------------------------------------------------------------


def one_title(subject: Subject) -> list[str]:
    """Hold to one H1, at the very top, and no skipped heading level."""
    found = [
        (place, level, text)
        for place, cell in markdown_cells(subject)
        for level, text in headings(cell.source)
    ]
    titles = [text for _, level, text in found if level == 1]
    faults = [] if len(titles) == 1 else [f"has {len(titles)} headings of level 1, not one"]
    if found and found[0][:2] != (1, 1):
        faults.append("does not begin with its title, a heading of level 1 in the first cell")
    for (_, above, _), (place, level, text) in itertools.pairwise(found):
        if level > above + 1:
            faults.append(f"cell {place}: heading {text!r} jumps from level {above} to {level}")
    return faults


def has_its_sections(subject: Subject) -> list[str]:
    """Hold to the sections of a lesson, by these names and in this order, and to no other."""
    found = [
        text
        for _, cell in markdown_cells(subject)
        for level, text in headings(cell.source)
        if level == 2
    ]
    faults = [f"section {name!r} is missing" for name in SECTIONS if name not in found]
    faults += [f"section {name!r} is none of a lesson's" for name in found if name not in SECTIONS]
    faults += [f"section {name!r} stands twice" for name in SECTIONS if found.count(name) > 1]
    known = [name for name in found if name in SECTIONS]
    if not faults and known != list(SECTIONS):
        faults.append("sections stand in the order " + ", ".join(known))
    return faults


def opens_well(subject: Subject) -> list[str]:
    """Hold the opening: the time strip, objectives, minutes and what to know first, all shown."""
    asked = subject.questions or {}
    objectives = asked.get("objectives", [])
    faults = []
    if not 1 <= len(objectives) <= MOST_OBJECTIVES:
        faults.append(f"has {len(objectives)} objectives, not 1 to {MOST_OBJECTIVES}")
    for text in objectives:
        if plain(text).split(" ")[0].lower() in VAGUE_VERBS:
            faults.append(f"objective {text!r} begins with a verb that nobody can check")
    if not isinstance(asked.get("minutes"), int) or not 10 <= asked["minutes"] <= 90:
        faults.append(f"minutes are {asked.get('minutes')!r}, not a number from 10 to 90")
    if not asked.get("know_first"):
        faults.append("does not say what to know first")

    shown, pictures = _opening(subject)
    if not pictures:
        faults.append("opening shows no time strip (a picture with alt text)")
    expected = [f"{asked.get('minutes')} min", *objectives, *asked.get("know_first", [])]
    return faults + [
        f"opening does not show {plain(text)!r}" for text in expected if _letters(text) not in shown
    ]


def _opening(subject: Subject) -> tuple[str, list[str]]:
    texts, pictures = [], []
    for cell, section in zip(subject.notebook.cells, section_of(subject), strict=True):
        if section:
            break
        texts.append(cell.source if cell.cell_type == "markdown" else "")
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            texts.append(data.get("text/html") or data.get("text/markdown") or "")
            pictures += [alt for alt in alts(data.get("text/html", "")) if alt]
    return _letters(" ".join(texts)), pictures


def _letters(text: str) -> str:
    # Where tags stand decides on the spaces beside them, so only letters and digits are compared.
    return re.sub(r"\W", "", plain(text))


def does_its_parts(subject: Subject) -> list[str]:
    """Hold that each section does its work: ask before showing, explore, compare, grade, close."""
    needed = {
        "Predict first": ("predict",),
        "Explore": ("explore",),
        "Against the data": ("show", "explore"),
        "How sure are we?": ("passport",),
        "Close": ("revisit",),
    }
    made: dict[str, set[str]] = {}
    for cell, section in zip(subject.notebook.cells, section_of(subject), strict=True):
        if cell.cell_type == "code":
            made.setdefault(section, set()).update(name for name, _ in calls(cell.source))
    faults = [
        f"section {section!r} calls neither of: {', '.join(any_of)}"
        for section, any_of in needed.items()
        if not made.get(section, set()).intersection(any_of)
    ]
    everywhere = set().union(*made.values()) if made else set()
    if "references" not in everywhere:
        faults.append("shows no references (lesson.references())")
    if (subject.questions or {}).get("terms") and "glossary" not in everywhere:
        faults.append("names terms and never shows them (lesson.glossary())")
    if "ask" not in {name for name, _ in calls_in_core(subject)}:
        faults.append("has no 'Check yourself': lesson.ask() is never called in the core")
    return faults


def fits_its_minutes(subject: Subject) -> list[str]:
    """Hold the core to its words, panels and checks; what comes under Go further is free."""
    core = [
        cell.source
        for cell, section in zip(subject.notebook.cells, section_of(subject), strict=True)
        if cell.cell_type == "markdown" and section != BEYOND_THE_MINUTES
    ]
    made = [name for name, _ in calls_in_core(subject)]
    counts = (
        (sum(map(words, core)), MOST_WORDS, "words of text"),
        (made.count("explore"), MOST_PANELS, "panels"),
        (made.count("ask"), MOST_CHECKS, "questions"),
    )
    return [
        f"core has {count} {what}, more than {most}" for count, most, what in counts if count > most
    ]


def panels_are_whole(subject: Subject) -> list[str]:
    """Hold that each panel has what the course promises of it, and that the file knows its name."""
    known = (subject.questions or {}).get("panels", [])
    faults = []
    for place, cell in code_cells(subject):
        for node in ast.walk(parsed(cell.source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explore":
                given = {one.arg: one.value for one in node.keywords}
                faults += [
                    f"cell {place}: this panel lacks {name}={what}"
                    for name, what in OF_A_PANEL.items()
                    if name not in given
                ]
                name = getattr(given.get("name"), "value", None)
                if "name" in given and name not in known:
                    faults.append(f"cell {place}: add {name!r} to panels in the questions file")
    return faults


# -- questions -----------------------------------------------------------------------------------


def asks_its_questions(subject: Subject) -> list[str]:
    """Hold that three misconceptions are met, and that notebook and file name the same things."""
    asked = subject.questions or {}
    called = [
        (name, first)
        for _, cell in code_cells(subject)
        for name, arguments in calls(cell.source)
        for first in arguments[:1]
    ]
    met = {q["name"] for q in asked.get("questions", []) if q.get("misconception")}
    faults = []
    if len(met) < FEWEST_MISCONCEPTIONS:
        faults.append(f"meets {len(met)} misconceptions, fewer than {FEWEST_MISCONCEPTIONS}")
    faults += [
        f"misconception question {name!r} is never asked"
        for name in sorted(met)
        if ("ask", name) not in called
    ]
    for prediction in asked.get("predictions", []):
        faults += [
            f"prediction {prediction['name']!r} never meets lesson.{method}()"
            for method in ("predict", "revisit")
            if (method, prediction["name"]) not in called
        ]
    names = {
        method: {entry["name"] for entry in asked.get(table, [])}
        for method, table in (("ask", "questions"), ("predict", "predictions"))
    }
    faults += [
        f"lesson.{method}({name!r}) is not in the questions file"
        for method, name in called
        if method in names and name not in names[method]
    ]
    return faults


def title_agrees(subject: Subject) -> list[str]:
    """Hold that notebook and questions file carry the same title and unit."""
    asked = subject.questions
    if asked is None:
        return ["has no questions file"]
    titles = [t for _, c in markdown_cells(subject) for lv, t in headings(c.source) if lv == 1]
    bare = re.sub(r"^\d+\W+", "", titles[0]) if titles else ""
    faults = []
    if bare != asked.get("title"):
        faults.append(f"title is {bare!r}, but {asked.get('title')!r} in the questions file")
    folder = subject.path.parent.name if len(subject.path.parts) > 2 else ""
    if asked.get("unit") != folder:
        faults.append(f"unit is {asked.get('unit')!r} in the questions file, the folder {folder!r}")
    return faults


def right_answer_not_given_away(subject: Subject) -> list[str]:
    """Hold that the right option is strictly the longest in at most a third of the questions."""
    asked = subject.questions or {}
    every = [q for t in ("predictions", "questions", "inventory") for q in asked.get(t, [])]
    longest_is_right = [q["name"] for q in every if _right_is_longest(q["options"])]
    if len(longest_is_right) <= MOST_GIVEN_AWAY * len(every):
        return []
    return [
        f"right option is the longest in {len(longest_is_right)} of {len(every)} questions: "
        + ", ".join(longest_is_right)
    ]


def _right_is_longest(options: list[dict]) -> bool:
    right = [len(plain(o["text"])) for o in options if o.get("right")]
    wrong = [len(plain(o["text"])) for o in options if not o.get("right")]
    return bool(right and wrong) and max(right) > max(wrong)


def questions_are_whole(subject: Subject) -> list[str]:
    """Hold that names are unique, something is right, and each option has its explanation."""
    asked = subject.questions or {}
    faults, seen = [], set()
    for table in ("predictions", "questions", "inventory"):
        for question in asked.get(table, []):
            name = question["name"]
            if name in seen or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
                faults.append(f"question name {name!r} is not unique or not like-this")
            seen.add(name)
            rights = sum(bool(option.get("right")) for option in question["options"])
            if not 1 <= rights < len(question["options"]):
                faults.append(f"question {name!r} has {rights} right options")
            option_names = [option["name"] for option in question["options"]]
            if len(set(option_names)) < len(option_names):
                faults.append(f"question {name!r} has two options of one name")
            unexplained = [o["name"] for o in question["options"] if not o.get("why")]
            if unexplained and table != "inventory":
                faults.append(f"question {name!r} does not explain {', '.join(unexplained)}")
    return faults


# -- slides --------------------------------------------------------------------------------------


def slides_keep_the_surprise(subject: Subject) -> list[str]:
    """Hold that every cell has a slide mark, and that no slide answers its own question.

    A prediction or poll is the last that its slide shows. What opens a prediction (`reveal`,
    `revisit`) stands on a later slide, and on none if the prediction is left out.
    """
    cells = subject.notebook.cells
    faults = [
        f"cell {place} has no slide mark: slideshow.slide_type, one of {', '.join(SLIDE_TYPES)}"
        for place, cell in enumerate(cells, 1)
        if slide_type(cell) not in SLIDE_TYPES
    ]
    if cells and slide_type(cells[0]) != "slide":
        faults.append("the first cell does not begin a slide")
    predicted = {entry["name"] for entry in (subject.questions or {}).get("predictions", [])}
    asked: set[object] = set()  # on slides before
    for slide in slides_of(cells):
        here: list[object] = []
        for cell in slide:
            if slide_type(cell) == "notes" or not cell.source:
                continue
            made = calls(cell.source) if cell.cell_type == "code" else []
            faults += [f"a slide shows more after its question {name!r}" for name in here[:1]]
            faults += [
                f"lesson.{name}({given[0]!r}) is not on a slide after its question"
                for name, given in made
                if name in OPENS and given and given[0] in predicted - asked
            ]
            here += [given[0] for name, given in made if name in ASKS and given]
        asked.update(here)
    return faults


# -- sources -------------------------------------------------------------------------------------


def dois_are_known(subject: Subject) -> list[str]:
    """Hold that every DOI and every reference key stands in references.bib."""
    texts = [cell.source for cell in subject.notebook.cells]
    texts += strings_of(subject.questions)
    known = set(subject.bibliography.values())
    found = {clean for text in texts for clean in map(_clean_doi, DOI.findall(text))}
    faults = [f"DOI {doi} is not in references.bib" for doi in sorted(found - known)]
    return faults + [
        f"reference {key!r} is not in references.bib"
        for key in (subject.questions or {}).get("references", [])
        if key not in subject.bibliography
    ]


def _clean_doi(found: str) -> str:
    doi = found.rstrip(".,;:!?*_\\").lower()
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;:")
    return doi


# -- text ----------------------------------------------------------------------------------------


def links_say_where(subject: Subject) -> list[str]:
    """Hold that a link's words tell where it leads."""
    faults = []
    for place, cell in markdown_cells(subject):
        links = [text for mark, text, _ in MARKDOWN_LINK.findall(cell.source) if not mark]
        links += re.findall(r"<a\b[^>]*>(.*?)</a>", cell.source, re.DOTALL | re.IGNORECASE)
        faults += [
            f"cell {place}: link text {text!r} does not say where it leads"
            for text in links
            if plain(MARKDOWN_LINK.sub(r"\2", text)).lower().strip(" .,:")
            in EMPTY_LINK_TEXTS | {""}
        ]
    return faults


def says_nothing_of_the_workshop(subject: Subject) -> list[str]:
    """Hold that neither text, code, outputs nor questions speak of how the course was made."""
    texts = [(f"cell {n}", c.source) for n, c in enumerate(subject.notebook.cells, 1)]
    for place, output in outputs(subject):
        shown = [output.get("text", ""), *strings_of(output.get("data", {}))]
        texts += [(f"output of cell {place}", text) for text in shown]
    texts += [("questions file", text) for text in strings_of(subject.questions)]
    return [
        f"{where}: still to do: {_around(text, found)!r}"
        if found.group() == "TODO"
        else f"{where}: {found.group()!r} is a word of the workshop: {_around(text, found)!r}"
        for where, text in texts
        for text in [without_pictures(text)]
        for found in WORKSHOP.finditer(text)
        # An output repeats what the file of questions says: one line for each TODO is enough.
        if not (found.group() == "TODO" and where.startswith("output"))
    ]


def _around(text: str, found: re.Match[str]) -> str:
    """Return the found words and what follows them in their line: a TODO says what to do."""
    return text[found.start() :].split("\n")[0][:80]


# -- code ----------------------------------------------------------------------------------------


def cells_are_short(subject: Subject) -> list[str]:
    """Hold code cells to what a learner takes in at one look."""
    lengths = [(place, len(cell.source.strip().split("\n"))) for place, cell in code_cells(subject)]
    return [
        f"cell {place} has {length} lines of code, more than {MOST_LINES}"
        for place, length in lengths
        if length > MOST_LINES
    ]


def colours_come_from_the_style(subject: Subject) -> list[str]:
    """Hold that no notebook chooses a colour: the course's style gives each its meaning."""
    faults = []
    for place, cell in code_cells(subject):
        for node in ast.walk(parsed(cell.source)):
            named = node.arg if isinstance(node, ast.keyword) else None
            if named and ("color" in named or "colour" in named or named in COLOUR_ARGUMENTS):
                faults.append(f"cell {place}: {named}= chooses a colour")
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and HEX_COLOUR.fullmatch(text.strip()):
                faults.append(f"cell {place}: {text!r} is a colour")
    return faults


# -- what is committed ---------------------------------------------------------------------------


def was_run_through(subject: Subject) -> list[str]:
    """Hold that every cell was run once, from the first to the last, in a new kernel."""
    filled = [(place, cell) for place, cell in code_cells(subject) if cell.source.strip()]
    if filled and all(cell.get("execution_count") is None for _, cell in filled):
        return ["was never run: `make execute`"]
    return [
        f"cell {place} has execution count {cell.get('execution_count')}, not {expected}"
        for expected, (place, cell) in enumerate(filled, 1)
        if cell.get("execution_count") != expected
    ]


def was_not_run(subject: Subject) -> list[str]:
    """Hold that an exercise comes without outputs."""
    return [
        f"cell {place} was run before it was given out"
        for place, cell in code_cells(subject)
        if cell.get("execution_count") is not None or cell.get("outputs")
    ]


def ran_quietly(subject: Subject) -> list[str]:
    """Hold that no cell raised or warned."""
    faults = []
    for place, output in outputs(subject):
        if output.output_type == "error":
            faults.append(f"cell {place} raised {output.get('ename')}")
        elif output.get("name") == "stderr":
            faults.append(f"cell {place} wrote on stderr: {output.get('text', '')[:80].strip()}")
    return faults


def pictures_have_words(subject: Subject) -> list[str]:
    """Hold that each picture carries alt text, in outputs and in Markdown."""
    faults = []
    for place, output in outputs(subject):
        data = output.get("data", {})
        faults += [
            f"cell {place} shows a bare {mime}, which has no alt text: use show()"
            for mime in BARE_PICTURES
            if mime in data
        ]
    shown = list(html_outputs(subject))
    shown += [(place, cell.source) for place, cell in markdown_cells(subject)]
    for place, html in shown:
        faults += [f"cell {place} has a picture without alt text" for a in alts(html) if not a]
    for place, cell in markdown_cells(subject):
        faults += [
            f"cell {place} has a picture without alt text"
            for mark, text, _ in MARKDOWN_LINK.findall(cell.source)
            if mark and not text.strip()
        ]
    return faults


def loads_nothing_from_the_network(subject: Subject) -> list[str]:
    """Hold that no output and no text fetches anything when it is looked at."""
    faults = [
        f"cell {place}: {found.group()!r} is fetched from the network"
        for place, text in [
            *((p, t) for p, o in outputs(subject) for t in strings_of(o.get("data", {}))),
            *((p, c.source) for p, c in markdown_cells(subject)),
        ]
        for found in FETCHED.finditer(without_pictures(text))
    ]
    faults += [
        f"cell {place}: picture {address} is fetched from the network"
        for place, cell in markdown_cells(subject)
        for mark, _, address in MARKDOWN_LINK.findall(cell.source)
        if mark and re.match(r"(https?:)?//", address)
    ]
    faults += [
        f"cell {place} has an output of JavaScript"
        for place, output in outputs(subject)
        if "application/javascript" in output.get("data", {})
    ]
    return faults


def no_saved_widgets(subject: Subject) -> list[str]:
    """Hold that no widget state is saved: it would hide the still picture in static views."""
    return ["has saved widget state"] if "widgets" in subject.notebook.metadata else []


def weighs_little(subject: Subject) -> list[str]:
    """Hold pictures and the whole notebook to their weights."""
    faults = []
    size = len(json.dumps(subject.notebook, indent=1, ensure_ascii=False).encode())
    if size > MOST_NOTEBOOK_BYTES:
        faults.append(f"weighs {size // 1024} KiB, more than {MOST_NOTEBOOK_BYTES // 1024}")
    for place, cell in enumerate(subject.notebook.cells, 1):
        texts = [t for o in cell.get("outputs", []) for t in strings_of(o.get("data", {}))]
        heaviest = max((s for t in (*texts, cell.source) for s in picture_bytes(t)), default=0)
        for attached in strings_of(cell.get("attachments", {})):
            heaviest = max(heaviest, len(base64.b64decode(attached)))
        if heaviest > MOST_PICTURE_BYTES:
            faults.append(
                f"cell {place} has a picture of {heaviest / 1024:.0f} KiB, "
                f"more than {MOST_PICTURE_BYTES // 1024}"
            )
    return faults


def cells_have_names(subject: Subject) -> list[str]:
    """Hold that each cell has an id of its own, so that a change shows as a small difference."""
    ids = [cell.get("id") for cell in subject.notebook.cells]
    return [] if None not in ids and len(set(ids)) == len(ids) else ["has cells without own ids"]


def marks_are_read(subject: Subject) -> list[str]:
    """Hold that what a cell shows has no sign of Markdown left, as of bold round bound words."""
    return [
        f"cell {place} shows the sign ** before {html.partition('**')[2][:40]!r}"
        for place, html in html_outputs(subject)
        if "**" in html
    ]


# -- which rules hold where ----------------------------------------------------------------------

EVERYWHERE: tuple[Rule, ...] = (
    one_title,
    links_say_where,
    says_nothing_of_the_workshop,
    dois_are_known,
    cells_are_short,
    colours_come_from_the_style,
    pictures_have_words,
    loads_nothing_from_the_network,
    no_saved_widgets,
    weighs_little,
    cells_have_names,
    ran_quietly,
    marks_are_read,
)
OF_QUESTIONS: tuple[Rule, ...] = (
    title_agrees,
    panels_are_whole,
    right_answer_not_given_away,
    questions_are_whole,
    slides_keep_the_surprise,
)
OF_A_LESSON: tuple[Rule, ...] = (
    has_its_sections,
    opens_well,
    does_its_parts,
    fits_its_minutes,
    asks_its_questions,
)
RULES_OF: dict[str, tuple[Rule, ...]] = {
    "lesson": (*EVERYWHERE, was_run_through, *OF_QUESTIONS, *OF_A_LESSON),
    "start": (*EVERYWHERE, was_run_through, *OF_QUESTIONS),
    "capstone": (*EVERYWHERE, was_run_through, *OF_QUESTIONS),
    "solution": (*EVERYWHERE, was_run_through),
    "exercise": (*EVERYWHERE, was_not_run),
}
ALL_RULES = tuple(dict.fromkeys(rule for rules in RULES_OF.values() for rule in rules))


def faults_of(subject: Subject) -> list[str]:
    """Return every fault of a notebook, each with the name of its rule."""
    return [
        f"{rule.__name__}: {fault}" for rule in RULES_OF[subject.kind] for fault in rule(subject)
    ]
