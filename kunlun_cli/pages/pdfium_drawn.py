"""What a page draws beside its text, as PDFium has it: areas, ruling lines, letters drawn as paths, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kunlun_cli.pages.page import Rule
from kunlun_cli.pages.pdfium_layout import Matrix, box_on_page
from kunlun_cli.pages.pdfium_paths import bounds_of, painted
from kunlun_cli.records.source import Box


class Area(NamedTuple):
    """A filled shape or a picture: its address, its box on the page, and whether it has one colour."""

    at: int
    box: Box
    plain: bool


@dataclass(slots=True)
class Drawn:
    """What else a page draws: areas, and ruling lines by the object that draws them."""

    areas: list[Area] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    """Areas with the outlines of letters."""
    lettering: list[Box] = field(default_factory=list)
    """Letters drawn as paths with lines among their strokes."""
    signs: list[Box] = field(default_factory=list)
    """What is drawn as small as a letter."""
    rules: list[Rule] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    stroked: set[int] = field(default_factory=set)
    stacks: list[tuple[float, float, Sequence[int]]] = field(default_factory=list)
    """The objects of the page and of each form in it, with the number of the first and the step to the next."""

    def order(self) -> dict[int, float]:
        """When each object is painted."""
        return {at: start + i * step for start, step, stack in self.stacks for i, at in enumerate(stack)}

    def note(self, on_page: Matrix, paths: Sequence[int], pictures: Sequence[int]) -> None:
        """Note what paths, pictures and shadings draw; `on_page` is the matrix from theirs to the page."""
        for at, what in painted(paths, on_page):
            if isinstance(what, Rule):
                self.rules.append(what)
                self.owners.append(at)
                continue
            box, rules, stroked, area, shape, sign, lettering = what
            if rules:
                self.rules += rules
                self.owners += [at] * len(rules)
                if stroked:
                    self.stroked.add(at)
            if area:
                self.areas.append(Area(at, box, plain=True))
            if shape:
                self.shapes.append(box)
            if lettering:
                self.lettering.append(box)
            if sign:
                self.signs.append(box)
        self.areas += [Area(at, box_on_page(on_page, bounds_of(at)), plain=False) for at in pictures]
