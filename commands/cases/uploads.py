"""What an uploaded document is, told by its content."""

from adapters.files.media import UnfitDocument, media_type_of
from domain.errors import FileUnsupported


def kind_of(content: bytes) -> str:
    """The media type of a document that is taken.

    Raises:
        FileUnsupported: it is of another kind, or does not open; with what to do.
    """
    try:
        return media_type_of(content)
    except UnfitDocument as unfit:
        raise FileUnsupported(str(unfit), remedy="请更换文件后重新上传，或将纸质材料交牵头部门。") from unfit
