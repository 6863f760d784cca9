extension ConfigurationDecoder {
    private static let contextKeys = [
        "provider", "api", "url", "token", "write-token", "session", "ca-file", "access", "protected", "freshness",
        "servers", "server-settings",
    ]

    /// The `contexts` section.
    mutating func contexts(_ entry: YAMLFields.Entry, insecureHTTP: Bool) -> [ContextConfiguration] {
        guard let all = entries(of: entry.node, at: entry.keyPosition, named: "contexts") else { return [] }
        return all.entries.compactMap { entry in
            guard isName(entry.name) else {
                note(ConfigurationProblem(
                    position: entry.keyPosition,
                    problem: "\(quoted(entry.name)) is no name for a context",
                    allowed: "use up to 64 letters, digits and . _ -"
                ))
                return nil
            }
            return context(entry, insecureHTTP: insecureHTTP)
        }
    }

    private func isName(_ name: String) -> Bool {
        (1 ... 64).contains(name.count) && name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal || "._-".unicodeScalars
                .contains(scalar)
        } && !name.hasPrefix("-")
    }

    private mutating func context(_ entry: YAMLFields.Entry, insecureHTTP: Bool) -> ContextConfiguration? {
        guard var section = fields(
            of: entry.node,
            at: entry.keyPosition,
            named: "context \(entry.name)",
            keys: Self.contextKeys
        ) else { return nil }
        let positions = Dictionary(section.entries.map { ($0.name, $0.position) }) { $1 }
            .merging(["": entry.keyPosition]) { $1 }
        let provider = required("provider", of: entry, in: &section).map { choice($0, of: ProviderKind.self) } ?? nil
        let url = required("url", of: entry, in: &section).map { address($0, insecureHTTP: insecureHTTP) } ?? nil
        let sources = secrets(of: entry, provider: provider, in: &section)
        let api = archonAPI(provider: provider, in: &section)
        let caFile = section.take("ca-file").flatMap { path($0) }
        let access = section.take("access").flatMap { choice($0, of: ContextConfiguration.Access.self) }
        let isProtected = section.take("protected").flatMap { flag($0) }
        let freshness = section.take("freshness").flatMap { duration($0, .freshness) }
        let servers = section.take("servers").flatMap { list($0) } ?? []
        let perServer = section.take("server-settings").map { serverSettings($0) } ?? [:]
        guard let provider, let url else { return nil }
        return ContextConfiguration(
            name: entry.name,
            provider: provider,
            api: api,
            url: url,
            token: sources.token,
            writeToken: sources.writeToken,
            session: sources.session,
            certificateAuthorityFile: caFile,
            access: access ?? .readOnly,
            isProtected: isProtected ?? false,
            freshness: freshness,
            servers: servers,
            serverSettings: perServer,
            positions: positions
        )
    }

    private mutating func required(
        _ key: String,
        of context: YAMLFields.Entry,
        in section: inout YAMLFields
    ) -> YAMLFields.Entry? {
        if let entry = section.take(key) {
            return entry
        }
        noteMissing(key, of: context)
        return nil
    }

    private mutating func noteMissing(_ key: String, of context: YAMLFields.Entry) {
        let example = switch key {
        case "provider": "one of \(ProviderKind.allCases.map(\.rawValue).joined(separator: ", "))"
        case "url": "like url: https://panel.example.net"
        default: "like token: {file: NAME}, {command: [program, argument]}, {env: NAME} or {credential: NAME}"
        }
        note(ConfigurationProblem(
            position: context.keyPosition,
            problem: "context \(context.name) has no \(key)",
            allowed: "add \(key), \(example)"
        ))
    }

    private mutating func address(_ entry: YAMLFields.Entry, insecureHTTP: Bool) -> ContextURL? {
        guard let text = text(entry) else { return nil }
        return accept(ContextURL.parse(text, allowsInsecureHTTP: insecureHTTP), entry)
    }

    private mutating func archonAPI(provider: ProviderKind?, in section: inout YAMLFields) -> ArchonAPI {
        guard let entry = section.take("api") else { return .auto }
        if let provider, provider != .archon {
            note(ConfigurationProblem(
                position: entry.keyPosition,
                problem: "api does not belong to provider \(provider.rawValue)",
                allowed: "remove it; only archon has api"
            ))
        }
        return choice(entry, of: ArchonAPI.self) ?? .auto
    }

    private mutating func secrets(
        of context: YAMLFields.Entry,
        provider: ProviderKind?,
        in section: inout YAMLFields
    ) -> (token: TokenSource?, writeToken: TokenSource?, session: TokenSource?) {
        let tokenEntry = section.take("token")
        let sessionEntry = section.take("session")
        if let sessionEntry, let provider, provider != .stellarstack {
            note(ConfigurationProblem(
                position: sessionEntry.keyPosition,
                problem: "session does not belong to provider \(provider.rawValue)",
                allowed: "remove it; only stellarstack has session"
            ))
        }
        // StellarStack's panel knows sessions only, its documents tokens only: either will do.
        if tokenEntry == nil, sessionEntry == nil || provider != .stellarstack {
            noteMissing("token", of: context)
        }
        return (
            tokenEntry.flatMap { tokenSource($0) },
            section.take("write-token").flatMap { tokenSource($0) },
            sessionEntry.flatMap { tokenSource($0) }
        )
    }

    private mutating func serverSettings(_ entry: YAMLFields.Entry) -> [String: ServerSettings] {
        guard let all = entries(of: entry.node, at: entry.keyPosition, named: "server-settings") else { return [:] }
        var result: [String: ServerSettings] = [:]
        for server in all.entries {
            guard var section = fields(
                of: server.node,
                at: server.keyPosition,
                named: "the settings of server \(quoted(server.name))",
                keys: ["freshness", "protected", "ignore"]
            ) else { continue }
            result[server.name] = ServerSettings(
                freshness: section.take("freshness").flatMap { duration($0, .freshness) },
                isProtected: section.take("protected").flatMap { flag($0) },
                isIgnored: section.take("ignore").flatMap { flag($0) } ?? false
            )
        }
        return result
    }
}
