"""A disk of a few megabytes, to be filled up."""

import contextlib
import errno
import os
import subprocess

import pytest

MEGABYTE = 1 << 20


class SmallDisk:
    """A file system in memory, mounted on a folder."""

    def __init__(self, folder, size):
        self.folder = folder
        self._ballast = folder / "ballast"
        folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "scrip-test", str(folder)], capture_output=True, text=True,
            check=False)
        if done.returncode != 0:
            pytest.skip(f"NOT TRIED, a full disk: a small one may not be mounted here ({done.stderr.strip()})")

    def fill(self):
        """Takes all the room that is left, to the last byte."""
        with open(self._ballast, "ab", buffering=0) as file:
            for size in (MEGABYTE, 4096, 1):
                with contextlib.suppress(StopIteration):
                    while True:
                        self._write(file, size)

    @staticmethod
    def _write(file, size):
        try:
            if file.write(b"\0" * size) < size:
                raise StopIteration
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            raise StopIteration from None

    def make_room(self):
        self._ballast.unlink()

    def is_full(self):
        return os.statvfs(self.folder).f_bavail == 0

    def close(self):
        subprocess.run(["umount", "-l", str(self.folder)], check=True)
