import CreditLedger
import Generation
import Yams

/// Reads the list `prices` of a configuration file.
enum PriceList {
    private static let names = ["generator", "model", "size", "quality", "count", "credits"]

    /// The rules of a list, from top to bottom.
    ///
    /// - Throws: ``Failure`` that names the line and the entry that is wrong.
    static func rules(in node: Node, file: String) throws(Failure) -> [PriceTable.Rule] {
        guard let entries = node.sequence else {
            let name = node.mapping?.keys.first?.string.map { "prices.\($0) is not a setting: " } ?? ""
            throw Failure("\(place(node, file)): \(name)prices must be a list, each entry on a line with a dash.")
        }
        var rules: [PriceTable.Rule] = []
        for (index, entry) in entries.enumerated() {
            let reader = Entry(node: entry, number: index + 1, file: file)
            rules.append(try reader.rule())
        }
        return rules
    }

    fileprivate static func place(_ node: Node, _ file: String) -> String {
        node.mark.map { "\(file), line \($0.line)" } ?? file
    }

    private struct Entry {
        let node: Node
        let number: Int
        let file: String

        func rule() throws(Failure) -> PriceTable.Rule {
            guard let mapping = node.mapping else {
                throw failure(node, "must be a mapping such as {size: 2048x2048, credits: 2}")
            }
            for (key, _) in mapping where !names.contains(key.string ?? "") {
                throw failure(key, "\(key.string ?? "a name") is none of \(names.joined(separator: ", "))")
            }
            guard let credits = try number("credits", in: 1...Int64.max) else {
                throw failure(node, "credits is missing; it must be a number above zero")
            }
            let counts = Int64(GenerationOrder.counts.lowerBound)...Int64(GenerationOrder.counts.upperBound)
            return PriceTable.Rule(
                generator: try choice("generator", of: Settings.Generator.self)?.rawValue, model: try text("model"),
                size: try choice("size", of: PictureSize.self), quality: try choice("quality", of: PictureQuality.self),
                count: try number("count", in: counts).map { Int($0) }, credits: .credits(credits))
        }

        private func text(_ name: String) throws(Failure) -> String? {
            guard let value = node[name] else { return nil }
            guard let text = value.scalar?.string, !text.isEmpty else { throw failure(value, "\(name) must be a text") }
            return text
        }

        private func number(_ name: String, in range: ClosedRange<Int64>) throws(Failure) -> Int64? {
            guard let value = node[name] else { return nil }
            guard let text = value.scalar?.string, let number = Int64(text), range.contains(number) else {
                let most = range.upperBound == .max ? "up" : "to \(range.upperBound)"
                throw failure(value, "\(name) must be a whole number from \(range.lowerBound) \(most)")
            }
            return number
        }

        private func choice<Value: RawRepresentable<String> & CaseIterable>(
            _ name: String, of type: Value.Type
        ) throws(Failure) -> Value? {
            guard let text = try text(name) else { return nil }
            guard let value = Value(rawValue: text) else {
                let values = Value.allCases.map(\.rawValue).joined(separator: ", ")
                throw failure(node[name] ?? node, "\(name) must be one of \(values); got \"\(text.prefix(40))\"")
            }
            return value
        }

        private func failure(_ node: Node, _ what: String) -> Failure {
            Failure("\(place(node, file)): prices, entry \(number): \(what).")
        }
    }
}
