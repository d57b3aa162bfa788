"""`make grade`: from a folder of submissions to points, words and feedback pages.

`collect` finds and reads what was handed in and says which exercise it is. `compose` puts a
learner's answers into the exercise as the course made it. `run` runs that in a process of its own,
with limits, where `worker` reads the answers. Judged is outside, by the course's untouched checks.
`report` writes the table and the pages.
"""
