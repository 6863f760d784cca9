import ProviderSupport

/// The service's JSON as it travels (wire sheet vpsorg). Only ids are required: a field that is missing, null or of
/// another type never makes its row unreadable.
enum VPSOrgWire {
    /// A whole number, sometimes as text (sheet 8): kept in its plain decimal form.
    struct Number: Decodable, Hashable {
        let value: Int64

        var text: String {
            String(value)
        }

        init?(_ text: String) {
            guard text.utf8.allSatisfy({ (UInt8(ascii: "0") ... UInt8(ascii: "9")).contains($0) }),
                  let value = Int64(text)
            else { return nil }
            self.value = value
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            let text: String
            do {
                text = try String(container.decode(Int64.self))
            } catch is DecodingError {
                text = try container.decode(String.self)
            }
            guard let number = Self(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number of a thing")
            }
            self = number
        }
    }

    /// A row of a list, told apart from others by its id.
    protocol Row: Decodable {
        var id: Number { get }
    }

    /// A backup (sheet 2).
    struct Backup: Row {
        let id: Number
        let server: Lenient<ServerName>
        let type: Lenient<String>
        let status: Lenient<String>
        let megabytes: Lenient<Double>
        let createdAt: Lenient<String>
        let expiresAt: Lenient<String>
        let description: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case id
            case server
            case type = "backup_type"
            case status
            case megabytes = "size_mb"
            case createdAt = "created_at"
            case expiresAt = "expires_at"
            case description
        }
    }

    /// The server inside a backup.
    struct ServerName: Decodable {
        let id: Number
    }

    /// A server (sheet 4.1): plan, place and address are not shown.
    struct Server: Row {
        let id: Number
        let name: Lenient<String>
        let hostname: Lenient<String>
        let status: Lenient<String>
    }

    /// The answer to a create: a backup; only its id matters, the next list tells the rest.
    struct CreatedBackup: Decodable {
        let id: Number
    }

    /// A page of a list, or the whole list as a bare array (sheet 1.3).
    struct Page<Element: Row>: Decodable {
        let rows: LossyArray<Element>
        let total: Int?
        let next: String?

        private enum CodingKeys: String, CodingKey {
            case results
            case count
            case next
        }

        init(from decoder: any Decoder) throws {
            let fields: KeyedDecodingContainer<CodingKeys>
            do {
                fields = try decoder.container(keyedBy: CodingKeys.self)
            } catch is DecodingError {
                rows = try LossyArray(from: decoder)
                total = nil
                next = nil
                return
            }
            rows = try fields.decode(LossyArray<Element>.self, forKey: .results)
            total = try fields.decode(Lenient<Int>.self, forKey: .count).value
            next = try fields.decode(Lenient<String>.self, forKey: .next).value
        }
    }
}
