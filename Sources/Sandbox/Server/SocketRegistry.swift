/// The open WebSockets, so that faults and the stop can close them.
actor SocketRegistry {
    private var links: [Int: SocketLink] = [:]
    private var nextID = 0

    func add(_ link: SocketLink) -> Int {
        nextID += 1
        links[nextID] = link
        return nextID
    }

    func remove(_ id: Int) {
        links[id] = nil
    }

    /// How many sockets of a system are open.
    func count(_ system: SandboxSystem) -> Int {
        links.values.count { $0.system == system }
    }

    /// Closes the sockets of one system, or all, with a close code.
    func drop(_ system: SandboxSystem?, code: UInt16) async {
        for link in links.values where system == nil || link.system == system {
            await link.close(code: code)
        }
    }
}
