import AppCore
import BackupKit

/// The journal of this machine, in memory: it outlives a program that dies.
struct KeptJournal {
    private(set) var entries: [JournalEntry] = []
    private var progress: [Identifier<JournalEntry>: JournalProgress] = [:]

    mutating func keep(_ entry: JournalEntry) {
        entries.append(entry)
        progress[entry.act, default: JournalProgress()].follow(entry.event)
    }

    /// A line about a request, as the live handler writes it.
    mutating func keep(_ mutation: Mutation, _ note: IntentNote?, _ event: JournalEntry.Event, at state: AppState) {
        var backup = mutation.request.backup
        if case .accepted = event { backup = backup ?? created }
        keep(JournalEntry(
            act: mutation.act, at: state.now, context: mutation.location.server.context,
            server: mutation.location.server.server, serverName: note?.serverName, world: mutation.location.world,
            backup: backup, title: note?.title, step: mutation.request.step, event: event,
            payload: event == .intent ? note?.payload : nil
        ))
    }

    /// The id that the last answer gave to a new backup.
    var created: Backup.ID?

    func latest(_ count: Int) -> [JournalLine] {
        lines(entries.indices.suffix(count)).reversed()
    }

    /// A plan was begun, has sent something and is not over.
    var holdsOpenPlan: Bool {
        entries
            .contains { $0.event == .intent && progress[$0.act]?.hasBegun == true && progress[$0.act]?.isOpen == true }
    }

    /// The lines of every act that is not over.
    func unfinished() -> [[JournalLine]] {
        var order: [Identifier<JournalEntry>] = []
        for entry in entries where progress[entry.act]?.isOpen == true && !order.contains(entry.act) {
            order.append(entry.act)
        }
        return order.map { act in lines(entries.indices).filter { $0.entry.act == act } }
    }

    private func lines(_ indices: some Sequence<Int>) -> [JournalLine] {
        indices.map { JournalLine(
            number: Int64($0 + 1), entry: entries[$0], user: "", sshClient: nil, planDigest: nil
        ) }
    }
}
