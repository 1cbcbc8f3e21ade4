// swift-tools-version: 6.3

import PackageDescription

let package = Package(
    name: "scrip",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "scrip", targets: ["scrip"]),
        .library(name: "CharacterArt", targets: ["CharacterArt"]),
        .library(name: "CreditLedger", targets: ["CreditLedger"]),
        .library(name: "CreditLedgerSQLite", targets: ["SQLiteStore"]),
        .library(name: "CreditLedgerTesting", targets: ["CreditLedgerTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The heart: rules, verbs and group commit. Imports nothing of ours.
        .target(name: "CreditLedger", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        .target(name: "CreditLedgerTesting", dependencies: ["CreditLedger"]),

        // One small role over both database engines.
        .target(name: "SQL"),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(
            name: "SQLiteStore",
            dependencies: [
                "CreditLedger", "CSQLite", "SQL", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),

        // Options to picture.
        .systemLibrary(
            name: "CLibrsvg", pkgConfig: "librsvg-2.0",
            providers: [.apt(["librsvg2-dev"]), .brew(["librsvg"])]
        ),
        .systemLibrary(
            name: "CLibpng", pkgConfig: "libpng",
            providers: [.apt(["libpng-dev"]), .brew(["libpng"])]
        ),
        .systemLibrary(
            name: "CLibjpeg", pkgConfig: "libjpeg",
            providers: [.apt(["libjpeg-dev"]), .brew(["jpeg-turbo"])]
        ),
        .target(name: "CRaster", dependencies: ["CLibrsvg", "CLibpng", "CLibjpeg"]),
        .target(name: "CharacterArt", dependencies: ["CRaster"], plugins: ["EmbedTextFiles"]),

        // The server's rooms.
        .target(
            name: "Generation",
            dependencies: [
                "CharacterArt", "CRaster", "CreditLedger", "SQL",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(name: "GenerationTesting", dependencies: ["CreditLedgerTesting", "Generation"]),
        .target(
            name: "Identity",
            dependencies: [
                "CreditLedger", "SQL",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
            ]
        ),
        .target(
            name: "Webhooks",
            dependencies: [
                "CreditLedger", "SQL",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "ScripServer",
            dependencies: [
                "CharacterArt", "CreditLedger", "Generation", "Identity", "Webhooks",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            plugins: ["EmbedTextFiles"]
        ),
        .executableTarget(
            name: "scrip",
            dependencies: [
                "CharacterArt", "CreditLedger", "Generation", "Identity", "SQL", "ScripServer", "SQLiteStore",
                "Webhooks",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),

        // The rules of the house, held as tests over its own text.
        .testTarget(name: "HouseTests"),
        .testTarget(name: "CharacterArtTests", dependencies: ["CharacterArt"]),
        .testTarget(name: "CreditLedgerTests", dependencies: ["CreditLedger", "CreditLedgerTesting"]),
        .testTarget(
            name: "SQLiteStoreTests",
            dependencies: [
                "CreditLedger", "CreditLedgerTesting", "SQL", "SQLiteStore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "IdentityTests",
            dependencies: ["CreditLedger", "CreditLedgerTesting", "Identity", "SQL", "SQLiteStore"]
        ),
        .testTarget(
            name: "GenerationTests",
            dependencies: [
                "CharacterArt", "CreditLedger", "CreditLedgerTesting", "Generation", "GenerationTesting",
                "SQL", "SQLiteStore",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "WebhooksTests",
            dependencies: [
                "CreditLedger", "CreditLedgerTesting", "SQL", "SQLiteStore", "Webhooks",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "ScripServerTests",
            dependencies: [
                "CharacterArt", "CreditLedger", "CreditLedgerTesting", "Generation", "Identity", "ScripServer",
                "SQLiteStore",
                "Webhooks",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Yams", package: "Yams"),
            ]
        ),

        // Files that the binary carries within itself, so that it is one file.
        .executableTarget(name: "embed-text-files"),
        .plugin(name: "EmbedTextFiles", capability: .buildTool(), dependencies: ["embed-text-files"]),
    ]
)

let libraryOfC: Set<String> = ["CLibrsvg", "CLibpng", "CLibjpeg", "CRaster", "CSQLite"]

for target in package.targets where target.type != .plugin && !libraryOfC.contains(target.name) {
    target.swiftSettings = [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        .treatAllWarnings(as: .error),
    ]
}
