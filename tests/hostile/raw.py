"""Bytes that are not what they say, or are no text."""

WORDS = "“The quay is shut,” said Zoë Brandt – 40 £ a night. 💬"

# name: bytes, the charset that a header says, whether it is HTML, and the charset that the bytes are in
CHARSETS: dict[str, tuple[bytes, str | None, bool, str]] = {
    "broken utf-8": ("Zoë Brandt said “no”: ".encode() + b"\xe2\x82 \xff\xc0\xaf.", None, False, "utf-8"),
    "cut utf-8": ("Zoë Brandt said “no”".encode()[:-1], None, False, "utf-8"),
    "surrogates in utf-8": ("Zoë said “no”: ".encode() + b"\xed\xa0\x80\xed\xb0\x80", None, False, "utf-8"),
    "utf-7 by header": (b"+ADw-script+AD4-alert(1)", "utf-7", False, "utf-8"),
    "utf-7 by meta": (b'<meta charset="utf-7">+ADw-script+AD4-', None, True, "utf-8"),
    "utf-16 with mark": (WORDS.encode("utf-16"), None, False, "utf-16le"),
    "utf-16be with mark": (b"\xfe\xff" + WORDS.encode("utf-16-be"), None, False, "utf-16be"),
    "utf-16le without mark": (WORDS.encode("utf-16-le"), None, False, "utf-16le"),
    "utf-16be without mark": (WORDS.encode("utf-16-be"), None, False, "utf-16be"),
    "utf-16 cut in half a unit": (WORDS.encode("utf-16")[:-1], None, False, "utf-16le"),
    "lone surrogate in utf-16": (b"\xff\xfe" + "Zoë ".encode("utf-16-le") + b"\x00\xd8" + "said".encode("utf-16-le"), None, False, "utf-16le"),
    "header lies": ("“The quay is shut,” said Zoë".encode("cp1252"), "utf-8", False, "windows-1252"),
    "meta lies": ('<meta charset="iso-8859-1"><p>“No,” said Zoë</p>'.encode(), None, True, "utf-8"),
    "header and meta disagree": ('<meta charset="windows-1251"><p>“No,” said Zoë</p>'.encode(), "utf-8", True, "utf-8"),
    "meta says utf-16": ('<meta charset="utf-16"><p>“No,” said Zoë</p>'.encode(), None, True, "utf-8"),
    "nul": (b"The quay\0is shut.", None, False, "utf-8"),
    "no charset of that name": ("Zoë".encode("cp1252"), "x-quay", False, "windows-1252"),
    "no charset by name": ("Zoë".encode("cp1252"), "../../etc\0", False, "windows-1252"),
    "unassigned byte": (b"\x93No\x94 \x81 caf\xe9", "windows-1252", False, "windows-1252"),
    "double bytes": ("“港” said 佐藤".encode("shift_jis", "replace") + b"\x81", "shift_jis", False, "shift_jis"),
}

NOT_TEXT: dict[str, bytes] = {
    "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "docx": b"PK\x03\x04\x14\0\x06\0", "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "gzip": b"\x1f\x8b\x08\0",
    "doc": b"\xd0\xcf\x11\xe0\xa1\xb1", "rtf": b"{\\rtf1\\ansi The quay is shut.}", "mp4": b"\0\0\0\x18ftypmp42", "zeros": b"\0" * 4096,
    "noise": bytes(range(256)) * 16,
}  # fmt: skip
