"""Perturbations of a finished PDF: pages turned, cut, scaled, put together or lost; fonts with holes in their maps."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf

from tests.property.work import Choice, Work, of


def pages_turned(work: Work, choice: Choice) -> None:
    """Every page is shown turned."""
    angle = of(choice, (90, 180, 270))

    def turn(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.rotate(angle, relative=True)

    work.finish.append(turn)


def one_page_turned(work: Work, choice: Choice) -> None:
    """One page among others is shown turned, as wide tables are bound."""
    number, angle = choice.integer(0, 5), of(choice, (90, 180, 270))

    def turn(opened: pikepdf.Pdf) -> None:
        opened.pages[number % len(opened.pages)].rotate(angle, relative=True)

    work.finish.append(turn)


def _wrapped(page: pikepdf.Page, *matrix: float) -> None:
    """Move what a page shows, its annotations too, whose appearances are turned with them."""
    before = " ".join(f"{v:g}" for v in matrix)
    page.contents_add(f"q {before} cm ".encode(), prepend=True)
    page.contents_add(b" Q")
    moved = pikepdf.Matrix(*matrix)
    for note in page.get("/Annots", []):
        note.Rect = pikepdf.Array(moved.transform(pikepdf.Rectangle(note.Rect)).as_array())
        shown = note.get("/AP", {}).get("/N")
        if isinstance(shown, pikepdf.Stream):
            own = pikepdf.Matrix(*(float(v) for v in shown.get("/Matrix", (1, 0, 0, 1, 0, 0))))
            shown.Matrix = pikepdf.Array((own @ moved).as_array())


def contents_turned(work: Work, choice: Choice) -> None:
    """Every page's contents are turned by a matrix, and the page made to fit."""
    down = choice.integer(0, 1)

    def turn(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            x0, y0, x1, y1 = (float(v) for v in page.mediabox)
            if down:
                _wrapped(page, -1, 0, 0, -1, x0 + x1, y0 + y1)
            else:
                _wrapped(page, 0, 1, -1, 0, y1 - y0, 0)
                page.mediabox = [0, 0, y1 - y0, x1 - x0]

    work.finish.append(turn)


def pages_scaled(work: Work, choice: Choice) -> None:
    """Every page is larger or smaller."""
    scale = of(choice, (0.5, 0.8, 1.5, 3.0))

    def change(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            x0, y0, x1, y1 = (float(v) * scale for v in page.mediabox)
            _wrapped(page, scale, 0, 0, scale, 0, 0)
            page.mediabox = [x0, y0, x1, y1]

    work.finish.append(change)


def two_on_a_sheet(work: Work, choice: Choice) -> None:
    """Two pages stand side by side on each sheet."""
    small = choice.integer(0, 1)

    def put(opened: pikepdf.Pdf) -> None:
        opened.flatten_annotations()
        pages = list(opened.pages)
        sheets = []
        for left, right in zip(pages[::2], [*pages[1::2], None], strict=False):
            wide, high = (float(left.mediabox[2]), float(left.mediabox[3]))
            scale = 0.7 if small else 1.0
            sheet = pikepdf.Page(opened.add_blank_page(page_size=(2 * wide * scale, high * scale)).obj)
            for at, page in ((0.0, left), (wide * scale, right)):
                if page is not None:
                    sheet.add_overlay(page, pikepdf.Rectangle(at, 0, at + wide * scale, high * scale))
            sheets.append(sheet)
        del opened.pages[: len(pages)]
        del sheets

    work.finish.append(put)


def neighbour_outside_the_crop_box(work: Work, choice: Choice) -> None:
    """Each page shows a part of a wider sheet; the neighbour page stands outside the crop box."""
    del choice

    def put(opened: pikepdf.Pdf) -> None:
        pages = list(opened.pages)
        if len(pages) < 2 or any(page.cropbox != page.mediabox for page in pages):
            return
        forms = [p.as_form_xobject() for p in pages]
        for i, page in enumerate(pages):
            wide, high = float(page.mediabox[2]), float(page.mediabox[3])
            page.mediabox = [0, 0, 2 * wide, high]
            page.cropbox = [0, 0, wide, high]
            name = page.add_resource(forms[i - 1], pikepdf.Name.XObject)
            page.contents_add(f" q 1 0 0 1 {wide} 0 cm {name} Do Q".encode())

    work.finish.append(put)


def pages_in_other_units(work: Work, choice: Choice) -> None:
    """The page's unit is another than a point."""
    unit = of(choice, (0.5, 2.0, 3.0))

    def change(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.UserUnit = unit

    work.finish.append(change)


def pages_are_forms(work: Work, choice: Choice) -> None:
    """Each page draws a form that draws a form that is the page, moved aside and back."""
    aside = choice.integer(0, 300)

    def wrap(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            form = opened.make_indirect(page.as_form_xobject())
            outer = opened.make_stream(f"q 1 0 0 1 {aside} 0 cm /F Do Q".encode())
            outer.Type, outer.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            outer.BBox = [-1000, -1000, 3000, 3000]
            outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(G=outer))
            page.Contents = opened.make_stream(f"q 1 0 0 1 {-aside} 0 cm /G Do Q".encode())

    work.finish.append(wrap)


def resources_inherited(work: Work, choice: Choice) -> None:
    """The pages have their fonts and their size from the tree of pages."""
    del choice

    def lift(opened: pikepdf.Pdf) -> None:
        root = opened.Root.Pages
        if "/Resources" in root:
            return  # lifted once
        root.Resources = opened.pages[0].Resources
        for kind in ("/XObject", "/ExtGState"):
            some = [page.Resources.get(kind, {}) for page in opened.pages]
            root.Resources[kind] = pikepdf.Dictionary({name: it for own in some for name, it in own.items()})
        root.MediaBox = opened.pages[0].MediaBox
        for page in opened.pages:
            del page.Resources, page.MediaBox

    work.finish.append(lift)


def page_replaced(work: Work, choice: Choice) -> None:
    """A page's contents have been replaced by an increment to the file, as editors save it."""
    which = choice.integer(0, 4)

    def append(data: bytes) -> bytes:
        with pikepdf.open(io.BytesIO(data)) as opened:
            page = opened.pages[min(which, len(opened.pages) - 1)]
            page.contents_coalesce()
            out = io.BytesIO()
            number, content = page.Contents.objgen[0], page.Contents.read_bytes()
            page.Contents.write(content.translate(bytes.maketrans(b"123456789", b"912345678")))
            opened.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
        old = out.getvalue()
        with pikepdf.open(io.BytesIO(old)) as opened:
            page = opened.pages[min(which, len(opened.pages) - 1)]
            number, size = page.Contents.objgen[0], len(opened.objects) + 1
            root = opened.Root.objgen[0]
        start = old.rindex(b"startxref") + len(b"startxref")
        before = int(old[start:].split()[0])
        new = b"\n%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(content), content)
        table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(old) + 1)
        trailer = b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        return old + new + table + trailer % (size, root, before, len(old) + len(new))

    work.last.append(append)


def page_lost(work: Work, choice: Choice) -> None:
    """A page is not there."""
    which = choice.integer(1, 4)

    def drop(opened: pikepdf.Pdf) -> None:
        if len(opened.pages) > which:
            del opened.pages[which]

    work.finish.append(drop)


def pages_out_of_order(work: Work, choice: Choice) -> None:
    """Two neighbouring pages have changed places."""
    which = choice.integer(1, 4)

    def swap(opened: pikepdf.Pdf) -> None:
        if len(opened.pages) > which + 1:
            page = opened.pages[which]
            opened.pages.insert(which + 2, page)
            del opened.pages[which]

    work.finish.append(swap)


def digit_as_another(work: Work, choice: Choice) -> None:
    """The font's map makes of a digit, or a point, another one, or two."""
    code = of(choice, [ord(c) for c in "0123456789."])
    other = of(choice, [f"{ord(c):04X}" for c in "0123456789"] + ["00310032", "002C"])

    def damage(opened: pikepdf.Pdf) -> None:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                stream = item.ToUnicode
                stream.write(_with_hole(stream.read_bytes(), code, other))

    if other != f"{code:04X}":
        work.finish.append(damage)


def digit_without_a_character(work: Work, choice: Choice) -> None:
    """The font's map has a hole: a digit, a minus or a point has no character, or another."""
    code = of(choice, [ord(c) for c in "0123456789-."])
    hole = of(choice, ("FFFD", "0000", "0020", "E012", "00AD", ""))

    def damage(opened: pikepdf.Pdf) -> None:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                stream = item.ToUnicode
                stream.write(_with_hole(stream.read_bytes(), code, hole))

    work.finish.append(damage)


def _with_hole(cmap: bytes, code: int, hole: str) -> bytes:
    """A ToUnicode map in which the glyph of a character maps to something else, or to nothing."""
    text = cmap.decode("latin-1")
    pattern = re.compile(rf"(?im)^(<[0-9a-f]+>\s+(?:<[0-9a-f]+>\s+)?)<{code:04x}>\s*$")
    return pattern.sub(rf"\g<1><{hole}>", text).encode("latin-1")


KINDS: tuple[Callable[[Work, Choice], None], ...] = (
    pages_turned,
    one_page_turned,
    contents_turned,
    pages_scaled,
    two_on_a_sheet,
    neighbour_outside_the_crop_box,
    pages_in_other_units,
    pages_are_forms,
    resources_inherited,
    page_replaced,
    page_lost,
    pages_out_of_order,
    digit_as_another,
    digit_without_a_character,
)
