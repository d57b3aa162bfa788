"""What is drawn the same way throughout lesson 11."""

from __future__ import annotations

from helpers.figures import style

#: The two arms of a randomised withdrawal.
STAY = style.KETAMINE
STOP = style.CONTROL
#: The three kinds of people that a world holds, with the hatching of their bars.
KIND_LOOKS = {
    "helped": (style.KETAMINE.colour, ""),
    "well anyway": ("#56B4E9", "//"),
    "rest": ("#BBBBBB", ".."),
}
NORMAL_95 = 1.96
