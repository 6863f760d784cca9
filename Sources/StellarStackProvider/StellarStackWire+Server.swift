import ProviderSupport

extension StellarStackWire {
    /// A server (sheet 4.1; of the later generations the shared fields, sheet 9).
    struct Server: Decodable {
        let id: String
        let name: Lenient<String>
        let status: Lenient<String>
        let suspended: Lenient<Bool>
        let backupLimit: Lenient<Int>
        let node: Lenient<Node>
        /// Later generations only.
        let installState: Lenient<String>
    }

    struct Node: Decodable {
        let isOnline: Lenient<Bool>
    }

    /// A bare list, or one under `servers` in the later generations.
    struct ServerList: Decodable {
        let servers: LossyArray<Server>

        private enum CodingKeys: String, CodingKey {
            case servers
        }

        init(from decoder: any Decoder) throws {
            let fields: KeyedDecodingContainer<CodingKeys>
            do {
                fields = try decoder.container(keyedBy: CodingKeys.self)
            } catch is DecodingError {
                servers = try LossyArray(from: decoder)
                return
            }
            servers = try fields.decode(LossyArray<Server>.self, forKey: .servers)
        }
    }

    /// One server: bare, under `server` in the later generations, or `null` where there is none.
    struct OneServer: Decodable {
        let server: Server?

        private enum CodingKeys: String, CodingKey {
            case server
        }

        init(from decoder: any Decoder) throws {
            if try decoder.singleValueContainer().decodeNil() {
                server = nil
                return
            }
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            server = try fields.contains(.server) ? fields.decode(Server?.self, forKey: .server) : Server(from: decoder)
        }
    }

    /// What the node says of the server's process (sheet 4.3).
    struct Stats: Decodable {
        let state: Lenient<String>
        let isInstalling: Lenient<Bool>
        let isTransferring: Lenient<Bool>
        let isRestoring: Lenient<Bool>

        enum CodingKeys: String, CodingKey {
            case state
            case isInstalling = "is_installing"
            case isTransferring = "is_transferring"
            case isRestoring = "is_restoring"
        }
    }
}
