"""Verbs of enterprises: register, verify, record facts, join, invite, change and remove members."""

from liandong.enterprises.actions.claiming import (
    claim_with_code,
    claim_with_proof,
    decide_dispute,
    dispute,
    issue_claim_code,
    send_claim_code,
    show_papers,
)
from liandong.enterprises.actions.enterprise import (
    register_enterprise,
    show_contact_phone,
    take_down_enterprise,
    verify_enterprise,
)
from liandong.enterprises.actions.exporting import export_file, note_export
from liandong.enterprises.actions.importing import import_file
from liandong.enterprises.actions.inviting import (
    accept_invitation,
    decline_invitation,
    invite_member,
    withdraw_invitation,
)
from liandong.enterprises.actions.joining import (
    ask_to_join,
    decide_join_request,
    withdraw_join_request,
)
from liandong.enterprises.actions.looking import uncover
from liandong.enterprises.actions.members import (
    change_member,
    leave,
    remove_member,
    show_member_phone,
)
from liandong.enterprises.actions.merging import foresee_merge, keep_apart, merge_enterprises
from liandong.enterprises.actions.recording import (
    Row,
    close_batch,
    open_batch,
    record,
    record_many,
    unlisted,
)
from liandong.enterprises.actions.unmerging import unmerge_enterprise
from liandong.enterprises.actions.uploads import do_upload, look_again, receive, take

__all__ = [
    "Row",
    "accept_invitation",
    "ask_to_join",
    "change_member",
    "claim_with_code",
    "claim_with_proof",
    "close_batch",
    "decide_dispute",
    "decide_join_request",
    "decline_invitation",
    "dispute",
    "do_upload",
    "export_file",
    "foresee_merge",
    "import_file",
    "invite_member",
    "issue_claim_code",
    "keep_apart",
    "leave",
    "look_again",
    "merge_enterprises",
    "note_export",
    "open_batch",
    "receive",
    "record",
    "record_many",
    "register_enterprise",
    "remove_member",
    "send_claim_code",
    "show_contact_phone",
    "show_member_phone",
    "show_papers",
    "take",
    "take_down_enterprise",
    "uncover",
    "unlisted",
    "unmerge_enterprise",
    "verify_enterprise",
    "withdraw_invitation",
    "withdraw_join_request",
]
