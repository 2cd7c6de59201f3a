"""Values of another type than their keys ask for are read or refused in words; `tests.fuzz.types` makes many more."""

from __future__ import annotations

import pytest

import kunlun_cli
from tests.fuzz.types import defects
from tests.hostile import model
from tests.hostile.pdf import rebuilt


def test_values_of_another_type_are_no_defect() -> None:
    assert list(defects(range(60))) == []


@pytest.mark.parametrize("name", [b"(SimSun)", b"<53696d53756e>", b"[/SimSun]", b"7", b"null"])
def test_a_font_is_read_whatever_its_name_is(name: bytes) -> None:
    data = rebuilt(model.report().replace(b"/FontName /SimSun", b"/FontName " + name))
    for engine in ("pdfium", "pdfminer"):
        filing = kunlun_cli.read(data, name="x", engine=engine)  # type: ignore[arg-type]
        assert [str(record.value) for record in filing.financials.records] == model.VALUES
