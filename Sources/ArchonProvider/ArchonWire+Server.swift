import ProviderSupport

extension ArchonWire {
    /// A server of `/v1`: it alone carries the worlds (sheet 3.2).
    struct Server: Decodable {
        let id: String
        let name: Lenient<String>
        let worlds: Lenient<LossyArray<World>>
    }

    struct World: Decodable {
        let id: String
        let name: Lenient<String>
        let isActive: Lenient<Bool>

        enum CodingKeys: String, CodingKey {
            case id
            case name
            case isActive = "is_active"
        }
    }

    /// A server of `/modrinth/v0`: it alone carries quota, status and permissions (sheet 3.1). The node's token beside
    /// them is not read.
    struct LegacyServer: Decodable {
        let id: String
        let name: Lenient<String>
        let quota: Lenient<Int>
        let usedQuota: Lenient<Int>
        let status: Lenient<String>
        let suspensionReason: Lenient<String>
        let permissions: Lenient<PermissionMask>
        /// `node` is there and null: the server is still being set up.
        let isWaitingForNode: Bool

        enum CodingKeys: String, CodingKey {
            case id = "server_id"
            case name
            case quota = "backup_quota"
            case usedQuota = "used_backup_quota"
            case status
            case suspensionReason = "suspension_reason"
            case permissions = "current_user_permissions"
            case node
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            id = try fields.decode(String.self, forKey: .id)
            name = try fields.decode(Lenient<String>.self, forKey: .name)
            quota = try fields.decode(Lenient<Int>.self, forKey: .quota)
            usedQuota = try fields.decode(Lenient<Int>.self, forKey: .usedQuota)
            status = try fields.decode(Lenient<String>.self, forKey: .status)
            suspensionReason = try fields.decode(Lenient<String>.self, forKey: .suspensionReason)
            permissions = try fields.decode(Lenient<PermissionMask>.self, forKey: .permissions)
            isWaitingForNode = try fields.contains(.node) && fields.decodeNil(forKey: .node)
        }
    }

    struct LegacyServerPage: Decodable {
        let servers: LossyArray<LegacyServer>
        let pagination: Lenient<Pagination>
    }

    struct Pagination: Decodable {
        let totalItems: Lenient<Int>

        enum CodingKeys: String, CodingKey {
            case totalItems = "total_items"
        }
    }

    /// The same object, read for a download: where the server lives and what opens its archives. Both are texts that a
    /// server which is still being set up has not.
    struct NodeHolder: Decodable {
        let id: String
        let node: Lenient<Node>

        enum CodingKeys: String, CodingKey {
            case id = "server_id"
            case node
        }
    }

    /// The machine that holds a server's archives (sheet 2.4).
    struct Node: Decodable {
        /// A bare host, with a port where it is not the usual one; of newer services perhaps a whole address.
        let instance: String
        let token: Secret

        enum CodingKeys: String, CodingKey {
            case instance
            case token
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            instance = try fields.decode(String.self, forKey: .instance)
            token = try Secret(fields.decode(String.self, forKey: .token))
        }
    }

    /// What opens a live connection (sheet 3.1).
    struct SocketCredentials: Decodable {
        let url: String
        let token: Secret

        enum CodingKeys: String, CodingKey {
            case url
            case token
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            url = try fields.decode(String.self, forKey: .url)
            token = try Secret(fields.decode(String.self, forKey: .token))
        }
    }
}
