import ProviderSupport
import ServiceClient

/// The panel's JSON as it travels (wire sheet stellarstack). Only ids are required: a field that is missing, null or
/// of another type never makes its row unreadable.
enum StellarStackWire {
    /// A backup of generation A (sheet 2). The path on the host beside these facts is not read.
    struct Backup: Decodable {
        let id: String
        let name: Lenient<String>
        let size: Lenient<Int64>
        let checksum: Lenient<String>
        let checksumType: Lenient<String>
        let status: Lenient<String>
        let isLocked: Lenient<Bool>
        let ignoredFiles: Lenient<IgnoredFiles>
        let completedAt: Lenient<String>
        let createdAt: Lenient<String>
    }

    /// A backup of the later generations B and C (sheet 9).
    struct LaterBackup: Decodable {
        let id: String
        let name: Lenient<String>
        let bytes: Lenient<Int64>
        let sha256: Lenient<String>
        let state: Lenient<String>
        let failureCode: Lenient<String>
        let locked: Lenient<Bool>
        let completedAt: Lenient<String>
        let createdAt: Lenient<String>
    }

    /// The shape of the list tells the generation (sheet 0).
    enum BackupList: Decodable {
        case bare(LossyArray<Backup>)
        case wrapped(LossyArray<LaterBackup>)

        private enum CodingKeys: String, CodingKey {
            case backups
        }

        init(from decoder: any Decoder) throws {
            let fields: KeyedDecodingContainer<CodingKeys>
            do {
                fields = try decoder.container(keyedBy: CodingKeys.self)
            } catch is DecodingError {
                self = try .bare(LossyArray(from: decoder))
                return
            }
            self = try .wrapped(fields.decode(LossyArray<LaterBackup>.self, forKey: .backups))
        }
    }

    /// Patterns; the panel keeps them as JSON, so they may arrive as a text that holds the list.
    struct IgnoredFiles: Decodable {
        let patterns: [String]

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            do {
                patterns = try value.decode([String].self)
            } catch is DecodingError {
                patterns = try Self.list(in: value.decode(String.self))
            }
        }

        private static func list(in text: String) throws -> [String] {
            try text.isEmpty ? [] : ServiceJSON.decode([String].self, from: Array(text.utf8))
        }
    }

    /// The answer to a create. Early builds of generation A answer without an id (sheet 3.2).
    struct CreatedBackup: Decodable {
        let id: Lenient<String>
        let success: Lenient<Bool>
    }

    /// The answer to a lock (sheet 3.7).
    struct Lock: Decodable {
        let locked: Lenient<Bool>
    }

    /// What opens an archive (sheet 3.4): the link holds the token.
    struct DownloadTicket: Decodable {
        let token: Secret?
        let link: Secret?

        private enum CodingKeys: String, CodingKey {
            case token
            case downloadUrl
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            token = try fields.decode(Lenient<String>.self, forKey: .token).value.map(Secret.init)
            link = try fields.decode(Lenient<String>.self, forKey: .downloadUrl).value.map(Secret.init)
        }
    }

    /// The shapes in which the panel, its sign-in and its node word a refusal (sheet 1.4).
    struct Failure: Decodable {
        private struct Detail: Decodable {
            let message: Lenient<String>
            let code: Lenient<String>
        }

        private enum CodingKeys: String, CodingKey {
            case message
            case error
            case code
        }

        let words: String?

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            let error = try fields.decode(Lenient<Detail>.self, forKey: .error).value
            words = try [
                fields.decode(Lenient<String>.self, forKey: .message).value,
                fields.decode(Lenient<String>.self, forKey: .error).value,
                error?.message.value,
                error?.code.value,
                fields.decode(Lenient<String>.self, forKey: .code).value,
            ].compactMap(\.self).first { !$0.isEmpty }
        }
    }
}
