/// A setting: its name in the file and in the environment. What each is for stands in docs/configuration.md.
struct SettingKey: Sendable {
    /// The name in `scrip.yaml`, its levels separated by dots.
    let name: String

    /// The name in the environment.
    var environmentName: String {
        "SCRIP_" + name.uppercased().split(separator: ".").joined(separator: "_")
    }

    /// Every setting that there is.
    static let all: [SettingKey] = [
        httpHost, httpPort, publicURL, corsOrigins, dataDirectory, databaseURL, secretKey, priceGeneration, signupBonus,
        limitInFlight, generator, generatorFallback, generationDeadline, generationAttempts, generationBreaker,
        generationLease, generationGrace, generationConcurrency, generationQueue, openAIBaseURL, openAIKey, openAIModel,
        openAIQuality, openAISize, openAIResponseFormat, openAIConcurrency, geminiBaseURL, geminiKey, geminiModel,
        geminiConcurrency, logLevel, imageRetention, s3Endpoint, s3Bucket, s3Region, s3AccessKeyID, s3SecretAccessKey,
        s3SessionToken, s3PathStyle, s3Prefix,
        journalSealInterval, webhooksAllowPrivate, webhooksTimeout, webhooksRetries, webhooksRetention,
    ]

    static let httpHost = SettingKey(name: "http.host")
    static let httpPort = SettingKey(name: "http.port")
    static let publicURL = SettingKey(name: "public.url")
    static let corsOrigins = SettingKey(name: "cors.origins")
    static let dataDirectory = SettingKey(name: "data.directory")
    static let databaseURL = SettingKey(name: "database.url")
    static let secretKey = SettingKey(name: "secret.key")
    static let priceGeneration = SettingKey(name: "price.generation")
    static let signupBonus = SettingKey(name: "signup.bonus")
    static let limitInFlight = SettingKey(name: "limit.in.flight")
    static let generator = SettingKey(name: "generator")
    static let generatorFallback = SettingKey(name: "generator.fallback")
    static let generationAttempts = SettingKey(name: "generation.attempts")
    static let generationBreaker = SettingKey(name: "generation.breaker")
    static let generationDeadline = SettingKey(name: "generation.deadline")
    static let generationLease = SettingKey(name: "generation.lease")
    static let generationGrace = SettingKey(name: "generation.grace")
    static let generationConcurrency = SettingKey(name: "generation.concurrency")
    static let generationQueue = SettingKey(name: "generation.queue")
    static let openAIBaseURL = SettingKey(name: "openai.base.url")
    static let openAIKey = SettingKey(name: "openai.api.key")
    static let openAIModel = SettingKey(name: "openai.model")
    static let openAIQuality = SettingKey(name: "openai.quality")
    static let openAISize = SettingKey(name: "openai.size")
    static let openAIResponseFormat = SettingKey(name: "openai.response.format")
    static let openAIConcurrency = SettingKey(name: "openai.concurrency")
    static let geminiBaseURL = SettingKey(name: "gemini.base.url")
    static let geminiKey = SettingKey(name: "gemini.api.key")
    static let geminiModel = SettingKey(name: "gemini.model")
    static let geminiConcurrency = SettingKey(name: "gemini.concurrency")
    static let journalSealInterval = SettingKey(name: "journal.seal.interval")
    static let webhooksAllowPrivate = SettingKey(name: "webhooks.allow.private")
    static let webhooksTimeout = SettingKey(name: "webhooks.timeout")
    static let webhooksRetries = SettingKey(name: "webhooks.retries")
    static let webhooksRetention = SettingKey(name: "webhooks.retention")
    static let logLevel = SettingKey(name: "log.level")
    static let imageRetention = SettingKey(name: "images.retention")
    static let s3Endpoint = SettingKey(name: "s3.endpoint")
    static let s3Bucket = SettingKey(name: "s3.bucket")
    static let s3Region = SettingKey(name: "s3.region")
    static let s3AccessKeyID = SettingKey(name: "s3.access.key.id")
    static let s3SecretAccessKey = SettingKey(name: "s3.secret.access.key")
    static let s3SessionToken = SettingKey(name: "s3.session.token")
    static let s3PathStyle = SettingKey(name: "s3.path.style")
    static let s3Prefix = SettingKey(name: "s3.prefix")
}
