import CharacterArt
import CreditLedger
import Foundation
import Generation
import Testing
import Webhooks

@testable import ScripServer

/// What webhooks tell of a charge.
struct GenerationAnnouncerTests {
    private let announcer = GenerationAnnouncer(address: "https://example.com")
    private let mark = Charge.Mark(sequence: 2, at: Timestamp(microseconds: 1_767_225_600_250_000))
    private let options = CharacterOptions(
        skinTone: .olive, hairStyle: .afro, hairColor: .blue, clothing: .hoodie, clothingColor: .red, eyeColor: .green)

    private func charge(order: Payload, _ stage: Charge.Stage) -> Charge {
        Charge(
            id: ChargeID(1), key: BalanceKey(account: AccountID(number: 1), pool: .api), reference: "gen_1", amount: 1,
            funding: [], order: order, opened: Charge.Mark(sequence: 1, at: mark.at), stage: stage)
    }

    private func order(_ more: [String: String] = [:]) throws -> Payload {
        let fields = more.map { ",\"\($0)\":\"\($1)\"" }.joined()
        let options = String(decoding: options.canonicalJSON, as: UTF8.self)
        return Payload(bytes: Array("{\"options\":\(options)\(fields)}".utf8))
    }

    private func reason(_ kind: String) -> Payload { Payload(bytes: Array("{\"kind\":\"\(kind)\"}".utf8)) }

    @Test(arguments: [
        ("provider_error", WebhookEventType.generationFailed), ("content_blocked", .generationFailed),
        ("cancelled", .generationCancelled), ("unheard_of", .generationFailed),
    ])
    func `a release is told by its reason`(kind: String, type: WebhookEventType) throws {
        let announcement = try #require(
            announcer.announcement(of: charge(order: try order(), .released(reason(kind), mark))))
        #expect(announcement.type == type)
        #expect(announcement.body.contains("\"type\":\"\(type.rawValue)\""))
        #expect(announcement.body.contains("\"credits\":0"))
        #expect(announcement.url == nil)
    }

    @Test func `an expired hold is a failure`() throws {
        #expect(announcer.announcement(of: charge(order: try order(), .expired(mark)))?.type == .generationFailed)
    }

    @Test func `an address that the order names is told too`() throws {
        let order = try order(["webhook_url": "https://example.org/done"])
        #expect(announcer.announcement(of: charge(order: order, .expired(mark)))?.url == "https://example.org/done")
    }

    @Test func `what is under way, or no generation, is no news`() throws {
        let lease = Lease(worker: "worker", until: mark.at)
        #expect(announcer.announcement(of: charge(order: try order(), .held(lease))) == nil)
        #expect(announcer.announcement(of: charge(order: .empty, .expired(mark))) == nil)
    }

    @Test func `the same charge is told in the same words`() throws {
        let charge = charge(order: try order(), .expired(mark))
        #expect(announcer.announcement(of: charge)?.body == announcer.announcement(of: charge)?.body)
    }
}
