import BackupKit
import FoundationEssentials
import Testing
@testable import AppCore

@Suite("An alarm is told after a while, and told no more after a while")
struct AlarmBookTests {
    private static let alarm = Alarm(.server(Sample.ref), .noBackup)
    private static let start = Sample.now

    /// What is told after each second of a history of being wrong or right.
    private static func told(_ history: [Bool]) -> (begun: [Int], raised: [Bool]) {
        var book = AlarmBook()
        var (begun, raised): ([Int], [Bool]) = ([], [])
        for (second, isWrong) in history.enumerated() {
            let now = start.addingTimeInterval(Double(second))
            if !book.take(isWrong ? [alarm] : [], at: now).isEmpty { begun.append(second) }
            raised.append(!book.raised.isEmpty)
        }
        return (begun, raised)
    }

    @Test func itBeginsAfterThirtySeconds() {
        let (begun, raised) = Self.told(Array(repeating: true, count: 40))
        #expect(begun == [30])
        #expect(raised.firstIndex(of: true) == 30)
    }

    @Test func whatIsRightInBetweenIsNotTold() {
        let flapping = (0 ..< 300).map { $0 % 30 != 29 }
        #expect(Self.told(flapping).begun.isEmpty)
    }

    @Test func itEndsAfterAMinuteOfCalm() {
        let history = Array(repeating: true, count: 31) + Array(repeating: false, count: 70)
        let (_, raised) = Self.told(history)
        #expect(raised.lastIndex(of: true) == 31 + 59)
    }

    @Test func whatComesBackWithinAMinuteIsTheSameAlarm() {
        let history = Array(repeating: true, count: 31) + Array(repeating: false, count: 50)
            + Array(repeating: true, count: 100)
        let (begun, raised) = Self.told(history)
        #expect(begun == [30], "it rings once")
        #expect(!raised.dropFirst(30).contains(false))
    }

    /// Nobody knows how long it lasted: it waits anew, and is told in the end.
    @Test func aClockThatWasSetBackADayDelaysItOnce() {
        var book = AlarmBook()
        _ = book.take([Self.alarm], at: Self.start)
        let yesterday = Self.start.addingTimeInterval(-86400)
        #expect(book.take([Self.alarm], at: yesterday).isEmpty)
        #expect(book.take([Self.alarm], at: yesterday.addingTimeInterval(29)).isEmpty)
        #expect(book.take([Self.alarm], at: yesterday.addingTimeInterval(30)) == [Self.alarm])
        _ = book.take([], at: yesterday.addingTimeInterval(31))
        let before = Self.start.addingTimeInterval(-2 * 86400)
        _ = book.take([], at: before)
        #expect(book.take([], at: before.addingTimeInterval(60)).isEmpty)
        #expect(book.raised.isEmpty, "it does not stay for a day")
    }

    @Test func theWorstComesFirst() {
        var book = AlarmBook()
        let alarms = [
            Alarm(.server(Sample.ref), .full(used: 3, limit: 3, atLimit: .refuses)), Alarm(
                .server(Sample.ref),
                .noBackup
            ),
            Alarm(.server(Sample.ref), .old(made: Self.start, target: .seconds(60))),
            Alarm(.server(Sample.ref), .failedAttempt(title: "a", why: nil)),
        ]
        _ = book.take(alarms, at: Self.start)
        _ = book.take(alarms, at: Self.start.addingTimeInterval(30))
        #expect(book.raised.map(\.alarm.id.kind) == [.never, .late, .failed, .quotaFull])
    }
}

extension AlarmBook {
    /// Everything that is wrong with one server, then time passes; answers what begins to be told.
    fileprivate mutating func take(_ alarms: [Alarm], at now: Date) -> [Alarm] {
        see(alarms, of: .server(Sample.ref), at: now)
        return advance(to: now).begun
    }
}
