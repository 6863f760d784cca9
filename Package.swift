// swift-tools-version: 6.2
import PackageDescription

/// With BACKTOP_CORE=1 only the core is declared: it builds and tests without ncurses and without a network stack.
/// With BACKTOP_CORE=providers the providers come along, which need neither. With BACKTOP_CORE=local only
/// what is kept on this machine is declared, with the domain values: SQLite is needed, but no network stack.
let part = Context.environment["BACKTOP_CORE"]

let ownSwiftSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

func library(
    _ name: String,
    uses dependencies: [Target.Dependency] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: ownSwiftSettings)
}

func tests(
    _ subject: String,
    uses dependencies: [Target.Dependency],
    resources: [Resource]? = nil,
    exclude: [String] = []
) -> Target {
    .testTarget(
        name: "\(subject)Tests",
        dependencies: dependencies,
        exclude: exclude,
        resources: resources,
        swiftSettings: ownSwiftSettings
    )
}

let coreTargets: [Target] = [
    library("BackupKit"),
    library("TerminalUI"),
    library("ProviderSupport"),
    library("ServiceClient", uses: ["BackupKit", "ProviderSupport"]),
    library("AppCore", uses: ["BackupKit"]),
    library("AppUI", uses: ["AppCore", "BackupKit", "TerminalUI"]),
    library("TestSupport", uses: [
        "AppCore", "AppUI", "BackupKit", "ProviderSupport", "ServiceClient", "TerminalUI",
    ]),
    tests("BackupKit", uses: ["BackupKit"]),
    tests("TerminalUI", uses: ["TerminalUI", "TestSupport"]),
    tests("ProviderSupport", uses: ["ProviderSupport", "TestSupport"]),
    tests("AppCore", uses: ["AppCore", "BackupKit", "TestSupport"]),
    tests("AppUI", uses: ["AppCore", "AppUI", "BackupKit", "TerminalUI", "TestSupport"], exclude: ["Goldens"]),
]

/// They know no network, only the ports of ProviderSupport: with BACKTOP_CORE=providers they build and test with the
/// core.
let providerTargets: [Target] = [
    library("ArchonProvider", uses: ["BackupKit", "ProviderSupport", "ServiceClient"]),
    library("PterodactylProvider", uses: ["BackupKit", "ProviderSupport", "ServiceClient"]),
    library("StellarStackProvider", uses: ["BackupKit", "ProviderSupport", "ServiceClient"]),
    library("VPSOrgProvider", uses: ["BackupKit", "ProviderSupport", "ServiceClient"]),
    tests("ServiceClient", uses: ["BackupKit", "ProviderSupport", "ServiceClient", "TestSupport"]),
    tests(
        "ArchonProvider",
        uses: ["ArchonProvider", "BackupKit", "ProviderSupport", "ServiceClient", "TestSupport"],
        resources: [.copy("Fixtures")]
    ),
    tests(
        "PterodactylProvider",
        uses: ["BackupKit", "ProviderSupport", "PterodactylProvider", "ServiceClient", "TestSupport"],
        resources: [.copy("Fixtures")]
    ),
    tests(
        "StellarStackProvider",
        uses: ["BackupKit", "ProviderSupport", "ServiceClient", "StellarStackProvider", "TestSupport"],
        resources: [.copy("Fixtures")]
    ),
    tests(
        "VPSOrgProvider",
        uses: ["BackupKit", "ProviderSupport", "ServiceClient", "TestSupport", "VPSOrgProvider"],
        resources: [.copy("Fixtures")]
    ),
]

let terminalTargets: [Target] = [
    // libncurses-dev carries the headers; libncursesw5-dev is the name under which Debian pulls it in.
    .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
    .systemLibrary(name: "CVTerm", providers: [.apt(["libvterm-dev"])]),
    .target(name: "CTerm", cSettings: [.treatAllWarnings(as: .error)]),
    library("NCursesTerminal", uses: ["CNCurses", "CTerm", "TerminalUI"]),
    library("TerminalEmulator", uses: ["CTerm", "CVTerm"]),
]

