"""Files that belong to an appeal."""

from django.db import transaction
from django.utils.translation import gettext as _

from liandong.accounts.models import User
from liandong.appeals.actions.frame import lock
from liandong.appeals.enums import ENDED, Hat
from liandong.appeals.models import Appeal, Attachment
from liandong.appeals.queries.standing import hats_of
from liandong.journal.actions import record
from liandong.kit.now import now
from liandong.kit.refusals import Refused
from liandong.kit.uploads import Read, keep, read_file

MOST_FILES = 20


def add_attachment(appeal: Appeal, *, name: str, data: bytes, by: User) -> Attachment:
    """Keep a file with an appeal. What it is, its bytes say; its name is only shown."""
    return keep_file(appeal, read_file(name, data), by=by)


@transaction.atomic
def keep_file(appeal: Appeal, file: Read, *, by: User) -> Attachment:
    """Keep with an appeal what has been read of a file; refuse one too many."""
    locked = lock(appeal)
    hats = hats_of(by, locked) - {Hat.READER}
    if not hats or locked.state in ENDED:
        raise Refused("appeal.closed_to_files", _("这件诉求现在不能再加附件。"))
    if twin := locked.attachments.filter(sha256=file.sha256).first():
        return twin  # a form sent twice adds nothing
    if locked.attachments.count() >= MOST_FILES:
        raise Refused("file.too_many", _("最多 %(most)s 个附件。") % {"most": MOST_FILES})
    attachment = Attachment.objects.create(
        appeal=locked, hat=sorted(hats)[0], by=by, at=now(), **keep(file)._asdict()
    )
    record(
        "appeal.file_added",
        on=locked,
        by=by,
        hat=attachment.hat,
        name=attachment.original,
        sha256=attachment.sha256,
    )
    return attachment
