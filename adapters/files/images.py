"""Whether an image can be opened: its parts are there to the end. Nothing is decoded, since an image runs nothing."""

import re
import zlib
from collections.abc import Iterator
from typing import Final

PNG_START: Final = b"\x89PNG\r\n\x1a\n"
JPEG_START: Final = b"\xff\xd8\xff"

_FRAME: Final = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]")
_SCAN: Final = b"\xff\xda"
_END: Final = b"\xff\xd9"


def is_whole_png(content: bytes) -> bool:
    """Whether it has a header with a size, pixels, and an end, each as its check sum says (ISO/IEC 15948)."""
    chunks = list(_chunks(content))
    kinds = [kind for kind, _ in chunks]
    if not chunks or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        return False
    header = chunks[0][1]
    return len(header) == 13 and int.from_bytes(header[:4]) > 0 and int.from_bytes(header[4:8]) > 0


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each chunk, to the end or to the first one that is torn."""
    at = len(PNG_START)
    while at + 12 <= len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        data, told = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(told) < 4 or zlib.crc32(kind + data) != int.from_bytes(told):
            return
        yield kind, data
        if kind == b"IEND":
            return
        at += 12 + length


def is_whole_jpeg(content: bytes) -> bool:
    """Whether a frame with a size and a scan follow its start, and an end follows them (ISO/IEC 10918-1, B.2)."""
    at, has_frame = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at : at + 2]
        if marker == b"\xff\xff":  # a fill byte
            at += 1
            continue
        if marker == _SCAN:
            return has_frame and _END in content[at:]
        if _FRAME.fullmatch(marker):
            has_frame = int.from_bytes(content[at + 7 : at + 9]) > 0
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return False
