import BackupKit
import Sandbox
import ServiceClient
import Testing

/// One promise of one provider against one shape of its service.
struct LiveCase: Sendable, CustomTestStringConvertible {
    /// A service in one of its two shapes.
    struct Place: Sendable, CustomTestStringConvertible {
        var system: SandboxSystem
        var scenario: SandboxScenario

        var testDescription: String {
            "\(system.rawValue), \(scenario.rawValue)"
        }

        static let all = SandboxSystem.allCases.flatMap { system in
            SandboxScenario.allCases.map { Place(system: system, scenario: $0) }
        }
    }

    var place: Place
    var promise: LivePromise

    var testDescription: String {
        "\(place.testDescription): \(promise.rawValue)"
    }

    /// Everything that each provider promises, by what it says it can do.
    static let all: [LiveCase] = Place.all.flatMap { place in
        let capabilities = capabilities(of: place.system)
        return LivePromise.allCases.filter { $0.concerns(capabilities) }.map { LiveCase(place: place, promise: $0) }
    }

    private static func capabilities(of system: SandboxSystem) -> ProviderCapabilities {
        do {
            return try LiveService.provider(of: system, url: "http://127.0.0.1:9", token: "none").capabilities
        } catch {
            preconditionFailure("no provider of \(system.rawValue): \(error)")
        }
    }
}
