/// Why a frame does not pass as its golden.
public enum GoldenError: Error, Equatable, CustomStringConvertible {
    /// There is no such file.
    case missing(path: String)
    /// The frame looks different; the lines that differ, `-` as in the file and `+` as drawn.
    case differs(path: String, difference: String)
    /// `UPDATE_GOLDENS` is set where nobody would look at the result.
    case updateRefused
    /// The file cannot be written.
    case unwritable(path: String, reason: String)

    /// The error in words, with the file and the lines that differ.
    public var description: String {
        switch self {
        case let .missing(path):
            "\(path) does not exist; run the tests once with UPDATE_GOLDENS=1 and look at the result"
        case let .differs(path, difference):
            "\(path) differs from what was drawn:\n\(difference)"
        case .updateRefused:
            "UPDATE_GOLDENS=1 is refused where CI=true; rewrite goldens on a desk and commit them"
        case let .unwritable(path, reason):
            "\(path) cannot be written: \(reason)"
        }
    }
}
