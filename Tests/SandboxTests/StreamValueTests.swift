import Foundation
import Testing
@testable import Sandbox

struct StreamValueTests {
    private static let server = GameServer.ID(text: "s")
    private static let other = GameServer.ID(text: "o")

    private static func added(_ text: String) -> LifecycleEvent {
        .added(StoredBackup.ID(text: text))
    }

    @Test func `the log gives a server's reader what it missed and nothing else`() {
        var log = LifecycleLog()
        log.append(Self.added("a"), of: Self.server)
        log.append(Self.added("b"), of: Self.other)
        log.append(Self.added("c"), of: Self.server)
        #expect(log.missed(since: 0, of: Self.server)?.map(\.number) == [1, 3])
        #expect(log.missed(since: 1, of: Self.server)?.map(\.number) == [3])
        #expect(log.missed(since: 3, of: Self.server)?.isEmpty == true)
        #expect(log.missed(since: 4, of: Self.server) == nil)
        #expect(LifecycleLog().missed(since: 0, of: Self.server)?.isEmpty == true)
        #expect(LifecycleLog().missed(since: 1, of: Self.server) == nil)
    }

    @Test func `the log forgets its oldest entries and says so`() {
        var log = LifecycleLog()
        for number in 1 ... 5000 {
            log.append(Self.added(String(number)), of: Self.server)
        }
        #expect(log.missed(since: 1, of: Self.server) == nil)
        #expect(log.missed(since: 4999, of: Self.server)?.map(\.number) == [5000])
    }

    @Test(arguments: [
        ("bytes=0-", ByteRange.part(0 ..< 100)), ("bytes=10-19", .part(10 ..< 20)), ("bytes=90-500", .part(90 ..< 100)),
        ("bytes=-5", .part(95 ..< 100)), ("bytes=-500", .part(0 ..< 100)), ("bytes=99-99", .part(99 ..< 100)),
        ("bytes=100-", .beyondEnd), ("bytes=-0", .beyondEnd),
    ])
    func `ranges are read as they are meant`(_ header: String, _ range: ByteRange) {
        #expect(ByteRange(header, of: 100) == range)
    }

    @Test(arguments: ["bytes=", "bytes=-", "bytes=a-b", "bytes=9-3", "bytes=1-2,4-5", "lines=1-2", "", "bytes=1-x"])
    func `a range that makes no sense is none`(_ header: String) {
        #expect(ByteRange(header, of: 100) == nil)
    }

    @Test func `base 64 of links needs no escaping and is read back`() {
        for count in 0 ..< 20 {
            let bytes = [UInt8](repeating: 0xFB, count: count) + [UInt8](0 ..< UInt8(count))
            let text = bytes.base64URL
            #expect(!text.contains { "+/=".contains($0) })
            #expect([UInt8](base64URL: text) == bytes)
        }
        #expect([UInt8](base64URL: "not base 64!") == nil)
    }

    @Test func `a shaper loses doubles and swaps as ordered`() {
        func pass(_ shape: EventShape?, _ frames: [Int]) -> [Int] {
            var shaper = EventShaper<Int>(random: SeededGenerator(seed: 1))
            return frames.flatMap { shaper.shape($0, by: shape) }
        }
        #expect(pass(nil, [1, 2, 3]) == [1, 2, 3])
        #expect(pass(EventShape(lose: 1), [1, 2]).isEmpty)
        #expect(pass(EventShape(double: 1), [1, 2]) == [1, 1, 2, 2])
        #expect(pass(EventShape(reorder: 1), [1, 2, 3, 4]) == [2, 1, 4, 3])
    }

    @Test func `a service that counts gives increasing ids`() {
        var random = SeededGenerator(seed: 1)
        let ids = (1 ... 3).map { Identifiers.numbers.backup($0, &random).text }
        #expect(ids.compactMap(Int.init).count == 3)
        #expect(ids == ids.sorted { Int($0) ?? 0 < Int($1) ?? 0 })
    }
}
