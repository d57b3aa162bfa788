"""The rules themselves, tried on small notebooks: a good one, and one bad one for each fault."""

from __future__ import annotations

import base64
import copy
from collections.abc import Callable
from pathlib import PurePosixPath

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.contract import rules
from tests.contract.reading import Subject, words
from tests.contract.rules import ALL_RULES, faults_of

LESSON = PurePosixPath("notebooks/mechanism/01_toy_lesson.ipynb")
PICTURE = f"data:image/png;base64,{base64.b64encode(bytes(300)).decode()}"
LINK = "[Doe 2020](https://doi.org/10.1000/TOY.1(a))"
BIBLIOGRAPHY = {"doe2020": "10.1000/toy.1(a)", "roe2021": "10.1000/toy.2"}
PANEL = (
    'explore(draw, title="A toy", name="01_toy_lesson/toy", wrong="Here.", '
    'presets={"Up": {"level": 1}}, nobody_tries=("Down", {"level": 0}), '
    "level=slider('Level', 0, 9, 5))"
)


def option(name: str, text: str, right: bool = False) -> dict:
    return {"name": name, "text": text, "why": f"Because of {name}."} | (
        {"right": True} if right else {}
    )


def question(name: str, **more: object) -> dict:
    options = [option("up", "Up", right=True), option("down", "Down, by a little")]
    return {"name": name, "question": "What does it do?", "options": options} | more


def good_questions() -> dict:
    return {
        "title": "A toy lesson",
        "unit": "mechanism",
        "minutes": 45,
        "objectives": ["Predict a *level*.", "Compute a rate & its unit."],
        "know_first": ["What a rate is."],
        "references": ["doe2020"],
        "panels": ["01_toy_lesson/toy"],
        "predictions": [question("first-guess")],
        "questions": [question(f"belief-{n}", misconception=f"Belief {n}") for n in (1, 2, 3)],
    }


def code(source: str, html: str = "") -> nbformat.NotebookNode:
    cell = new_code_cell(source)
    if html:
        data = {"text/html": html, "text/plain": "a picture in words"}
        cell.outputs = [new_output("display_data", data)]
    return cell


def counted(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    filled = [cell for cell in cells if cell.cell_type == "code" and cell.source]
    for count, cell in enumerate(filled, 1):
        cell.execution_count = count
    return cells


def marked(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    for cell in cells:
        cell.metadata.slideshow = {"slide_type": "slide"}
    return cells


def good_cells() -> list[nbformat.NotebookNode]:
    strip = f'<figure><img alt="A time axis" src="{PICTURE}"></figure>'
    opening = "<b>45 minutes</b><li>Predict a <em>level</em>.</li><li>Compute a rate &amp; its unit"
    opening += ".</li><p>What a rate is.</p>"
    cells = counted(
        [
            new_markdown_cell("# 01 A toy lesson\n\nA question worth asking."),
            code("lesson.opening()", strip + opening),
            new_markdown_cell("## Predict first"),
            code('lesson.predict("first-guess")'),
            new_markdown_cell(f"## The idea\n\n### Words first\n\nSee {LINK}."),
            code('lesson.ask("belief-1")'),
            new_markdown_cell("## Explore"),
            code(PANEL, strip),
            code('lesson.ask("belief-2")'),
            new_markdown_cell("## Against the data"),
            code("show(draw_with_data)", strip),
            code('lesson.ask("belief-3")'),
            new_markdown_cell("## How sure are we?"),
            code("lesson.passport()"),
            new_markdown_cell("## Close"),
            code('lesson.revisit("first-guess")\nlesson.references()'),
            new_markdown_cell("## Go further"),
            code(PANEL, strip),
            code(""),
        ]
    )
    return marked(cells)


def good_lesson() -> Subject:
    return Subject(new_notebook(cells=good_cells()), LESSON, good_questions(), dict(BIBLIOGRAPHY))


def good_exercise() -> Subject:
    cells = [new_markdown_cell("# Exercises"), code("answer = ...")]
    path = PurePosixPath("exercises/mechanism/01_toy_lesson.ipynb")
    return Subject(new_notebook(cells=cells), path, None, dict(BIBLIOGRAPHY))


# -- the good ones -------------------------------------------------------------------------------


def test_rules_are_silent_on_a_good_lesson():
    assert faults_of(good_lesson()) == []


def test_rules_are_silent_on_a_good_exercise_and_solution():
    exercise = good_exercise()
    assert faults_of(exercise) == []
    solution = copy.deepcopy(exercise)
    solution.path = PurePosixPath("solutions", *exercise.path.parts[1:])
    counted(solution.notebook.cells)
    assert faults_of(solution) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("notebooks/00_start_here.ipynb", "start"),
        ("notebooks/17_weigh_the_claims.ipynb", "capstone"),
        ("notebooks/safety/13_exposure_and_monitoring.ipynb", "lesson"),
        ("exercises/safety/13_exposure_and_monitoring.ipynb", "exercise"),
        ("solutions/safety/13_exposure_and_monitoring.ipynb", "solution"),
    ],
)
def test_kind_is_read_from_the_path(path, kind):
    assert Subject(new_notebook(), PurePosixPath(path)).kind == kind


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ketamine blocks the open channel.", 5),
        ("It is 0.55 µM, about 1,500-fold.", 6),
        ("A $k_{on} c + k_{off}$ rate", 3),
        ("[Doe 2020](https://doi.org/10.1000/toy.2) says <b>so</b>", 4),
        ("```python\nnot = words\n```\nthree words here", 3),
        ("## A title\n\n- one\n- two | three", 5),
    ],
)
def test_words_are_those_that_a_learner_reads(text, count):
    assert words(text) == count


