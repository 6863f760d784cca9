import ProviderSupport

extension PterodactylWire {
    /// One server with what the account may do there (sheet 3.2).
    struct ServerDetail: Decodable {
        let attributes: Server
        let meta: Lenient<ServerMeta>
    }

    struct Server: Decodable, Sendable {
        let uuid: String
        let name: Lenient<String>
        let isOwner: Lenient<Bool>
        let status: Lenient<String>
        let isSuspended: Lenient<Bool>
        let isInstalling: Lenient<Bool>
        let isTransferring: Lenient<Bool>
        let isUnderMaintenance: Lenient<Bool>
        let featureLimits: Lenient<FeatureLimits>

        enum CodingKeys: String, CodingKey {
            case uuid
            case name
            case isOwner = "server_owner"
            case status
            case isSuspended = "is_suspended"
            case isInstalling = "is_installing"
            case isTransferring = "is_transferring"
            case isUnderMaintenance = "is_node_under_maintenance"
            case featureLimits = "feature_limits"
        }
    }

    struct FeatureLimits: Decodable, Sendable {
        /// Nil where the panel does not tell. A null means none, like 0 (sheet 2.3).
        let backups: Int?

        enum CodingKeys: String, CodingKey {
            case backups
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            let isNull = try fields.contains(.backups) && fields.decodeNil(forKey: .backups)
            backups = try isNull ? 0 : fields.decode(Lenient<Int>.self, forKey: .backups).value
        }
    }

    struct ServerMeta: Decodable {
        let permissions: Lenient<LossyArray<String>>

        enum CodingKeys: String, CodingKey {
            case permissions = "user_permissions"
        }
    }

    /// What the process does; up to 20 s old (sheet 3.3).
    struct Resources: Decodable, Sendable {
        let state: Lenient<String>

        enum CodingKeys: String, CodingKey {
            case state = "current_state"
        }
    }

    /// What opens a live connection; comes without the usual envelope (sheet 4.1).
    struct SocketCredentials: Decodable {
        let data: Content

        struct Content: Decodable {
            let token: Secret
            let socket: String

            enum CodingKeys: String, CodingKey {
                case token
                case socket
            }

            init(from decoder: any Decoder) throws {
                let fields = try decoder.container(keyedBy: CodingKeys.self)
                token = try Secret(fields.decode(String.self, forKey: .token))
                socket = try fields.decode(String.self, forKey: .socket)
            }
        }
    }

    /// A frame of the node's socket: the arguments are always texts (sheet 4.3).
    struct Event: Decodable {
        let event: String
        let args: Lenient<LossyArray<String>>
    }

    /// The JSON text inside `backup completed` (sheet 4.3).
    struct BackupCompletion: Decodable {
        let uuid: Lenient<String>
        let isSuccessful: Lenient<Bool>

        enum CodingKeys: String, CodingKey {
            case uuid
            case isSuccessful = "is_successful"
        }
    }
}
