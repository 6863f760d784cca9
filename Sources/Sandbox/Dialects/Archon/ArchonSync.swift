import HTTPTypes

/// One reader's sync stream: a server's lifecycle events as server-sent events.
struct ArchonSync: Sendable {
    let dialect: ArchonDialect
    let server: GameServer.ID
    /// Whether the reader asked for backups at all.
    let tellsBackups: Bool
    /// The last event the reader saw before it lost the stream.
    let lastEventID: String?

    /// Time between two signs of life.
    private static let keepAlive = Duration.seconds(10)

    /// What the stream says, in one order.
    private enum Stimulus: Sendable {
        case entry(LifecycleLog.Entry)
        case silence
    }

    /// Speaks until the reader is gone or the service ends.
    func run(_ link: FeedLink) async {
        let last = lastEventID.flatMap { $0.isEmpty ? nil : $0 }
        let number = last.flatMap(Int.init)
        let (missed, entries) = await dialect.engine.lifecycle(of: server, since: number)
        link.send("retry: 1000\n: hello\n\n")
        if last != nil, number == nil {
            link.send(Self.record(["type": "protocol.invalid"], id: nil))
        } else if missed == nil {
            link.send(Self.record(["type": "protocol.reset"], id: nil))
        }
        var shaper = EventShaper<String>(random: SeededGenerator(seed: dialect.seed, purpose: "sync \(server.text)"))
        for entry in missed ?? [] {
            tell(entry, link, &shaper)
        }
        let (stimuli, inbox) = AsyncStream.makeStream(of: Stimulus.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await entry in entries {
                    inbox.yield(.entry(entry))
                }
                // The engine stopped, or this reader is hopelessly behind.
                inbox.finish()
            }
            group.addTask {
                // The wait throws only when the stream's work is cancelled.
                while await (try? dialect.engine.clock.wait(Self.keepAlive)) != nil {
                    inbox.yield(.silence)
                }
            }
            for await stimulus in stimuli {
                switch stimulus {
                case let .entry(entry): tell(entry, link, &shaper)
                case .silence: link.send(": still here\n\n")
                }
            }
            group.cancelAll()
        }
    }

    private func tell(_ entry: LifecycleLog.Entry, _ link: FeedLink, _ shaper: inout EventShaper<String>) {
        guard tellsBackups else { return }
        let record = Self.record(Self.json(entry.event), id: entry.number)
        for record in shaper.shape(record, by: link.faults.eventShape(dialect.system)) {
            link.send(record)
        }
    }

    private static func record(_ json: JSON, id: Int?) -> String {
        (id.map { "id: \($0)\n" } ?? "") + "data: \(json.rendering)\n\n"
    }

    private static func json(_ event: LifecycleEvent) -> JSON {
        switch event {
        case let .added(backup): ["type": "backup.new", "id": .string(backup.text)]
        case let .changed(backup, world, name): [
                "type": "backup.patch",
                "world_id": .string(world.text),
                "backup_id": .string(backup.text),
                "name": .string(name),
            ]
        case let .removed(backup, world): [
                "type": "backup.delete",
                "world_id": .string(world.text),
                "backup_id": .string(backup.text),
            ]
        case let .work(work, step): json(work, step)
        }
    }

    private static func json(_ work: BackupWork, _ step: LifecycleEvent.Step) -> JSON {
        let (word, status): (String, String?) = switch step {
        case .queued: ("init", nil)
        case .begun: ("start", nil)
        // REST writes `timed_out`, the stream a hyphen.
        case .ended(.timedOut): ("done", "timed-out")
        case let .ended(state): ("done", state.rawValue)
        }
        let event: JSON = [
            "type": .string("backup.operation.\(work.kind.rawValue).\(word)"),
            "world_id": .string(work.world.text),
            "backup_id": .string(work.backup.text),
            "operation_id": .integer(work.number),
        ]
        return status.map { event.adding([.init(name: "status", value: .string($0))]) } ?? event
    }
}

extension HTTPField.Name {
    /// Not predefined by the library: where a reader of server-sent events stopped.
    static var lastEventID: Self {
        guard let name = Self("last-event-id") else { preconditionFailure("last-event-id is a valid field name") }
        return name
    }
}
