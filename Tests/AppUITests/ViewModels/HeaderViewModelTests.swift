import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI
import Testing
import TestSupport
@testable import AppUI

@Suite struct HeaderViewModelTests {
    private func line(_ sample: SampleState, _ width: Int) -> String {
        let context = ViewContext.test()
        return HeaderViewModel(sample.state, context).line(width: width, theme: context.theme, ellipsis: "…").text
    }

    @Test func `with room everything is there`() {
        #expect(line(SampleState(), 120).split(separator: "  ", omittingEmptySubsequences: true).map(\.trimmed) == [
            "Backtop", "smp", "smp-main", "world 1/3 survival", "RW", "live", "power running", "03:12:45 +01:00",
        ])
    }

    @Test func `parts go in a fixed order until server, access and link are left`() {
        let seen = (20 ... 100).reversed().map { line(SampleState(), $0) }
        func firstWithout(_ part: String) -> Int { seen.firstIndex { !$0.contains(part) } ?? .max }
        let order = ["power running", "Backtop", "smp  ", "survival", "running", "03:12", "world 1/3"].map(firstWithout)
        #expect(order == order.sorted())
        #expect(order.last != .max)
        #expect(seen.last == "smp-main  RW  live")
    }

    @Test(arguments: 6 ... 130)
    func `it never exceeds its width`(width: Int) {
        for scene in Scene.list + Scene.servers {
            #expect(line(scene.sample, width).displayWidth <= width)
        }
    }

    @Test func `a long name gives way before access and link`() {
        let sample = SampleState(server: .sample(name: "a-server-with-a-very-long-name-indeed"))
        #expect(line(sample, 30) == "a-server-with-a-ver…  RW  live")
        #expect(line(sample, 20) == "a-server-…  RW  live")
    }

    @Test(arguments: [(Context.Access.readWrite, false, "RW"), (.readWrite, true, "RO"), (.readOnly, false, "RO")])
    func `access is RW only when context and session allow it`(access: Context.Access, isReadOnly: Bool, word: String) {
        let sample = SampleState(context: .sample(access: access), settings: Settings(isReadOnly: isReadOnly))
        #expect(line(sample, 120).contains("  \(word)  "))
    }

    @Test func `a protected context says so`() {
        #expect(line(SampleState(context: .sample(isProtected: true)), 120).contains("RW PROTECTED"))
    }

    @Test func `the link is connecting, live, polling or offline`() {
        var sample = SampleState(contexts: [.sample()])
        sample.load([.sample()])
        #expect(line(sample, 120).contains("connecting"))
        sample.list(Backup.samples)
        #expect(line(sample, 120).contains("polling"))
        sample.event(.connected)
        #expect(line(sample, 120).contains("live"))
        sample.event(.disconnected(.unreachableSample))
        #expect(line(sample, 120).contains("polling"))
        sample.failList(.unreachableSample)
        #expect(line(sample, 120).contains("offline"))
        sample.send(.unboundKey, after: 5)
        #expect(line(sample, 120).contains("offline 5s old"), "how old the data is, from the start")
    }

    @Test func `the age of the data is told once it is older than twice the refresh`() {
        var sample = SampleState(settings: Settings(refresh: .seconds(30)))
        sample.send(.unboundKey, after: 60)
        #expect(!line(sample, 120).contains("old"))
        sample.send(.unboundKey, after: 1)
        #expect(line(sample, 120).contains("live 1m old"))
    }

    @Test func `an inactive world and a server that is not available stand out`() {
        var sample = SampleState(server: .sample(condition: .suspended(reason: "payment")))
        #expect(line(sample, 140).contains("suspended (payment)"))
        sample.press("}")
        #expect(line(sample, 140).contains("world 2/3 creative (not active)"))
    }

    @Test func `one world is not worth a word`() {
        #expect(!line(.oneWorld, 140).contains("world"))
    }

    @Test func `a server without a name is called by its id`() {
        #expect(line(SampleState(server: .sample(name: "")), 120).contains("1a2b3c4d"))
    }

    @Test func `the list of servers counts in words that fit the number`() {
        var sample = SampleState(contexts: [.sample(), .sample("two")])
        sample.load([.sample()])
        #expect(line(sample, 120).contains("1 server in 2 contexts"))
    }
}

extension Substring {
    fileprivate var trimmed: String {
        drop { $0 == " " }.split(separator: " ").joined(separator: " ")
    }
}
