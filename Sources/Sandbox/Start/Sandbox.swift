import FoundationEssentials
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// The embedded test server: real worlds, real archives, and the wire of the emulated services on one loopback port.
public enum Sandbox {
    /// Seeds, listens and serves. The handle's `stop()` ends it; nothing is printed or logged.
    public static func start(_ options: SandboxOptions) async throws(SandboxError) -> RunningSandbox {
        let clock = ServiceClock(speed: options.speed, wall: { Date() }, waiting: ContinuousClock())
        return try await start(options, clock: clock)
    }

    /// The same by another clock.
    static func start(
        _ options: SandboxOptions,
        clock: ServiceClock
    ) async throws(SandboxError) -> RunningSandbox {
        try options.validate()
        let parts = try await SandboxParts.assemble(options, clock: clock)
        let (ports, started) = AsyncThrowingStream.makeStream(of: Int.self)
        let server = server(parts, options, started)
        let serving = Task {
            do {
                try await server.run()
                started.finish()
            } catch {
                started.finish(throwing: error)
                throw error
            }
        }
        do {
            let port = try await firstPort(ports, options)
            let host = options.host.contains(":") ? "[\(options.host)]" : options.host
            let base = "http://\(host):\(port)"
            let line = await ReadyLine(base: base, dialects: parts.directory.dialects).json().rendering
            if let path = options.configurationFile {
                try ConfigurationFile(path: path, base: base, dialects: parts.directory.dialects).write()
            }
            try parts.root.writeReady(line)
            for dialect in parts.directory.dialects {
                await dialect.engine.startSchedule()
            }
            let outages = outage(parts, options).map { outage in Task { await outage.run() } }
            return RunningSandbox(baseURL: base, readyLine: line, parts: parts, serving: serving, outages: outages)
        } catch {
            serving.cancel()
            parts.root.remove()
            throw error
        }
    }

    private static func outage(_ parts: SandboxParts, _ options: SandboxOptions) -> SourceOutage? {
        guard options.isLively, let system = SourceOutage.victim(among: options.systems) else { return nil }
        return SourceOutage(system: system, faults: parts.faults, sockets: parts.sockets, clock: parts.clock)
    }

    private static func firstPort(
        _ ports: AsyncThrowingStream<Int, any Error>,
        _ options: SandboxOptions
    ) async throws(SandboxError) -> Int {
        let reason: String
        do {
            for try await port in ports {
                return port
            }
            reason = "the server ended at once"
        } catch {
            reason = "\(error)"
        }
        throw .cannotListen(host: options.host, port: options.port, reason: reason)
    }

    private static func server(
        _ parts: SandboxParts,
        _ options: SandboxOptions,
        _ started: AsyncThrowingStream<Int, any Error>.Continuation
    ) -> Server<SandboxChannel> {
        let effects = FaultEffects(directory: parts.directory, sockets: parts.sockets, clock: parts.clock)
        let state = TrueState(
            directory: parts.directory,
            faults: parts.faults,
            sockets: parts.sockets,
            recorder: parts.recorder
        )
        let pipeline = RequestPipeline(
            directory: parts.directory,
            faults: parts.faults,
            effects: effects,
            recorder: parts.recorder,
            desk: ControlDesk(directory: parts.directory, faults: parts.faults, effects: effects, state: state),
            clock: parts.clock
        )
        let channel = SandboxChannel(
            responder: { request, writer, channel in
                try await pipeline.respond(to: request, writer: writer, channel: channel)
            },
            sockets: SocketService(
                directory: parts.directory,
                faults: parts.faults,
                recorder: parts.recorder,
                registry: parts.sockets
            ),
            grantsUpgrade: { pipeline.grantsUpgrade($0) }
        )
        return Server(
            childChannelSetup: channel,
            configuration: ServerConfiguration(
                address: .hostname(options.host, port: options.port),
                backlog: 1024
            ),
            onServerRunning: { channel in
                started.yield(channel.localAddress?.port ?? 0)
                started.finish()
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "sandbox") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
