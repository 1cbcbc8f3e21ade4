public import CreditLedger

/// A receipt as people and programs are told it. The names are those of the JSON.
public struct ReceiptSheet: Encodable, Sendable {
    let charge: String
    let reference: String
    let account: String
    let pool: String
    let status: String
    let summary: String
    let amount: Int64
    let paid: Int64
    let returned: Int64
    let burned: [Burn]
    let entries: [Step]

    /// A receipt in texts and numbers.
    public init(_ receipt: Receipt) {
        charge = "\(receipt.charge)"
        reference = receipt.reference.text
        account = "\(receipt.key.account)"
        pool = receipt.key.pool.name
        status = receipt.outcome.name
        summary = receipt.sentence
        amount = receipt.amount.count
        paid = receipt.paid.count
        returned = receipt.returned.count
        burned = receipt.burned.map(Burn.init)
        entries = receipt.steps.map(Step.init)
    }

    struct Burn: Encodable, Sendable {
        let grant: String
        let source: String?
        let reference: String?
        let amount: Int64
        let kept: Int64

        init(_ burn: Receipt.Burn) {
            grant = "\(burn.grant)"
            source = burn.source?.name
            reference = burn.reference?.text
            amount = burn.amount.count
            kept = burn.kept.count
        }
    }

    struct Step: Encodable, Sendable {
        let kind: String
        let amount: Int64
        let returned: Int64
        let reference: String?
        let position: Int64
        let sequence: Int64
        let at: String

        init(_ step: Receipt.Step) {
            kind = step.kind.name
            amount = step.amount.count
            returned = step.returned.count
            reference = step.reference?.text
            position = step.position
            sequence = step.sequence
            at = "\(step.at)"
        }
    }
}

extension Receipt.Outcome {
    fileprivate var name: String {
        switch self {
        case .held: "held"
        case .delivered: "delivered"
        case .partlyRefunded: "partly_refunded"
        case .notDelivered: "not_delivered"
        case .refunded: "refunded"
        }
    }
}
