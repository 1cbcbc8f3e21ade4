"""What a loss of power leaves of a folder: replays recorded system calls on a disk that keeps only what was synced.

The disk is a strict one. What a file was given is safe once the file was synced, a name once its folder was; what was
not synced may be there, or not, or in part, one write regardless of another (Pillai et al., "All File Systems Are Not
Created Equal", OSDI 2014). The folder itself is there from the start.
"""

import os
import re
import shutil
from dataclasses import dataclass, field

SECTOR = 512
CALLS = (
    "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,rename,renameat,renameat2,"
    "link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,rmdir,fsync,fdatasync,copy_file_range,sendfile"
)
LINE = re.compile(r"^(\d+) +(\d+\.\d+) (.*)$", re.DOTALL)
CALL = re.compile(r"^(\w+)\((.*)\) += (-?\d+)", re.DOTALL)
RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$", re.DOTALL)
ESCAPED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
DESCRIPTOR = re.compile(r"(?:AT_FDCWD|\d+)<([^>]*)>")


def recorder(path):
    """Words to put before a command whose system calls are to be written to a file."""
    return ["strace", "-D", "-f", "-ttt", "-y", "-xx", "-s", "99999999", "-o", str(path), "-e", f"trace={CALLS}"]


def recorded(paths):
    """The successful system calls of several recordings, in the order of their time."""
    calls = []
    for path in paths:
        unfinished = {}
        for line in path.read_text().splitlines():
            thread, moment, text = LINE.match(line).groups()
            if text.endswith("<unfinished ...>"):
                unfinished[thread] = text.removesuffix("<unfinished ...>")
                continue
            if match := RESUMED.match(text):
                text = unfinished.pop(thread) + match[1]
            if (match := CALL.match(text)) and not match[3].startswith("-"):
                calls.append(Call(float(moment), match[1], match[2], int(match[3])))
    return sorted(calls, key=lambda call: call.moment)


@dataclass
class Call:
    """A system call that succeeded."""

    moment: float
    name: str
    arguments: str
    result: int

    @property
    def texts(self):
        """The texts among its arguments, which are paths or what was written."""
        return [bytes.fromhex(text.replace("\\x", "")) for text in ESCAPED.findall(self.arguments)]

    @property
    def paths(self):
        return [text.decode() for text in self.texts]

    @property
    def file(self):
        """The path of the open file that it is about."""
        match = DESCRIPTOR.match(self.arguments)
        path = match[1] if match else ""
        return bytes.fromhex(path.replace("\\x", "")).decode() if path.startswith("\\x") else path

    @property
    def last_number(self):
        return int(self.arguments.rsplit(", ", 1)[1])


@dataclass
class File:
    """A file: what of it is safe, and what was done to it since."""

    safe: bytes = b""
    pending: list = field(default_factory=list)
    length: int = 0

    def sync(self):
        self.safe, self.pending = self.after(self.pending), []

    def after(self, changes):
        content = bytearray(self.safe)
        for offset, data in changes:
            if data is None:
                del content[offset:]
                content.extend(bytes(offset - len(content)))
                continue
            content.extend(bytes(max(0, offset - len(content))))
            content[offset : offset + len(data)] = data
        return bytes(content)


@dataclass
class Folder:
    """A folder: its names that are safe, and what was done to them since; a change of several names is one."""

    safe: dict = field(default_factory=dict)
    pending: list = field(default_factory=list)

    def sync(self):
        self.safe, self.pending = self.after(self.pending), []

    def after(self, changes):
        names = dict(self.safe)
        for change in changes:
            for name, node in change:
                names.pop(name, None) if node is None else names.__setitem__(name, node)
        return names

    @property
    def now(self):
        return self.after(self.pending)


