import Subprocess

extension SubprocessError {
    /// Why a program could not be run, in a few words without its arguments; of errors of any kind.
    static func reason(of error: any Error) -> String {
        guard let error = error as? SubprocessError else { return "it could not be started" }
        return switch error.code {
        case .executableNotFound: "there is no such program"
        default: error.underlyingError.map { "\($0)" } ?? "it could not be started"
        }
    }
}
