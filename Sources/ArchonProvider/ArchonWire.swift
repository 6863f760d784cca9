import ProviderSupport

/// The service's JSON as it travels (wire sheet archon). Only ids are required: a field that is missing, null or of
/// another type never makes its row unreadable.
enum ArchonWire {
    /// A backup of API v0 or v1 (sheet 2.2).
    struct Backup: Decodable {
        let id: String
        let name: Lenient<String>
        let createdAt: Lenient<String>
        let automated: Lenient<Bool>
        let status: Lenient<String>
        let interrupted: Lenient<Bool>
        let ongoing: Lenient<Bool>
        let locked: Lenient<Bool>
        let task: Lenient<Tasks>

        enum CodingKeys: String, CodingKey {
            case id
            case name
            case createdAt = "created_at"
            case automated
            case status
            case interrupted
            case ongoing
            case locked
            case task
        }
    }

    /// What runs, or ran last, on a backup. The `file` task never decides anything (sheet 4.4), so it is not read.
    struct Tasks: Decodable {
        let create: Lenient<Task>
        let restore: Lenient<Task>
    }

    struct Task: Decodable {
        let progress: Lenient<Double>
        let state: Lenient<String>
    }

    struct CreatedBackup: Decodable {
        let id: String
    }

    /// The error body, recognised only when both texts are there (sheet 1.4).
    struct Failure: Decodable {
        let error: String
        let description: String
    }

    /// A record of the stream of a server's lifecycle (sheet 4.5). What happened is read from the lists.
    struct SyncEvent: Decodable {
        let type: String
        let error: Lenient<String>
    }

    /// A live event; every event uses some of the fields (sheet 4.2 and 4.3).
    struct Event: Decodable {
        let event: String
        let id: Lenient<String>
        let task: Lenient<String>
        let state: Lenient<String>
        let progress: Lenient<Double>
        let powerVariant: Lenient<String>
        let exitCode: Lenient<Int>
        let wasOutOfMemory: Lenient<Bool>

        enum CodingKeys: String, CodingKey {
            case event
            case id
            case task
            case state
            case progress
            case powerVariant = "power_variant"
            case exitCode = "exit_code"
            case wasOutOfMemory = "was_oom"
        }
    }
}
