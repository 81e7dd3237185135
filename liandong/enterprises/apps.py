from datetime import datetime

from django.apps import AppConfig
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class EnterprisesConfig(AppConfig):
    name = "liandong.enterprises"
    verbose_name = gettext_lazy("企业")

    def ready(self) -> None:
        from liandong.accounts.models import User  # noqa: PLC0415 (tables are there now)
        from liandong.departments.enums import Role  # noqa: PLC0415 (the same)
        from liandong.departments.queries import Standing  # noqa: PLC0415 (the same)
        from liandong.enterprises.actions.claiming import move_papers  # noqa: PLC0415 (the same)
        from liandong.enterprises.queries import (  # noqa: PLC0415 (the same)
            Door,
            add_door,
            add_mover,
        )

        def duplicates(user: User, standing: Standing, now: datetime) -> Door | None:
            if Role.COORDINATOR not in standing.roles:
                return None
            return Door("enterprises:duplicates", "git-merge", _("疑似重复"))

        add_door("enterprises.duplicates", duplicates)
        add_mover("enterprises.papers", move_papers)
