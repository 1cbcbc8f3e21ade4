import CreditLedger

/// Answers a request whose charge was opened by an earlier one with the same key.
struct RepeatedGeneration {
    let ledger: Ledger
    /// How long one waits for the earlier request.
    let patience: Duration

    /// What the earlier request got; waits for it while that is still under way, in this process or
    /// in another.
    func outcome(of charge: Charge) async throws(GenerationError) -> Generation {
        let end = ContinuousClock.now + patience
        var charge = charge
        var pause = Duration.milliseconds(20)
        while charge.resolved == nil {
            guard ContinuousClock.now < end else { throw .stillRunning }
            do { try await Task.sleep(for: pause) } catch { throw .stillRunning }
            pause = min(pause * 2, .milliseconds(500))
            charge = try await current(charge)
        }
        return try await answer(to: charge)
    }

    private func current(_ charge: Charge) async throws(GenerationError) -> Charge {
        do throws(StoreFailure) {
            return try await ledger.store.charge(charge.id) ?? charge
        } catch {
            throw .ledgerUnavailable(error)
        }
    }

    private func answer(to charge: Charge) async throws(GenerationError) -> Generation {
        switch charge.stage {
        case .captured(let capture, let mark):
            guard let result = try? capture.result.decode(GenerationResult.self) else {
                throw .failed(.interrupted, .doneBefore)
            }
            return Generation(
                charge: charge, result: result, creditsRemaining: try await creditsAfter(mark, of: charge),
                origin: .replayed)
        case .released, .expired:
            throw .failed(GenerationProblem(charge.stage) ?? .interrupted, .doneBefore)
        case .held:
            throw .stillRunning
        }
    }

    /// What was left when the picture was paid for: a replay says the same as the first answer.
    private func creditsAfter(_ mark: Charge.Mark, of charge: Charge) async throws(GenerationError) -> Credits {
        do throws(StoreFailure) {
            return try await ledger.store.entry(charge.key, sequence: mark.sequence)?.after.available ?? .zero
        } catch {
            throw .ledgerUnavailable(error)
        }
    }
}
