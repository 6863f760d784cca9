/// Finds, reads and checks the configuration file.
struct ConfigurationLoader: Sendable {
    /// What the program finds around itself.
    var host: HostEnvironment
    /// The providers this version has.
    var builtProviders: Set<ProviderKind>

    /// A configuration and the file it came from.
    struct Loaded: Hashable, Sendable {
        /// The checked values.
        let configuration: Configuration
        /// The file.
        let location: ConfigurationLocation

        /// The context `settings` asks for, else all; also those of providers that are not built.
        func selected(_ settings: EffectiveSettings) throws(ConfigurationError) -> [ContextConfiguration] {
            guard let name = settings.context?.value else { return configuration.contexts }
            if let context = configuration.context(named: name) {
                return [context]
            }
            let names = configuration.contexts.map(\.name)
            guard !names.isEmpty else { throw .noContexts(file: location.path) }
            throw .unknownContext(
                name: name,
                file: location.path,
                known: names,
                suggestion: suggestion(for: name, among: names)
            )
        }
    }

    /// Room for thousands of contexts and servers; anything longer is the wrong file and would take long to parse.
    static let maximumBytes = 256 << 10

    /// Loads the file that `flag` (the value of `--config`), the environment or the usual place names.
    func load(flag: String?) throws(ConfigurationError) -> Loaded {
        let insecureHTTP = try EnvironmentSettings.read(host).insecureHTTP
        let location = try ConfigurationLocation.find(flag: flag, host: host)
        let text = try text(at: location)
        let configuration = try ConfigurationDecoder.decode(
            text: text,
            file: location.path,
            surroundings: ConfigurationDecoder.Surroundings(
                folder: PathText.folder(of: location.path),
                workingDirectory: host.workingDirectory,
                home: host.homeDirectory,
                insecureHTTP: insecureHTTP
            )
        )
        return Loaded(configuration: configuration, location: location)
    }

    /// The contexts a session works with: the one `settings` asks for, else all. Refuses providers that are not built,
    /// unless all contexts are meant and at least one is built: then the others are left out.
    func contexts(
        of loaded: Loaded,
        settings: EffectiveSettings
    ) throws(ConfigurationError) -> [ContextConfiguration] {
        let selected = try loaded.selected(settings)
        let usable = selected.filter { builtProviders.contains($0.provider) }
        guard usable.isEmpty else { return usable }
        throw selected.first.map(notBuilt) ?? .noContexts(file: loaded.location.path)
    }

    private func notBuilt(_ context: ContextConfiguration) -> ConfigurationError {
        .providerNotBuilt(
            context: context.name,
            provider: context.provider,
            built: ProviderKind.allCases.filter { builtProviders.contains($0) }
        )
    }

    private func text(at location: ConfigurationLocation) throws(ConfigurationError) -> String {
        var bytes: [UInt8]
        do {
            bytes = try FileReading.bytes(of: location.path, limit: Self.maximumBytes, demand: .readable)
        } catch {
            throw Self.error(error, at: location)
        }
        // Editors of other systems put a byte order mark first; it would shift the first line's columns.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes.removeFirst(3)
        }
        if let text = String(validating: bytes, as: UTF8.self) {
            return text
        }
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        throw .invalid(file: location.path, problems: [ConfigurationProblem(
            position: isUTF16 ? .start : Self.firstInvalid(in: bytes),
            problem: isUTF16 ? "the file is UTF-16" : "the file is not UTF-8 text",
            allowed: "save it as UTF-8"
        )])
    }

    private static func error(
        _ failure: FileReading.Failure,
        at location: ConfigurationLocation
    ) -> ConfigurationError {
        switch failure {
        case .missing:
            .notFound(location)
        case .folder:
            .unreadable(file: location.path, reason: "this is a folder; name the file in it")
        case .tooLong:
            .unreadable(
                file: location.path,
                reason: "the file is longer than \(maximumBytes / 1024) KiB, so it is no configuration; name another"
            )
        case let .system(words):
            .unreadable(file: location.path, reason: "cannot be read: \(words)")
        case .irregular, .open:
            .unreadable(file: location.path, reason: "cannot be read")
        }
    }

    private static func firstInvalid(in bytes: [UInt8]) -> SourcePosition {
        // Every broken sequence becomes U+FFFD; the first one that is not in the bytes themselves marks the place.
        let repaired = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
        var consumed = 0
        for (offset, scalar) in repaired.enumerated() {
            let width = UTF8.width(scalar)
            guard bytes[consumed...].starts(with: String(scalar).utf8) else {
                return YAMLText.position(of: offset, in: repaired)
            }
            consumed += width
        }
        return .start
    }
}
