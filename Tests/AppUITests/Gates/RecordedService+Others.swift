import AppCore
import BackupKit
import FoundationEssentials

/// What other people and schedules do behind the user's back.
extension RecordedService {
    mutating func disturb(now: Date) {
        let host = Int.random(in: 0 ..< hosts.count, using: &random)
        let place = hosts[host].places.randomElement(using: &random) ?? nil
        let rows = hosts[host].lists[place] ?? []
        let idle = rows.filter { row in !hosts[host].works.contains { $0.backup == row.id } }
        let picked = idle.randomElement(using: &random)
        replenish(host, place, now)
        if kind.numbersRuns, Int.random(in: 0 ..< 3, using: &random) == 0 { restoreByOthers(idle, host, place, now) }
        switch Int.random(in: 0 ..< 24, using: &random) {
        case 0: if let picked, picked.isLocked != true { remove(picked.id, host, place, now) }
        case 1:
            if let picked {
                number += 1
                let name = "renamed \(number)"
                edit(picked.id, host, place) { $0.name = name }
            }
        case 2 ..< 4:
            if let picked, traits.facts.contains(.lock) {
                edit(picked.id, host, place) { $0.isLocked = $0.isLocked != true }
            }
        case 4 ..< 9: restoreByOthers(idle, host, place, now)
        case 9: set([(0.1, .stopping), (3, .stopped)], host, now)
        case 10 ..< 13: if hosts[host].power.isDown { set([(0.1, .starting), (2, .running)], host, now) }
        case 13: switchWorld(host)
        case 14:
            let used = hosts[host].places.reduce(0) { $0 + (hosts[host].lists[$1]?.count ?? 0) }
            hosts[host].limit = hosts[host].limit == 12 * hosts[host].places.count ? used : nil
        case 15 ..< 17: hosts[host].limit = 12 * hosts[host].places.count
        case 17: createByOthers(host, place, now)
        default: break
        }
        tell(.backupsChanged, host)
    }

    /// There is always something that every act can be about.
    private mutating func replenish(_ host: Int, _ place: World.ID?, _ now: Date) {
        let rows = hosts[host].lists[place] ?? []
        let (old, young) = (past(20 ... 900, now), past(3 ... 90, now))
        if rows.count(where: \.isGood) < 5 { add(to: host, place, made: old, .completed) }
        if !rows.contains(where: \.isEmpty) { add(to: host, place, made: young, .failed) }
        if traits.facts.contains(.lock), rows.count(where: { $0.isLocked == true }) < 2 {
            add(to: host, place, made: old, .completed, isLocked: true)
        }
        // Old rows go, as a rotation would have it.
        if rows.count > 11, let oldest = rows.filter({ $0.isLocked != true }).min(by: {
            ($0.createdAt ?? .distantPast) < ($1.createdAt ?? .distantPast)
        }), !hosts[host].works.contains(where: { $0.backup == oldest.id }) { remove(oldest.id, host, place, now) }
    }

    private mutating func past(_ hours: ClosedRange<Double>, _ now: Date) -> Date {
        now.addingTimeInterval(-3600 * Double.random(in: hours, using: &random))
    }

    private mutating func restoreByOthers(_ idle: [Backup], _ host: Int, _ place: World.ID?, _ now: Date) {
        guard hosts[host].works.isEmpty,
              let source = idle.filter({ $0.state == .completed }).randomElement(using: &random)
        else { return }
        // Where it can be cancelled, it waits or takes its time.
        guard kind.numbersRuns else {
            if Int.random(in: 0 ..< 4, using: &random) == 0 {
                begin(.restore, of: source.id, host, place, now: now, after: 1, lasts: 8)
            }
            return
        }
        let isQueued = Bool.random(using: &random)
        begin(.restore, of: source.id, host, place, now: now, after: isQueued ? 30 : 1, lasts: isQueued ? 5 : 40)
    }

    private mutating func createByOthers(_ host: Int, _ place: World.ID?, _ now: Date) {
        let id = add(to: host, place, made: now, .running)
        begin(.create, of: id, host, place, now: now, after: 0, lasts: kind.numbersRuns ? 25 : 6)
    }

    private mutating func switchWorld(_ host: Int) {
        guard hosts[host].worlds.count > 1 else { return }
        for index in hosts[host].worlds.indices { hosts[host].worlds[index].isActive.toggle() }
        tell(.serverChanged, host)
    }
}
