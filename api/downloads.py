"""How files of a case leave: downloaded, never shown in place, never kept on the way."""

from urllib.parse import quote


def download_headers(name: str) -> dict[str, str]:
    """The headers of a download under a name."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
