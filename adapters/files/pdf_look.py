"""Looks at one PDF on standard input, and says how many pages it has, or ``encrypted``. Run alone; knows nothing of ours."""

import io
import resource
import sys

import pypdf

MOST_MEMORY = 1024 * 1024 * 1024
MOST_SECONDS = 10


def look(content: bytes) -> str:
    """What is to be said of a PDF; raises whatever pypdf raises where it cannot be opened."""
    reader = pypdf.PdfReader(io.BytesIO(content[content.find(b"%PDF-") :]))
    return "encrypted" if reader.is_encrypted else str(len(reader.pages))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sys.stdout.write(look(sys.stdin.buffer.read()))