# -- the bad ones --------------------------------------------------------------------------------

Spoil = Callable[[Subject], None]


def cell_of(subject: Subject, start: str) -> nbformat.NotebookNode:
    return next(cell for cell in subject.notebook.cells if cell.source.startswith(start))


def add_text(text: str, after: str = "## The idea") -> Spoil:
    def spoil(subject: Subject) -> None:
        cell_of(subject, after).source += "\n\n" + text

    return spoil


def add_code(source: str, after: str = "## Explore", **output: str) -> Spoil:
    def spoil(subject: Subject) -> None:
        place = subject.notebook.cells.index(cell_of(subject, after))
        (cell,) = marked([code(source)])
        if output:
            mime = {key.replace("_", "/"): value for key, value in output.items()}
            cell.outputs = [new_output("display_data", mime)]
        subject.notebook.cells.insert(place + 1, cell)
        counted(subject.notebook.cells)

    return spoil


def mark(start: str, kind: str) -> Spoil:
    return lambda subject: cell_of(subject, start).metadata.slideshow.update(slide_type=kind)


def replace(old: str, new: str) -> Spoil:
    def spoil(subject: Subject) -> None:
        found = [cell for cell in subject.notebook.cells if old in cell.source]
        assert found, f"nothing to spoil: {old!r}"
        for cell in found:
            cell.source = cell.source.replace(old, new)

    return spoil


def ask(change: Callable[[dict], object]) -> Spoil:
    return lambda subject: change(subject.questions)


def clear(subject: Subject) -> None:
    for cell in subject.notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None


def add_output(**parts: object) -> Spoil:
    def spoil(subject: Subject) -> None:
        cell_of(subject, "show(").outputs.append(new_output(**parts))

    return spoil


def swap_sections(subject: Subject) -> None:
    first, second = cell_of(subject, "## The idea"), cell_of(subject, "## Explore")
    first.source, second.source = second.source, first.source


def drop_strip(subject: Subject) -> None:
    output = cell_of(subject, "lesson.opening").outputs[0]
    output.data["text/html"] = output.data["text/html"].split("</figure>")[1]


def long_right_options(asked: dict) -> None:
    for entry in asked["questions"][:2]:
        entry["options"][0]["text"] = "Up, and for reasons that take a whole line to tell"


def repeat_id(subject: Subject) -> None:
    subject.notebook.cells[0].id = subject.notebook.cells[1].id


