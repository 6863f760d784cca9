import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

/// One run of keys: what kind of service, which seed, and what may be changed.
struct GateCase: Sendable, CustomTestStringConvertible {
    enum Access: String, Sendable {
        case readWrite
        /// Beside it stands a context that is read-only.
        case mixed
        case readOnlySession
        case readOnlyContext
    }

    var kind: ServiceKind
    var seed: UInt64
    var access = Access.readWrite
    /// Severe acts are extreme ones: in the whole context, or on its first server alone.
    var protection = Protection.none
    var keys: Int

    enum Protection: String, Sendable {
        case none
        case context
        case server
    }

    var testDescription: String {
        "\(kind.rawValue), \(access.rawValue), protection \(protection.rawValue), seed \(seed)"
    }

    /// Readings fail and news get lost more often than not.
    var isRough: Bool {
        seed % 7 == 3
    }

    var isReadOnly: Bool {
        access == .readOnlySession || access == .readOnlyContext
    }
}

/// The program, its services and its user, without a terminal, a network or a clock.
struct GateSession {
    let test: GateCase
    var state: AppState
    var services: [RecordedService]
    var clock = VirtualClock()
    var journal = KeptJournal()
    var typist: Typist
    var witness: Witness
    var random: SeededGenerator
    /// Servers whose live feed is open.
    var feeds: Set<ServerRef> = []
    /// The locks that the program holds.
    var held: [WorkPlace: ServerRef] = [:]
    /// When readings were asked for.
    var asked: [Int: Date] = [:]
    var now = Date.sample
    private(set) var keys = 0
    private(set) var starts = 0
    private(set) var trail: [String] = []
    private var disturbedAt = Date.sample

    init(_ test: GateCase) {
        self.test = test
        random = SeededGenerator(seed: test.seed &* 31 &+ 7)
        typist = Typist(seed: test.seed)
        witness = Witness(isReadOnly: test.isReadOnly)
        let first = test.kind.hosts[0].id
        let main = Context(
            id: "main", provider: "archon", origin: "https://main.example",
            access: test.access == .readOnlyContext ? .readOnly : .readWrite,
            isProtected: test.protection == .context,
            serverRules: ServerRules(
                own: test.protection == .server ? [first.rawValue: ServerRules.Rule(isProtected: true)] : [:]
            ),
            capabilities: test.kind.capabilities
        )
        services = [RecordedService(test.kind, context: main, seed: test.seed &+ 1000)]
        switch test.protection {
        case .none: break
        case .context: services[0].protectedHosts = Set(test.kind.hosts.map(\.id))
        case .server: services[0].protectedHosts = [first]
        }
        if test.access == .mixed {
            let all = ServiceKind.allCases
            let other =
                all[(all.firstIndex(of: test.kind) ?? 0) + 1 == all
                    .count ? 0 : (all.firstIndex(of: test.kind) ?? 0) + 1]
            let context = Context(
                id: "watched", provider: "panel", origin: "https://watched.example", capabilities: other.capabilities
            )
            services.append(RecordedService(other, context: context, seed: test.seed &+ 2000))
        }
        state = Self.state(test, services, number: 0, at: now)
    }

    /// The same services and the same machine later, with what an earlier session left there.
    init(_ test: GateCase, after earlier: GateSession) {
        self.init(test)
        let context = services[0].context
        services = earlier.services
        services[0].context = context
        services[0].requests = []
        journal = earlier.journal
        now = earlier.now
    }

    private static func state(_ test: GateCase, _ services: [RecordedService], number: Int, at now: Date) -> AppState {
        AppState(
            now: now,
            settings: Settings(
                cancelWindow: .seconds(test.seed % 3 == 0 ? 3 : 5), showsClock: test.seed % 4 == 0,
                isReadOnly: test.access == .readOnlySession
            ),
            contexts: services.map(\.context), session: "s\(number)", ids: IDSource(test.seed, UInt64(number) + 1)
        )
    }

    /// Presses all keys of the case, or stops at the first thing that is wrong.
    mutating func run() async {
        start()
        while keys < test.keys, witness.problem == nil {
            step()
            if keys % 500 == 0 { await Task.yield() }
        }
    }

    /// Presses keys until a plan is under way; there it ends.
    mutating func runUntilWorkIsLeft() {
        start()
        while keys < test.keys, witness.problem == nil, !journal.holdsOpenPlan { step() }
    }

