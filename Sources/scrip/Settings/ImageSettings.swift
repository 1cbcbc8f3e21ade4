import Generation

/// Where pictures are kept, and for how long.
struct ImageSettings: Sendable {
    /// For how long; `nil` for ever.
    var retention: ImageRetention?
    /// The bucket; `nil` for the data folder.
    var bucket: S3ImageStore.Settings?

    private static let secondsPerDay = 86_400.0

    init(_ source: SettingsSource) throws(Failure) {
        retention = try source.value(
            .imageRetention, default: nil, "a number of days above zero, fractions allowed", Self.retention)
        bucket = try Self.bucket(source)
    }

    private static func bucket(_ source: SettingsSource) throws(Failure) -> S3ImageStore.Settings? {
        guard source.text(.s3Bucket) != nil else {
            // To fill a folder with what was meant for a bucket would only show when the folder is gone.
            if let key = keysOfBucket.first(where: { source.text($0) != nil }) {
                throw Failure("\(key.label) is set, and \(SettingKey.s3Bucket.label) is not. Set both, or neither.")
            }
            return nil
        }
        let name = try source.value(
            .s3Bucket, default: "", "the name of a bucket: 3 to 63 letters, digits, dots, hyphens or underscores",
            bucketName)
        let region = try source.value(
            .s3Region, default: "us-east-1", "the name of a region, such as eu-central-1", region)
        let endpoint = try source.value(
            .s3Endpoint, default: nil, "an address that begins with http:// or https://", Parse.url)
        return S3ImageStore.Settings(
            bucket: name, endpoint: endpoint ?? "https://s3.\(region).amazonaws.com",
            // What is no storage of Amazon's seldom has a host name for each bucket.
            usesPathStyle: try source.value(.s3PathStyle, default: endpoint != nil, "true or false", Bool.init),
            region: region, credentials: try credentials(source),
            prefix: try source.value(
                .s3Prefix, default: "", "a path of letters, digits, dots, hyphens, underscores and slashes", prefix))
    }

    private static func credentials(_ source: SettingsSource) throws(Failure) -> SignatureV4.Credentials {
        SignatureV4.Credentials(
            accessKeyID: try required(.s3AccessKeyID, source),
            secretAccessKey: try required(.s3SecretAccessKey, source), sessionToken: source.text(.s3SessionToken))
    }

    private static func required(_ key: SettingKey, _ source: SettingsSource) throws(Failure) -> String {
        guard let text = source.text(key), !text.isEmpty else {
            throw Failure("\(SettingKey.s3Bucket.label) is set, and \(key.label) is not.")
        }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Failure("\(key.label) has a character that no such key has. Check how it was copied.")
        }
        return text
    }

    private static let keysOfBucket: [SettingKey] = [
        .s3Endpoint, .s3Region, .s3AccessKeyID, .s3SecretAccessKey, .s3SessionToken, .s3PathStyle, .s3Prefix,
    ]

    private static func retention(_ text: String) -> ImageRetention?? {
        guard let days = Double(text), (0.00001...36_500).contains(days) else { return nil }
        return .some(ImageRetention(.seconds(days * secondsPerDay)))
    }

    private static func bucketName(_ text: String) -> String? {
        (3...63).contains(text.utf8.count) && isPlain(text) ? text : nil
    }

    private static func region(_ text: String) -> String? {
        (1...63).contains(text.utf8.count) && isPlain(text) ? text : nil
    }

    /// As the beginning of a key: without a slash ahead, and with one behind.
    private static func prefix(_ text: String) -> String? {
        let parts = text.split(separator: "/")
        guard text.utf8.count <= 512, parts.allSatisfy({ isPlain($0) && $0 != "." && $0 != ".." }) else { return nil }
        return parts.map { $0 + "/" }.joined()
    }

    private static func isPlain(_ text: some StringProtocol) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                || ["-", ".", "_"].contains(scalar)
        }
    }
}

extension SettingKey {
    /// Both names of a setting, for a message about it.
    fileprivate var label: String { "\(name) (\(environmentName))" }
}
