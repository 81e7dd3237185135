"""How the embedded PostgreSQL is set for the machine it finds itself on."""

import os
from pathlib import Path


def memory() -> int:
    """Return the bytes of memory that this system may use, a container's limit included."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.exists() and (text := limit.read_text().strip()).isdigit():
        total = min(total, int(text))
    return total


def tuning(*, memory: int, lz4: bool, durable: bool = True) -> dict[str, str]:
    """Return the server's settings for a machine with so many bytes of memory.

    An eighth of the memory, 1 GB at most, is shared buffers: web, worker and the page cache need
    the rest. Plans are short, so just-in-time compilation only costs. `durable=False` is for tests.
    """
    buffers = max(64, min(1024, memory // 8 // 2**20))
    settings = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(256, memory // 2 // 2**20)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(512, memory // 32 // 2**20))}MB",
        "jit": "off",
        "random_page_cost": "1.1",
        "fsync": "on" if durable else "off",
        "synchronous_commit": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        "wal_compression": "lz4" if lz4 else "off",
        "max_wal_size": "4GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "10min",
        "autovacuum_naptime": "20s",
        "autovacuum_vacuum_cost_limit": "2000",
        "default_statistics_target": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_duration_statement": "2s",
        "log_checkpoints": "off",
    }
    if durable:  # seven files, one for each day of the week, written over in turn
        settings |= {
            "logging_collector": "on",
            "log_directory": "log",
            "log_filename": "database-%a.log",
            "log_rotation_age": "1d",
            "log_truncate_on_rotation": "on",
        }
    return settings
