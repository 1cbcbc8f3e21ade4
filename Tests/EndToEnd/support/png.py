"""PNG files (RFC 2083), as far as the tests need them: 8 bits a channel, not interlaced."""

import struct
import zlib
from dataclasses import dataclass

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def flat(side, color=(200, 40, 40, 255)):
    """A square of one colour, with an alpha channel."""
    return rgba(side, [bytes(color) * side] * side)


def figure(side, background=None):
    """A round head on shoulders that reach the lower edge, before a background of one colour, or a clear one."""
    behind, skin = bytes((*background, 255)) if background else bytes(4), bytes((224, 172, 105, 255))
    cloth, middle, radius = bytes((200, 40, 40, 255)), side // 2, side // 4
    rows = []
    for y in range(side):
        half = 0
        if abs(y - side * 2 // 5) < radius:
            half = int((radius**2 - (y - side * 2 // 5) ** 2) ** 0.5)
        inside = skin
        if y > side * 3 // 5:
            half, inside = min(side * 9 // 20, side // 8 + (y - side * 3 // 5)), cloth
        rows.append(behind * (middle - half) + inside * (2 * half) + behind * (side - middle - half))
    return rgba(side, rows)


def gradient(side):
    """A picture before whose background nothing can be told."""
    return rgba(side, [b"".join(bytes((x * 255 // side, y * 255 // side, 128, 255)) for x in range(side)) for y in range(side)])


def rgba(side, rows):
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return file(header, zlib.compress(b"".join(b"\0" + row for row in rows), 6))


def file(header, body):
    """A PNG of an IHDR and of packed pixels."""
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@dataclass
class Image:
    """A picture whose every chunk and checksum was right."""

    width: int
    height: int
    channels: int
    rows: list

    def pixel(self, x, y):
        start = x * self.channels
        return tuple(self.rows[y][start : start + self.channels])

    @property
    def corners(self):
        right, bottom = self.width - 1, self.height - 1
        return [self.pixel(0, 0), self.pixel(right, 0), self.pixel(0, bottom), self.pixel(right, bottom)]


def decode(data):
    """The picture of a file; fails, saying where, if the file is not a sound PNG."""
    assert data.startswith(SIGNATURE), f"No PNG: it begins with {data[:16]!r}"
    chunks, position = [], len(SIGNATURE)
    while position < len(data):
        (length,) = struct.unpack_from(">I", data, position)
        kind = data[position + 4 : position + 8]
        content = data[position + 8 : position + 8 + length]
        assert len(content) == length, f"The PNG is cut within its chunk {kind!r}"
        (checksum,) = struct.unpack_from(">I", data, position + 8 + length)
        assert checksum == zlib.crc32(kind + content), f"The PNG's chunk {kind!r} has a wrong checksum"
        chunks.append((kind, content))
        position += 12 + length
    assert chunks[0][0] == b"IHDR" and chunks[-1][0] == b"IEND", "The PNG does not begin and end as one does"
    width, height, depth, color, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    assert depth == 8 and color in CHANNELS and not interlaced, f"Depth {depth}, colour {color}: teach the tests this"
    pixels = zlib.decompress(b"".join(content for kind, content in chunks if kind == b"IDAT"))
    return Image(width, height, CHANNELS[color], unfiltered(pixels, width * CHANNELS[color], height, CHANNELS[color]))


def unfiltered(data, stride, height, step):
    assert len(data) == (stride + 1) * height, "The PNG has too few or too many pixels"
    rows, above = [], bytearray(stride)
    for y in range(height):
        start = y * (stride + 1)
        row = unfilter(data[start], bytearray(data[start + 1 : start + 1 + stride]), above, step)
        rows.append(row)
        above = row
    return rows


def unfilter(kind, row, above, step):
    assert kind <= 4, f"The PNG has a row of the unknown filter {kind}"
    if kind == 2:
        return bytearray((a + b) & 255 for a, b in zip(row, above))
    if kind in (1, 3, 4):
        for i in range(len(row)):
            left = row[i - step] if i >= step else 0
            if kind == 1:
                row[i] = (row[i] + left) & 255
            elif kind == 3:
                row[i] = (row[i] + (left + above[i]) // 2) & 255
            else:
                row[i] = (row[i] + paeth(left, above[i], above[i - step] if i >= step else 0)) & 255
    return row


def paeth(left, above, corner):
    estimate = left + above - corner
    distances = abs(estimate - left), abs(estimate - above), abs(estimate - corner)
    if distances[0] <= distances[1] and distances[0] <= distances[2]:
        return left
    return above if distances[1] <= distances[2] else corner
