"""Compiles the translations without gettext's own programs, which a bare machine lacks."""

import ast
import os
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "liandong" / "locale"
MO_MAGIC = 0x950412DE


def parse(text: str) -> dict[str, str]:
    """Return the finished messages of a .po file, keyed as gettext keys them.

    EOT joins a context to its message, NUL joins plural forms. Fuzzy and empty ones are left out.
    """
    messages: dict[str, str] = {}
    parts: dict[str, str] = {}
    field, fuzzy = "", False

    def finish() -> None:
        if "msgid" in parts and not fuzzy:
            key = parts["msgid"]
            if "msgctxt" in parts:
                key = f"{parts['msgctxt']}\x04{key}"
            if "msgid_plural" in parts:
                key = f"{key}\x00{parts['msgid_plural']}"
            forms = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
            if all(forms):
                messages[key] = "\x00".join(forms)
        parts.clear()

    for line in [*text.splitlines(), ""]:
        line = line.strip()
        if not line or line.startswith("#"):
            if "msgstr" in field:
                finish()
                field, fuzzy = "", False
            if line.startswith("#,"):
                fuzzy = "fuzzy" in line
            continue
        if not line.startswith('"'):
            word, _, line = line.partition(" ")
            if word in {"msgid", "msgctxt"} and "msgstr" in field:
                finish()
                fuzzy = False
            field = word
            parts[field] = ""
        parts[field] += ast.literal_eval(line)
    return messages


def compiled(messages: dict[str, str]) -> bytes:
    """Return the messages in gettext's binary form: two tables of lengths and offsets, text."""
    keys = sorted(messages, key=lambda key: key.encode())
    texts = [key.encode() for key in keys] + [messages[key].encode() for key in keys]
    offset = 7 * 4 + len(texts) * 8
    table, body = b"", b""
    for text in texts:
        table += struct.pack("<II", len(text), offset + len(body))
        body += text + b"\x00"
    count = len(keys)
    header = struct.pack("<7I", MO_MAGIC, 0, count, 28, 28 + count * 8, 0, 0)
    return header + table + body


def compile_all(locale: Path = LOCALE) -> int:
    """Compile every .po that is newer than its .mo; return how many that were."""
    done = 0
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        whole = target.with_name(f"{target.name}.{os.getpid()}")  # others may be reading the old
        whole.write_bytes(compiled(parse(source.read_text(encoding="utf-8"))))
        whole.replace(target)
        done += 1
    return done
