# SPDX-License-Identifier: MIT
"""What drawn formulas are made of. They are well typed by construction: units, kinds, grains and knowledge
(R1 to R19).

Each `draw_` method is given what the formula must be and draws one of the forms that can be that. `known` of a
drawn formula is 0 (always), 1 (from the start of its period) or 2 (after its end); `freeze` is in days."""

from typing import NamedTuple

NONE = ((), ())  # the unit of % and ratio
ALWAYS, START, END = range(3)


class Drawn(NamedTuple):
    text: str
    tight: bool = False  # may stand where one value is asked for
    known: int = ALWAYS
    freeze: int = 0
    number: bool = False  # a number of the text, which fits any kind and grain

    def one(self):
        return self.text if self.tight else f"({self.text})"


def join(pattern, *parts, tight=False):
    """A formula made of several: it is known when the last of them is."""
    return Drawn(pattern.format(*(part.text for part in parts)), tight,
                 max(part.known for part in parts), max(part.freeze for part in parts))
