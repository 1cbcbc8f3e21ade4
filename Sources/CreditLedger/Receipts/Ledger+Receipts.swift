extension Ledger {
    /// The receipt of a charge, checked against the journal; `nil` if there is no such charge.
    ///
    /// - Throws: ``StoreFailure`` if the store cannot answer, ``ReceiptError`` if what is on file about
    ///   the charge contradicts itself.
    public func receipt(of charge: ChargeID) async throws -> Receipt? {
        guard let record = try await store.record(of: charge) else { return nil }
        return try Receipt(record)
    }
}
