import Foundation
import Generation
import Testing

@Suite struct OutcomeTests {
    @Test func `docs/outcomes.md has the table of outcomes as it is`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/outcomes.md"), encoding: .utf8)
        #expect(text.contains(OutcomeTable.markdown), "Put this table there:\n\(OutcomeTable.markdown)")
    }

    @Test(arguments: GenerationOutcome.allCases)
    func `what is delivered costs, what is not does not, and what is refused has a code`(outcome: GenerationOutcome) {
        let price = outcome.price
        let isRefused = price.status >= 400
        #expect(isRefused == (price.code != nil))
        if isRefused { #expect(price.cost == .nothing) }
        let paid: [OutcomePrice.Fate] = [.spent, .partlySpent, .spentWithLease, .heldOn]
        #expect((price.cost != .nothing) == paid.contains(price.credits))
    }
}
