"""Menus around a report on a web page, and lists of links to other documents."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from lxml import etree

# A block of so many links, and so much of its text in them, is a menu or a list of other documents.
_MENU_LINKS = 4
_MENU_SHARE = 0.7
_MENUS = frozenset({"ul", "ol", "dl", "div", "table", "td", "p"})


def menus(root: Any) -> set[Any]:  # noqa: ANN401
    """Blocks that are little but links: menus, and lists of other documents."""
    linked: dict[Any, int] = {}
    links: dict[Any, int] = {}
    for link in root.iter("a"):
        size = len("".join("".join(link.itertext()).split()))
        if not size or link.get("href") is None:
            continue
        for above in link.iterancestors():
            linked[above] = linked.get(above, 0) + size
            links[above] = links.get(above, 0) + 1
    texts = _text_sizes(root, linked)
    return {
        element
        for element, size in linked.items()
        if element.tag in _MENUS and links[element] >= _MENU_LINKS and size >= _MENU_SHARE * texts[element]
    }


def _text_sizes(root: Any, wanted: Container[Any]) -> dict[Any, int]:  # noqa: ANN401
    """How many characters, white space apart, stand in some elements."""
    sizes: dict[Any, int] = {}
    total = 0
    before: list[int] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            before.append(total)
            total += len("".join((element.text or "").split()))
        else:
            begun = before.pop()
            if element in wanted:
                sizes[element] = total - begun
            total += len("".join((element.tail or "").split()))
    return sizes
