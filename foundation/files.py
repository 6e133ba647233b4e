"""Writing files so that a power cut leaves them whole or absent."""

import os
from pathlib import Path


def write_all(descriptor: int, content: bytes) -> None:
    """Write every byte, however many calls it takes. Raises OSError."""
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_directory(directory: Path) -> None:
    """Make the creation, renaming or removal of files in ``directory`` lasting."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
