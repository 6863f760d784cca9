import Subprocess

extension SubprocessError {
    /// Why a program could not be run, in a few words without its arguments.
    var reason: String {
        switch code {
        case .executableNotFound: "there is no such program"
        default: underlyingError.map { "\($0)" } ?? "it could not be started"
        }
    }
}
