import BackupKit
import FoundationEssentials
@testable import AppCore

/// Which alarms are to be told at a moment, found out another way than the program does: from the whole history of what
/// was delivered, without timers, books or summaries.
struct AlarmTruth {
    /// A span in which something was wrong; without an end it still is.
    private struct Span {
        var from: Date
        var to: Date?
    }

    private var spans: [Alarm.ID: [Span]] = [:]
    private var lists: [ServerRef: [Backup]] = [:]
    private var heard: [Context.ID: Date]
    private var work: [ServerRef: [Backup.ID: [Date]]] = [:]
    private let target: Double = 26 * 3600
    private let silence: Double

    init(contexts: [Context.ID], start: Date, silence: Double) {
        heard = Dictionary(uniqueKeysWithValues: contexts.map { ($0, start) })
        self.silence = silence
    }

    // MARK: What is delivered

    mutating func heard(_ context: Context.ID, at now: Date) {
        settleSilence(context, until: now)
        heard[context] = now
    }

    mutating func listed(_ ref: ServerRef, _ backups: [Backup], running: Backup.ID?, at now: Date) {
        heard(ref.context, at: now)
        settleTimed(ref, until: now)
        lists[ref] = backups
        if running == nil { work[ref] = nil }
        let good = backups.filter { $0.state == .completed }.sorted { ($0.createdAt ?? now) > ($1.createdAt ?? now) }
        note(.never, ref, isWrong: good.isEmpty, at: now)
        let newest = backups.filter { [.completed, .failed].contains($0.state) }
            .max { ($0.createdAt ?? now) < ($1.createdAt ?? now) }
        note(.failed, ref, isWrong: newest?.state == .failed, at: now)
        let before = good.dropFirst().prefix(5).compactMap(\.size).sorted()
        var isShrunk = false
        if before.count >= 3, let size = good.first?.size {
            let middle = before.count % 2 == 1 ? Double(before[before.count / 2])
                : Double(before[before.count / 2] + before[before.count / 2 - 1]) / 2
            isShrunk = Double(size) < middle / 2
        }
        note(.shrunk, ref, isWrong: isShrunk, at: now)
        let isLate = good.first.flatMap(\.createdAt).map { now.timeIntervalSince($0) > target } ?? false
        note(.late, ref, isWrong: isLate, at: now)
        if running == nil { note(.stuck, ref, isWrong: false, at: now) }
    }

    /// News of work that changed something.
    mutating func progressed(_ ref: ServerRef, _ backup: Backup.ID, at now: Date) {
        heard(ref.context, at: now)
        settleTimed(ref, until: now)
        work[ref, default: [:]][backup, default: []].append(now)
        note(.stuck, ref, isWrong: false, at: now)
    }

    mutating func ended(_ ref: ServerRef, at now: Date) {
        heard(ref.context, at: now)
        settleTimed(ref, until: now)
        work[ref] = nil
        note(.stuck, ref, isWrong: false, at: now)
    }

    mutating func vanished(_ ref: ServerRef, at _: Date) {
        lists[ref] = nil
        work[ref] = nil
        for kind in Alarm.Kind.allCases { spans[Alarm.ID(kind, .server(ref))] = nil }
    }

    // MARK: What is to be told

    /// The alarms to be told at a moment, and those so near to a change that neither answer would be wrong.
    mutating func told(at now: Date, leeway: Double) -> (told: Set<Alarm.ID>, doubtful: Set<Alarm.ID>) {
        for ref in lists.keys { settleTimed(ref, until: now) }
        for context in heard.keys { settleSilence(context, until: now) }
        var told: Set<Alarm.ID> = []
        var doubtful: Set<Alarm.ID> = []
        for (id, spans) in spans {
            let early = Self.isTold(spans, at: now.addingTimeInterval(-leeway))
            let late = Self.isTold(spans, at: now)
            if late { told.insert(id) }
            if early != late { doubtful.insert(id) }
        }
        return (told, doubtful)
    }

    private static func isTold(_ spans: [Span], at now: Date) -> Bool {
        var raisedUntil: Date?
        for span in spans where span.from <= now {
            let end = min(span.to ?? now, now)
            if let until = raisedUntil, span.from < until {
                raisedUntil = span.to == nil || end == now ? .distantFuture : end.addingTimeInterval(60)
                continue
            }
            guard end.timeIntervalSince(span.from) >= 30 else { continue }
            raisedUntil = span.to == nil || end == now ? .distantFuture : end.addingTimeInterval(60)
        }
        return raisedUntil.map { now < $0 } ?? false
    }

    // MARK: Bookkeeping

    private mutating func note(_ kind: Alarm.Kind, _ ref: ServerRef, isWrong: Bool, at moment: Date) {
        note(Alarm.ID(kind, .server(ref)), isWrong: isWrong, at: moment)
    }

    private mutating func note(_ id: Alarm.ID, isWrong: Bool, at moment: Date) {
        let isOpen = spans[id]?.last.map { $0.to == nil } ?? false
        if isWrong, !isOpen {
            // What ended hours ago decides nothing any more, and the test must not grow by itself.
            spans[id]?.removeAll { $0.to.map { moment.timeIntervalSince($0) > 7200 } == true }
            spans[id, default: []].append(Span(from: moment))
        }
        if !isWrong, isOpen, let last = spans[id]?.indices.last { spans[id]?[last].to = moment }
    }

    private mutating func settleTimed(_ ref: ServerRef, until now: Date) {
        if let made = lists[ref]?.filter({ $0.state == .completed }).compactMap(\.createdAt).max() {
            let limit = made.addingTimeInterval(target)
            if limit < now { note(.late, ref, isWrong: true, at: limit) }
        }
        for news in work[ref]?.values ?? [:].values {
            guard let last = news.last else { continue }
            let gaps = zip(news.dropFirst(), news).map { $0.timeIntervalSince($1) }.suffix(10).sorted()
            var limit = 120.0
            if !gaps.isEmpty {
                let middle = gaps.count % 2 == 1 ? gaps[gaps.count / 2]
                    : (gaps[gaps.count / 2] + gaps[gaps.count / 2 - 1]) / 2
                limit = max(limit, 4 * middle)
            }
            let moment = last.addingTimeInterval(limit)
            if moment < now { note(.stuck, ref, isWrong: true, at: moment) }
        }
    }

    private mutating func settleSilence(_ context: Context.ID, until now: Date) {
        guard let last = heard[context] else { return }
        let limit = last.addingTimeInterval(silence)
        let id = Alarm.ID(.unreachable, .context(context))
        if limit < now {
            note(id, isWrong: true, at: limit)
        }
        // Heard again: wrong up to now.
        note(id, isWrong: limit < now, at: now)
    }
}
