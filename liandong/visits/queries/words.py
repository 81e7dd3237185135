"""What a visit is called, for people."""

from django.utils.translation import gettext as _

from liandong.visits.models import Visit


def office_of(visit: Visit) -> str:
    """Return in whose name somebody goes: a department, else the region's office."""
    if visit.department:
        return visit.department.short
    return visit.enterprise.region.office or _("企业服务专班")