let networkTargets: [Target] = [
    library("NetworkTransport", uses: [
        "ProviderSupport",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOFoundationCompat", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
    ]),
    library("Sandbox", uses: [
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
    ]),
]

/// What is kept on this machine.
let localTargets: [Target] = [
    library("LocalState", uses: [
        "BackupKit",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "SystemPackage", package: "swift-system"),
    ]),
    tests("LocalState", uses: [
        "BackupKit", "LocalState",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "SystemPackage", package: "swift-system"),
    ]),
]

let programTargets: [Target] = [
    library("BacktopCommands", uses: [
        "AppCore", "AppUI", "ArchonProvider", "BackupKit", "LocalState", "NCursesTerminal", "NetworkTransport",
        "ProviderSupport", "PterodactylProvider", "Sandbox", "ServiceClient", "StellarStackProvider", "TerminalUI",
        "VPSOrgProvider",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "Yams", package: "Yams"),
    ]),
    .executableTarget(name: "backtop", dependencies: ["BacktopCommands"], swiftSettings: ownSwiftSettings),
    .executableTarget(
        name: "backtop-screenshots",
        dependencies: ["TerminalEmulator"],
        swiftSettings: ownSwiftSettings
    ),
]

let programTests: [Target] = [
    tests("NetworkTransport", uses: [
        "NetworkTransport", "ProviderSupport", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
    ]),
    tests("Sandbox", uses: [
        "Sandbox", "TestSupport",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
    ], resources: [.copy("Fixtures")]),
    tests("BacktopCommands", uses: [
        "AppCore", "BackupKit", "BacktopCommands", "Sandbox", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ]),
    tests("EndToEnd", uses: [
        "AppCore", "AppUI", "ArchonProvider", "BackupKit", "LocalState", "NetworkTransport",
        "ProviderSupport", "PterodactylProvider", "Sandbox", "ServiceClient", "StellarStackProvider", "TerminalUI",
        "TestSupport", "VPSOrgProvider",
        .product(name: "Crypto", package: "swift-crypto"),
    ]),
    // A program that stands still on purpose: what CTerm does then can be seen from outside only.
    .executableTarget(
        name: "CTermProbe",
        dependencies: ["CTerm"],
        path: "Tests/CTermProbe",
        cSettings: [.treatAllWarnings(as: .error)]
    ),
    tests("Terminal", uses: ["CTermProbe", "TerminalEmulator", "TestSupport", "backtop"]),
]

/// Pinned exactly: a terminal people trust with restores does not change under them at a build.
let localDependencies: [Package.Dependency] = [
    // Checksums of downloads and of the sandbox's archives, digests of plans.
    .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
    // File descriptors, also those handed to other programs, and the system's errors.
    .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
    // SQLite with migrations, for the journal: a line is on disk before its request leaves.
    .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
]

/// Pinned exactly, too.
let programDependencies: [Package.Dependency] = [
    // Subcommands, flags, help.
    .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    // Typed header fields, the vocabulary of the sandbox's server.
    .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
    // The logging interface of the network stack; we hand it a silent or a file logger.
    .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
    // WebSocket client and the sandbox's upgrade channel.
    .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
    // HTTP codec between NIO and the sandbox's server.
    .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
    // TLS of the WebSocket client.
    .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
    // The sandbox's HTTP server; without traits it needs no full Foundation.
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: []),
    // The configuration file.
    .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
    // HTTP with pooling, proxies and TLS.
    .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
    // `tar` in the sandbox, token commands of the configuration.
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", exact: "1.0.2"),
]

let declaredTargets: [Target] = switch part {
case "1": coreTargets
case "providers": coreTargets + providerTargets
case "local": coreTargets.filter { $0.name == "BackupKit" } + localTargets
default: coreTargets + providerTargets + terminalTargets + networkTargets + localTargets + programTargets + programTests
}

let declaredDependencies: [Package.Dependency] = switch part {
case "1", "providers": []
case "local": localDependencies
default: localDependencies + programDependencies
}

let package = Package(
    name: "backtop",
    platforms: [.macOS(.v15)],
    products: part != nil ? [] : [.executable(name: "backtop", targets: ["backtop"])],
    dependencies: declaredDependencies,
    targets: declaredTargets
)
