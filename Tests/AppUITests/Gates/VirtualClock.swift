import AppCore
import FoundationEssentials

/// What is still to come, in the order of time. Nothing here ever waits.
struct VirtualClock {
    enum Due {
        /// The effect is answered with what is so at that moment.
        case answer(Effect)
        case action(AppAction)
    }

    private struct Entry {
        var at: Date
        var number: Int
        var id: Effect.ID?
        var due: Due
    }

    private var entries: [Entry] = []
    private var number = 0

    /// Adds something. Of the same id the older one is dropped where the new one takes its place.
    mutating func add(_ due: Due, id: Effect.ID? = nil, replacing: Bool = false, at moment: Date) {
        if replacing, let id { entries.removeAll { $0.id == id } }
        number += 1
        entries.append(Entry(at: moment, number: number, id: id, due: due))
    }

    mutating func drop(_ id: Effect.ID) {
        entries.removeAll { $0.id == id }
    }

    func holds(_ id: Effect.ID) -> Bool {
        entries.contains { $0.id == id }
    }

    /// The first thing that is due by `moment`, taken out.
    mutating func next(until moment: Date) -> (at: Date, due: Due)? {
        var first: Int?
        for index in entries.indices where entries[index].at <= moment {
            guard let best = first else {
                first = index
                continue
            }
            let (one, other) = (entries[index], entries[best])
            if one.at < other.at || one.at == other.at && one.number < other.number { first = index }
        }
        return first.map {
            let entry = entries.remove(at: $0)
            return (entry.at, entry.due)
        }
    }

    mutating func removeAll() {
        entries = []
    }
}
