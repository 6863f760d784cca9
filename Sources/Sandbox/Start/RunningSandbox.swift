/// A sandbox that serves until it is stopped.
public actor RunningSandbox {
    /// `http://127.0.0.1:PORT`, without the systems' prefixes.
    public nonisolated let baseURL: String
    /// The one line of JSON that says where every system, server and world is; without a line break.
    public nonisolated let readyLine: String
    /// Absolute path of the folder with worlds, archives and `ready.json`.
    public nonisolated let stateFolder: String

    private let parts: SandboxParts
    private let serving: Task<Void, any Error>
    private let outages: Task<Void, Never>?
    private var isStopped = false

    init(
        baseURL: String,
        readyLine: String,
        parts: SandboxParts,
        serving: Task<Void, any Error>,
        outages: Task<Void, Never>?
    ) {
        self.baseURL = baseURL
        self.readyLine = readyLine
        stateFolder = parts.root.path
        self.parts = parts
        self.serving = serving
        self.outages = outages
    }

    /// Ends all work, closes every connection and removes the state folder if the sandbox made it.
    public func stop() async {
        guard !isStopped else { return }
        isStopped = true
        outages?.cancel()
        await outages?.value
        parts.faults.close()
        // Before the engines, whose end would look like a restart to the sockets.
        await parts.sockets.drop(nil, code: 1001)
        for dialect in parts.directory.dialects {
            await dialect.engine.stop()
        }
        serving.cancel()
        // The server's task ends by its cancellation; how it words that does not matter.
        _ = try? await serving.value
        await parts.recorder.close()
        parts.root.remove()
    }
}