    /// A new program over the same services and the same journal.
    private mutating func start() {
        state = Self.state(test, services, number: starts, at: now)
        starts += 1
        clock.removeAll()
        feeds = []
        held = [:]
        typist.goal = nil
        typist.script = []
        send(.started)
        send(.viewportChanged(rows: 10))
        pass(Double.random(in: 0.3 ... 1.2, using: &random))
        guard state.overlays.isEmpty else { return }
        press(KeyEvent("j"))
        press(KeyEvent(.enter))
    }

    private mutating func step() {
        switch typist.next(state) {
        case let .key(text): if let event = KeyEvent(text) { press(event) }
        case let .type(character): press(KeyEvent(character))
        case let .paste(text):
            pass(0.1)
            note("paste")
            witness.paste(text, state)
            if !state.overlays.isEmpty { send(.sheetKey(.paste(text))) }
        case let .bytes(text): split(text)
        case let .wait(seconds): pass(seconds)
        case let .sleep(seconds):
            note("sleep")
            witness.closeWindows(at: now, "the machine slept")
            now = now.addingTimeInterval(seconds)
            pass(0)
        case .suspend:
            note("suspend")
            witness.closeWindows(at: now, "suspended")
            send(.session(.suspending))
            send(.session(.resumed))
        case .die:
            note("die")
            witness.restart()
            start()
        }
        guard state.exitCode != nil else { return }
        if !witness.isLeavingAllowed { witness.fail("it left by itself") }
        witness.restart()
        start()
    }

    /// Bytes on a slow link: each counts as a key.
    private mutating func split(_ text: String) {
        var decoder = KeyDecoder()
        for byte in text.utf8 {
            for case let .key(event) in decoder.feed([byte]) + decoder.timeOut() { press(event, after: 0.03) }
        }
    }

    private mutating func press(_ event: KeyEvent, after seconds: Double? = nil) {
        pass(seconds ?? Double.random(in: 0.02 ... 0.2, using: &random))
        guard state.exitCode == nil else { return }
        keys += 1
        note(event.description)
        state.now = now
        witness.press(event, state, services)
        send(AppAction(event, keymap: .standard, overlays: state.overlays))
        if let miss = witness.aim.miss(state) { witness.fail(miss) }
    }

    private mutating func note(_ key: String) {
        trail.append(key)
        if trail.count > 40 { trail.removeFirst() }
    }

    /// Lets time go by, and everything happen that is due.
    mutating func pass(_ seconds: Double) {
        let end = now.addingTimeInterval(seconds)
        while let next = clock.next(until: end) {
            now = max(now, next.at)
            live()
            switch next.due {
            case let .action(action): send(action)
            case let .answer(effect): answer(effect)
            }
        }
        now = max(now, end)
        live()
    }

    /// What happens at the services meanwhile.
    private mutating func live() {
        let isDisturbed = now > disturbedAt
        if isDisturbed { disturbedAt = now.addingTimeInterval(Double.random(in: 4 ... 16, using: &random)) }
        for index in services.indices {
            if isDisturbed { services[index].disturb(now: now) }
            services[index].advance(to: now)
            for (server, event) in services[index].news {
                tell(event, of: ServerRef(context: services[index].context.id, server: server), after: 0.05)
            }
            services[index].news = []
        }
    }

    mutating func tell(_ event: ProviderEvent, of ref: ServerRef, after seconds: Double) {
        guard feeds.contains(ref) else { return }
        if test.isRough, event.canGetLost, Int.random(in: 0 ..< 12, using: &random) == 0 { return }
        clock.add(.action(.provider(ref, event)), id: .subscription(ref), at: now.addingTimeInterval(seconds))
    }

    mutating func send(_ action: AppAction) {
        state.now = now
        if case let .mutationAnswered(mutation, answer) = action {
            if case let .accepted(backup) = answer { journal.created = backup }
            journal.keep(mutation, nil, answer.event, at: state)
        }
        let effects = AppReducer.reduce(into: &state, action: action)
        witness.look(at: state, services)
        for effect in effects { perform(effect) }
        for place in held.keys.sorted(by: { $0.server < $1.server }) {
            guard let ref = held[place], state.runs[ref]?.isActive != true else { continue }
            witness.fail("the lock of \(ref.server) is kept after its plan")
        }
    }
}
