import CreditLedger

/// What happened to a charge, under the name that its receivers know it by.
struct WebhookEvent: Sendable {
    /// `evt_` and the charge's own number: a charge is resolved once, so its event always has this name, and
    /// whoever receives it twice can tell.
    let id: String
    let account: AccountID
    let at: Timestamp
    let announcement: WebhookAnnouncement
    /// Where the job asked for it to be sent. What is no address at all is dropped here, so that no order can
    /// hold up the feed; whom it may lead to is looked at when it is sent.
    var jobURL: WebhookURL? {
        announcement.url.flatMap { try? WebhookURL($0, within: .anywhere) }
    }

    init?(of charge: Charge, by announcer: any ChargeAnnouncing) {
        guard let mark = charge.resolved, let announcement = announcer.announcement(of: charge) else { return nil }
        id = "evt_" + charge.id.description.dropFirst(Charge.identifierPrefix.count)
        account = charge.key.account
        at = mark.at
        self.announcement = announcement
    }
}
