"""Verbs of enterprises: register and verify one, join, invite, change and remove members."""

from liandong.enterprises.actions.enterprise import (
    register_enterprise,
    show_contact_phone,
    take_down_enterprise,
    verify_enterprise,
)
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
from liandong.enterprises.actions.members import change_member, remove_member

__all__ = [
    "accept_invitation",
    "ask_to_join",
    "change_member",
    "decide_join_request",
    "decline_invitation",
    "invite_member",
    "register_enterprise",
    "remove_member",
    "show_contact_phone",
    "take_down_enterprise",
    "verify_enterprise",
    "withdraw_invitation",
    "withdraw_join_request",
]
