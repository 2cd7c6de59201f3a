"""Fonts whose maps make other digits of those that are drawn are found out."""

from __future__ import annotations

import pytest

from kunlun_cli.pages.charmaps import misleads


def cmap(*sections: str) -> bytes:
    return ("/CIDInit /ProcSet findresource begin begincmap\n" + "\n".join(sections) + "\nendcmap").encode()


def chars(**codes: str) -> str:
    return "beginbfchar\n" + "\n".join(f"<{c[1:]}> <{u}>" for c, u in codes.items()) + "\nendbfchar"


DIGITS = chars(**{f"c{19 + d:04X}": f"{0x30 + d:04X}" for d in range(10)})


@pytest.mark.parametrize(
    "section",
    [
        DIGITS,
        "1 beginbfrange\n<0013> <001C> <0030>\nendbfrange",
        "1 beginbfrange\n<0000> <FFFF> <0000>\nendbfrange",
        "1 beginbfrange\n<0013> <0015> [<0030> <0031> <0032>]\nendbfrange",
        # Numbered by use: nothing is known of the order of such digits.
        chars(c0001="0032", c0002="0030", c0003="0039", c0004="0031", c0005="002E", c0006="5E74"),
    ],
)
def test_a_true_map(section: str) -> None:
    assert not misleads(cmap(section))


@pytest.mark.parametrize(
    "section",
    [
        DIGITS.replace("<0033>", "<0038>"),
        DIGITS + "\n" + chars(c0050="0033"),
        DIGITS.replace("<0033>", "<00310032>"),
        DIGITS + "\n" + chars(c0050="002C", c0051="002C"),
        # Two that have changed places.
        DIGITS.replace("<0033>", "<0000>").replace("<0038>", "<0033>").replace("<0000>", "<0038>"),
        "1 beginbfrange\n<0013> <001C> <0030>\n<0050> <0051> <0034>\nendbfrange",
        "1 beginbfrange\n<0013> <0015> [<0030> <0031> <0031>]\nendbfrange",
    ],
)
def test_a_map_that_makes_other_figures(section: str) -> None:
    assert misleads(cmap(section))
