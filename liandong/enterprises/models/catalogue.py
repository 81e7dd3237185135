"""The catalogue: which facts there are, who says them, industries; and what a process remembers of it."""

import time
from collections.abc import Mapping
from dataclasses import replace

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from liandong.departments.models import Region
from liandong.enterprises.enums import FactType, Sensitivity
from liandong.enterprises.rules.kinds import Catalogue, Kind
from liandong.language.choosing import chosen, in_english

SECONDS = 30.0  # an administrator's change is known everywhere after that
_kept: tuple[float, tuple[Catalogue, Catalogue]] | None = None


class FactKind(models.Model):
    """A fact that may be known of an enterprise; `sources` names the authoritative ones, best first."""

    code = models.CharField(_("代码"), max_length=40, primary_key=True)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    type = models.CharField(_("类型"), max_length=10, choices=FactType)
    unit = models.CharField(
        _("单位"), max_length=20, blank=True, help_text=_("填写和显示用的单位；金额一律按元保存")
    )
    unit_en = models.CharField(_("英文单位"), max_length=20, blank=True)
    choices = models.JSONField(
        _("可选值"), default=list, blank=True, help_text=_("代码、名称，后面可以写英文名称")
    )
    sensitivity = models.CharField(
        _("谁能看"), max_length=10, choices=Sensitivity, default=Sensitivity.INSIDE
    )
    group = models.CharField(_("分组"), max_length=20)
    group_en = models.CharField(_("英文分组"), max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(_("次序"), default=0)
    least = models.FloatField(
        _("最小"), null=True, blank=True, help_text=_("金额按元；日期为距今天的天数")
    )
    most = models.FloatField(_("最大"), null=True, blank=True)
    sources = ArrayField(
        models.CharField(max_length=40), verbose_name=_("权威来源"), default=list, blank=True
    )
    aliases = ArrayField(
        models.CharField(max_length=40), verbose_name=_("表头别名"), default=list, blank=True
    )
    computed = models.BooleanField(_("由系统计算"), default=False)
    annual = models.BooleanField(_("按全年算"), default=False)
    validity_days = models.PositiveIntegerField(
        _("有效天数"), default=400, help_text=_("过了这些天，次一等来源的新值就替代它")
    )
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("企业信息项")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return chosen(self.name, self.name_en)


class Source(models.Model):
    """Who says facts; the smaller the rank, the more trusted. `norms` are the kinds of departments it is.

    One that came with a table and that nobody has put on the list is not `is_listed`.
    """

    code = models.CharField(_("代码"), max_length=40, primary_key=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    rank = models.PositiveSmallIntegerField(_("等次"), default=90, help_text=_("越小越可信"))
    norms = ArrayField(
        models.CharField(max_length=40), verbose_name=_("部门类别"), default=list, blank=True
    )
    is_listed = models.BooleanField(_("在目录里"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("信息来源")
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return chosen(self.name, self.name_en)


class Industry(models.Model):
    """An industry of GB/T 4754-2017; the tree is the code's prefixes."""

    code = models.CharField(_("代码"), max_length=5, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("国民经济行业")
        ordering = ["code"]

    def __str__(self) -> str:
        return chosen(self.name, self.name_en)


def catalogue() -> Catalogue:
    """Return all kinds of facts in use, sources, regions and industries, named in the language that is spoken.

    Four queries, rarely.
    """
    chinese, english = _both()
    return english if in_english() else chinese


def catalogue_as_kept() -> Catalogue:
    """Return the same with the Chinese names, by which tables and files go."""
    return _both()[0]


def _both() -> tuple[Catalogue, Catalogue]:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > SECONDS:
        _kept = (time.monotonic(), _read())
    return _kept[1]


def forget_catalogue() -> None:
    """Ask the database anew next time."""
    global _kept
    _kept = None


def kind_of(code: str) -> Kind:
    """Return one kind of fact; LookupError when there is none, which is a slip of the caller."""
    return catalogue().kinds[code]


def _read() -> tuple[Catalogue, Catalogue]:
    sources = list(Source.objects.all())
    kinds = list(FactKind.objects.filter(is_active=True))
    regions = dict(Region.objects.values_list("code", "name").order_by("-code"))
    named = list(Industry.objects.values_list("code", "name", "name_en").order_by("code"))
    industries = {code: name for code, name, _english in named}
    kept = Catalogue(
        kinds={k.code: _kind(k) for k in kinds},
        ranks={s.code: s.rank for s in sources},
        source_names={s.code: s.name for s in sources},
        listed=frozenset(s.code for s in sources if s.is_listed),
        regions=regions,
        industries=industries,
        by_region={name: code for code, name in regions.items()},
        # a class with one subclass shares its name: the finer code, which comes later, stands
        by_industry={name.upper(): code for code, name in industries.items()}
        | {code[1:]: code for code in industries if len(code) > 1},
    )
    english = {code: name for code, _name, name in named if name}
    nearest = {code: _nearest(code, english) or name for code, name in industries.items()}
    return kept, replace(
        kept,
        kinds={k.code: _in_english(kept.kinds[k.code], k) for k in kinds},
        source_names=dict(kept.source_names) | {s.code: s.name_en for s in sources if s.name_en},
        industries=nearest,
        by_industry=dict(kept.by_industry) | {name.upper(): code for code, name in english.items()},
    )


def _in_english(kind: Kind, row: FactKind) -> Kind:
    """Return a kind by its English name; tables headed by the Chinese one are read all the same."""
    return replace(
        kind,
        name=row.name_en or kind.name,
        unit_en=row.unit_en,
        choices=tuple((code, (*english, name)[0]) for code, name, *english in row.choices),
        also=kind.choices,
        group=row.group_en or kind.group,
        aliases=(*kind.aliases, kind.name),
    )


def _nearest(code: str, english: Mapping[str, str]) -> str:
    """Return the English name of an industry, or of the nearest one above it that has one."""
    steps = (code[:length] for length in range(len(code), 0, -1))
    return next((english[step] for step in steps if step in english), "")


def _kind(row: FactKind) -> Kind:
    return Kind(
        code=row.code,
        name=row.name,
        type=row.type,
        unit=row.unit,
        choices=tuple((str(code), str(name)) for code, name, *_english in row.choices),
        sensitivity=row.sensitivity,
        group=row.group,
        least=row.least,
        most=row.most,
        sources=tuple(row.sources),
        aliases=tuple(row.aliases),
        computed=row.computed,
        annual=row.annual,
        validity_days=row.validity_days,
    )
