import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppCore
@testable import AppUI

/// Protected is only who is known to be, by what this session has read.
@Suite struct WallCountsTests {
    @Test func `before anything is heard nothing is counted as good`() {
        let sample = SampleState.emptyWall
        let counts = WallCounts(sample.state)
        #expect(!counts.hasHeard)
        #expect(counts.total == 0)
        let headline = WallHeadline(counts, sample.state)
        #expect(headline.calm == nil)
        #expect(headline.figures.map(\.digits) == ["?", "?", "?"])
        #expect(headline.figures[0].note == "reading")
    }

    @Test func `servers whose lists were not read count as not protected`() {
        let sample = SampleState.wall
        let counts = WallCounts(sample.state)
        #expect(counts.total == 9)
        #expect(counts.notProtected == 9)
        #expect(counts.unknown == 9)
        #expect(counts.unread == 9)
        #expect(WallHeadline(counts, sample.state).figures[0].note == "all of them unknown")
    }

    @Test func `when all is read and good the wall is calm`() {
        var sample = SampleState.wall
        sample.readAll()
        let counts = WallCounts(sample.state)
        #expect(counts.notProtected == 0)
        let headline = WallHeadline(counts, sample.state)
        #expect(headline.calm == "All 9 servers are protected")
        #expect(headline.figures.map(\.role) == [.faint, .faint, .faint])
    }

    @Test func `good backups that an earlier session knew of count as unknown`() {
        var sample = SampleState.emptyWall(of: [.sample()])
        let server = Server.sample("s0", worlds: [])
        let list = ListSnapshot(
            server: "s0", world: nil, backups: [.sample("b", "nightly", hoursAgo: 1)],
            readAt: .sample.addingTimeInterval(-60)
        )
        sample.send(.snapshotLoaded("smp", .success(ContextSnapshot(
            context: "smp", origin: "https://archon.example", servers: [server],
            readAt: .sample.addingTimeInterval(-60), lists: [list]
        ))), after: 1)
        var counts = WallCounts(sample.state)
        #expect(counts.total == 1)
        #expect(counts.unknown == 1)
        #expect(WallHeadline(counts, sample.state).figures[0].digits == "?")
        sample.load([server])
        counts = WallCounts(sample.state)
        #expect(counts.notProtected == 1)
        #expect(WallHeadline(counts, sample.state).calm == nil)
        sample.read(["s0": [.sample("b", "nightly", hoursAgo: 1)]])
        #expect(WallCounts(sample.state).notProtected == 0)
    }

    @Test func `good becomes unknown when nothing is read any more, and then late`() {
        var sample = SampleState.wall
        sample.readAll()
        sample.leap(seconds: 3600)
        var counts = WallCounts(sample.state)
        #expect(counts.unknown == 9)
        #expect(counts.unprotected == 0)
        sample.leap(seconds: 30 * 3600)
        counts = WallCounts(sample.state)
        #expect(counts.unprotected == 9)
        #expect(WallHeadline(counts, sample.state).figures[0].role == .failure)
    }

    @Test func `what is wrong is counted by what it is`() {
        var sample = SampleState.wall
        sample.makeTrouble()
        let counts = WallCounts(sample.state)
        #expect(counts.total == 9)
        #expect(counts.unprotected == 2)
        #expect(counts.never == 1)
        #expect(counts.running == [.create: 1, .restore: 1])
        #expect(counts.oldest?.name == "lobby")
        let headline = WallHeadline(counts, sample.state)
        #expect(headline.figures[1].tail.contains("1 never"))
        #expect(headline.figures[2].note == "1 create, 1 restore")
    }

    @Test func `a source that was never heard of keeps the wall from being calm`() {
        var sample = SampleState.emptyWall
        sample.load([.sample("s0", worlds: [])])
        sample.read(["s0": [.sample("b", "nightly", hoursAgo: 1)]])
        let headline = WallHeadline(WallCounts(sample.state), sample.state)
        #expect(headline.calm == nil)
        #expect(headline.figures[0].note == "not heard: ptero")
        #expect(headline.figures[0].role == .unknown)
    }
}
