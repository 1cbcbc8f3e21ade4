import CharacterArt
import CreditLedger
import HTTPTypes
import Hummingbird
import Webhooks

/// `/v1/webhooks`: where an account wants to be told of its generations, and how that went.
struct WebhookEndpoints: Sendable {
    let authentication: CallerAuthentication
    let registry: WebhookRegistry
    let outbox: WebhookOutbox

    func add(to router: some RouterMethods<ServerContext>) {
        router.get("webhooks", use: list)
        router.post("webhooks", use: create)
        router.get("webhooks/secret", use: jobSecret)
        router.get("webhooks/attempts", use: jobAttempts)
        router.get("webhooks/:id", use: get)
        router.delete("webhooks/:id", use: delete)
        router.get("webhooks/:id/attempts", use: attempts)
        router.post("webhooks/:id/test", use: test)
        router.post("webhooks/:id/rotate", use: rotate)
        router.post("webhooks/:id/enable", use: enable)
    }

    @Sendable
    private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let endpoints = try await translating { () async throws(WebhookError) in
            try await registry.endpoints(of: caller.account)
        }
        return JSONAnswer.response(WebhookList(data: endpoints.map { WebhookSheet($0) }))
    }

    @Sendable
    private func create(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        let subscription = try WebhookRequest(try await RequestBodies.fields(of: request)).subscription(registry.reach)
        let key = try IdempotencyKeyHeader.value(of: request)
        let (endpoint, isReplay) = try await translating { () async throws(WebhookError) in
            try await registry.create(subscription, for: caller.account, idempotencyKey: key)
        }
        var response = JSONAnswer.response(
            WebhookSheet(endpoint, secret: registry.secret(of: endpoint)), status: .created)
        if isReplay { response.headers[.idempotentReplayed] = "true" }
        return response
    }

    @Sendable
    private func get(_ request: Request, context: ServerContext) async throws -> Response {
        JSONAnswer.response(WebhookSheet(try await endpoint(of: request, context)))
    }

    @Sendable
    private func delete(_ request: Request, context: ServerContext) async throws -> Response {
        let endpoint = try await endpoint(of: request, context)
        try await translating { () async throws(WebhookError) in
            try await registry.delete(endpoint.id, of: endpoint.account)
        }
        return Response(status: .noContent)
    }

    @Sendable
    private func test(_ request: Request, context: ServerContext) async throws -> Response {
        let endpoint = try await endpoint(of: request, context)
        let now = SystemClock().now()
        let event = Reference.unique("evt", at: now).text
        let body = WebhookBody(type: .test, timestamp: now, data: TestNews(webhook: endpoint.id))
        try await outbox.addTest(of: endpoint, id: event, body: body.json, at: now)
        return JSONAnswer.response(
            EventBody(event: event, type: WebhookEventType.test.rawValue), status: .accepted)
    }

    @Sendable
    private func rotate(_ request: Request, context: ServerContext) async throws -> Response {
        let endpoint = try await endpoint(of: request, context)
        let rotated = try await translating { () async throws(WebhookError) in
            try await registry.rotate(endpoint.id, of: endpoint.account)
        }
        return JSONAnswer.response(WebhookSheet(rotated, secret: registry.secret(of: rotated)))
    }

    @Sendable
    private func enable(_ request: Request, context: ServerContext) async throws -> Response {
        let endpoint = try await endpoint(of: request, context)
        let enabled = try await translating { () async throws(WebhookError) in
            try await registry.enable(endpoint.id, of: endpoint.account)
        }
        return JSONAnswer.response(WebhookSheet(enabled))
    }

    @Sendable
    private func attempts(_ request: Request, context: ServerContext) async throws -> Response {
        try await attempts(at: .endpoint(try await endpoint(of: request, context).id), request)
    }

    @Sendable
    private func jobAttempts(_ request: Request, context: ServerContext) async throws -> Response {
        try await attempts(at: .jobs(try await authentication.caller(of: request).account), request)
    }

    @Sendable
    private func jobSecret(_ request: Request, context: ServerContext) async throws -> Response {
        let caller = try await authentication.caller(of: request)
        return JSONAnswer.response(["secret": registry.secret(ofJobsOf: caller.account).text])
    }

    private func attempts(at target: WebhookTarget, _ request: Request) async throws -> Response {
        let query = ListQuery(request)
        let limit = try query.limit()
        let cursor = try query.cursor { $0.isAttempt ? $0 : nil }
        let found = try await outbox.attempts(at: target, page: Page(after: cursor, limit: limit + 1))
        let next = found.count > limit ? found[limit - 1].id : nil
        return JSONAnswer.response(AttemptList(data: found.prefix(limit).map(AttemptSheet.init), nextCursor: next))
    }

    /// The endpoint that the address names; another account's is answered as one that is not there.
    private func endpoint(of request: Request, _ context: ServerContext) async throws -> WebhookEndpoint {
        let caller = try await authentication.caller(of: request)
        let id = context.parameters.get("id") ?? ""
        return try await translating { () async throws(WebhookError) in
            try await registry.endpoint(id, of: caller.account)
        }
    }

    private func translating<Value>(_ work: () async throws(WebhookError) -> Value) async throws(APIError) -> Value {
        do throws(WebhookError) { return try await work() } catch { throw APIError(error) }
    }
}

extension APIError {
    /// A field that is not as it must be.
    init(invalid field: String, _ message: String, allowed: [String]? = nil) {
        self.init(.badRequest, .validationError, message)
        details.field = field
        details.allowed = allowed
    }
}

extension String {
    /// Whether it is of the form of an attempt's identifier.
    fileprivate var isAttempt: Bool {
        hasPrefix("att_") && utf8.count == 30 && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
