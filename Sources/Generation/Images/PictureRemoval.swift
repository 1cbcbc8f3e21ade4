public import CreditLedger

/// Removes all the pictures of an account, such as of one that is to be deleted.
///
/// The charges and what they say of their results stay as they are: the books keep what was paid for.
public struct PictureRemoval: Sendable {
    private static let pageLimit = 200

    private let ledger: Ledger
    private let images: any ImageStore
    private let names: ImageNames

    /// The removal of pictures that a ledger's charges paid for.
    public init(ledger: Ledger, images: some ImageStore, names: ImageNames) {
        self.ledger = ledger
        self.images = images
        self.names = names
    }

    /// Removes whatever picture there is of each charge of an account, also of those that were given back.
    ///
    /// Can be repeated, and has to be if it throws. What is still in the making has its picture stored later: close
    /// the account first, and wait until nothing of it is held any more.
    ///
    /// - Returns: How many charges were gone through.
    @discardableResult
    public func removePictures(of account: AccountID) async throws(Failure) -> Int {
        var count = 0
        var cursor: ChargeID?
        repeat {
            let charges = try await charges(of: account, after: cursor)
            for charge in charges { try await removePictures(of: charge) }
            count += charges.count
            cursor = charges.count < Self.pageLimit ? nil : charges.last?.id
        } while cursor != nil
        return count
    }

    /// Why not all of them could be removed.
    public enum Failure: Error, Sendable {
        /// The charges could not be read.
        case ledger(StoreFailure)
        /// A picture could not be removed.
        case images(ImageStoreError)
    }

    private func charges(of account: AccountID, after cursor: ChargeID?) async throws(Failure) -> [Charge] {
        do throws(StoreFailure) {
            return try await ledger.store.charges(of: account, page: Page(after: cursor, limit: Self.pageLimit))
        } catch {
            throw .ledger(error)
        }
    }

    private func removePictures(of charge: Charge) async throws(Failure) {
        // By the names that they would have: a picture may have been stored and then not been charged.
        let count = (try? charge.order.decode(GenerationOrder.self))?.count ?? 1
        var names = Set((0..<count).map { self.names.name(for: charge.id, picture: $0) })
        if let result = try? charge.capture?.result.decode(GenerationResult.self) { names.formUnion(result.images) }
        for name in names {
            do throws(ImageStoreError) { try await images.remove(name) } catch { throw .images(error) }
        }
    }
}
