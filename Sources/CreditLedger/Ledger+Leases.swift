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

    /// Resolves holds whose lease has ended, and those of this ledger that could not be settled because the
    /// store failed: captured if their work was delivered all the same, else given back. Many are resolved
    /// in one commit.
    ///
    /// - Parameters:
    ///   - limit: How many whose lease has ended, at the most.
    ///   - fate: What is to become of a charge, by how far its worker came before it died; all are given back
    ///     without it. If it throws, the charge is left for the next time.
    /// - Returns: The charges that were resolved by this call. A charge that its worker or another
    ///   sweep has resolved in the meantime is not among them: the loser of the race moves nothing.
    public func resolveOverdueHolds(
        limit: Int = 1_000, fate: (@Sendable (Charge) async throws -> OverdueFate)? = nil
    ) async throws(LedgerError) -> [Charge] {
        let overdue: [ChargeID]
        do throws(StoreFailure) { overdue = try await store.overdueHolds(limit: limit) } catch {
            throw .unavailable(error)
        }
        let intentions = unsettled.takeAll()
        return await withTaskGroup(of: Charge?.self) { group in
            for (id, intention) in intentions {
                group.addTask { await settle(id, as: intention, fate: fate) }
            }
            for id in overdue where intentions[id] == nil {
                group.addTask { await resolve(id, fate: fate) }
            }
            return await group.reduce(into: []) { resolved, charge in
                if let charge { resolved.append(charge) }
            }
        }
    }

    private func resolve(_ id: ChargeID, fate: (@Sendable (Charge) async throws -> OverdueFate)?) async -> Charge? {
        guard let verb = await verb(for: id, fate: fate) else { return nil }
        // A refusal is the loser's part in a race with a capture or a release: nothing is amiss.
        guard case .success(.success(let posting)) = await groupCommit.decide(LedgerCommand(verb, by: .system)),
            !posting.isRepeat
        else { return nil }
        return posting.charge
    }

    private func verb(
        for id: ChargeID, fate: (@Sendable (Charge) async throws -> OverdueFate)?
    ) async -> LedgerCommand.Verb? {
        guard let fate else { return .expireHold(id) }
        do {
            guard let charge = try await store.charge(id) else { return nil }
            return switch try await fate(charge) {
            case .giveBack: .expireHold(id)
            case .capture(let amount, let result): .capture(id, amount: amount, result: result)
            case .leave: nil
            }
        } catch {
            return nil
        }
    }

    /// Tries again what the store has failed to do.
    private func settle(
        _ id: ChargeID, as intention: UnsettledHolds.Intention, fate: (@Sendable (Charge) async throws -> OverdueFate)?
    ) async -> Charge? {
        do {
            let verb = try await verb(for: id, intention, fate: fate)
            switch await groupCommit.decide(LedgerCommand(verb, by: .system)) {
            case .success(.success(let posting)): return posting.isRepeat ? nil : posting.charge
            // What was thought to have failed had taken place.
            case .success(.failure): return nil
            case .failure(let failure): throw failure
            }
        } catch {
            unsettled.add(id, intention)
            return nil
        }
    }

    private func verb(
        for id: ChargeID, _ intention: UnsettledHolds.Intention,
        fate: (@Sendable (Charge) async throws -> OverdueFate)?
    ) async throws -> LedgerCommand.Verb {
        var reason = Payload.empty
        switch intention {
        case .release(let given): reason = given
        case .capture:
            if let fate, let charge = try await store.charge(id),
                case .capture(let amount, let result) = try await fate(charge)
            {
                return .capture(id, amount: amount, result: result)
            }
        }
        return .release(id, reference: id.releaseReference, reason: reason)
    }
}

/// What is to become of a hold whose lease has ended.
public enum OverdueFate: Hashable, Sendable {
    /// Nothing was delivered: its credits go back.
    case giveBack
    /// Its work was delivered all the same, and costs so much; all of it if `nil`.
    case capture(Credits?, result: Payload)
    /// It is another's business.
    case leave
}
