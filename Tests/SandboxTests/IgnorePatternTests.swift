import Foundation
import Testing
@testable import Sandbox

struct IgnorePatternTests {
    @Test(arguments: [
        (["*.log"], ["a.log", "logs/a.log"], ["a.log.gz", "logs/a.txt"]),
        (["/a.log"], ["a.log"], ["logs/a.log"]),
        (["cache/"], ["cache/a", "x/cache/b/c"], ["cache", "mycache/a", "cachex/a"]),
        (["cache"], ["cache", "cache/a", "x/cache"], ["mycache"]),
        (["logs/*"], ["logs/a", "logs/old/b"], ["logs", "a"]),
        (["**/tmp"], ["tmp", "a/tmp", "a/b/tmp/c"], ["atmp"]),
        (["a/**/b"], ["a/b", "a/x/b", "a/x/y/b"], ["a/xb"]),
        (["world/**"], ["world/a", "world/a/b"], ["world", "worlds/a"]),
        (["r.?.mca"], ["r.1.mca"], ["r.10.mca", "r./.mca"]),
        (["logs/*", "!logs/keep.txt"], ["logs/a"], ["logs/keep.txt"]),
        (["!a", "a"], ["a"], ["b"]),
        (["# comment", "", "  *.tmp  \r"], ["x.tmp"], ["# comment", "x"]),
        (["\\#odd", "\\!odd", "a\\*b"], ["#odd", "!odd", "a*b"], ["odd", "axb"]),
        ([], [], ["anything"]),
    ])
    func `the last pattern that matches decides`(_ lines: [String], _ out: [String], _ kept: [String]) {
        let patterns = IgnorePatterns(lines)
        for path in out {
            #expect(patterns.leavesOut(path), "\(path)")
        }
        for path in kept {
            #expect(!patterns.leavesOut(path), "\(path)")
        }
    }

    @Test func `an ignore file that is too long or absent leaves nothing out`() throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        #expect(IgnorePatterns([], or: ".ignore", in: folder.path).isEmpty)
        let file = URL(filePath: "\(folder.path)/.ignore")
        try Data("*.log\n".utf8).write(to: file)
        #expect(IgnorePatterns([], or: ".ignore", in: folder.path).leavesOut("a.log"))
        #expect(!IgnorePatterns(["b"], or: ".ignore", in: folder.path).leavesOut("a.log"))
        try Data(repeating: UInt8(ascii: "a"), count: 32 * 1024 + 1).write(to: file)
        #expect(IgnorePatterns([], or: ".ignore", in: folder.path).isEmpty)
    }
}
