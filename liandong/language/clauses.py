"""Where in an appeal the writer says who they are, what it leads to, and what they ask for."""

from __future__ import annotations

import re

from liandong.language.words import starts

_STOP = r"，。；！？,;!?\n"
_FIRM = r"(?:公司|企业|集团|厂家|工厂|厂(?![区房门内里])|合作社|农场|单位|商户|商超|门店|基地|机构|学校|医院|酒店)"
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
    r"(?:希望|请求|恳请|恳求|恳盼|急需|亟需|亟待|急盼|能否|能不能|可否|要求|建议|申请|诉求|盼|期望|呼吁|求助|咨询"
    r"|必须|请(?:问|帮|尽快|协调|有关|相关|政府|区|市|县|园区|街道|社区|管委会|督促|派|给)"
    r"|想(?:请|问|了解|咨询|知道|申请|要|办)|不知道?(?:怎么|怎样|如何|找谁|该)|怎么(?:办|申请|申报|处理))"
    r"[^。！？!?]*"
)

# "The property office says it is the main pipe": who said it is neither the matter nor who is asked.
_SAID = re.compile(r"说(?![明法服不话])|告知|答复|回复说|表示|通知(?![书单])|称(?![重职号])")
_SPEAKER_LENGTH = 6
_STOPS = "，。；！？,;!?\n"

# Where somebody is, or who is there. Beside a word for the matter itself it decides nothing.
PLACES = frozenset(
    {
        *(
            "园区",
            "产业园",
            "科技园",
            "工业园",
            "工业园区",
            "产业园区",
            "开发区",
            "高新区",
            "经开区",
        ),
        *(
            "孵化器",
            "孵化园",
            "创业园",
            "园区内",
            "园区的",
            "园内",
            "物流园",
            "工业区",
            "集聚区",
            "园方",
        ),
        *(
            "物业",
            "物业公司",
            "园区物业",
            "房东",
            "业主",
            "写字楼",
            "科技园写字楼",
            "楼宇",
            "厂房",
            "标准厂房",
        ),
        *(
            "标准化厂房",
            "车间",
            "生产车间",
            "仓库",
            "仓储",
            "场地",
            "食堂",
            "职工食堂",
            "员工食堂",
            "园区食堂",
        ),
        *(
            "宿舍",
            "职工宿舍",
            "员工宿舍",
            "园区宿舍",
            "公寓",
            "餐厅",
            "超市",
            "园区门口",
            "园区大门",
            "园区企业",
        ),
        *(
            "园区道路",
            "园区路灯",
            "工人",
            "员工",
            "职工",
            "女工",
            "男工",
            "农民工",
            "小区",
            "社区",
            "辖区",
            "工地",
        ),
        *(
            "入园企业",
            "园区职工",
            "园区周边",
            "园区公共",
            "园区内部",
            "开发区道路",
            "园区的路",
            "园区内道路",
        ),
    }
)

_DENIED_BEFORE = ("不是", "并非", "不涉及", "不属于", "自称")
_DENIED_AFTER = ("无关", "没有关系", "没关系", "没问题", "没有问题", "都正常", "一切正常")
_DENIAL = re.compile("|".join(_DENIED_BEFORE + _DENIED_AFTER))

# A word counts less where a firm is described or a consequence is told, and more where something
# is asked for. Chosen once on the reported appeals; any value near them does as well.
IDENTITY_FACTOR = 0.35
CONSEQUENCE_FACTOR = 0.6
REQUEST_FACTOR = 1.5
SPEAKER_FACTOR = 0.35
_FACTORS = (1.0, REQUEST_FACTOR, CONSEQUENCE_FACTOR, IDENTITY_FACTOR, SPEAKER_FACTOR)


class Zones:
    """How much a word of a text counts by where it stands in it."""

    def __init__(self, text: str) -> None:
        """Mark the zones of a text; the later mark wins where two overlap."""
        marks = bytearray(len(text))
        for match in _SAID.finditer(text):
            end = match.start()
            near = text[max(0, end - _SPEAKER_LENGTH) : end]
            start = end - len(near) + max(near.rfind(stop) for stop in _STOPS) + 1
            marks[start:end] = b"\4" * (end - start)
        for mark, pattern in enumerate((_REQUEST, _CONSEQUENCE, _IDENTITY), start=1):
            for match in pattern.finditer(text):
                start, end = match.span()
                marks[start:end] = bytes((mark,)) * (end - start)
        self._text = text
        self._marks = marks
        self._denials = _DENIAL.search(text) is not None

    def factor(self, start: int, end: int) -> float:
        """The factor of the word that stands at `text[start:end]`; 0 where it is denied."""
        if self._denials:
            before, after = self._text[max(0, start - 4) : start], self._text[end : end + 6]
            if any(cue in before for cue in _DENIED_BEFORE):
                return 0.0
            if any(cue in after for cue in _DENIED_AFTER):
                return 0.0
        return _FACTORS[self._marks[start]]

    def best(self, word: str) -> tuple[float, int, str]:
        """The highest factor of a word of the text, the place where it first has it, the word."""
        if not self._denials:
            start = self._text.find(word)
            if self._text.find(word, start + 1) < 0:
                return _FACTORS[self._marks[start]], start, word
        found = (0.0, 0, word)
        for start in starts(self._text, word):
            factor = self.factor(start, start + len(word))
            if factor > found[0]:
                found = (factor, start, word)
            if factor == REQUEST_FACTOR:
                break
        return found
