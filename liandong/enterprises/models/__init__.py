"""Tables of enterprises: themselves, their people, what is known of them, and what makes reading fast."""

from liandong.enterprises.models.catalogue import (
    FactKind,
    Industry,
    Source,
    catalogue,
    catalogue_as_kept,
    forget_catalogue,
)
from liandong.enterprises.models.claims import ClaimCode, ClaimTry, Proof
from liandong.enterprises.models.enterprise import Enterprise, require_uscc
from liandong.enterprises.models.facts import (
    Batch,
    Change,
    Report,
    Sheet,
)
from liandong.enterprises.models.merging import Apart, BorneTwice
from liandong.enterprises.models.people import Invitation, JoinRequest, Member
from liandong.enterprises.models.reading import Block, SearchName, StaleBlock
from liandong.enterprises.models.uploads import Upload

__all__ = [
    "Apart",
    "Batch",
    "Block",
    "BorneTwice",
    "Change",
    "ClaimCode",
    "ClaimTry",
    "Enterprise",
    "FactKind",
    "Industry",
    "Invitation",
    "JoinRequest",
    "Member",
    "Proof",
    "Report",
    "SearchName",
    "Sheet",
    "Source",
    "StaleBlock",
    "Upload",
    "catalogue",
    "catalogue_as_kept",
    "forget_catalogue",
    "require_uscc",
]
