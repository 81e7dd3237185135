"""Which icon stands before a notice: what it is about is seen before it is read."""

ICONS = {
    "circle-help": ("appeal.completion_asked", "appeal.asked"),
    "message-square": ("appeal.supplemented", "appeal.answered"),
    "paperclip": ("appeal.file_added",),
    "inbox": ("appeal.submitted",),
    "route": ("appeal.dispatched", "appeal.reassigned"),
    "landmark": ("appeal.referred_up",),
    "undo-2": ("appeal.returned",),
    "ban": ("appeal.declined", "appeal.withdrawn"),
    "git-merge": ("appeal.merged", "appeal.unmerged"),
    "check": ("appeal.accepted", "appeal.task_accepted"),
    "phone": ("appeal.contacted", "appeal.call_back_due", "appeal.called_back"),
    "notebook-pen": ("appeal.progress_noted",),
    "users-round": ("appeal.assist_added", "appeal.assist_reported", "appeal.referred_to_meeting"),
    "circle-pause": ("appeal.suspended", "appeal.look_at_suspension"),
    "circle-play": ("appeal.resumed", "appeal.pause_ended"),
    "calendar-plus": ("appeal.extension_asked", "appeal.extension_agreed", "appeal.extension_refused"),
    "calendar-check": (
        "appeal.promise_asked", "appeal.promise_agreed", "appeal.promise_refused", "appeal.step_fulfilled",
    ),
    "circle-check": ("appeal.resolved", "appeal.confirmed", "appeal.closed_unrated"),
    "scale": ("appeal.disputed", "appeal.ruled"),
    "history": ("appeal.look_again_due", "appeal.looked_again"),
    "bookmark": ("appeal.lesson_learned",),
    "bell-ring": ("appeal.urged", "appeal.assist_reminded"),
    "megaphone": ("appeal.supervised",),
    "clock": (
        "appeal.turned_yellow", "appeal.turned_red", "appeal.red_for_one_day", "appeal.red_for_three_days",
    ),
    "building-2": ("join_request.asked", "join_request.agreed", "join_request.refused",
                   "member.changed", "member.removed"),
    "user-check": ("stand_in.set", "stand_in.ended", "stand_in.another_asked"),
    "send": ("channel.tested",),
}  # fmt: skip
NOUNS = {  # for verbs that have none of their own
    "claim": "key-round", "dispute": "scale", "member": "building-2", "enterprise": "building-2",
    "visit": "calendar-days", "ending": "clock",
    "figures": "chart-no-axes-column", "needs": "droplets", "supply": "droplets",
    "keylist": "star", "liaison": "handshake", "note": "notebook-pen", "problem": "message-square",
    "signal": "triangle-alert",
}  # fmt: skip
_BY_VERB = {verb: icon for icon, verbs in ICONS.items() for verb in verbs}


def icon_of(verb: str) -> str:
    """Return the icon of a notice of that verb."""
    return _BY_VERB.get(verb) or NOUNS.get(verb.partition(".")[0], "bell")
