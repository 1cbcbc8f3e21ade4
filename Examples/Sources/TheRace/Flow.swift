/// One way to sell a picture: what a server does between a click and its answer.
protocol Flow: Sendable {
    /// Opens what the flow keeps in `folder`.
    init(_ folder: RaceFolder, _ studio: Studio) async throws

    /// Gives everybody their credits, ahead of the first click.
    func fund(_ people: [Person]) async throws

    /// Serves one request, from the check to the picture.
    func answer(_ request: Request) async -> Answer

    /// What a server does now and then; ends when its task is cancelled.
    func keepUp() async

    /// What is on file once everything is over.
    func evidence(of schedule: Schedule) async throws -> Evidence

    func close() throws
}

extension Flow {
    func keepUp() async {}
}

/// What a picture costs.
let price = 1

/// What a client is told.
enum Answer: String {
    /// Here it is.
    case picture
    /// 402: there are not enough credits.
    case paymentRequired
    /// "Unable to generate image."
    case failed
    /// The first request of this click is still under way: ask again.
    case underWay
}
