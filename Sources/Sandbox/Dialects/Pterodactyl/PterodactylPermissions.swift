/// Every permission that a panel knows, in its groups (section 3.5).
enum PterodactylPermissions {
    private static let groups: [(name: String, description: String, keys: [String])] = [
        ("websocket", "Access to the server's live channel.", ["connect"]),
        ("control", "The power of a server and its console.", ["console", "start", "stop", "restart"]),
        ("user", "Other users of a server.", ["create", "read", "update", "delete"]),
        ("file", "The files of a server.", [
            "create", "read", "read-content", "update", "delete", "archive", "sftp",
        ]),
        ("backup", "The backups of a server.", ["create", "read", "delete", "download", "restore"]),
        ("allocation", "The ports of a server.", ["read", "create", "update", "delete"]),
        ("startup", "How a server starts.", ["read", "update", "docker-image"]),
        ("database", "The databases of a server.", ["create", "read", "update", "delete", "view_password"]),
        ("schedule", "The schedules of a server.", ["create", "read", "update", "delete"]),
        ("settings", "The settings of a server.", ["rename", "reinstall"]),
        ("activity", "The activity log of a server.", ["read"]),
    ]

    /// As `attributes.permissions` holds them.
    static var all: JSON {
        .object(groups.map { group in
            JSON.Member(name: group.name, value: [
                "description": .string(group.description),
                "keys": .object(group.keys.map { key in
                    JSON.Member(name: key, value: .string("Allows \(group.name).\(key)."))
                }),
            ])
        })
    }
}
