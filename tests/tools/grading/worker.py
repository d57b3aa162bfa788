"""Run a learner's cells and read their answers, in a process of its own; started by `run`.

Everything that is read goes out as JSON, one line a step. What the cells print goes nowhere.
"""

import builtins
import contextlib
import json
import os
import sys
from traceback import extract_tb

MEMORY_BYTES = 4 * 2**30
FILE_BYTES = 200 * 2**20


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows, or a lower limit holds
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _words(error: BaseException) -> str:
    """Return an error's name, message and line in the cell."""
    lines = [f.lineno for f in extract_tb(error.__traceback__) if "ipython-input" in f.filename]
    line = lines[-1] if lines else getattr(error, "lineno", None)
    message = " ".join((getattr(error, "msg", None) or str(error)).split())[:300]
    return f"{type(error).__name__}: {message}" + (f" (line {line})" if line else "")


def _nobody_there(*_: object) -> None:
    raise EOFError("nobody is there to type: write the value itself in place of input()")


def main() -> None:
    """Read the steps from stdin, do them, and say after each what came out."""
    steps = json.load(sys.stdin)
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    _limit()

    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from helpers.checks.readings import read
    from helpers.checks.tasks import find

    shell = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))

    def say(**message: object) -> None:
        channel.write(json.dumps(message) + "\n")
        channel.flush()

    ids = {step["reads"] for step in steps if step["reads"]}
    parts = {task_id: find(task_id).parts for task_id in ids}  # before a learner's code runs
    say(at=-1)
    shell.ask_exit, own_process = (lambda: None), os.getpid()
    shell.enable_gui = lambda *_, **__: None
    shell.enable_matplotlib = lambda *_, **__: ("agg", "agg")  # `%matplotlib widget` does no harm
    builtins.input = _nobody_there
    failed = set()
    for at, step in enumerate(steps):
        if step["reads"]:
            own = [(part.kind, shell.user_ns.get(part.name, ...)) for part in parts[step["reads"]]]
            say(at=at, read=[read(kind, answer) for kind, answer in own])
            continue
        if step["again"] and step["source"] not in failed:
            say(at=at)
            continue
        sys.stdout = sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
        done = shell.run_cell(step["source"])
        if os.getpid() != own_process:  # the learner's code forked
            os._exit(0)
        error = done.error_before_exec or done.error_in_exec
        failed |= {step["source"]} if error else set()
        try:
            say(at=at, error=error and _words(error))
        except BaseException:  # an error of the learner's own that cannot be put into words
            say(at=at, error="an error that has no words")
    os._exit(0)  # whatever the learner left to be done at the end is not done


if __name__ == "__main__":
    main()
