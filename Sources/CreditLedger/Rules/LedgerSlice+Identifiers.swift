extension LedgerSlice {
    /// Sees to it that no command opens a record under an identifier that is taken, here or by another
    /// command: the one record would silently take the other's place.
    ///
    /// - Throws: A failure whose code is ``StoreFailure/Code/identifierTaken``.
    public func checkIdentifiers(of commands: [LedgerCommand]) throws(StoreFailure) {
        var newGrants: [GrantID: Reference] = [:]
        var newCharges: [ChargeID: Reference] = [:]
        for command in commands {
            // A repeat opens nothing.
            guard let reference = command.reference, entry(of: reference) == nil else { continue }
            let isTaken =
                switch command.verb {
                case .grant(let granting):
                    grants[granting.id] != nil
                        || newGrants.updateValue(reference, forKey: granting.id) ?? reference != reference
                case .hold(let holding), .deduct(let holding):
                    charges[holding.id] != nil
                        || newCharges.updateValue(reference, forKey: holding.id) ?? reference != reference
                case .capture, .release, .expireHold, .adopt, .refund, .revoke, .withdraw, .close: false
                }
            guard !isTaken else {
                throw StoreFailure(.identifierTaken, "An identifier is taken.", remedy: "Try again with another.")
            }
        }
    }
}
