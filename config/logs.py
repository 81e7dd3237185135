"""Log lines as JSON, one event a line, times in UTC."""

import structlog
from structlog.typing import Processor

chain: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
renderer = structlog.processors.JSONRenderer(ensure_ascii=False)


def configure() -> None:
    """Send structlog through the standard library's handlers."""
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


FORMATTER = {
    "()": structlog.stdlib.ProcessorFormatter,
    "processor": renderer,
    "foreign_pre_chain": chain,
}
