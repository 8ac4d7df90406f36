#!/usr/bin/env python3
"""Writes resources/demo/tampered: the demo ledger with five planted faults. The same input gives the same bytes.

Usage: installer/make-demo-twin.py [DEMO_FOLDER]    (default: resources/demo beside this script's folder)
"""

import shutil
import struct
import sys
from pathlib import Path


class Chunk:
    """A complete ledger file: an offset, entries, and the table of their positions."""

    def __init__(self, path):
        self.path = path
        self.data = bytearray(path.read_bytes())
        self.first = int(path.name.removeprefix("ledger_").split("-")[0])
        self.table = struct.unpack_from("<Q", self.data)[0]
        count = (len(self.data) - self.table) // 4
        self.starts = list(struct.unpack_from(f"<{count}I", self.data, self.table))

    def entry(self, seqno):
        index = seqno - self.first
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.table
        return slice(self.starts[index], end)

    def replace(self, seqno, old, new):
        where = self.entry(seqno)
        entry = bytes(self.data[where])
        if len(old) != len(new) or entry.count(old) != 1:
            raise SystemExit(f"{self.path.name}: transaction {seqno} does not hold {old!r} just once")
        self.data[where] = entry.replace(old, new)

    def write(self):
        self.path.write_bytes(self.data)


def changed_value(chunk):
    """1. A value that an application wrote reads differently."""
    chunk.replace(47, b"spring text kept", b"spring text lost")


def forged_signature(chunk):
    """2. One byte of a node's signature is another one."""
    entry = bytes(chunk.data[chunk.entry(chunk.first + len(chunk.starts) - 1)])
    at = entry.index(b'"sig":"') + 40
    old = entry[at:at + 24]
    chunk.replace(chunk.first + len(chunk.starts) - 1, old, (b"B" if old[:1] == b"A" else b"A") + old[1:])


def swapped_transactions(chunk):
    """3. Two transactions of the same length stand in each other's place."""
    a, b = chunk.entry(183), chunk.entry(186)
    chunk.data[a], chunk.data[b] = chunk.data[b], chunk.data[a]


def wrong_position(chunk):
    """4. The table of positions points between two transactions."""
    struct.pack_into("<I", chunk.data, chunk.table + 4 * 5, chunk.starts[5] + 1)


FAULTS = [("ledger_16-77.committed", changed_value), ("ledger_78-102.committed", forged_signature),
          ("ledger_169-206.committed", swapped_transactions), ("ledger_225-252.committed", wrong_position)]
MISSING = "ledger_164-168.committed"  # 5. A whole file is gone.


def main():
    demo = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent / "resources" / "demo"
    twin = demo / "tampered"
    shutil.rmtree(twin, ignore_errors=True)
    shutil.copytree(demo / "ledger", twin)
    for name, plant in FAULTS:
        chunk = Chunk(twin / name)
        plant(chunk)
        chunk.write()
        print(f"{name}: {plant.__doc__}")
    (twin / MISSING).unlink()
    print(f"{MISSING}: 5. The file is gone.")


main()
