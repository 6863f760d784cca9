import Foundation
import Testing
@testable import BacktopCommands

@Suite("Files that are no proper YAML")
struct YAMLDocumentTests {
    @Test("an empty file, or one of comments, says what it needs", arguments: ["", "\n\n", "# nothing\n", "---\n"])
    func empty(text: String) {
        let lines = complaints(text)
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:1:1: ") == true)
    }

    @Test("words are no configuration")
    func notYAML() {
        #expect(complaints("just some words\n") == [
            "c.yaml:1:1: the file is no mapping; write key: value lines, indented alike",
        ])
    }

    @Test("a syntax error is told with its place and without the text around it")
    func syntax() {
        let lines = complaints("version: 1\ncontexts: {a: s3cret\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:3:1: not valid YAML: ") == true)
        #expect(lines.first?.contains("s3cret") == false)
    }

    @Test("a tab as indentation is named")
    func tab() {
        #expect(complaints("version: 1\ncontexts:\n\ta: {}\n") == [
            "c.yaml:3:1: the line is indented with a tab; YAML indents with spaces only",
        ])
    }

    @Test("a second document is refused")
    func twoDocuments() {
        let lines = complaints("version: 1\n---\nversion: 1\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:2:1: not valid YAML: expected a single document") == true)
    }

    @Test("a control character is told with its place")
    func controlCharacter() {
        let lines = complaints("version: 1\nab\u{7}c: 1\n")
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("c.yaml:2:3: the file has a control or private character") == true)
    }

    @Test("a repeated key is told at the repetition, and the rest of the file is still checked")
    func duplicateKeys() {
        #expect(complaints(contextFile("access: read-only", "url: https://b.net", "protected: maybe")) == [
            "c.yaml:8:5: key \"url\" is there twice, first in line 5; keep one of them",
            "c.yaml:9:16: protected: \"maybe\" is neither yes nor no; allowed: true, false",
        ])
    }

    @Test("three of one key are two mistakes, and repetitions in several mappings are all told")
    func manyDuplicates() {
        let lines = complaints("""
        version: 1
        'version': 1
        contexts:
          a: {provider: archon, provider: archon, url: https://a.net, "provider": archon, token: {env: T}}
        version: 1
        """)
        #expect(lines == [
            "c.yaml:2:1: key \"version\" is there twice, first in line 1; keep one of them",
            "c.yaml:4:25: key \"provider\" is there twice, first in line 4; keep one of them",
            "c.yaml:4:63: key \"provider\" is there twice, first in line 4; keep one of them",
            "c.yaml:5:1: key \"version\" is there twice, first in line 1; keep one of them",
        ])
    }

    @Test("a context that is there twice is a mistake")
    func duplicateContext() {
        let context = "{provider: archon, url: https://a.net, token: {env: T}}"
        #expect(complaints("version: 1\ncontexts:\n  a: \(context)\n  a: \(context)\n") == [
            "c.yaml:4:3: key \"a\" is there twice, first in line 3; keep one of them",
        ])
    }

    @Test("line ends of other systems do not shift places", arguments: ["\r\n", "\r", "\n"])
    func lineEnds(end: String) {
        let lines = complaints(["version: 1", "contexts: {}", "contexts: {}", "zzz: 1", ""].joined(separator: end))
        #expect(lines.map { $0.prefix(12) } == ["c.yaml:3:1: ", "c.yaml:4:1: "])
    }

    @Test("columns count characters, not bytes")
    func wideCharacters() {
        let lines = complaints("version: 1\ncontexts: {żółw: {}, żółw: {}, ą: 5}\n")
        #expect(lines.contains { $0.hasPrefix("c.yaml:2:22: key \"żółw\" is there twice") })
        #expect(lines.contains { $0.hasPrefix("c.yaml:2:35: context ą is no mapping") })
    }

    @Test("deep nesting ends in a mistake, not in a crash", arguments: ["[", "{a: ", "- "])
    func deepNesting(opening: String) {
        #expect(!complaints("version: 1\ncontexts: \n  " + String(repeating: opening, count: 20000)).isEmpty)
        #expect(!complaints("version: 1\nzzz: " + String(repeating: "[", count: 900)
                + String(repeating: "]", count: 900) + "\n").isEmpty)
    }
}

@Suite("Files that are no text")
struct ConfigurationBytesTests {
    private func error(_ data: Data) throws -> String {
        let folder = try ScratchFolder()
        let file = try folder.write(data, to: "c.yaml")
        let thrown = #expect(throws: ConfigurationError.self) { try folder.loader().load(flag: "c.yaml") }
        return (thrown?.description ?? "").replacing(file, with: "c.yaml")
    }

    @Test("a byte order mark is skipped and shifts nothing")
    func byteOrderMark() throws {
        let folder = try ScratchFolder()
        try folder.write("\u{FEFF}version: 1\n", to: "c.yaml")
        #expect(try folder.loader().load(flag: "c.yaml").configuration == Configuration())
        let message = try error(Data("\u{FEFF}zzz: 1\nversion: 1\n".utf8))
        #expect(message.hasPrefix("c.yaml:1:1: unknown key \"zzz\""))
    }

    @Test("bytes that are no UTF-8 are told with their place")
    func invalidUTF8() throws {
        var data = Data("version: 1\nżż".utf8)
        data.append(contentsOf: [0xFF, 0x0A])
        #expect(try error(data) == "c.yaml:2:3: the file is not UTF-8 text; save it as UTF-8")
    }

    @Test("a replacement character in the file itself is no broken byte")
    func replacementCharacter() throws {
        var data = Data("# \u{FFFD}\n".utf8)
        data.append(contentsOf: [0x61, 0xC3])
        #expect(try error(data) == "c.yaml:2:2: the file is not UTF-8 text; save it as UTF-8")
    }

    @Test("UTF-16 is named")
    func utf16() throws {
        #expect(try error(Data([0xFF, 0xFE, 0x61, 0x00])) == "c.yaml:1:1: the file is UTF-16; save it as UTF-8")
    }

    @Test("10 MB of junk are refused by their size")
    func junk() throws {
        let message = try error(Data(repeating: 0x5B, count: 10_000_000))
        #expect(message == "c.yaml: the file is longer than 256 KiB, so it is no configuration; name another")
    }

    @Test("an endless file is refused too")
    func endless() throws {
        let folder = try ScratchFolder()
        let thrown = #expect(throws: ConfigurationError.self) { try folder.loader().load(flag: "/dev/zero") }
        #expect(thrown?.description.contains("longer than 256 KiB") == true)
    }

    @Test("a folder is no file")
    func folder() throws {
        let folder = try ScratchFolder()
        let thrown = #expect(throws: ConfigurationError.self) { try folder.loader().load(flag: folder.path) }
        #expect(thrown?.description == "\(folder.path): this is a folder; name the file in it")
    }
}