def attach(subject: Subject) -> None:
    big = base64.b64encode(bytes(70_000)).decode()
    cell_of(subject, "## The idea").attachments = {"a.png": {"image/png": big}}


BIG_PICTURE = f"data:image/png;base64,{base64.b64encode(bytes(70_000)).decode()}"
HTML = {"output_type": "display_data"}
PRINTED = {"output_type": "stream", "name": "stdout"}
SHOWN_BIG = HTML | {"data": {"text/html": f'<img alt="words" src="{BIG_PICTURE}">'}}

BAD: list[tuple[rules.Rule, Spoil, str]] = [
    (rules.one_title, add_text("# Another title"), "2 headings of level 1"),
    (rules.one_title, replace("# 01 A toy lesson", "01 A toy lesson"), "0 headings of level 1"),
    (rules.one_title, replace("### Words", "#### Words"), "jumps from level 2 to 4"),
    (rules.one_title, lambda s: s.notebook.cells.insert(0, code("1")), "first cell"),
    (rules.has_its_sections, replace("## Close", "### Close"), "'Close' is missing"),
    (rules.has_its_sections, add_text("## Digression"), "'Digression' is none"),
    (rules.has_its_sections, add_text("## Close"), "'Close' stands twice"),
    (rules.has_its_sections, swap_sections, "in the order Predict first, Explore"),
    (rules.opens_well, ask(lambda a: a["objectives"].extend(["A", "B", "C"])), "has 5 objectives"),
    (rules.opens_well, ask(lambda a: a.pop("objectives")), "has 0 objectives"),
    (rules.opens_well, ask(lambda a: a.update(objectives=["Understand it."])), "nobody can check"),
    (rules.opens_well, ask(lambda a: a.update(minutes="45")), "not a number"),
    (rules.opens_well, ask(lambda a: a.update(minutes=60)), "does not show '60 min'"),
    (rules.opens_well, ask(lambda a: a.update(know_first=[])), "what to know first"),
    (rules.opens_well, ask(lambda a: a["know_first"].append("Calculus.")), "show 'Calculus.'"),
    (rules.opens_well, drop_strip, "no time strip"),
    (rules.does_its_parts, replace("lesson.passport()", "1"), "neither of: passport"),
    (rules.does_its_parts, replace("lesson.references()", "1"), "no references"),
    (rules.does_its_parts, ask(lambda a: a.update(terms=["level"])), "never shows them"),
    (rules.does_its_parts, replace("lesson.ask", "print"), "Check yourself"),
    (rules.fits_its_minutes, add_text("word " * 1500), "words of text, more than 1500"),
    (rules.fits_its_minutes, add_code("explore(a)\nexplore(b)"), "3 panels, more than 2"),
    (rules.fits_its_minutes, add_code('lesson.ask("belief-1")'), "4 questions, more than 3"),
    (rules.panels_are_whole, replace("nobody_tries=", "tries="), "this panel lacks nobody_tries="),
    (rules.panels_are_whole, replace("wrong=", "w="), 'lacks wrong="Where this model is wrong"'),
    (rules.panels_are_whole, ask(lambda a: a.pop("panels")), "add '01_toy_lesson/toy' to panels"),
    (rules.asks_its_questions, replace('ask("belief-2")', 'ask("belief-1")'), "is never asked"),
    (rules.asks_its_questions, ask(lambda a: a["questions"].pop()), "2 misconceptions"),
    (rules.asks_its_questions, replace("lesson.revisit", "print"), "never meets lesson.revisit"),
    (rules.asks_its_questions, add_code('lesson.ask("nowhere")'), "'nowhere') is not in"),
    (rules.title_agrees, ask(lambda a: a.update(title="Another")), "title is 'A toy lesson'"),
    (rules.title_agrees, ask(lambda a: a.update(unit="safety")), "unit is 'safety'"),
    (rules.title_agrees, lambda s: setattr(s, "questions", None), "no questions file"),
    (rules.right_answer_not_given_away, ask(long_right_options), "2 of 4 questions"),
    (rules.questions_are_whole, ask(lambda a: a["questions"][0].update(name="belief-2")), "unique"),
    (rules.questions_are_whole, ask(lambda a: a["questions"][0].update(name="A b")), "like-this"),
    (
        rules.questions_are_whole,
        ask(lambda a: a["questions"][0]["options"][0].pop("right")),
        "0 right options",
    ),
    (
        rules.questions_are_whole,
        ask(lambda a: a["questions"][0]["options"][1].update(right=True)),
        "2 right options",
    ),
    (
        rules.questions_are_whole,
        ask(lambda a: a["predictions"][0]["options"][1].pop("why")),
        "does not explain down",
    ),
    (
        rules.questions_are_whole,
        ask(lambda a: a["questions"][0]["options"][1].update(name="up")),
        "two options of one name",
    ),
    (rules.slides_keep_the_surprise, mark("## The idea", ""), "cell 5 has no slide mark"),
    (rules.slides_keep_the_surprise, mark("# 01", "skip"), "first cell does not begin a slide"),
    (rules.slides_keep_the_surprise, mark("## The idea", "-"), "more after its question 'first"),
    (
        rules.slides_keep_the_surprise,
        mark("## Explore", "fragment"),
        "after its question 'belief-1'",
    ),
    (
        rules.slides_keep_the_surprise,
        mark("lesson.predict", "skip"),
        "lesson.revisit('first-guess') is not on a slide after its question",
    ),
    (
        rules.slides_keep_the_surprise,
        add_code('lesson.reveal("first-guess", draw)', after="## Predict first"),
        "lesson.reveal('first-guess') is not on a slide after",
    ),
    (
        rules.marks_are_read,
        add_output(**HTML | {"data": {"text/html": "<p>**So</p>"}}),
        "the sign **",
    ),
    (rules.dois_are_known, add_text("(doi: 10.1000/toy.3)."), "DOI 10.1000/toy.3 is not"),
    (
        rules.dois_are_known,
        ask(lambda a: a["questions"][0]["options"][0].update(why="See 10.1000/toy.4.")),
        "DOI 10.1000/toy.4 is not",
    ),
    (rules.dois_are_known, ask(lambda a: a["references"].append("poe1845")), "'poe1845' is not"),
    (rules.links_say_where, add_text("Look [here](../x.ipynb)."), "link text 'here'"),
    (rules.links_say_where, add_text("[**Click here**](x)"), "Click here"),
    (rules.links_say_where, add_text('<a href="x">Read more</a>'), "Read more"),
    (rules.links_say_where, add_text("[![](a.png)](x)"), "does not say where it leads"),
    (rules.says_nothing_of_the_workshop, add_text("From ../shared/x.md"), "'shared/'"),
    (rules.says_nothing_of_the_workshop, add_text("The memo says so."), "'The memo'"),
    (rules.says_nothing_of_the_workshop, add_code("# TODO better"), "still to do: 'TODO better'"),
    (
        rules.says_nothing_of_the_workshop,
        add_output(**PRINTED, text="saved in /tmp/x"),
        "output of cell",
    ),
    (
        rules.says_nothing_of_the_workshop,
        ask(lambda a: a["questions"][0].update(question="This lesson was generated.")),
        "questions file",
    ),
    (rules.cells_are_short, add_code("a = 1\n" * 26), "26 lines of code, more than 25"),
    (rules.colours_come_from_the_style, add_code("axes.plot(x, color=ink)"), "color= chooses"),
    (rules.colours_come_from_the_style, add_code("axes.plot(x, mfc=ink)"), "mfc= chooses"),
    (rules.colours_come_from_the_style, add_code('ink = "#0072B2"'), "'#0072B2' is a colour"),
    (
        rules.was_run_through,
        lambda s: setattr(cell_of(s, "explore"), "execution_count", None),
        "has execution count None, not 4",
    ),
    (rules.was_run_through, clear, "was never run"),
    (
        rules.was_run_through,
        lambda s: setattr(cell_of(s, "explore"), "execution_count", 12),
        "has execution count 12, not 4",
    ),
    (
        rules.ran_quietly,
        add_output(output_type="error", ename="ZeroDivisionError", evalue="", traceback=[]),
        "raised ZeroDivisionError",
    ),
    (
        rules.ran_quietly,
        add_output(output_type="stream", name="stderr", text="UserWarning: so"),
        "wrote on stderr: UserWarning",
    ),
    (
        rules.pictures_have_words,
        add_output(output_type="display_data", data={"image/png": "iVBORw0K"}),
        "bare image/png",
    ),
    (
        rules.pictures_have_words,
        add_output(output_type="display_data", data={"text/html": '<img alt=" " src="data:,">'}),
        "without alt text",
    ),
    (
        rules.pictures_have_words,
        add_output(output_type="display_data", data={"text/html": '<img src="data:,"/>'}),
        "without alt text",
    ),
    (rules.pictures_have_words, add_text("![](picture.png)"), "without alt text"),
    (rules.pictures_have_words, add_text('<img src="picture.png">'), "without alt text"),
    (
        rules.loads_nothing_from_the_network,
        add_output(**HTML, data={"text/html": '<script src="https://cdn.example/x.js">'}),
        "fetched from the network",
    ),
    (
        rules.loads_nothing_from_the_network,
        add_output(**HTML, data={"text/html": "<style>a {background: url(//x.example/y)}"}),
        "fetched from the network",
    ),
    (
        rules.loads_nothing_from_the_network,
        add_output(**HTML, data={"application/javascript": "1"}),
        "output of JavaScript",
    ),
    (rules.loads_nothing_from_the_network, add_text("![a cat](https://x.example/c.png)"), "c.png"),
    (
        rules.no_saved_widgets,
        lambda s: s.notebook.metadata.update(widgets={"state": {}}),
        "saved widget state",
    ),
    (rules.weighs_little, add_output(**SHOWN_BIG), "picture of 68 KiB, more than 60"),
    (rules.weighs_little, attach, "picture of 68 KiB, more than 60"),
    (rules.weighs_little, add_output(**PRINTED, text="1" * 1_100_000), "KiB, more than 1024"),
    (rules.cells_have_names, repeat_id, "without own ids"),
    (rules.cells_have_names, lambda s: s.notebook.cells[0].pop("id"), "without own ids"),
]


