extension PterodactylRefusal {
    /// What a server's condition refuses; `nil` where it refuses nothing (section 1.6).
    init?(_ condition: ServerCondition) {
        let detail: String
        switch condition {
        case .normal, .reinstallFailed, .nodeOffline, .storageFull: return nil
        case .installing, .installFailed:
            detail = "This server has not yet completed its installation process, please try again later."
        case .suspended:
            detail = "This server is currently suspended and the functionality requested is unavailable."
        case .restoring:
            detail = "This server is currently restoring from a backup, please try again later."
        case .transferring:
            detail = "This server is currently being transferred to a new machine, please try again later."
        case .maintenance:
            detail = "The node of this server is currently under maintenance and the functionality requested is "
                + "unavailable."
        }
        self.init(409, "ServerStateConflictException", detail)
    }
}
