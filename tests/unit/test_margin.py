from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kunlun_cli.extract.margin import margin_accounts, place_of
from kunlun_cli.records import Source

NAMES = ["甲某某", "乙某某", "丙投资有限公司", "丙投资"]


def test_shenzhens_sentence():
    note = (
        "股东甲某某除通过普通证券账户持有100股外，还通过某证券公司客户信用交易担保证券账户持有15,389,803股，"
        "实际合计持有15,389,903股。"
    )
    assert margin_accounts(note, NAMES).shares == {0: 15_389_803}


def test_several_holders_each_with_a_sentence():
    note = "甲某某通过信用证券账户持有1,000股；乙某某通过普通账户持有5股，通过信用证券账户持有2,000股。"
    assert margin_accounts(note, NAMES).shares == {0: 1000, 1: 2000}


def test_a_list_of_numbers_belongs_to_as_many_names():
    note = "甲某某、乙某某分别通过信用账户持有1,000股、2,000股。"
    assert margin_accounts(note, NAMES).shares == {0: 1000, 1: 2000}


def test_a_list_with_fewer_names_is_unclear():
    found = margin_accounts("甲某某、丁某、乙某某分别通过信用账户持有1,000股、2,000股、3,000股。", NAMES)
    assert not found.shares
    assert found.unclear


def test_an_account_whose_name_lacks_a_letter_is_unclear():
    """A line through the note had cut off 易, and the holder's shares were not given, without a word."""
    found = margin_accounts("东甲某某通过某证券公司客户信用交担保证券账户持有5,208,477股。", NAMES)
    assert not found.shares
    assert len(found.unclear) == 1
    for note in ("甲某某通过普通账户持有5股，未通过信用账户持股。", "甲某某通过信用证券账户持有0股，其他账户5股。"):
        assert not margin_accounts(note, NAMES).unclear


def test_a_longer_name_hides_a_shorter():
    note = "丙投资有限公司通过信用证券账户持有7股。"
    assert margin_accounts(note, NAMES).shares == {2: 7}


def test_names_out_of_the_table_keep_their_numbers():
    assert margin_accounts("戊某某通过信用证券账户持有9股。", NAMES).shares == {}


def test_numbers_in_ten_thousands():
    assert margin_accounts("甲某某通过信用账户持股3500万股。", NAMES).shares == {0: 35_000_000}


@given(
    st.lists(
        st.tuples(st.sampled_from([*NAMES[:3], "戊某某", "己某某"]), st.integers(1, 10**9)),
        min_size=1,
        max_size=4,
        unique_by=lambda p: p[0],
    )
)
def test_no_number_goes_to_a_name_that_is_not_in_its_sentence(parts):
    note = "。".join(f"股东{name}通过普通账户持有1股，通过信用证券账户持有{n:,}股" for name, n in parts)
    expected = {NAMES.index(name): n for name, n in parts if name in NAMES}
    assert margin_accounts(note, NAMES).shares == expected


def test_a_sentence_that_is_cut_is_unclear():
    """What a page's end, or a line through the table, cuts off was lost without a word."""
    found = margin_accounts("甲某某通过某证券公司客户信用账户持有1,000股。乙某某通过某证券股份有限公司", NAMES)
    assert found.shares == {0: 1000}
    assert len(found.unclear) == 1
    assert not margin_accounts("甲某某通过普通证券账户持有0股，通过信用账户持有1,000股", NAMES).unclear


def test_a_sentence_with_what_could_not_be_read_is_unclear():
    found = margin_accounts("甲某某通过信用账户持有1,00\ufffd,000股。乙某某通过信用账户持有2,000股。", NAMES)
    assert found.shares == {1: 2000}
    assert len(found.unclear) == 1


@pytest.mark.parametrize(
    ("parts", "page"),
    [
        (("甲持有15,000股，", "乙持有5,000股。"), 2),
        (("乙持有5,0", "00股。"), 1),
        (("“乙”持有5,000 ", "股。"), 1),
        (("", "乙持有", "5,000股。"), 3),
    ],
)
def test_a_number_of_a_note_is_told_of_the_part_that_has_it(parts: tuple[str, ...], page: int) -> None:
    sources = [Source(number, None, text) for number, text in enumerate(parts, 1)]
    assert place_of("5,000股", sources) == Source(page, None, "5,000股")
