import CharacterArt
import CreditLedger
import HTTPTypes
import Hummingbird
import Mustache

/// The pages, rendered from the templates that the binary carries.
struct Pages: Sendable {
    private let studioTemplate: MustacheTemplate
    private let signInTemplate: MustacheTemplate
    private let price: Credits

    init(price: Credits) throws {
        self.price = price
        studioTemplate = try Self.template("pages/studio.mustache")
        signInTemplate = try Self.template("pages/sign-in.mustache")
    }

    /// The studio: options, Generate, and a card for each click.
    func studio() -> Response {
        let options = OptionCatalogue.options.compactMap(StudioOption.init)
        return page(studioTemplate.render(["price": price.count, "options": options]))
    }

    /// The door: a button that uses up the link's token, or what is wrong with the link.
    func signIn(token: String?, problem: String? = nil) -> Response {
        var context: [String: Any] = [:]
        context["token"] = token
        context["problem"] = problem
        return page(signInTemplate.render(context))
    }

    private func page(_ html: String) -> Response {
        let headers: HTTPFields = [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"]
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: html)))
    }

    private static func template(_ path: String) throws -> MustacheTemplate {
        guard let text = EmbeddedFiles.all[path] else { throw MissingPage(path: path) }
        return try MustacheTemplate(string: text)
    }
}

/// A page's template is not in the binary.
struct MissingPage: Error {
    let path: String
}

/// An option as the studio's template shows it.
private struct StudioOption {
    let field: String
    let label: String
    let isSwatch: Bool
    let isChoice: Bool
    let isMultiple: Bool
    let required: Bool
    let values: [Value]

    struct Value {
        let value: String
        let label: String
        let color: String
        let selected: Bool
    }

    /// `nil` for what the template shows in a way of its own.
    init?(_ option: OptionDescription) {
        guard option.kind == .choice || option.kind == .choices else { return nil }
        field = option.field
        label = option.label
        isMultiple = option.kind == .choices
        isSwatch = !isMultiple && option.values.contains { $0.swatch != nil }
        isChoice = !isMultiple && !isSwatch
        required = option.isRequired
        let shown = option.values.filter { !(option.kind == .choices && $0.name == option.defaultValue) }
        let selected = option.kind == .choices ? nil : option.defaultValue ?? option.values.first?.name
        values = shown.map { value in
            Value(
                value: value.name, label: value.label, color: value.swatch ?? "", selected: value.name == selected)
        }
    }
}
