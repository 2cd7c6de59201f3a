"""Production, sales and stock of products: one row an item (Shenzhen), or one column an item (Shanghai)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kunlun_cli.disclosures.bind import Bound, BoundRow, Heading, bind_rows, heading_at
from kunlun_cli.disclosures.rows import whole_rows
from kunlun_cli.extract.columns import rough_role
from kunlun_cli.extract.framed import Figures, inked
from kunlun_cli.extract.period_columns import Period, periods
from kunlun_cli.extract.units import split_label
from kunlun_cli.forms import load, matches, normal, role_of
from kunlun_cli.records import Problem, VolumeRecord
from kunlun_cli.tables.blocks import Block
from kunlun_cli.tables.table import Cell, Table

Item = Literal["production", "sales", "stock", "other"]


@dataclass(frozen=True, slots=True)
class Volumes:
    """The records in printed order, and what could not be read."""

    records: tuple[VolumeRecord, ...]
    problems: tuple[Problem, ...]
