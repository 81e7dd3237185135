"""The verbs of an appeal, each one transaction and one line in the journal."""

from collections.abc import Callable
from typing import Any

from liandong.appeals.actions.attachments import add_attachment
from liandong.appeals.actions.coordinator import (
    ask_completion,
    decide_proposal,
    decline_appeal,
    dispatch_appeal,
    learn_lesson,
    look_again,
    reassign_appeal,
    record_call_back,
    refer_to_meeting,
    refer_up,
    resume_appeal,
    rule_on_return,
    show_phone,
    supervise_appeal,
    suspend_appeal,
)
from liandong.appeals.actions.enterprise import (
    answer_question,
    confirm_appeal,
    dispute_appeal,
    supplement_appeal,
    urge_appeal,
    withdraw_appeal,
)
from liandong.appeals.actions.intake import drop_draft, file_appeal, keep_draft
from liandong.appeals.actions.lead import (
    accept_appeal,
    add_assist,
    ask_enterprise,
    ask_extension,
    ask_promise,
    contact_enterprise,
    fulfil_step,
    note_progress,
    remark_on_appeal,
    remind_assist,
    report_assist,
    resolve_appeal,
    return_appeal,
)
from liandong.appeals.actions.merging import merge_appeal, separate_appeal
from liandong.appeals.actions.search import index_batch
from liandong.appeals.actions.system import (
    draw_look_again,
    end_pause,
    notice_silence,
    raise_alarm,
)
from liandong.appeals.enums import Act
from liandong.appeals.models import Appeal

VERBS: dict[Act, Callable[..., Appeal]] = {
    Act.SUPPLEMENT: supplement_appeal,
    Act.ANSWER: answer_question,
    Act.URGE: urge_appeal,
    Act.WITHDRAW: withdraw_appeal,
    Act.CONFIRM: confirm_appeal,
    Act.DISPUTE: dispute_appeal,
    Act.ACCEPT: accept_appeal,
    Act.RETURN: return_appeal,
    Act.CONTACT: contact_enterprise,
    Act.NOTE: note_progress,
    Act.REMARK: remark_on_appeal,
    Act.ADD_ASSIST: add_assist,
    Act.REMIND_ASSIST: remind_assist,
    Act.ASK: ask_enterprise,
    Act.EXTEND: ask_extension,
    Act.PROMISE: ask_promise,
    Act.FULFIL_STEP: fulfil_step,
    Act.RESOLVE: resolve_appeal,
    Act.REPORT: report_assist,
    Act.DISPATCH: dispatch_appeal,
    Act.ASK_COMPLETION: ask_completion,
    Act.DECLINE: decline_appeal,
    Act.MERGE: merge_appeal,
    Act.SEPARATE: separate_appeal,
    Act.RULE: rule_on_return,
    Act.DECIDE: decide_proposal,
    Act.REASSIGN: reassign_appeal,
    Act.SUSPEND: suspend_appeal,
    Act.RESUME: resume_appeal,
    Act.REFER_UP: refer_up,
    Act.REFER_MEETING: refer_to_meeting,
    Act.SUPERVISE: supervise_appeal,
    Act.CALL_BACK: record_call_back,
    Act.LOOK_AGAIN: look_again,
    Act.LESSON: learn_lesson,
    Act.SHOW_PHONE: show_phone,
}


def perform(act: Act, appeal: Appeal, **fields: Any) -> Appeal:
    """Do an act with its fields; page and API both come through here."""
    return VERBS[act](appeal, **fields)


__all__ = [
    "VERBS",
    "add_attachment",
    "draw_look_again",
    "drop_draft",
    "end_pause",
    "file_appeal",
    "index_batch",
    "keep_draft",
    "notice_silence",
    "perform",
    "raise_alarm",
]
