"""Which icons the product uses: names of lucide's, and the shapes that are our own."""

LUCIDE = (
    *(
        "archive",
        "arrow-left",
        "arrow-right",
        "arrow-up",
        "ban",
        "bell",
        "bell-ring",
        "bookmark",
        "building-2",
    ),
    *(
        "calendar-check",
        "calendar-days",
        "calendar-plus",
        "camera",
        "chart-no-axes-column",
        "check",
    ),
    *("chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle-alert"),
    *("circle-check", "circle-dashed", "circle-help", "circle-pause", "circle-play"),
    *(
        "circle-user-round",
        "circle-x",
        "clipboard-list",
        "clock",
        "copy",
        "download",
        "droplets",
    ),
    *(
        "ellipsis",
        "eye",
        "eye-off",
        "factory",
        "file",
        "file-text",
        "fingerprint",
        "flag",
    ),
    *(
        "git-merge",
        "globe",
        "hand-coins",
        "handshake",
        "history",
        "house",
        "image",
        "inbox",
    ),
    *(
        "info",
        "key-round",
        "landmark",
        "languages",
        "link",
        "list-checks",
        "lock",
        "log-out",
    ),
    *("mail", "map-pin", "megaphone", "menu", "message-square", "message-square-plus"),
    *(
        "messages-square",
        "mic",
        "monitor",
        "moon",
        "notebook-pen",
        "paperclip",
        "pencil",
    ),
    *("phone", "plus", "printer", "qr-code", "rotate-ccw", "route", "save", "scale"),
    *(
        "scroll-text",
        "search",
        "send",
        "settings-2",
        "shield-check",
        "smartphone",
        "star",
    ),
    *(
        "sun",
        "trash-2",
        "triangle-alert",
        "undo-2",
        "upload",
        "user-check",
        "user-plus",
    ),
    *("user-round", "users-round", "wifi-off", "wrench", "x", "zap"),
)

_DISC = '<circle cx="12" cy="12" r="10" fill="currentColor"/>'
_RING = '<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/>'


def _stroke(path: str, width: str, ink: str = "currentColor") -> str:
    """Return a round-ended line."""
    return (
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


# A shape for each lamp, each match and each condition, so that none depends on its colour.
OWN = {
    "lamp-green": '<circle cx="12" cy="12" r="9" fill="currentColor"/>',
    "lamp-yellow": '<path d="M12 2.6a1.8 1.8 0 0 1 1.56.9l8.2 14.6a1.8 1.8 0 0 1-1.56 2.7H3.8'
    'a1.8 1.8 0 0 1-1.56-2.7l8.2-14.6A1.8 1.8 0 0 1 12 2.6z" fill="currentColor"/>',
    "lamp-red": '<path d="M8 2.5h8L21.5 8v8L16 21.5H8L2.5 16V8z" fill="currentColor"/>',
    "lamp-off": '<rect x="5" y="4" width="5" height="16" rx="1.5" fill="currentColor"/>'
    '<rect x="14" y="4" width="5" height="16" rx="1.5" fill="currentColor"/>',
    "lamp-done": '<circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" '
    'stroke-width="2.5"/>' + _stroke("m8 12 3 3 5-6", "2.5"),
    "fit-yes": _DISC + _stroke("m7.5 12.2 3 3 6-6.4", "2.4", "var(--card)"),
    "fit-maybe": _RING
    + _stroke("M9.4 9.3a2.7 2.7 0 0 1 5.2.9c0 1.8-2.6 2.3-2.6 3.6", "2")
    + '<circle cx="12" cy="16.8" r="1.3" fill="currentColor"/>',
    "fit-near": _RING + '<path d="M12 3a9 9 0 1 0 9 9h-9z" fill="currentColor"/>',
    "fit-no": _RING + _stroke("m9 9 6 6m0-6-6 6", "2"),
    "cond-no": _DISC + _stroke("m8.7 8.7 6.6 6.6m0-6.6-6.6 6.6", "2.4", "var(--card)"),
    "cond-ask": _DISC
    + _stroke("M9.4 9.5a2.7 2.7 0 0 1 5.2.8c0 1.8-2.6 2.2-2.6 3.4", "2.2", "var(--card)")
    + '<circle cx="12" cy="16.9" r="1.4" fill="var(--card)"/>',
    "mark": '<rect width="24" height="24" rx="6.8" fill="var(--accent)"/>'
    '<g fill="none" stroke="var(--on-accent)" stroke-width="1.95">'
    '<circle cx="9.45" cy="12" r="4.2"/><circle cx="14.55" cy="12" r="4.2"/></g>',
}
