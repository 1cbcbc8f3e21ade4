"""Every sample in the library's documentation compiles as it stands there."""

import os
import pathlib
import re
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODULES = pathlib.Path(os.environ.get("SCRIP_BINARY", "")).resolve().parent / "Modules"
CATALOGUE = ROOT / "Sources/CreditLedger/CreditLedger.docc"

# What a sample's reader has in mind: a ledger, somebody's account, and paid work of their own.
FRAME = """
import CreditLedger

struct Picture: Codable, Sendable { var name: String }
func draw(_ what: String, paidBy hold: borrowing Hold) async throws -> Picture { Picture(name: what) }
@Sendable func stored(_ charge: Charge) -> Bool { false }

func sample(ledger: Ledger, account: AccountID) async throws {
%s
}
"""


def samples():
    for article in sorted(CATALOGUE.glob("*.md")):
        for number, sample in enumerate(re.findall(r"```swift\n(.*?)```", article.read_text(), re.DOTALL), start=1):
            yield pytest.param(sample, id=f"{article.stem} {number}")


def test_there_are_samples():
    assert len(list(samples())) >= 8


@pytest.mark.parametrize("sample", samples())
def test_a_sample_compiles(sample, tmp_path):
    source = tmp_path / "sample.swift"
    source.write_text(FRAME % sample)
    command = ["swiftc", "-emit-sil", "-swift-version", "6", "-warnings-as-errors", "-I", str(MODULES), str(source)]
    done = subprocess.run([*command, "-o", os.devnull], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{sample}\n{done.stderr}"
