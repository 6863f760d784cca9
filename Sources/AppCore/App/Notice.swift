import BackupKit

/// One line for the user on the status line, until the next key.
public struct Notice: Equatable, Sendable {
    /// How a notice is coloured and marked.
    public enum Kind: Equatable, Sendable {
        case info
        case success
        case warning
        case failure
    }

    /// How the notice is drawn.
    public var kind: Kind
    /// One line for the user; names from servers in it are untrusted and cleaned when drawn.
    public var text: String
    /// The work whose beginning it tells of: it tells of its end as soon as that is known.
    var work: Work?

    /// A notice with its text as it stands.
    public init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Work that was asked for here.
    struct Work: Equatable {
        var server: ServerRef
        var key: OperationKey
        /// What was asked for, in words.
        var act: String
    }

    /// How the work ended, once it has; the notice itself until then.
    func followed(by operation: BackupOperation?) -> Notice {
        guard let work, let operation, !operation.isOpen else { return self }
        let why = operation.failure.map { ": \($0)" } ?? ""
        return switch operation.state {
        case .done: Notice(.success, "\(work.act): done")
        case .failed: Notice(.failure, "\(work.act): failed\(why)")
        case .cancelled: Notice(.warning, "\(work.act): cancelled")
        case .unknown, .queued, .running: Notice(.warning, "\(work.act): nothing tells how it ended")
        }
    }
}
