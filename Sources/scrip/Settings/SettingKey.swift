/// A setting: its name in the file, in the environment, and what it does.
struct SettingKey: Sendable {
    /// The name in `scrip.yaml`, its levels separated by dots.
    let name: String
    /// What it is for.
    let purpose: String

    /// The name in the environment.
    var environmentName: String {
        "SCRIP_" + name.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// Every setting that there is.
    static let all: [SettingKey] = [
        httpHost, httpPort, publicURL, corsOrigins, dataDirectory, databaseURL, secretKey, priceGeneration, signupBonus,
        limitInFlight, generator, generationDeadline, generationLease, generationConcurrency, generationQueue,
        openAIBaseURL, openAIKey, openAIModel, openAIQuality, logLevel,
    ]

    static let httpHost = SettingKey(name: "http.host", purpose: "the interface to listen on")
    static let httpPort = SettingKey(name: "http.port", purpose: "the port to listen on; 0 for a free one")
    static let publicURL = SettingKey(name: "public.url", purpose: "the address under which clients reach the server")
    static let corsOrigins = SettingKey(
        name: "cors.origins", purpose: "whose pages may call the API, comma-separated, or *")
    static let dataDirectory = SettingKey(
        name: "data.directory", purpose: "the folder of the data file and the pictures")
    static let databaseURL = SettingKey(
        name: "database.url", purpose: "reserved for PostgreSQL, which this version has not")
    static let secretKey = SettingKey(
        name: "secret.key", purpose: "64 hexadecimal digits; made in the data folder if not set")
    static let priceGeneration = SettingKey(name: "price.generation", purpose: "credits for one picture")
    static let signupBonus = SettingKey(
        name: "signup.bonus", purpose: "credits that a new account starts with, in the pool app")
    static let limitInFlight = SettingKey(
        name: "limit.in.flight", purpose: "pictures that an account may have in the making; off by default")
    static let generator = SettingKey(name: "generator", purpose: "illustrator or openai")
    static let generationDeadline = SettingKey(
        name: "generation.deadline", purpose: "seconds after which a generation has failed")
    static let generationLease = SettingKey(
        name: "generation.lease", purpose: "seconds after which the holds of a server that died are resolved")
    static let generationConcurrency = SettingKey(
        name: "generation.concurrency", purpose: "pictures that the illustrator draws at once")
    static let generationQueue = SettingKey(
        name: "generation.queue", purpose: "requests that may wait before others get 503")
    static let openAIBaseURL = SettingKey(name: "openai.base.url", purpose: "where the Images API lies, /v1 included")
    static let openAIKey = SettingKey(name: "openai.api.key", purpose: "the key for it")
    static let openAIModel = SettingKey(name: "openai.model", purpose: "which model draws")
    static let openAIQuality = SettingKey(name: "openai.quality", purpose: "low, medium or high")
    static let logLevel = SettingKey(
        name: "log.level", purpose: "trace, debug, info, notice, warning, error or critical")
}
