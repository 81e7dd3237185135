"""Appeals as JSON, through the same forms and actions as the pages."""

from ninja import Router

from liandong.appeals.api.acts import router as acts
from liandong.appeals.api.appeals import router as appeals

router = Router()
router.add_router("", appeals)
router.add_router("", acts)
