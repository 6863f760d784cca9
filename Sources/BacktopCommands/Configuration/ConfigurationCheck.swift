/// Checks a configuration as far as this machine alone can tell: the file, the environment, certificates, tokens.
struct ConfigurationCheck: Sendable {
    /// Finds and reads the file.
    var loader: ConfigurationLoader
    /// Fetches the tokens, and forgets them at once.
    var resolver: TokenResolver

    /// Something found in the file or behind it.
    private struct Finding {
        let position: SourcePosition
        let text: String
    }

    /// Runs the check; with `--context`, for that context only. Stdout says `ok: N contexts` or nothing.
    func run(_ options: GlobalOptions) async -> CommandOutput {
        do {
            let loaded = try loader.load(flag: options.config)
            let settings = try EffectiveSettings(
                options: options,
                host: loader.host,
                configuration: loaded.configuration
            )
            let contexts = try loaded.selected(settings)
            var findings: [Finding] = []
            for context in contexts {
                findings += await self.findings(in: context)
            }
            let notes = options.quiet ? [] : notes(on: contexts)
            let variables = options.quiet ? [] : unreadVariables()
            return output(
                findings: findings,
                notes: notes,
                variables: variables,
                contexts: contexts.count,
                loaded: loaded
            )
        } catch {
            return CommandOutput(failure: error)
        }
    }

    private func output(
        findings: [Finding],
        notes: [Finding],
        variables: [String],
        contexts: Int,
        loaded: ConfigurationLoader.Loaded
    ) -> CommandOutput {
        let path = loaded.location.path
        let lines = (findings + notes).sorted { ($0.position, $0.text) < ($1.position, $1.text) }.map {
            "\(path):\($0.position.line):\($0.position.column): \($0.text)"
        }
        return CommandOutput(
            stdout: findings.isEmpty ? "ok: \(contexts) context\(contexts == 1 ? "" : "s")\n" : "",
            stderr: (lines + variables).map { "\($0)\n" }.joined(),
            exitCode: findings.isEmpty ? 0 : 2
        )
    }

    private func findings(in context: ContextConfiguration) async -> [Finding] {
        var findings: [Finding] = []
        let sources = [("token", context.token), ("write-token", context.writeToken), ("session", context.session)]
        for case let (key, source?) in sources {
            do throws(TokenError) {
                _ = try await resolver.secret(from: source)
            } catch {
                findings.append(Finding(
                    position: context.position(of: key),
                    text: "context \(context.name), \(key): \(error)"
                ))
            }
        }
        if let path = context.certificateAuthorityFile, let fault = certificateFault(path) {
            findings.append(Finding(
                position: context.position(of: "ca-file"),
                text: "context \(context.name), ca-file: \(fault)"
            ))
        }
        return findings
    }

    private func certificateFault(_ path: String) -> String? {
        do {
            let bytes = try FileReading.bytes(of: path, limit: 1 << 22, demand: .readable)
            let text = String(decoding: bytes, as: UTF8.self)
            return text.contains("-----BEGIN CERTIFICATE-----")
                ? nil : "\(path) holds no certificate in PEM form; name the authority's .pem file"
        } catch {
            return switch error {
            case .missing: "\(path) does not exist; write the authority's certificate there or remove ca-file"
            case .folder: "\(path) is a folder; name the file in it"
            case let .system(words): "\(path) cannot be read: \(words)"
            case .tooLong, .irregular, .open: "\(path) is no certificate file; name the authority's .pem file"
            }
        }
    }

    private func notes(on contexts: [ContextConfiguration]) -> [Finding] {
        contexts.filter { !loader.builtProviders.contains($0.provider) }.map { context in
            Finding(
                position: context.position(of: "provider"),
                text: "note: context \(context.name) cannot be used yet: this version has no provider "
                    + context.provider.rawValue
            )
        }
    }

    /// Variables that look like ours and are not: a slip there would silently do nothing.
    private func unreadVariables() -> [String] {
        let prefix = "BACKTOP_"
        // Compared without the prefix all share, which would make everything look alike.
        let known = EnvironmentName.allCases.map { String($0.rawValue.dropFirst(prefix.count)) }
        return loader.host.variables.keys.sorted().compactMap { name in
            let ending = String(name.dropFirst(prefix.count))
            guard name.hasPrefix(prefix), !known.contains(ending), let meant = suggestion(for: ending, among: known)
            else { return nil }
            return "note: nothing reads the environment variable \(quoted(name)) (did you mean \(prefix)\(meant)?)"
        }
    }
}
