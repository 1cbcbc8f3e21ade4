"""The seed's bug does not compile: misuse of the library is refused by the compiler.

Each snippet is type-checked against the library as it was built. The first compiles, so that the others
are known to fail for their own reason.
"""

import os
import pathlib
import subprocess

import pytest

MODULES = pathlib.Path(os.environ["SCRIP_BINARY"]).resolve().parent / "Modules"

FRAME = """
import CreditLedger

struct Picture: Codable, Sendable { var name: String }

/// Paid work: it cannot be asked for without a hold.
func draw(paidBy hold: borrowing Hold) async throws -> Picture { Picture(name: "\\(hold.charge.id)") }

func sell(_ ledger: Ledger, _ account: AccountID) async throws {
    %s
}
"""

HOLD = 'let hold = try await ledger.hold(1, on: account, from: .app, reference: "gen_1", by: "user")\n    '


def diagnostics(body, tmp_path):
    source = tmp_path / "snippet.swift"
    source.write_text(FRAME % body)
    # As far as SIL: ownership is checked after types.
    command = ["swiftc", "-emit-sil", "-swift-version", "6", "-warnings-as-errors", "-I", str(MODULES), str(source)]
    done = subprocess.run([*command, "-o", os.devnull], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "body",
    [
        HOLD + "_ = try await draw(paidBy: hold)\n    _ = try await hold.capture()",
        HOLD + "_ = try await hold.release()",
        'let picture = try await ledger.charge(1, to: account, from: .app, reference: "gen_1", order: "a face", by: "user") '
        "{ hold in try await draw(paidBy: hold) }\n    print(picture.name)",
    ],
    ids=["hold, work, capture", "hold, release", "the scoped charge"],
)
def test_the_right_way_compiles(body, tmp_path):
    status, errors = diagnostics(body, tmp_path)
    assert status == 0, f"the frame of these tests is broken:\n{errors}"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("_ = try await draw()", "missing argument for parameter 'paidBy'"),
        (HOLD + "_ = try await hold.capture()\n    _ = try await hold.capture()", "'hold' consumed more than once"),
        (HOLD + "_ = try await hold.capture()\n    _ = try await hold.release()", "'hold' consumed more than once"),
        (HOLD + "_ = try await hold.capture()\n    _ = try await draw(paidBy: hold)", "'hold' used after consume"),
        (HOLD + "let copy = hold\n    _ = try await hold.capture()\n    _ = try await copy.capture()", "consumed more than once"),
        (HOLD + "if hold { _ = try await hold.capture() }", "cannot convert value of type 'Hold' to expected condition type 'Bool'"),
        ('let hold = await ledger.hold(1, on: account, from: .app, reference: "gen_1", by: "user")\n'
         "    _ = try await hold.capture()", "call can throw but is not marked with 'try'"),
        (HOLD + "try await hold.capture()", "result of call to 'capture(_:result:)' is unused"),
        ("let hold = Hold()\n    _ = try await hold.capture()", "'Hold' initializer is inaccessible"),
    ],
    ids=[
        "work without a hold", "capture twice", "capture and release", "work after capture", "a hold copied",
        "a hold taken for a boolean", "a refusal ignored", "an outcome ignored", "a hold made up",
    ],
)
def test_misuse_does_not_compile(body, expected, tmp_path):
    status, errors = diagnostics(body, tmp_path)
    assert status != 0, f"this compiled, and must not:\n{FRAME % body}"
    assert expected in errors, f"it failed for another reason than {expected!r}:\n{errors}"
