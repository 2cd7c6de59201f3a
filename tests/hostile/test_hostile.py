"""The hostile files that are read quickly, in this process; all of them are read by `make hostile`."""

from __future__ import annotations

import pytest

import kunlun_cli
from kunlun_cli.engines import Engine
from kunlun_cli.errors import KunlunError
from tests.hostile import model
from tests.hostile.files import FILES, Hostile, truncated

SLOW = ("10^", "10,000 cells", "15,000", "million", "300,000", "endless line", "digits and commas", "nested")
QUICK = [each for each in (*FILES, *truncated()) if not any(word in each.name for word in SLOW)]


@pytest.mark.parametrize("engine", ["pdfminer", "pdfium"])
@pytest.mark.parametrize("hostile", QUICK, ids=lambda each: each.name)
def test_a_result_or_an_error_in_words(hostile: Hostile, engine: Engine) -> None:
    wanted = hostile.result.split("|")
    try:
        filing = kunlun_cli.read(hostile.make(), name="x", password=hostile.password, engine=engine)
        values = [str(r.value) for r in filing.financials.records]
        names = [h.name for h in filing.holders.records]
        assert filing.lending is not None
        assert filing.segments is not None
    except KunlunError as error:
        told = error
    else:
        told = None
    if told is not None:
        assert wanted[0] == "any" or type(told).__name__ in wanted
        assert str(told).startswith("x")
        return
    assert {"any", "part", "read"} & set(wanted)
    if wanted == ["read"]:
        assert values == model.VALUES
        assert names == [name for name, _ in model.HOLDERS]
