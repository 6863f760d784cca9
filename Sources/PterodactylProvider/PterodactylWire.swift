import ProviderSupport

/// The panel's JSON as it travels (wire sheet pterodactyl). Only ids are required: a field that is missing, null or of
/// another type never makes its row unreadable.
enum PterodactylWire {
    /// Every object comes in an envelope (sheet 1.2).
    struct Item<Attributes: Decodable & Sendable>: Decodable, Sendable {
        let attributes: Attributes
    }

    struct Page<Attributes: Decodable & Sendable>: Decodable {
        let data: LossyArray<Item<Attributes>>
        let meta: Lenient<PageMeta>
    }

    struct PageMeta: Decodable {
        /// Backups that count against the limit, over all pages; older clones leave it out (sheet 2.2).
        let backupCount: Lenient<Int>
        let pagination: Lenient<Pagination>

        enum CodingKeys: String, CodingKey {
            case backupCount = "backup_count"
            case pagination
        }
    }

    struct Pagination: Decodable {
        let total: Lenient<Int>
        let totalPages: Lenient<Int>

        enum CodingKeys: String, CodingKey {
            case total
            case totalPages = "total_pages"
        }
    }

    /// A backup (sheet 2.1). The documents call the digest `sha256_hash`, the panel `checksum` (sheet 6).
    struct Backup: Decodable, Sendable {
        let uuid: String
        let name: Lenient<String>
        let ignoredFiles: Lenient<LossyArray<String>>
        let isSuccessful: Lenient<Bool>
        let isLocked: Lenient<Bool>
        let isScheduled: Lenient<Bool>
        let checksum: Lenient<String>
        let sha256: Lenient<String>
        let bytes: Lenient<Int64>
        let createdAt: Lenient<String>
        let completedAt: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case uuid
            case name
            case ignoredFiles = "ignored_files"
            case isSuccessful = "is_successful"
            case isLocked = "is_locked"
            case isScheduled = "is_scheduled"
            case checksum
            case sha256 = "sha256_hash"
            case bytes
            case createdAt = "created_at"
            case completedAt = "completed_at"
        }
    }

    /// The body of a create (sheet 2.3).
    struct Draft: Encodable {
        let name: String
        let ignored: String
        let isLocked: Bool

        enum CodingKeys: String, CodingKey {
            case name
            case ignored
            case isLocked = "is_locked"
        }
    }

    /// Where an archive can be fetched once (sheet 2.7).
    struct SignedLink: Decodable, Sendable {
        let url: String
    }

    /// An entry of a server's activity log (sheet 2.9).
    struct Activity: Decodable, Sendable {
        let id: Lenient<String>
        let event: String
        let isFromKey: Lenient<Bool>
        let properties: Lenient<ActivityProperties>
        let timestamp: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case id
            case event
            case isFromKey = "is_api"
            case properties
            case timestamp
        }
    }

    struct ActivityProperties: Decodable, Sendable {
        let name: Lenient<String>
        let truncates: Lenient<Bool>

        enum CodingKeys: String, CodingKey {
            case name
            case truncates = "truncate"
        }
    }

    /// The error envelope: one element for each broken rule (sheet 1.5).
    struct Failure: Decodable {
        let errors: LossyArray<FailureItem>
    }

    struct FailureItem: Decodable {
        let code: Lenient<String>
        let detail: Lenient<String>
        let meta: Lenient<FailureMeta>
    }

    struct FailureMeta: Decodable {
        let sourceField: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case sourceField = "source_field"
        }
    }

    /// The node's own errors have another shape (sheet 1.5).
    struct NodeFailure: Decodable {
        let error: String
    }
}
