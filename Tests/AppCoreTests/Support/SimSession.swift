import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

/// A run of the program against a simulated service, with a journal that is written as the handler writes it. Time goes
/// from timer to timer.
struct SimSession {
    /// The program was killed just after a line of the journal.
    struct Cut: CustomTestStringConvertible {
        var lines: Int
        var service: SimService
        var testDescription: String
    }

    private struct Awaited {
        var mutation: Mutation
        var note: IntentNote?
        var answer: MutationAnswer
    }

    var bench: Bench
    var service: SimService
    var journal: [JournalEntry]
    /// Every moment at which it could have been killed.
    private(set) var cuts: [Cut] = []
    private(set) var recalls = 0
    /// Requests whose answer gets lost, by the journal's word.
    var losesAnswer: Set<String> = []
    /// Requests that get lost themselves, by the journal's word: their answer is unclear.
    var losesRequest: Set<String> = []
    /// Who else has the lock.
    var holder: String?
    /// Readings for re-checks wait until the test answers them.
    var isHoldingRechecks = false
    private var held: [Inspection.Request] = []
    private var queue: [Effect] = []
    private var due: [TimerID: Date] = [:]
    private var awaited: [Awaited] = []
    private var isSubscribed = false

    init(
        _ service: SimService,
        journal: [JournalEntry] = [],
        session: String = "first",
        makesSafetyBackup: Bool = true,
        access: Context.Access = .readWrite,
        contexts: [Context]? = nil
    ) {
        self.service = service
        self.journal = journal
        var settings = Settings(makesSafetyBackup: makesSafetyBackup)
        settings.showsClock = false
        bench = Bench(
            contexts: contexts ?? [Sample.context(access: access, capabilities: service.traits)],
            settings: settings,
            session: session,
            ids: IDSource(UInt64(session.count) &* 77, UInt64(session.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }))
        )
        bench.holdsJournal = true
        bench.state.now = service.now
    }

    // MARK: What the user does

    mutating func start() {
        perform(.started)
        settle()
        if bench.state.location == nil, bench.state.overlays.isEmpty {
            perform(.user(.open))
            settle()
        }
        // Guard times go by, and the first readings come.
        pass(2)
    }

    mutating func perform(_ action: AppAction) {
        queue += bench.send(action)
        settle()
    }

    mutating func press(_ action: UserAction) {
        perform(.user(action))
        pass(1)
    }

    mutating func key(_ key: SheetKey) {
        perform(.sheetKey(key))
    }

    mutating func type(_ text: String) {
        for character in text { key(.character(character)) }
    }

    /// Types what the sheet on top asks for.
    mutating func confirm() {
        type(bench.confirmation ?? "")
        key(.enter)
    }

    // MARK: Time

    /// Lets seconds go by.
    mutating func pass(_ seconds: Double) {
        let end = bench.state.now.addingTimeInterval(seconds)
        while step(until: end) {}
        advance(to: end)
    }

    /// Lets time go by until there is nothing more to come of what was asked for.
    mutating func finish(within seconds: Double = 4000) {
        let end = bench.state.now.addingTimeInterval(seconds)
        while !isAtRest, step(until: end) {}
        pass(40)
    }

    /// No plan is under way, and nothing is looked for.
    var isAtRest: Bool {
        queue.isEmpty && awaited.isEmpty && bench.state.activeRuns.isEmpty
            && bench.server?.unconfirmed.isEmpty != false && bench.server?.sent.isEmpty != false
    }

    /// One thing that happens; false when nothing does before `end`.
    private mutating func step(until end: Date) -> Bool {
        settle()
        let timer = due.min { ($0.value, "\($0.key)") < ($1.value, "\($1.key)") }
        guard let moment = [timer?.value, service.nextTurn].compactMap(\.self).min(),
              moment <= end else { return false }
        advance(to: max(moment, bench.state.now))
        if let timer, timer.value <= moment {
            due[timer.key] = nil
            perform(.timerFired(timer.key))
        }
        return true
    }

    private mutating func advance(to moment: Date) {
        bench.state.now = moment
        if let power = service.advance(to: moment), isSubscribed { perform(.provider(Sample.ref, .power(power))) }
        let ready = awaited.filter { !service.holdsAnswer(to: $0.mutation.request) }
        awaited.removeAll { !service.holdsAnswer(to: $0.mutation.request) }
        for item in ready { answer(item) }
        settle()
    }

    // MARK: Effects

    private mutating func settle() {
        while !queue.isEmpty { carryOut(queue.removeFirst()) }
    }

    private mutating func carryOut(_ effect: Effect) {
        switch effect {
        case let .loadServers(context): reply(.serversLoaded(context, .success([service.server])))
        case let .loadServer(ref): reply(.serverLoaded(ref, .success(service.server)))
        case let .loadAllBackups(context): reply(.allBackupsLoaded(context, .success(nil)))
        case let .loadBackups(location, ticket): reply(.backupsLoaded(location, ticket, .success(service.listing)))
        case .subscribe(Sample.ref):
            isSubscribed = true
            reply(.provider(Sample.ref, .connected))
            reply(.provider(Sample.ref, .power(service.power)))
        case .unsubscribe(Sample.ref): isSubscribed = false
        case let .inspect(request):
            held.append(request)
            if !isHoldingRechecks || bench.state.activeRuns.isEmpty { answerReading() }
        case let .mutate(mutation, note): send(mutation, note)
        case let .begin(order):
            write(order.entry)
            reply(.began(order.server, order.entry.act, problem: nil))
        case let .close(order):
            let problem = holder.map { ProviderError(.conflict, "\($0) is at it") }
            if problem == nil { write(order.entry) }
            reply(.closed(order.entry.act, problem: problem))
        case let .journal(entry): write(entry)
        case .loadUnfinished: reply(.unfinishedLoaded(.success(Self.unfinished(journal))))
        case let .probe(place): reply(.probed(place, holder: holder))
        case let .timer(timer, delay): due[timer] = bench.state.now.addingTimeInterval(delay / .seconds(1))
        case let .cancelTimer(timer): due[timer] = nil
        case .recall: recalls += 1
        default: break
        }
    }

    /// Answers the reading that was asked for last.
    mutating func answerReading() {
        guard let request = held.popLast() else { return }
        reply(.inspected(request, .success(Inspection(
            server: service.server, listing: service.listing, readAt: bench.state.now,
            archive: request.archive == nil ? .notAsked : .readable
        ))))
    }

    private mutating func reply(_ action: AppAction) {
        queue += bench.send(action)
    }

    private mutating func send(_ mutation: Mutation, _ note: IntentNote?) {
        write(line(mutation, note, .intent), "on its way")
        let step = mutation.request.step
        if losesRequest.contains(step) {
            return answer(Awaited(mutation: mutation, note: note, answer: .ambiguous(Sample.offline)))
        }
        var item = Awaited(mutation: mutation, note: note, answer: service.receive(mutation.request))
        cuts.append(Cut(lines: journal.count, service: service, testDescription: "\(journal.count): \(step) arrived"))
        if losesAnswer.contains(step) { item.answer = .ambiguous(Sample.offline) }
        if service.holdsAnswer(to: mutation.request), !losesAnswer.contains(step) {
            awaited.append(item)
        } else {
            answer(item)
        }
    }

    private mutating func answer(_ item: Awaited) {
        var entry = line(item.mutation, item.note, item.answer.event)
        entry.payload = nil
        if case let .accepted(backup?) = item.answer { entry.backup = backup }
        write(entry)
        reply(.mutationAnswered(item.mutation, item.answer))
    }

    private func line(_ mutation: Mutation, _ note: IntentNote?, _ event: JournalEntry.Event) -> JournalEntry {
        JournalEntry(
            act: mutation.act,
            at: bench.state.now,
            context: mutation.location.server.context,
            server: mutation.location.server.server,
            serverName: note?.serverName,
            world: mutation.location.world,
            backup: mutation.request.backup,
            title: note?.title,
            step: mutation.request.step,
            event: event,
            payload: note?.payload
        )
    }

    private mutating func write(_ entry: JournalEntry, _ words: String = "") {
        journal.append(entry)
        cuts.append(Cut(
            lines: journal.count, service: service,
            testDescription: "\(journal.count): \(entry.step) \(entry.event.words.name) \(words)"
        ))
    }

    // MARK: The journal

    /// What a journal of these lines holds of work that is not over.
    static func unfinished(_ entries: [JournalEntry]) -> [[JournalLine]] {
        var progress: [Identifier<JournalEntry>: JournalProgress] = [:]
        var order: [Identifier<JournalEntry>] = []
        for entry in entries {
            progress[entry.act, default: JournalProgress()].follow(entry.event)
            if !order.contains(entry.act) { order.append(entry.act) }
        }
        let lines = entries.enumerated().map {
            JournalLine(number: Int64($0 + 1), entry: $1, user: "me", sshClient: nil, planDigest: nil)
        }
        return order.filter { progress[$0]?.isOpen == true }.map { act in lines.filter { $0.entry.act == act } }
    }

    /// The session after this one was killed at a moment.
    func next(
        after cut: Cut,
        seconds gap: Double,
        session: String = "second",
        access: Context.Access = .readWrite,
        contexts: [Context]? = nil
    ) -> SimSession {
        var service = cut.service
        service.refusals = self.service.refusals
        // What goes on at the service goes on without us.
        let end = service.now.addingTimeInterval(gap)
        while let turn = service.nextTurn, turn <= end { _ = service.advance(to: turn) }
        _ = service.advance(to: end)
        return SimSession(
            service, journal: Array(journal.prefix(cut.lines)), session: session, access: access, contexts: contexts
        )
    }
}
