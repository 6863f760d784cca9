import ProviderSupport

extension ArchonWire {
    /// The one list of the Backups Queue: backups with their history, and what runs (sheet 2.3). Only the backups must
    /// be there: without them the answer is no list.
    struct Queue: Decodable {
        let active: Lenient<LossyArray<ActiveOperation>>
        let backups: LossyArray<QueueBackup>

        enum CodingKeys: String, CodingKey {
            case active = "active_operations"
            case backups
        }
    }

    struct QueueBackup: Decodable {
        let id: String
        let name: Lenient<String>
        let createdAt: Lenient<String>
        let status: Lenient<String>
        let locked: Lenient<Bool>
        let automated: Lenient<Bool>
        let history: Lenient<LossyArray<Operation>>

        enum CodingKeys: String, CodingKey {
            case id
            case name
            case createdAt = "created_at"
            case status
            case locked
            case automated
            case history
        }
    }

    struct ActiveOperation: Decodable {
        let backup: String
        let operation: Operation

        enum CodingKeys: String, CodingKey {
            case backup = "backup_id"
        }

        init(from decoder: any Decoder) throws {
            backup = try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .backup)
            operation = try Operation(from: decoder)
        }
    }

    /// A create or restore, queued, running or ended. Older services leave out some fields; active ones have neither
    /// state nor end.
    struct Operation: Decodable {
        let type: Lenient<String>
        let number: Lenient<Int64>
        let state: Lenient<String>
        let scheduledFor: Lenient<String>
        let startedAt: Lenient<String>
        let completedAt: Lenient<String>
        let hasParent: Lenient<Bool>
        let error: Lenient<String>
        let shouldPrompt: Lenient<Bool>
        let isSynthetic: Lenient<Bool>
        let user: Lenient<User>

        enum CodingKeys: String, CodingKey {
            case type = "operation_type"
            case number = "operation_id"
            case state
            case scheduledFor = "scheduled_for"
            case startedAt = "started_at"
            case completedAt = "completed_at"
            case hasParent = "has_parent"
            case error
            case shouldPrompt = "should_prompt"
            case isSynthetic = "synthetic_legacy"
            case user = "user_info"
        }
    }

    struct User: Decodable {
        let id: Lenient<String>
        let username: Lenient<String>
    }
}
