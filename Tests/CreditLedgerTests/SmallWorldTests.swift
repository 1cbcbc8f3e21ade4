import CreditLedger
import CreditLedgerTesting
import Foundation
import Testing

/// Every sequence of a few steps in a small world, one after another: what is wrong with the rules is
/// mostly wrong in a small world already.
@Suite struct SmallWorldTests {
    /// How many steps a sequence has: 105 million sequences of 7. `LEDGER_WORLD_DEPTH` makes them longer;
    /// one step more is fourteen times as many, and takes four times as long.
    static let depth = ProcessInfo.processInfo.environment["LEDGER_WORLD_DEPTH"].flatMap { Int($0) } ?? 7

    @Test(arguments: SmallWorld.Step.allCases)
    func `every sequence of steps does what the auditor says`(first: SmallWorld.Step) throws {
        var search = Search(depth: Self.depth)
        try search.run(from: first)
        #expect(search.sequences == Search.count(ofSteps: Self.depth - 1))
    }

    /// The canary.
    @Test func `rules that do not do what the auditor says are found out`() {
        var search = Search(rules: LedgerRules(gracePeriod: .seconds(1)), depth: 5)
        #expect(throws: Search.Finding.self) { try search.run(from: .grantBriefly) }
    }
}

/// A walk through all sequences, depth first; what they begin with in common is done once.
private struct Search {
    /// A sequence that shows a contradiction.
    struct Finding: Error {
        let path: [SmallWorld.Step]
        let contradiction: SmallWorld.Contradiction
    }

    var rules = LedgerRules()
    let depth: Int
    /// How many sequences were gone through.
    private(set) var sequences = 0

    init(rules: LedgerRules = LedgerRules(), depth: Int) {
        self.rules = rules
        self.depth = depth
    }

    mutating func run(from first: SmallWorld.Step) throws(Finding) {
        try walk(first, in: SmallWorld(), after: [])
    }

    /// A step that changes nothing leads to the world that it started from: what follows is what
    /// follows without it, in shorter sequences, which are gone through anyway.
    private mutating func walk(
        _ step: SmallWorld.Step, in world: SmallWorld, after path: [SmallWorld.Step]
    ) throws(Finding) {
        var world = world
        let path = path + [step]
        let left = depth - path.count
        do throws(SmallWorld.Contradiction) {
            guard try world.take(step, by: rules), left > 0 else { return sequences += Self.count(ofSteps: left) }
        } catch {
            throw Finding(path: path, contradiction: error)
        }
        for next in SmallWorld.Step.allCases { try walk(next, in: world, after: path) }
    }

    /// How many sequences of so many steps there are.
    static func count(ofSteps steps: Int) -> Int {
        (0..<steps).reduce(1) { count, _ in count * SmallWorld.Step.allCases.count }
    }
}
