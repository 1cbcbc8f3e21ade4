import Foundation
import Testing

struct PrivacyTests {
    @Test func `no file names a path of one machine or an issue`() throws {
        for file in try Repository.textFiles() { expectNone(Privacy.faults(in: file)) }
    }

    // The carets are taken out of the samples, so that this file keeps the rule itself.
    @Test(
        arguments: [
            "/^work/x", "see /^root/notes", "cd \"/^tmp/jobs\"", "file:///^Users/me", "Fixes issue ^12",
            "as in Issue ^#3",
        ]
    )
    func `canary: what is private is found`(sample: String) {
        let line = sample.replacing("^", with: "")
        #expect(Privacy.faults(in: TextFile(path: "docs/sample.txt", text: line)).count == 1)
    }

    @Test(
        arguments: [
            "https://example.com/work/x", "./tmp/x", "${root}/root/x", "/var/lib/x", "an issue of 3 parts", "#123",
        ]
    )
    func `paths within something else pass`(line: String) {
        #expect(Privacy.faults(in: TextFile(path: "docs/sample.txt", text: line)).isEmpty)
    }
}
