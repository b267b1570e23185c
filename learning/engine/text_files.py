"""Bytes of a file that somebody wrote as text."""


def decode(data: bytes) -> str | None:
    """UTF-8 (with or without a mark), UTF-16 with a mark, else Windows-1252; None for no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def printable(text: str) -> str:
    """Without control characters and lone surrogates, which no database or JSON takes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        character
        for character in text
        if (character >= " " and not "\ud800" <= character <= "\udfff") or character in "\n\t"
    )


def cut(text: str, most: int) -> str:
    """No more than `most` characters, to the end of a line or a sentence where one is near."""
    if len(text) <= most:
        return text
    least = most - 2_000 if most > 2_000 else 0
    end = max(text.rfind(mark, least, most) + 1 for mark in ("\n", ". ", "! ", "? "))
    return text[: end or most].rstrip()
