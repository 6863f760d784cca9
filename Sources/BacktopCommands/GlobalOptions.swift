import ArgumentParser

/// Options of every command that works on servers.
@dynamicMemberLookup
struct GlobalOptions: ParsableArguments {
    @OptionGroup var session: SessionOptions

    @Option(help: ArgumentHelp("Work on this server.", valueName: "id|name"))
    var server: String?

    @Option(help: ArgumentHelp("Work on this world of the server.", valueName: "id"))
    var world: String?

    @Flag(help: "Change nothing, whatever the configuration allows.")
    var readOnly = false

    @Flag(help: "Show no clock and no relative ages, so that an idle screen writes nothing.")
    var noClock = false

    /// Refuses what names nothing.
    func validate() throws {
        try SessionOptions.refuseEmpty([("--server", server), ("--world", world)])
    }

    /// The options of the session.
    subscript<Value>(dynamicMember path: WritableKeyPath<SessionOptions, Value>) -> Value {
        get { session[keyPath: path] }
        set { session[keyPath: path] = newValue }
    }

    /// Options of a command that reads all servers.
    static func reading(_ session: SessionOptions) throws -> GlobalOptions {
        var options = try GlobalOptions.parse([])
        options.session = session
        options.readOnly = true
        return options
    }
}
