"""Enterprises as JSON: oneself and one's places, and the base of facts."""

from ninja import Router

from liandong.enterprises.api.base import router as base
from liandong.enterprises.api.joining import router as joining
from liandong.enterprises.api.me import router as me

router = Router()
router.add_router("", me)
router.add_router("", base)
router.add_router("", joining)
