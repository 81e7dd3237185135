"""What liaison keeps of an enterprise moves along when it turns out to be another."""

from liandong.enterprises.models import Enterprise
from liandong.liaison.models import Liaison, Note, Problem


def move(wrong: Enterprise, into: Enterprise) -> dict[str, list[int]]:
    """Move notes and problems, and who keeps in touch; whoever leads the one that stays goes on leading."""
    held = set(
        Liaison.objects.filter(enterprise=into, until__isnull=True).values_list("user", flat=True)
    )
    own = Liaison.objects.filter(enterprise=wrong).exclude(user__in=held, until__isnull=True)
    moved = {"liaison_liaison": list(own.values_list("pk", flat=True))}
    rows = Liaison.objects.filter(pk__in=moved["liaison_liaison"])
    rows.update(enterprise=into, **({"is_first": False} if held else {}))
    for model in (Note, Problem):
        rows_of = model.objects.filter(enterprise=wrong)
        moved[model._meta.db_table] = list(rows_of.values_list("pk", flat=True))
        rows_of.update(enterprise=into)
    return moved


def back(wrong: Enterprise, into: Enterprise, moved: dict[str, list[int]]) -> set[str]:
    """Give back who kept in touch with an enterprise that is one of its own after all; the first of them leads."""
    rows = Liaison.objects.filter(pk__in=moved["liaison_liaison"], enterprise=into)
    rows.update(enterprise=wrong, is_first=False)
    open_ones = Liaison.objects.filter(enterprise=wrong, until__isnull=True).order_by("pk")
    if (leads := open_ones.first()) and not open_ones.filter(is_first=True).exists():
        Liaison.objects.filter(pk=leads.pk).update(is_first=True)
    return {"liaison_liaison"}