@pytest.mark.parametrize(
    ("rule", "spoil", "expected"), BAD, ids=[f"{r.__name__}: {e}" for r, _, e in BAD]
)
def test_rule_fires_on_a_bad_lesson(rule, spoil, expected):
    subject = good_lesson()
    spoil(subject)
    said = rule(subject)
    assert any(expected in fault for fault in said), said
    # It fires among the rules of a lesson too, and says which rule it is.
    assert any(f.startswith(rule.__name__) and expected in f for f in faults_of(subject))


@pytest.mark.parametrize("part", ["count", "outputs"])
def test_an_exercise_that_was_run_is_found(part):
    subject = good_exercise()
    cell = subject.notebook.cells[1]
    if part == "count":
        cell.execution_count = 1
    else:
        cell.outputs = [new_output("stream", text="3")]
    assert rules.was_not_run(subject) == ["cell 2 was run before it was given out"]
    assert faults_of(subject) == ["was_not_run: cell 2 was run before it was given out"]


def test_every_rule_has_been_seen_to_fire():
    tried = {rule for rule, _, _ in BAD} | {rules.was_not_run}
    assert {rule.__name__ for rule in ALL_RULES} == {rule.__name__ for rule in tried}


def test_what_only_looks_like_a_fault_passes():
    subject = good_lesson()
    for spoil in (
        add_text("Open [lesson 02, dose to brain](02_dose_to_brain.ipynb) next."),
        add_text("In a session of 40 min the anaesthetic agent is given; see 10.1000/toy.2."),
        add_text("See [the guideline](https://x.example/home/work/tmp), vol. 3, issue 2023."),
        add_text("![A synapse](attachment:synapse.png)"),
        add_text("```python\n# a comment, no heading\n```"),
        add_text("word " * 3000, after="## Go further"),
        add_code("%timeit 1\n!ls\nx = {'c': 1}"),
        add_code("channel(c=1.0, fc=2)"),
    ):
        spoil(subject)
    assert faults_of(subject) == []
