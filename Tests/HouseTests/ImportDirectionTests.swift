import Foundation
import Testing

struct ImportDirectionTests {
    @Test func `no module imports against the direction of the house`() throws {
        for file in try Repository.sources() { expectNone(ImportDirection.faults(in: file)) }
    }

    @Test func `every target of the table exists`() throws {
        let targets = Set(try Repository.sources().compactMap(\.target))
        #expect(Set(ImportDirection.allowances.keys).subtracting(targets).isEmpty)
    }

    @Test(
        arguments: [
            ("CreditLedger", "import ScripServer"),
            ("CreditLedger", "import NIOCore"),
            ("SQL", "public import GRDB"),
            ("ScripServer", "package import SQLiteStore"),
            ("ScripServer", "    internal import GRDB"),
            ("Identity", "@testable import Generation"),
            ("CharacterArt", "import struct CreditLedger.Credits"),
            ("Generation", "@_spi(Raw) @preconcurrency public import class Hummingbird.Router"),
        ]
    )
    func `canary: an import against the direction is found, however it is written`(target: String, line: String) {
        let file = TextFile(path: "Sources/\(target)/Sample.swift", text: "import Foundation\n\(line)\n")
        #expect(ImportDirection.faults(in: file).map(\.line) == [2])
    }

    @Test func `canary: an example that takes more than the ledger is found`() {
        let file = TextFile(path: "Examples/Sources/ChargingServer/Sample.swift", text: "import Identity\n")
        #expect(ImportDirection.faults(in: file).map(\.line) == [1])
    }

    @Test func `canary: a target that the table doesn't know is found`() {
        let file = TextFile(path: "Sources/Cellar/Sample.swift", text: "")
        #expect(ImportDirection.faults(in: file).count == 1)
    }

    @Test func `what is allowed, commented out or quoted passes`() {
        let text = #"""
            public import CreditLedger
            import NIOFoundationCompat
            // import GRDB
            let text = """
            import GRDB
            """
            """#
        #expect(ImportDirection.faults(in: TextFile(path: "Sources/Generation/Sample.swift", text: text)).isEmpty)
    }
}
