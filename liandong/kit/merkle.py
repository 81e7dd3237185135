"""Merkle roots: one hash that changes when any entry under it is changed, lost or inserted."""

import struct
from collections.abc import Sequence
from hashlib import sha256

GENESIS = bytes(32)
"""What stands before the first root of a chain."""


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The 32-byte Merkle tree hash of `leaves` in their order.

    Source: RFC 6962, section 2.1, with SHA-256: leaves and nodes are hashed with different prefixes
    (0x00, 0x01), so a node can't be passed off as a leaf; the hash of no leaves is that of nothing.
    Pairing neighbours and lifting an odd last one gives the RFC's tree, whose left half is the
    largest power of two.
    """
    if not leaves:
        return sha256().digest()
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = iter(level)
        above = [
            sha256(b"\x01" + left + right).digest()
            for left, right in zip(pairs, pairs, strict=False)
        ]
        if len(level) % 2:
            above.append(level[-1])
        level = above
    return level[0]


def chain(previous_root: bytes, root: bytes, first_id: int, last_id: int, count: int) -> bytes:
    """The 32-byte link that binds one sealed batch to all before it.

    `previous_root` is the link before (`GENESIS` for the first), `root` the batch's Merkle root,
    `first_id` and `last_id` its lowest and highest entry, `count` how many entries it holds. The
    prefix 0x02 keeps links apart from leaves and nodes; numbers are 8 bytes, big-endian.
    ValueError when a hash is not 32 bytes, struct.error when a number is negative or too large.
    """
    if len(previous_root) != 32 or len(root) != 32:
        raise ValueError("a hash has 32 bytes")
    numbers = struct.pack(">QQQ", first_id, last_id, count)
    return sha256(b"\x02" + previous_root + root + numbers).digest()
