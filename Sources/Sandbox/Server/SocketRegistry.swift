/// The open live channels, so that faults and the stop can close them.
actor SocketRegistry {
    private var links: [Int: any LiveLink] = [:]
    private var nextID = 0

    func add(_ link: any LiveLink) -> Int {
        nextID += 1
        links[nextID] = link
        return nextID
    }

    func remove(_ id: Int) {
        links[id] = nil
    }

    /// How many WebSockets of a system are open.
    func count(_ system: SandboxSystem) -> Int {
        links.values.count { $0.system == system && $0 is SocketLink }
    }

    /// How many event streams of a system are open.
    func streamCount(_ system: SandboxSystem) -> Int {
        links.values.count { $0.system == system && $0 is FeedLink }
    }

    /// Closes the live channels of one system, or all, with a close code.
    func drop(_ system: SandboxSystem?, code: UInt16) async {
        for link in links.values where system == nil || link.system == system {
            await link.close(code: code)
        }
    }
}
