import FoundationEssentials
@testable import AppCore

/// What is to happen, by its moment; of one moment in the order in which it was added.
struct EventQueue<Happening> {
    private struct Entry {
        var at: Date
        var number: Int
        var happening: Happening
        var timer: TimerID?
    }

    private var heap: [Entry] = []
    private var count = 0
    /// The last setting of each timer: an older one is void.
    private var timers: [TimerID: Int] = [:]

    mutating func add(_ happening: Happening, named timer: TimerID? = nil, at moment: Date) {
        count += 1
        if let timer { timers[timer] = count }
        heap.append(Entry(at: moment, number: count, happening: happening, timer: timer))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(child, parent) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    mutating func drop(_ timer: TimerID) {
        timers[timer] = nil
    }

    /// Takes out what happens next, before a moment.
    mutating func next(before end: Date) -> (Date, Happening)? {
        while let first = heap.first, first.at < end {
            removeFirst()
            if let timer = first.timer {
                guard timers[timer] == first.number else { continue }
                timers[timer] = nil
            }
            return (first.at, first.happening)
        }
        return nil
    }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].number) < (heap[right].at, heap[right].number)
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && isBefore(child, least) {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
