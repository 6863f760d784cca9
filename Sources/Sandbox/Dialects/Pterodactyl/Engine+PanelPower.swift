extension Engine {
    /// A power order as the node takes it: while a game stops, only a kill is. Throws `EngineError.busy`.
    func panelCommand(_ command: PowerCommand, on id: GameServer.ID) throws(EngineError) {
        let server = try server(id)
        guard server.condition != .restoring else {
            throw .busy("server is currently restoring from a backup")
        }
        guard command == .kill || server.power != .stopping else {
            throw .busy("another power action is currently being processed for this server, please try again later")
        }
        guard command != .start || server.power != .running else {
            throw .busy("server is already running")
        }
        try self.command(command, on: id)
    }
}
