import BackupKit
import TerminalUI

/// A page as it is drawn.
struct WallPageContent: Equatable {
    /// Beside the name: what of it is shown.
    var detail = ""
    /// The sources of what is shown, in the order of the configuration.
    var sources: [Context.ID] = []
    var lines: [Line] = []

    /// Which of how many are shown, such as `7-12 of 40`.
    static func range(from first: Int, count: Int, of total: Int) -> String {
        count == 1 ? "\(first) of \(total)" : "\(first)-\(first + count - 1) of \(total)"
    }
}
