"""Merkle roots against the RFC's own definition, and what they must notice."""

import struct
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liandong.kit.merkle import GENESIS, chain, merkle_root

leaves = st.lists(st.binary(max_size=40), max_size=70)


def rfc_6962(data: list[bytes]) -> bytes:
    """MTH as section 2.1 writes it: split at the largest power of two below n."""
    if not data:
        return sha256(b"").digest()
    if len(data) == 1:
        return sha256(b"\0" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return sha256(b"\1" + rfc_6962(data[:k]) + rfc_6962(data[k:])).digest()


@given(leaves)
def test_the_root_is_that_of_the_rfc(data: list[bytes]) -> None:
    assert merkle_root(data) == rfc_6962(data)


def test_the_root_of_known_leaves() -> None:
    # The eight test leaves of the certificate transparency reference implementation.
    data = [
        bytes.fromhex(leaf)
        for leaf in (
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        )
    ]
    assert merkle_root(data).hex() == (
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    )


@given(leaves.filter(bool), st.data())
def test_a_change_a_loss_a_repeat_and_an_exchange_are_noticed(
    data: list[bytes], draw: st.DataObject
) -> None:
    root = merkle_root(data)
    i = draw.draw(st.integers(0, len(data) - 1))

    assert merkle_root([*data[:i], data[i] + b"\0", *data[i + 1 :]]) != root
    assert merkle_root([*data[:i], *data[i + 1 :]]) != root
    assert merkle_root([*data[: i + 1], *data[i:]]) != root
    if data[i] != data[0]:
        swapped = [*data]
        swapped[0], swapped[i] = swapped[i], swapped[0]
        assert merkle_root(swapped) != root


def test_a_link_binds_everything_it_is_given() -> None:
    root = merkle_root([b"entry"])
    link = chain(GENESIS, root, 1, 5, 5)

    numbers = struct.pack(">QQQ", 1, 5, 5)
    assert link == sha256(b"\2" + bytes(32) + root + numbers).digest()
    others = {
        chain(link, root, 1, 5, 5),
        chain(GENESIS, link, 1, 5, 5),
        chain(GENESIS, root, 2, 5, 5),
        chain(GENESIS, root, 1, 6, 5),
        chain(GENESIS, root, 1, 5, 4),
    }
    assert len(others - {link}) == 5


def test_what_is_no_hash_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        chain(b"", merkle_root([]), 1, 1, 1)
