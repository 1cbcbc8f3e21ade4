/// Workers that live, and the holds of those that do not.
extension Ledger {
    /// For how long a hold of this ledger stands if nobody resolves it or renews its lease.
    public var leaseDuration: Duration { settings.leaseDuration }

    /// Says that this ledger's worker lives: its holds stand for another lease. To be called a few times
    /// within each lease.
    ///
    /// - Returns: How many holds there are.
    @discardableResult
    public func renewLeases() async throws(LedgerError) -> Int {
        do throws(StoreFailure) {
            return try await store.renewLeases(of: settings.worker, for: settings.leaseDuration)
        } catch {
            throw .unavailable(error)
        }
    }

    /// Resolves holds whose lease has ended: captured if their work was delivered all the same, else
    /// given back. Many are resolved in one commit.
    ///
    /// - Parameters:
    ///   - limit: How many at the most.
    ///   - delivered: What the work of a charge delivered, if its worker came that far before it died. If
    ///     it throws, the charge is left for the next time.
    /// - Returns: The charges that were resolved by this call. A charge that its worker or another
    ///   sweep has resolved in the meantime is not among them: the loser of the race moves nothing.
    public func resolveOverdueHolds(
        limit: Int = 1_000, delivered: (@Sendable (Charge) async throws -> Payload?)? = nil
    ) async throws(LedgerError) -> [Charge] {
        let overdue: [ChargeID]
        do throws(StoreFailure) { overdue = try await store.overdueHolds(limit: limit) } catch {
            throw .unavailable(error)
        }
        return await withTaskGroup(of: Charge?.self) { group in
            for id in overdue { group.addTask { await resolve(id, delivered: delivered) } }
            return await group.reduce(into: []) { resolved, charge in
                if let charge { resolved.append(charge) }
            }
        }
    }

    private func resolve(_ id: ChargeID, delivered: (@Sendable (Charge) async throws -> Payload?)?) async -> Charge? {
        var verb = LedgerCommand.Verb.expireHold(id)
        if let delivered {
            do {
                guard let charge = try await store.charge(id) else { return nil }
                if let result = try await delivered(charge) { verb = .capture(id, amount: nil, result: result) }
            } catch {
                return nil
            }
        }
        // A refusal is the loser's part in a race with a capture or a release: nothing is amiss.
        guard case .success(.success(let posting)) = await groupCommit.decide(LedgerCommand(verb, by: .system)),
            !posting.isRepeat
        else { return nil }
        return posting.charge
    }
}
