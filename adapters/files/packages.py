"""Packages: zip files of XML parts, as Office Open XML (ECMA-376) and OFD (GB/T 33190) are. Looked into, within bounds.

What a package is and what it carries is told by its content types, its relationships and its parts, never by file names
alone: a program finds a macro by its relationship, whatever the part is called.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from domain.frozen import Frozen

MOST_PARTS: Final = 5_000
MOST_XML: Final = 64 * 1024 * 1024
"""Bytes of all XML parts of a document; a report of three hundred pages has about four MiB."""

_UNREADABLE: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)
_TYPES: Final = "[Content_Types].xml"
OFD_ROOT: Final = "OFD.xml"
_XML_NAMES: Final = (".xml", ".rels")
_XML_STARTS: Final = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"\x00<", b"\x00\x00\x00<")
_ACTIVE: Final = ("vbaproject", "macroenabled", "macrosheet", "dialogsheet", "activex", "vbadata")
"""Words of the content types and relationships (MS-OFFMACRO, ECMA-376) of what runs by itself."""
_BINARY: Final = "sheet.binary"
_OF_ITS_AUTHOR: Final = re.compile(r"(file:/{0,3})?[a-z]:/|(?!//|[a-z][a-z0-9+.-]*:)")
"""How the address of a template begins that lies in a folder of its author, or beside the document (RFC 8089): a drive, or no host."""


class UnfitPackage(Exception):
    """Why it is not taken, in Chinese."""


class Package(Frozen):
    """What is inside: names of parts; content types, and types of relationships, in small letters.

    Attributes:
        parts: content type → the part that is said to be of it.
        roots: parts that an OFD names as its documents.
    """

    names: frozenset[str]
    types: frozenset[str] = frozenset()
    relationships: frozenset[str] = frozenset()
    parts: dict[str, str] = {}
    roots: frozenset[str] = frozenset()

    def has_part_of(self, kind: str) -> bool:
        """Whether something is of a content type, and there."""
        part = self.parts.get(kind)
        there = {name.lower() for name in self.names}
        return kind in self.types and (part is None or part.lower().lstrip("/") in there)

    @property
    def has_root(self) -> bool:
        """Whether a document that an OFD names is there."""
        return any(root.lstrip("/") in self.names for root in self.roots)


def look_into(content: bytes, most_parts: int = MOST_PARTS, most_xml: int = MOST_XML) -> Package | None:
    """What a package holds; None where the content is no zip file, or a torn one.

    Raises:
        UnfitPackage: it is encrypted, too large when unpacked, runs by itself, or declares a DTD.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _looked_into(packed, most_parts, most_xml)
    except _UNREADABLE:
        return None


def _looked_into(packed: zipfile.ZipFile, most_parts: int, most_xml: int) -> Package:
    parts = packed.infolist()
    names = [part.filename for part in parts]
    if len(parts) > most_parts:
        raise UnfitPackage("文件包含的部件过多")
    if any(part.flag_bits & 1 for part in parts):
        raise UnfitPackage("文件已加密")
    if len(set(names)) < len(names):
        raise UnfitPackage("文件包含同名的部件")
    told: dict[str, frozenset[str]] = {"ContentType": frozenset(), "Type": frozenset()}
    named, roots = dict[str, str](), frozenset[str]()
    for name, xml in _xml_parts(packed, parts, most_xml):
        listener = _Listener()
        _read(name, xml, listener)
        if name == _TYPES or name.endswith(".rels"):
            told = {key: told[key] | listener.values[key] for key in told}
        if name == _TYPES:
            named = listener.parts
        if name == OFD_ROOT:
            roots = frozenset(listener.roots)
    package = Package(
        names=frozenset(names),
        types=told["ContentType"],
        relationships=told["Type"],
        parts=named,
        roots=roots,
    )
    _refuse_active(package)
    return package


def _xml_parts(
    packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], most: int
) -> Iterator[tuple[str, bytes]]:
    """Every part that is XML by its name or by its first bytes."""
    left = most
    for part in parts:
        with packed.open(part) as opened:
            start = opened.read(64)
            if not (part.filename.lower().endswith(_XML_NAMES) or start.lstrip().startswith(_XML_STARTS)):
                continue
            whole = start + opened.read(left + 1)
        left -= len(whole)
        if left < 0:
            raise UnfitPackage("文件解压后过大")
        yield part.filename, whole


class _Listener(ContentHandler):
    """Takes down the values of two attributes, which part is of which type, and what an OFD names as its documents."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, frozenset[str]] = {"ContentType": frozenset(), "Type": frozenset()}
        self.parts: dict[str, str] = {}
        self.roots: list[str] = []
        self.fetches = False
        self._is_root = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name is the library's
        for key in self.values:
            if key in attrs:
                self.values[key] |= {attrs[key].lower()}
        self.fetches |= _is_fetched(attrs.get("Type", "").lower(), attrs.get("Target", "").lower())
        if "PartName" in attrs and "ContentType" in attrs:
            self.parts[attrs["ContentType"].lower()] = attrs["PartName"]
        self._is_root = name.rpartition(":")[2] == "DocRoot"

    def characters(self, content: str) -> None:
        """The library's word for text."""
        if self._is_root and content.strip():
            self.roots.append(content.strip())


def _is_fetched(kind: str, target: str) -> bool:
    """Whether a relationship names a template that lies elsewhere; one in a folder of its author is only not found."""
    plain = unquote(target).strip().replace("\\", "/")
    return kind.endswith("/attachedtemplate") and not _OF_ITS_AUTHOR.match(plain)


def _read(name: str, xml: bytes, listener: _Listener) -> None:
    try:
        parseString(xml, listener, forbid_dtd=True)
    except DefusedXmlException:
        raise UnfitPackage("文件含有不允许的声明（DOCTYPE）") from None
    except (SAXParseException, ValueError, LookupError):
        if name.lower().endswith(_XML_NAMES):  # others, such as old drawings, need not be well-formed
            raise UnfitPackage("文件已损坏，无法读取") from None
    if listener.fetches:
        raise UnfitPackage("文件引用了外部模板")


def _refuse_active(package: Package) -> None:
    told = (*package.types, *package.relationships, *(name.lower() for name in package.names))
    if any(word in each for each in told for word in _ACTIVE):
        raise UnfitPackage("文件含有宏或可以自行运行的内容")
    if any(_BINARY in each for each in package.types):
        raise UnfitPackage("文件是二进制工作簿（XLSB）")
