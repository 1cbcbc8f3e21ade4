/// Reads a request's fields one by one, each refused with what would be right.
struct OptionFields {
    let values: [String: FieldValue]

    /// The value of a field; null counts as absent.
    private subscript(field: String) -> FieldValue? {
        guard let value = values[field], value != .null else { return nil }
        return value
    }

    func choice<Value: OptionValue>(_ field: String) throws(InvalidOption) -> Value {
        guard let value = self[field] else {
            throw InvalidOption(field: field, problem: .missing, allowed: Value.names)
        }
        return try Self.choice(value, of: field)
    }

    func choice<Value: OptionValue>(
        _ field: String, default fallback: Value
    ) throws(InvalidOption) -> Value {
        guard let value = self[field] else { return fallback }
        return try Self.choice(value, of: field)
    }

    /// One name, or an array of names.
    func accessories(_ field: String) throws(InvalidOption) -> Accessories {
        switch self[field] {
        case nil:
            return .none
        case .array(let elements):
            var named: [Accessory] = []
            for element in elements { named.append(try Self.choice(element, of: field)) }
            return Accessories(named)
        case let value?:
            return Accessories(CollectionOfOne(try Self.choice(value, of: field)))
        }
    }

    func flag(_ field: String, default fallback: Bool) throws(InvalidOption) -> Bool {
        switch self[field] {
        case nil: return fallback
        case .bool(let value): return value
        case let value?:
            throw InvalidOption(
                field: field, problem: .wrongType(got: value.kind), allowed: ["true", "false"])
        }
    }

    func seed(_ field: String) throws(InvalidOption) -> UInt32 {
        let allowed = ["a whole number from 0 to \(UInt32.max)"]
        switch self[field] {
        case nil:
            return 0
        case .integer(let value):
            guard let seed = UInt32(exactly: value) else {
                throw InvalidOption(field: field, problem: .unknownValue(got: "\(value)"), allowed: allowed)
            }
            return seed
        case let value?:
            throw InvalidOption(field: field, problem: .wrongType(got: value.kind), allowed: allowed)
        }
    }

    private static func choice<Value: OptionValue>(
        _ value: FieldValue, of field: String
    ) throws(InvalidOption) -> Value {
        guard case .string(let name) = value else {
            throw InvalidOption(field: field, problem: .wrongType(got: value.kind), allowed: Value.names)
        }
        guard let choice = Value(rawValue: name) else {
            throw InvalidOption(
                field: field, problem: .unknownValue(got: InvalidOption.safe(name)), allowed: Value.names)
        }
        return choice
    }
}
