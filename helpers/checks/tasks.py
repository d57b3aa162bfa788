"""What an exercise's task is, and how an answer to it becomes words.

A task has one part or more, each the answer under one name in the notebook. A part knows its kind
of answer, computes what is right at the moment of the check, and lists common wrong answers. Each
wrong answer is listed by an example of it, so that tests can give it as an answer.
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from inspect import cleandoc
from typing import Any, Literal

from IPython.display import display

from helpers.checks import questions_file
from helpers.checks.answers import Choice, Kind, NotAttemptedError, NotThatKindError
from helpers.checks.readings import Reading, quietly
from helpers.widgets import Feedback, feedback

# Looked up once, too: a learner's code cannot talk a check out of it after the imports.
_UNDER_NBGRADER = bool(os.environ.get("NBGRADER_EXECUTION"))

State = Literal["right", "wrong", "not attempted"]


@dataclass(frozen=True)
class Mistake:
    """A common wrong answer, with what to say to it; `part` and `choose` make it.

    Attributes
    ----------
    name : str
        Short name, unique within its part.
    words : str
        What the learner reads: names the slip and not the answer.
    example : callable
        Takes nothing and returns such an answer, computed as a learner who slips would.
    matches : callable, optional
        Takes an answer as its kind reads it and says whether it is this mistake. By default an
        answer is this mistake when it is the same as the example.
    """

    name: str
    words: str
    example: Callable[[], Any]
    matches: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Part:
    """One answer of a task; `part` and `choose` make it.

    Attributes
    ----------
    name : str
        The name that the answer has in the notebook.
    asks : str
        What it is, in words, to be read after "It should be".
    kind : Kind
        How the answer is read and compared.
    answer : callable
        Takes nothing and returns a right answer, computed from the simulations or the evidence.
    wrong : sequence of Mistake
        At least two common wrong answers.
    judge : callable, optional
        Where many answers are right: takes what ``kind`` read and says whether it is right.
        By default an answer is right when it is the same as ``answer()``.
    otherwise : callable, optional
        Takes what ``kind`` read and returns words for an answer that is wrong in no listed way.
    """

    name: str
    asks: str
    kind: Kind
    answer: Callable[[], Any]
    wrong: Sequence[Mistake]
    judge: Callable[[Any], bool] | None = None
    otherwise: Callable[[Any], str] | None = None

    def verdict(self, answer: Any) -> "Verdict":
        """Judge one answer, or what was read of it elsewhere.

        May raise what an odd object raises; see :meth:`Task.verdict`.
        """
        try:
            given = answer.again() if type(answer) is Reading else self.kind.read(answer)
        except NotAttemptedError as empty:
            return Verdict("not attempted", str(empty))
        except NotThatKindError as other:
            return Verdict("wrong", f"{other} It should be {self.asks}: {self.kind.expected}.")
        if self._is_right(given):
            return Verdict("right", "")
        for mistake in self.wrong:
            if self._is_mistake(given, mistake):
                return Verdict("wrong", mistake.words, mistake.name)
        if self.otherwise is not None:
            return Verdict("wrong", self.otherwise(given))
        return Verdict("wrong", f"It should be {self.asks}: {self.kind.expected}.")

    def _is_right(self, given: Any) -> bool:
        if self.judge is not None:
            return bool(self.judge(given))
        return bool(self.kind.same(given, self.kind.read(self.answer())))

    def _is_mistake(self, given: Any, mistake: Mistake) -> bool:
        if mistake.matches is not None:
            return bool(mistake.matches(given))
        return bool(self.kind.same(given, self.kind.read(mistake.example())))


def part(
    *,
    name: str,
    asks: str,
    kind: Kind,
    answer: Callable[[], Any],
    wrong: str,
    judge: Callable[[Any], bool] | None = None,
    otherwise: Callable[[Any], str] | None = None,
    **examples: Any,
) -> Part:
    """Return a part whose mistakes are told in one text and shown by an example each.

    Parameters
    ----------
    name, asks, kind, answer, judge, otherwise
        As `Part` takes them.
    wrong : str
        A paragraph for each mistake, ``its-name: what the learner reads``; lines that go on stand
        further in.
    **examples
        For each mistake, as ``its_name``, its example, or a pair: the example, and what else
        matches it.

    Raises
    ------
    ValueError
        If a mistake has words and no example, an example and no words, or stands twice.

    Examples
    --------
    >>> half = part(
    ...     name="half", asks="half of ten", kind=None, answer=lambda: 5,
    ...     wrong="not-halved: This is ten itself. Half of it is asked for.",
    ...     not_halved=lambda: 10,
    ... )
    >>> half.wrong[0].words
    'This is ten itself. Half of it is asked for.'
    """
    said = _told(wrong)
    shown = {slip.replace("_", "-"): example for slip, example in examples.items()}
    if said.keys() != shown.keys():
        odd = ", ".join(sorted(said.keys() ^ shown.keys()))
        raise ValueError(f"wrong must name each mistake that has an example, once: {odd}.")
    pairs = {slip: one if isinstance(one, tuple) else (one,) for slip, one in shown.items()}
    listed = tuple(Mistake(slip, words, *pairs[slip]) for slip, words in said.items())
    return Part(name, asks, kind, answer, listed, judge, otherwise)


def choose(*, name: str, asks: str, options: Mapping[str, str], wrong: str) -> Part:
    """Return the part that asks for one of a few texts, with words for each but the right one.

    Parameters
    ----------
    name, asks : str
        As `Part` takes them.
    options : mapping
        The texts by a short name each.
    wrong : str
        As `part` takes it, a paragraph for each option but one. That one is right.

    Raises
    ------
    ValueError
        If not just one option is left without words, or a paragraph names none.

    Examples
    --------
    >>> side = choose(
    ...     name="side", asks="where the sun rises", options={"e": "east", "w": "west"},
    ...     wrong="w: There it sets.",
    ... )
    >>> side.answer()
    'east'
    """
    said = _told(wrong)
    left = options.keys() - said.keys()
    if len(left) != 1 or said.keys() - options.keys():
        odd = ", ".join(sorted(left | said.keys() - options.keys()))
        raise ValueError(f"wrong must name each of options but the right one; look at: {odd}.")
    listed = tuple(
        Mistake(slip, words, partial(str, options[slip])) for slip, words in said.items()
    )
    return Part(
        name, asks, Choice(tuple(options.values())), partial(str, options[left.pop()]), listed
    )


def _told(wrong: str) -> dict[str, str]:
    """Return the words of each mistake from the text of all."""
    paragraphs = re.split(r"\n(?! )", cleandoc(wrong))
    said = [" ".join(one.split()).split(": ", 1) for one in paragraphs]
    if odd := [one[0] for one in said if len(one) < 2]:
        raise ValueError(f"wrong must say each mistake as `its-name: words`; got {odd}.")
    if len(dict(said)) < len(said):
        raise ValueError(f"wrong must name each mistake once; got {[slip for slip, _ in said]}.")
    return dict(said)


@dataclass(frozen=True)
class Verdict:
    """What the check of an answer says.

    Attributes
    ----------
    state : {"right", "wrong", "not attempted"}
    words : str
        What the learner reads.
    mistake : str or None
        Name of the mistake, where the answer is one of those listed.
    """

    state: State
    words: str
    mistake: str | None = None


@dataclass(frozen=True)
class Task:
    """One task of an exercise.

    Attributes
    ----------
    id : str
        Number of the lesson and of the task, as in ``"01.2"``.
    title : str
        The same words as the task's heading in the notebook.
    points : int
        Points under nbgrader, for all parts together.
    parts : sequence of Part
        Its answers, in the order in which ``check`` takes them.
    hints : sequence of str
        Three steps, from a nudge to nearly there.
    right : str or callable
        What the learner reads when all parts are right; a callable takes nothing and returns it.
    """

    id: str
    title: str
    points: int
    parts: Sequence[Part]
    hints: tuple[str, str, str]
    right: str | Callable[[], str]

    def verdict(self, *answers: Any) -> Verdict:
        """Judge the answers to all parts; whatever they are, nothing is raised or printed.

        Parameters
        ----------
        *answers : object
            One for each part, in order.

        Returns
        -------
        Verdict
            Right only when every part is. Else that of the first part that is not, with a word
            on those before it.
        """
        if len(answers) != len(self.parts):
            names = ", ".join(part.name for part in self.parts)
            return Verdict("wrong", f'This check takes {names}: check("{self.id}", {names}).')
        done: list[str] = []
        for part, answer in zip(self.parts, answers, strict=True):
            verdict = _guarded(part, answer)
            if verdict.state != "right":
                return Verdict(verdict.state, self._words(part, done, verdict), verdict.mistake)
            done.append(part.name)
        return Verdict("right", self.right() if callable(self.right) else self.right)

    def _words(self, part: Part, done: list[str], verdict: Verdict) -> str:
        if len(self.parts) == 1:
            return verdict.words
        before = f"{_listed(done)} {'is' if len(done) == 1 else 'are'} right. " if done else ""
        return f"{before}{part.name}: {verdict.words}"


def check(task_id: str, *answers: Any) -> None:
    """Check the answers to a task and show what there is to say.

    Parameters
    ----------
    task_id : str
        Which task, for example ``"01.1"``.
    *answers : object
        The answers under the names that the task asks for, in its order.

    Raises
    ------
    ValueError
        If there is no such task.
    AssertionError
        Only while nbgrader runs the notebook, and the answer is not right.
    """
    task = find(task_id)
    result = _feedback(task, task.verdict(*answers))
    if _UNDER_NBGRADER or os.environ.get("NBGRADER_EXECUTION"):
        if result.state != "right":
            raise AssertionError(str(result))
        return
    display(feedback(result))


def find(task_id: str) -> Task:
    """Return a task by its id.

    Raises
    ------
    ValueError
        If there is none; the message gives the nearest ids.
    """
    number = task_id.partition(".")[0] if isinstance(task_id, str) else ""
    own = [lesson for lesson in questions_file.lessons() if lesson.split("_")[0] == number]
    # first the lesson's own tasks: those of others would load models that nobody needs here
    for some in (lambda: [task for lesson in own for task in tasks_of(lesson)], every_task):
        tasks = {task.id: task for task in some()}
        if isinstance(task_id, str) and task_id in tasks:
            return tasks[task_id]
    near = get_close_matches(str(task_id), tasks, n=3, cutoff=0.3) or sorted(tasks)
    raise ValueError(f"There is no task {task_id!r}. Did you mean {', '.join(near)}?")


def tasks_of(lesson: str) -> tuple[Task, ...]:
    """Return the tasks of a lesson: ``TASKS`` of the module that has its name, in its unit.

    A lesson without such a module, or without questions of its own, has no tasks.

    Raises
    ------
    ValueError
        If the module cannot be read; the message names its file and what is wrong.

    >>> [task.id for task in tasks_of("00_start_here")]
    ['00.1']
    """
    if lesson not in questions_file.lessons():
        return ()
    unit = questions_file.unit_of(lesson)
    if unit and unit not in questions_file.UNITS:
        return ()  # where its file is read, it says so
    name = ".".join(filter(None, ("helpers.checks", unit, lesson.partition("_")[2])))
    if not find_spec(name):
        return ()
    path = f"{name.replace('.', '/')}.py"
    try:
        found = import_module(name).TASKS
    except Exception as error:  # whatever is wrong in it, the file must be named
        raise ValueError(f"{path}: {error}") from error
    if not isinstance(found, tuple) or not all(isinstance(one, Task) for one in found):
        raise ValueError(f"{path}: TASKS must be tasks with commas, as in TASKS = (FIRST,).")
    return found


def tasks_of_unit(unit: str) -> tuple[Task, ...]:
    """Return the tasks of a unit, in the order of the course."""
    lessons = (name for name in questions_file.lessons() if questions_file.unit_of(name) == unit)
    return tuple(task for lesson in lessons for task in tasks_of(lesson))


def every_task() -> list[Task]:
    """Return all tasks of all lessons, in the order of the course."""
    return [task for lesson in questions_file.lessons() for task in tasks_of(lesson)]


def _feedback(task: Task, verdict: Verdict) -> Feedback:
    return Feedback(
        state=verdict.state,
        words=verdict.words,
        hints=task.hints,
        points=task.points,
        key=task.id,
        mistake=verdict.mistake,
    )


def _guarded(part: Part, answer: Any) -> Verdict:
    """Judge a part so that nothing gets out: no exception, no warning, nothing printed.

    nbgrader gives no points to a cell that writes anything to stderr.
    """
    try:
        with quietly():
            return part.verdict(answer)
    except BaseException as error:  # an object of the learner's may raise anything when touched
        words = f"This answer cannot be read ({type(error).__name__})."
        return Verdict("wrong", f"{words} It should be {part.asks}: {part.kind.expected}.")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
