"""Packages: zip files of XML parts, as Office Open XML (ECMA-376) and OFD (GB/T 33190) are. Looked into, within bounds.

What a package is and what it carries is told by its content types, its relationships and its parts, never by file names
alone: a program finds a macro by its relationship, whatever the part is called.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import unquote
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

from domain.frozen import Frozen

MOST_PARTS: Final = 5_000
MOST_XML: Final = 64 * 1024 * 1024
"""Bytes of all XML parts and OLE objects of a document; a report of three hundred pages has about four MiB."""
MOST_ELEMENTS: Final = 1_000_000
"""Elements of all XML parts; such a report has about a hundred thousand. What is read costs by elements, not by bytes."""

_ENTRY: Final = b"PK\x01\x02"
"""How each entry of a zip file's directory begins (APPNOTE 4.3.12)."""
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKED_FILE: Final = "Ole10Native".encode("utf-16-le")
"""The stream in which an OLE object carries a file of any kind (MS-OLEDS 2.3.6); formulas and charts have none."""

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
        elements: how many of each name of ``counted`` there are in all parts.
    """

    names: frozenset[str]
    types: frozenset[str] = frozenset()
    relationships: frozenset[str] = frozenset()
    parts: dict[str, str] = {}
    roots: frozenset[str] = frozenset()
    elements: dict[str, int] = {}

    def has_part_of(self, kind: str) -> bool:
        """Whether something is of a content type, and there."""
        part = self.parts.get(kind)
        there = {name.lower() for name in self.names}
        return kind in self.types and (part is None or part.lower().lstrip("/") in there)

    @property
    def has_root(self) -> bool:
        """Whether a document that an OFD names is there."""
        return any(root.lstrip("/") in self.names for root in self.roots)


def parts_announced(content: bytes) -> int:
    """How many parts a zip file has at the most: told before a library reads its directory, which costs by parts."""
    return content.count(_ENTRY)


def look_into(
    content: bytes,
    most_parts: int = MOST_PARTS,
    most_xml: int = MOST_XML,
    most_elements: int = MOST_ELEMENTS,
    counted: Iterable[str] = (),
) -> Package | None:
    """What a package holds; None where the content is no zip file, or a torn one.

    Args:
        content: of the file.
        most_parts: of it.
        most_xml: bytes of its XML parts and OLE objects, which are read whole.
        most_elements: of its XML parts.
        counted: names of elements that the caller wants to know the number of.

    Raises:
        UnfitPackage: it is encrypted, too large when unpacked, runs by itself, carries a program, or declares a DTD.
    """
    if parts_announced(content) > 2 * most_parts:
        raise UnfitPackage("文件包含的部件过多")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _looked_into(
                packed, most_parts, most_xml, _Count(most_elements, dict.fromkeys(counted, 0))
            )
    except _UNREADABLE:
        return None


def _looked_into(packed: zipfile.ZipFile, most_parts: int, most_xml: int, count: "_Count") -> Package:
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
        listener = _Listener(count)
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
        elements=count.named,
    )
    _refuse_active(package)
    return package


def _xml_parts(
    packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo], most: int
) -> Iterator[tuple[str, bytes]]:
    """Every part that is XML by its name or by its first bytes; those that are read whole share one bound."""
    left = most
    for part in parts:
        with packed.open(part) as opened:
            start = opened.read(64)
            is_xml = part.filename.lower().endswith(_XML_NAMES) or start.lstrip().startswith(_XML_STARTS)
            reads_whole = is_xml or start.startswith(_OLE)
            whole = start + opened.read(left + 1) if reads_whole else start
        if reads_whole:
            left -= len(whole)
        if left < 0:
            raise UnfitPackage("文件解压后过大")
        _refuse_carried(whole)
        if is_xml:
            yield part.filename, whole


def _refuse_carried(part: bytes) -> None:
    """A document may show another one, and carries no program and no file of whatever kind."""
    if part.startswith(_PROGRAMS):
        raise UnfitPackage("文件内嵌了可以运行的程序")
    if part.startswith(_OLE) and _PACKED_FILE in part:
        raise UnfitPackage("文件内嵌了其他文件（OLE 对象）")


class _Count:
    """Elements of all parts: how many may still come, and how many there are of some names."""

    def __init__(self, left: int, named: dict[str, int]) -> None:
        self._left, self.named = left, named

    def add(self, name: str) -> None:
        self._left -= 1
        if self._left < 0:
            raise UnfitPackage("文件内容过多")
        if name in self.named:
            self.named[name] += 1


class _Listener(ContentHandler):
    """Takes down the values of two attributes, which part is of which type, and what an OFD names as its documents."""

    def __init__(self, count: _Count) -> None:
        super().__init__()
        self._count = count
        self.values: dict[str, frozenset[str]] = {"ContentType": frozenset(), "Type": frozenset()}
        self.parts: dict[str, str] = {}
        self.roots: list[str] = []
        self.fetches = False
        self._is_root = False

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name is the library's
        plain = name.rpartition(":")[2]
        self._count.add(plain)
        for key in self.values:
            if key in attrs:
                self.values[key] |= {attrs[key].lower()}
        self.fetches |= _is_fetched(attrs.get("Type", "").lower(), attrs.get("Target", "").lower())
        if "PartName" in attrs and "ContentType" in attrs:
            self.parts[attrs["ContentType"].lower()] = attrs["PartName"]
        self._is_root = plain == "DocRoot"

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
