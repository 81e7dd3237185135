"""Codes of administrative divisions: GB/T 2260, six digits, longer for towns and streets."""


def code_prefix(code: str) -> str:
    """Return the part of a code that all divisions below it share: 410000 → 41, 410300 → 4103.

    A street's twelve or nine digits lose their trailing zeros by threes.
    """
    head, tail = code[:6], code[6:]
    while tail.endswith("000"):
        tail = tail[:-3]
    if tail:
        return head + tail
    while len(head) > 2 and head.endswith("00"):
        head = head[:-2]
    return head