class StrictDisk:
    """The folder at `root`, as calls change it; whose syncs of files that end in `but` do nothing."""

    def __init__(self, root, but=None):
        self.root = os.path.realpath(root)
        self.but = but
        self.top = Folder()

    def take(self, call):
        """Does what a call did; answers whether it concerned the folder and was a change or a sync."""
        return getattr(self, "_" + call.name, self._unknown)(call)

    def is_here(self, path):
        return path == self.root or path.startswith(self.root + "/")

    def node(self, path):
        """What is at a path now; `None` if nothing is."""
        node = self.top
        for name in os.path.normpath(path)[len(self.root) :].split("/")[1:]:
            node = node.now.get(name) if isinstance(node, Folder) else None
        return node

    def place(self, path):
        path = os.path.normpath(path)
        return self.node(os.path.dirname(path)), os.path.basename(path)

    def _openat(self, call):
        path = call.paths[-1]
        if not self.is_here(path):
            return False
        file = self.node(path)
        is_new = file is None and "O_CREAT" in call.arguments
        if is_new:
            folder, name = self.place(path)
            folder.pending.append([(name, File())])
        elif "O_TRUNC" in call.arguments and file.length:
            file.pending.append((0, None))
            file.length = 0
            return True
        return is_new

    def _change(self, call, offset):
        file = self.node(call.file) if self.is_here(call.file) else None
        if file is None:
            return False
        data = call.texts[-1][: call.result]
        assert len(data) == call.result, f"The recording is not whole: {call.name} of {call.result} bytes"
        offset = file.length if offset is None else offset
        file.pending.append((offset, data))
        file.length = max(file.length, offset + len(data))
        return True

    def _pwrite64(self, call):
        return self._change(call, call.last_number)

    def _write(self, call):
        return self._change(call, None)

    def _ftruncate(self, call):
        file = self.node(call.file) if self.is_here(call.file) else None
        if file is None:
            return False
        file.length = call.last_number
        file.pending.append((file.length, None))
        return True

    def _fsync(self, call):
        node = self.node(call.file) if self.is_here(call.file) else None
        if node is None:
            return False
        if self.but is None or not call.file.endswith(self.but):
            node.sync()
        return True

    _fdatasync = _fsync

    def _mkdir(self, call):
        path = call.paths[-1]
        if not self.is_here(path) or os.path.normpath(path) == self.root:
            return False
        folder, name = self.place(path)
        folder.pending.append([(name, Folder())])
        return True

    def _unlink(self, call):
        path = call.paths[-1]
        if not self.is_here(path):
            return False
        folder, name = self.place(path)
        folder.pending.append([(name, None)])
        return True

    def _rename(self, call):
        origin, destination = call.paths
        if not self.is_here(destination):
            return False
        (folder, name), (target, new_name) = self.place(origin), self.place(destination)
        assert folder is target, f"A rename from folder to folder is not known here: {call.paths}"
        folder.pending.append([(new_name, folder.now[name]), (name, None)])
        return True

    def _link(self, call):
        origin, destination = call.paths
        if not self.is_here(destination):
            return False
        folder, name = self.place(destination)
        folder.pending.append([(name, self.node(origin))])
        return True

    def _unknown(self, call):
        known = [path for path in [call.file, *call.arguments.split('"')] if self.root in path]
        assert not known, f"{call.name} is not known here: {call.arguments[:300]}"
        return False

    def leave(self, destination, surviving):
        """Writes what a loss of power leaves to a folder; of what was not synced, what `surviving` chooses."""
        shutil.rmtree(destination, ignore_errors=True)
        self._leave(self.top, destination, surviving)

    def _leave(self, folder, destination, surviving):
        os.makedirs(destination)
        for name, node in folder.after(surviving(folder.pending)).items():
            path = os.path.join(destination, name)
            if isinstance(node, Folder):
                self._leave(node, path, surviving)
            else:
                with open(path, "wb") as file:
                    file.write(node.after(surviving(node.pending)))


def nothing(pending):
    """The disk has kept none of what was not synced."""
    return []


def everything(pending):
    """The disk has kept all of it."""
    return pending


def torn(chance):
    """The disk has kept some of it, and of some writes some sectors from the first on."""

    def choose(pending):
        kept = []
        for change in pending:
            if chance.random() < 0.4:
                continue
            if isinstance(change, tuple) and change[1] is not None and chance.random() < 0.4:
                sectors = chance.randrange(0, len(change[1]) // SECTOR + 1)
                change = (change[0], change[1][: sectors * SECTOR])
            kept.append(change)
        return kept

    return choose
