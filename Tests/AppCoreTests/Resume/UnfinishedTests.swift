import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("What is offered at the start, and what can be done about it")
struct UnfinishedTests {
    private static let act = SimAct.restore("plain", Sample.capabilities())

    /// A safe restore that was killed just after a line.
    private static func killed(
        _ step: String = "create",
        _ word: String = "accepted",
        _ act: SimAct = act
    ) throws -> (SimSession, SimSession.Cut) {
        let first = act.carriedOut()
        let cut = try #require(first.cuts.last {
            let entry = first.journal[$0.lines - 1]
            return entry.step == step && entry.event.words.name == word
        })
        return (first, cut)
    }

    /// The next start of the program, with its offer on screen.
    private static func offered(
        _ step: String = "create",
        _ word: String = "accepted",
        seconds gap: Double = 5,
        access: Context.Access = .readWrite,
        _ change: (inout SimSession) -> Void = { _ in }
    ) throws -> SimSession {
        let (first, cut) = try killed(step, word)
        var next = first.next(after: cut, seconds: gap, access: access)
        change(&next)
        next.start()
        return next
    }

    @Test func theOfferSaysWhatWasDoneAndByWhom() throws {
        let session = try Self.offered()
        let unfinished = try #require(session.bench.unfinishedSheet?.unfinished)
        #expect(unfinished.serverName == "smp-main")
        #expect(unfinished.title == "copy b2")
        #expect(unfinished.step == "restore")
        #expect(unfinished.user == "me")
        #expect(unfinished.requests.map(\.step) == ["power stop", "create"])
        #expect(unfinished.requests.allSatisfy { $0.answer == .accepted })
        #expect(session.bench.unfinishedSheet?.refusal == nil)
        #expect(session.bench.requests.isEmpty, "nothing goes on before it is accepted")
    }

    @Test(arguments: [SheetKey.enter, .escape, .character("q")])
    func leftForLaterItIsOfferedAtTheNextStart(key: SheetKey) throws {
        var session = try Self.offered()
        let lines = session.journal
        session.key(key)
        session.pass(60)
        #expect(session.bench.unfinishedSheet == nil)
        #expect(session.journal == lines)
        #expect(session.bench.requests.isEmpty)
        #expect(session.bench.state.unfinished.count == 1)
        var third = SimSession(session.service, journal: session.journal, session: "third")
        third.start()
        #expect(third.bench.unfinishedSheet != nil)
    }

    @Test func typeAheadNeitherAcceptsNorCloses() throws {
        let (first, cut) = try Self.killed()
        var session = first.next(after: cut, seconds: 5)
        session.perform(.started)
        #expect(session.bench.unfinishedSheet?.isArmed == false)
        for key in "yp" { session.key(.character(key)) }
        session.key(.enter)
        #expect(session.bench.unfinishedSheet != nil)
        #expect(session.bench.orders.isEmpty)
    }

    @Test func putAsideItIsNotOfferedAgain() throws {
        var session = try Self.offered()
        session.key(.character("p"))
        #expect(session.journal.last?.event == .putAside)
        #expect(session.bench.state.unfinished.isEmpty)
        #expect(session.bench.requests.isEmpty)
        #expect(SimSession.unfinished(session.journal).isEmpty)
        var third = SimSession(session.service, journal: session.journal, session: "third")
        third.start()
        #expect(third.bench.unfinishedSheet == nil)
    }

    @Test func whatAnotherProgramWentOnWithMeanwhileIsNotPutAside() throws {
        var session = try Self.offered()
        let count = session.journal.count
        session.holder = "backtop 4711"
        session.key(.character("p"))
        #expect(session.journal.count == count, "a last line would take it from the program that is at it")
        #expect(session.bench.state.unfinished.count == 1)
        #expect(session.bench.state.notice?.text == "It was not put aside: backtop 4711 is at it")
    }

    /// What could not be written about may be offered again: that is said, and nothing severe begins on such a journal.
    @Test func aLostLineIsToldAndStopsFurtherPlans() {
        var bench = Bench.opened(power: .running)
        bench.send(.lineLost("no space left"))
        #expect(bench.state.notice?.kind == .failure)
        #expect(bench.state.notice?.text.contains("no space left") == true)
        bench.openPlan()
        #expect(bench.refusal?.contains("no space left") == true)
        #expect(bench.requests.isEmpty)
    }

    @Test func aHolderElsewhereIsAtItStill() throws {
        let session = try Self.offered { $0.holder = "backtop 4711" }
        #expect(session.bench.unfinishedSheet == nil)
        #expect(session.bench.state.unfinished.map(\.isFree) == [false])
        #expect(session.bench.state.unfinished.count == 1)
        #expect(!session.journal.contains { $0.event.words.name == "ended" })
    }

    @Test func whatSentNothingIsClosedWithoutAsking() throws {
        let session = try Self.offered("restore", "begun")
        #expect(session.bench.unfinishedSheet == nil)
        #expect(session.journal.last?.event == .ended("cancelled: nothing was sent"))
        #expect(SimSession.unfinished(session.journal).isEmpty)
        #expect(session.bench.state.unfinished.isEmpty)
    }

    @Test func whatSentNothingIsNotClosedWhileAHolderIsAtIt() throws {
        let session = try Self.offered("restore", "begun") { $0.holder = "backtop 4711" }
        #expect(!session.journal.contains { $0.event.words.name == "ended" })
    }

    @Test(arguments: ["begun", "intent"])
    func aPayloadOfAnotherVersionCanOnlyBePutAside(event: String) throws {
        var session = try Self.offered { session in
            for index in session.journal.indices where session.journal[index].event.words.name == event {
                session.journal[index].payload = #"{"version":99}"#
            }
        }
        let unfinished = try #require(session.bench.unfinishedSheet)
        #expect(unfinished.refusal == "this version cannot read what was written down of it")
        session.key(.character("y"))
        session.pass(60)
        #expect(session.bench.requests.isEmpty)
        #expect(session.bench.orders.isEmpty)
        #expect(session.bench.state.notice?.text.contains("cannot be gone on with") == true)
        session.key(.character("p"))
        #expect(SimSession.unfinished(session.journal).isEmpty)
    }

    @Test func aReadOnlyContextRefusesAndStillPutsAside() throws {
        var session = try Self.offered(access: .readOnly)
        #expect(session.bench.unfinishedSheet?.refusal?.contains("read-only") == true)
        session.key(.character("y"))
        session.pass(10)
        #expect(session.bench.requests.isEmpty)
        #expect(session.bench.orders.isEmpty)
        session.key(.character("p"))
        #expect(session.journal.last?.event == .putAside)
    }

    @Test func aContextThatIsGoneIsNotGoneOnWith() throws {
        let (first, cut) = try Self.killed()
        var other = Sample.context("other", capabilities: Sample.capabilities())
        other.origin = "https://elsewhere.test"
        var session = first.next(after: cut, seconds: 5, contexts: [other])
        session.start()
        #expect(session.bench.unfinishedSheet == nil)
        let unfinished = try #require(session.bench.state.unfinished.first)
        #expect(UnfinishedReducer.refusal(of: unfinished, state: session.bench.state)?
            .contains("is not configured any more") == true)
        #expect(session.bench.requests.isEmpty)
        #expect(!SimSession.unfinished(session.journal).isEmpty)
    }

    @Test func actsOfThisVerySessionAreNotOffered() {
        var session = SimSession(SimService(Sample.capabilities()))
        session.start()
        session.bench.select("b2")
        session.press(.restore)
        session.confirm()
        session.pass(7)
        #expect(session.bench.requests.first == .power(.stop))
        session.perform(.unfinishedLoaded(.success(SimSession.unfinished(session.journal))))
        session.pass(1)
        #expect(session.bench.state.unfinished.isEmpty)
        #expect(session.bench.unfinishedSheet == nil)
    }

    @Test func aJournalThatCannotBeReadRefusesEverySevereAct() {
        var bench = Bench.opened()
        bench.send(.unfinishedLoaded(.failure(JournalError("the file is damaged"))))
        #expect(bench.state.notice?.text == "Journal: the file is damaged")
        bench.openPlan()
        #expect(bench.refusal == "Nothing can be journalled: the file is damaged")
    }

    // MARK: Going on

    @Test func aStopOfOverTenMinutesAgoIsNotFollowedByAStart() throws {
        for (step, word) in [("restore", "accepted"), ("create", "refused")] {
            let (first, cut): (SimSession, SimSession.Cut)
            if word == "refused" {
                let refused = Self.act.carriedOut { $0.service.refusals["create"] = ProviderError(.conflict, "busy") }
                first = refused
                cut = try #require(refused.cuts.last { refused.journal[$0.lines - 1].event == .refused("busy") })
            } else {
                (first, cut) = try Self.killed(step, word)
            }
            for (gap, isStarted) in [(500.0, true), (700.0, false)] {
                var session = first.next(after: cut, seconds: gap)
                session.start()
                session.key(.character("y"))
                session.finish()
                #expect(session.bench.requests.contains(.power(.start)) == isStarted, "\(step), \(gap) s")
                let next = session.bench.run?.outcome?.next
                #expect(isStarted || next?.contains("over 10 minutes ago: press o to start it") == true)
            }
        }
    }

    @Test func aClockThatWasSetBackStartsNothing() throws {
        let (first, cut) = try Self.killed("restore", "accepted")
        var session = first.next(after: cut, seconds: 60)
        session.service.now = Sample.now.addingTimeInterval(-86400)
        session.bench.state.now = session.service.now
        session.start()
        session.key(.character("y"))
        session.finish()
        #expect(session.bench.requests.isEmpty)
        #expect(session.bench.run?.outcome?.next?.contains("press o to start it") == true)
    }

    @Test func aStartThatWasRefusedIsSaid() throws {
        let first = Self.act.carriedOut { $0.service.refusals["power start"] = ProviderError(.forbidden, "not yours") }
        let cut = try #require(first.cuts.last { first.journal[$0.lines - 1].event == .refused("not yours") })
        var session = first.next(after: cut, seconds: 5)
        session.start()
        session.key(.character("y"))
        session.finish()
        #expect(session.bench.requests.isEmpty)
        #expect(session.bench.run?.outcome?.kind == .succeeded)
        #expect(session.bench.run?.outcome?.next == "The start was refused (not yours): press o to start it")
    }

    @Test func aLockThatIsTakenMeanwhileLeavesItUnfinished() throws {
        let (first, cut) = try Self.killed()
        var bench = Bench(session: "second")
        bench.holdsJournal = true
        let lines = SimSession.unfinished(Array(first.journal.prefix(cut.lines)))
        bench.send(.started)
        bench.send(.serversLoaded(Sample.contextID, .success([Sample.server()])))
        bench.send(.unfinishedLoaded(.success(lines)))
        let place = WorkPlace(provider: "sample", origin: "https://example.test", server: Sample.ref.server)
        bench.send(.probed(place, holder: nil))
        bench.read()
        bench.arm()
        bench.key(.character("y"))
        let order = try #require(bench.orders.last)
        #expect(order.entry.event == .resumed)
        #expect(order.lines == cut.lines)
        bench.send(.began(
            order.server,
            order.entry.act,
            problem: ProviderError(.conflict, "backtop 4711 has the lock")
        ))
        #expect(bench.run?.outcome?.kind == .refused)
        #expect(bench.run?.outcome?.text.contains("waits: backtop 4711 has the lock") == true)
        #expect(bench.run?.outcome?.next?.contains("stopped by this plan") == true)
        #expect(bench.journal.isEmpty, "no end is written: it is offered again")
        #expect(bench.released.isEmpty, "the lock is another's")
        #expect(bench.requests.isEmpty)
    }

    @Test func aChangeSinceTheKillIsFoundByRecheckB() throws {
        let (first, cut) = try Self.killed()
        var session = first.next(after: cut, seconds: 60)
        session.service.backups.removeAll { $0.id == "b2" }
        session.start()
        session.key(.character("y"))
        session.finish()
        #expect(session.bench.requests.isEmpty)
        #expect(session.bench.run?.outcome?.kind == .refused)
        #expect(session.bench.run?.outcome?.next?.contains("stopped by this plan") == true)
    }

    @Test func aRestoreThatWasSentIsRecalledByTheProvider() throws {
        let (first, cut) = try Self.killed("restore", "accepted")
        var session = first.next(after: cut, seconds: 5)
        session.start()
        session.key(.character("y"))
        #expect(session.recalls == 1)
        session.finish()
        #expect(session.recalls == 1)
    }

    @Test func anOfferWaitsUntilNothingElseIsOnScreen() throws {
        let (first, cut) = try Self.killed()
        var session = SimSession(cut.service, session: "second")
        session.start()
        session.press(.actionsMenu)
        session.perform(.unfinishedLoaded(.success(SimSession.unfinished(Array(first.journal.prefix(cut.lines))))))
        session.pass(1)
        #expect(session.bench.unfinishedSheet == nil)
        #expect(session.bench.menu != nil)
        session.key(.down)
        #expect(session.bench.unfinishedSheet == nil)
        session.key(.escape)
        #expect(session.bench.unfinishedSheet?.isArmed == false)
    }

    @Test func severalAreOfferedOneAfterTheOther() throws {
        let (first, cut) = try Self.killed()
        var journal = Array(first.journal.prefix(cut.lines))
        let second = SimAct.light[2].carriedOut()
        journal += second.journal.prefix { $0.event != .accepted }.map {
            var entry = $0
            entry.act = "third-1"
            return entry
        }
        var session = SimSession(cut.service, journal: journal, session: "second")
        session.start()
        #expect(session.bench.unfinishedSheet?.unfinished.isWorkflow == true)
        session.key(.character("p"))
        session.pass(1)
        #expect(session.bench.unfinishedSheet?.unfinished.step == "rename")
        session.key(.character("p"))
        #expect(session.bench.unfinishedSheet == nil)
        #expect(SimSession.unfinished(session.journal).isEmpty)
    }
}
