"""Where in an appeal the writer says who they are, what it leads to, and what they ask for."""

from __future__ import annotations

import re

_STOP = r"，。；！？,;!?\n"
_FIRM = r"(?:公司|企业|集团|厂家|工厂|厂(?![区房门内里])|合作社|单位|商户|门店|基地|机构)"
# "We are an export-led clothing firm," and the name before a firm's kind: neither is the matter.
_IDENTITY = re.compile(
    rf"(?:是|作为|系|属于)[^{_STOP}]{{0,40}}{_FIRM}(?=[{_STOP}]|$)"
    rf"|(?:我们|我|本|一家|某|这家|家)[^{_STOP}的在向给与和]{{0,12}}?{_FIRM}"
)
# "which delays our building work": what follows from the trouble is not the trouble; nor is what
# the writer blames for everything ("because of the epidemic").
_CONSEQUENCE = re.compile(
    rf"(?:影响|制约|耽误|妨碍|不利于|导致|造成)(?!的)[^{_STOP}]*"
    rf"|受(?:到)?[^{_STOP}]{{1,8}}影响|由于[^{_STOP}]{{1,6}}原因|因[^{_STOP}]{{1,6}}原因"
)
# "We hope that …": what stands from here to the end of the sentence is what is wanted.
_REQUEST = re.compile(
    r"(?:希望|请求|恳请|恳求|急需|能否|能不能|可否|要求|建议|申请|诉求是|盼望|必须|请问|请帮|想请|想问)"
    r"[^。！？!?]*"
)


def identity_spans(text: str) -> list[tuple[int, int]]:
    """The stretches in which the writer or another firm is named or described."""
    return [match.span() for match in _IDENTITY.finditer(text)]


def consequence_spans(text: str) -> list[tuple[int, int]]:
    """The stretches that tell what the trouble leads to, or what is blamed for it in passing."""
    return [match.span() for match in _CONSEQUENCE.finditer(text)]


def request_spans(text: str) -> list[tuple[int, int]]:
    """The stretches in which something is asked for."""
    return [match.span() for match in _REQUEST.finditer(text)]
