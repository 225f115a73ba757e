"""The door for documents: opened before they are taken, told by content, and kept under a name that says what they are."""

import io
from typing import Final

import httpx
import pypdf
import pytest

from adapters.files.media import DOCX, XLSX
from tests.adapters.files.packed import (
    JPEG_IMAGE,
    TYPES,
    encrypted,
    ofd,
    packed_with,
    png_image,
    types_of,
)
from tests.api.asking import new_key, problem_of
from tests.api.procedure import People
from tools.demo.paper import pdf_of

PLAIN: Final = pdf_of("report")
MACRO: Final = "application/vnd.ms-office.vbaProject"
RELATIONS: Final = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="any.bin"/></Relationships>'
)


def docx(**parts: bytes) -> bytes:
    return packed_with({TYPES: types_of(DOCX), "word/document.xml": b"<w/>", **parts})


def xlsx(**parts: bytes) -> bytes:
    return packed_with({TYPES: types_of(XLSX), "xl/workbook.xml": b"<x/>", **parts})


def template_at(address: str) -> bytes:
    """A relationship to the template that a document was made with."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}" Target="{address}" TargetMode="External"/></Relationships>'
    ).encode()


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PLAIN))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def without_pages() -> bytes:
    content = io.BytesIO()
    pypdf.PdfWriter().write(content)
    return content.getvalue()


async def _upload(people: People, content: bytes, name: str = "报告.pdf") -> httpx.Response:
    return await people.http.post(
        f"{people.case}/documents",
        files={"file": (name, content)},
        data={"code": "1.1-3"},
        headers=await people.known("yunshu") | new_key(),
    )


OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFD_MAIN: Final = (
    b'<o:OFD xmlns:o="x"><o:DocBody><o:DocRoot>Doc_0/Document.xml</o:DocRoot></o:DocBody></o:OFD>'
)
SETTINGS: Final = "word/_rels/settings.xml.rels"
OF_ITS_AUTHOR: Final = (
    *("file:///C:/Users/a/Normal.dotm", "file:///C:\\Users\\a\\Normal.dotm", "C:\\a\\Normal.dotm"),
    *("Normal.dotm", "../模板/公文.dotx", ""),
)
FETCHED: Final = (
    *("https://evil.example/a.dotm", " HTTP://evil.example/a.dotm", "webdav://evil.example/a.dotm"),
    *("\\\\10.0.0.1\\share\\a.dotm", "//evil.example/s/a.dotm", "/\\evil.example/s/a.dotm"),
    *("file://evil.example/share/a.dotm", "file:///\\evil.example\\share\\a.dotm"),
    *("file:////evil.example/share/a.dotm", "file:%5C%5Cevil.example%5Ca.dotm"),
)

TAKEN: Final = [
    (PLAIN, "application/pdf"),
    (b"\n\n" + PLAIN, "application/pdf"),
    (b"\xef\xbb\xbf" + PLAIN, "application/pdf"),
    (b"\x00" * 1000 + PLAIN, "application/pdf"),
    (PLAIN + b"\r\n\x00", "application/pdf"),
    (docx(), DOCX),
    (docx(**{"word/embeddings/oleObject1.bin": OLE + "Equation Native".encode("utf-16-le")}), DOCX),
    (xlsx(), XLSX),
    *((docx(**{SETTINGS: template_at(address)}), DOCX) for address in OF_ITS_AUTHOR),
    (png_image(), "image/png"),
    (JPEG_IMAGE, "image/jpeg"),
    (JPEG_IMAGE + b"what a camera adds", "image/jpeg"),
    (ofd(), "application/ofd"),
    (ofd("/Doc_0/Document.xml"), "application/ofd"),
]


async def test_what_readers_open_is_taken(people: People) -> None:
    for content, kind in TAKEN:
        answer = await _upload(people, content)
        assert answer.status_code == 201, answer.text
        assert answer.json()["media_type"] == kind


REFUSED: Final = [
    (b"%PDF-", "损坏"),
    (b"%PDF-1.4<script>alert(1)</script>", "损坏"),
    (PLAIN[:200], "损坏"),
    (without_pages(), "没有任何页面"),
    (locked("secret"), "加密"),
    (locked(""), "加密"),
    (b"\x00" * 1100 + PLAIN, "只接受"),
    (b"", "只接受"),
    (b"MZ\x90", "只接受"),
    (xlsx(**{"xl/macrosheets/sheet1.xml": b"<x/>"}), "宏"),
    (xlsx(**{"xl/vbaProject.bin": b"x"}), "宏"),
    (xlsx(**{"xl/data.bin": b"x", TYPES: types_of(XLSX, MACRO)}), "宏"),
    (xlsx(**{"xl/_rels/workbook.xml.rels": RELATIONS.encode()}), "宏"),
    (docx(**{"word/_rels/document.xml.rels": RELATIONS.encode("utf-16")}), "宏"),
    (docx(**{TYPES: types_of("application/vnd.ms-word.document.macroEnabled")}), "宏"),
    *((docx(**{SETTINGS: template_at(address)}), "外部模板") for address in FETCHED),
    (xlsx(**{"xl/dialogsheets/sheet1.xml": b"<x/>"}), "宏"),
    (
        packed_with({TYPES: types_of("application/vnd.ms-excel.sheet.binary"), "xl/workbook.bin": b""}),
        "二进制",
    ),
    (docx(**{"word/document.xml": b"<!DOCTYPE w [<!ENTITY a 'b'>]><w>&a;</w>"}), "DOCTYPE"),
    (docx(**{"word/document.xml": "<!DOCTYPE w><w/>".encode("utf-16")}), "DOCTYPE"),
    (docx(**{"word/other.dat": "<!DOCTYPE w><w/>".encode("utf-16-be")}), "DOCTYPE"),
    (docx(**{"word/embeddings/oleObject1.bin": OLE + "Ole10Native".encode("utf-16-le")}), "内嵌"),
    (docx(**{"word/media/image1.png": b"MZ\x90"}), "程序"),
    (
        packed_with({"OFD.xml": OFD_MAIN, "Doc_0/Document.xml": b"<ofd/>", "Doc_0/Res/a.pdf": b"MZ\x90"}),
        "程序",
    ),
    (encrypted(docx()), "加密"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
    (packed_with({"合同.pdf": PLAIN}), "压缩包"),
    (packed_with({"xl/workbook.xml": b"<x/>"}), "只接受"),
    (packed_with({TYPES: types_of(DOCX)}), "只接受"),
    (packed_with({TYPES: types_of(XLSX), "word/document.xml": b"<w/>"}), "只接受"),
    (packed_with({"OFD.xml": b"<ofd/>"}), "只接受"),
    (ofd("Doc_1/Document.xml"), "只接受"),
    (png_image()[:8], "图片"),
    (png_image()[:-12], "图片"),
    (png_image().replace(b"IDAT", b"IDAX"), "图片"),
    (b"\x89PNG\r\n\x1a\n" + PLAIN, "图片"),
    (JPEG_IMAGE[:3], "图片"),
    (JPEG_IMAGE[:-2], "图片"),
    (JPEG_IMAGE.replace(b"\xff\xc0", b"\xff\xe1"), "图片"),
    (JPEG_IMAGE[:4] + b"<script>alert(1)</script>", "图片"),
]


@pytest.mark.long
async def test_what_cannot_be_opened_or_runs_by_itself_is_not(people: People) -> None:
    for content, told in REFUSED:
        problem = problem_of(await _upload(people, content), 415, "unsupported-type")
        assert told in problem["detail"]
        assert problem["remedy"]


NAMES: Final = [
    ("专项审计报告.pdf", "专项审计报告.pdf"),
    ("专项审计报告.PDF", "专项审计报告.PDF"),
    ("专项审计报告.pdf.hta", "专项审计报告.pdf.hta.pdf"),
    ("报告.exe", "报告.exe.pdf"),
    ("报告\u202efdp.exe", "报告fdp.exe.pdf"),
    ("报告\u200b.pdf", "报告.pdf"),
    ("报告", "报告.pdf"),
    ("C:\\公文\\报告.pdf", "报告.pdf"),
    ("../../报告.pdf", "报告.pdf"),
    ("报告.pdf ...", "报告.pdf"),
    ("\u202e", "document.pdf"),
    ("长" * 300, "长" * 116 + ".pdf"),
]


@pytest.mark.long
async def test_a_name_ends_as_its_content_says(people: People) -> None:
    for name, kept in NAMES:
        assert (await _upload(people, PLAIN, name)).json()["name"] == kept
