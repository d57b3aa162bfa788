"""nbgrader for this course: solutions/ is the source, exercises/ is made from it.

Everything that grading leaves behind stays under .gradebook/, which is not committed.
"""

from pathlib import Path

c = get_config()  # noqa: F821 - Jupyter puts it here

COURSE = Path(__file__).resolve().parents[1]
GRADEBOOK = COURSE / ".gradebook"
GRADEBOOK.mkdir(exist_ok=True)

c.CourseDirectory.course_id = "ketamine-and-the-brain"
c.CourseDirectory.root = str(COURSE)
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.CourseDirectory.submitted_directory = ".gradebook/submitted"
c.CourseDirectory.autograded_directory = ".gradebook/autograded"
c.CourseDirectory.feedback_directory = ".gradebook/feedback"
c.CourseDirectory.db_url = f"sqlite:///{(GRADEBOOK / 'gradebook.db').as_posix()}"
c.NbGrader.logfile = str(GRADEBOOK / "nbgrader.log")

# `pass` is a statement that does nothing and shows nothing: an untouched stub still runs.
c.ClearSolutions.code_stub = {"python": "pass  # your answer here"}
c.ClearSolutions.text_stub = "*Your answer here.*"

# One cell that never ends, or prints for ever, must not hold up a whole class.
c.Execute.timeout = 30
c.LimitOutput.max_lines = 500

# A cell tagged `solution-only` (the reasoning, what would count as wrong) stays with the solution.
c.GenerateAssignment.preprocessors.insert(0, "nbconvert.preprocessors.TagRemovePreprocessor")
c.TagRemovePreprocessor.enabled = True
c.TagRemovePreprocessor.remove_cell_tags = {"solution-only"}
