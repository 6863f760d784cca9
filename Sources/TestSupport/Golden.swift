#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
public import TerminalUI

/// Compares a frame with a file: a block of glyphs, then one style letter for each cell, then what the letters mean.
public enum Golden {
    private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    /// Checks a frame against `Goldens/NAME.txt` beside the calling test file.
    ///
    /// With `UPDATE_GOLDENS=1` the file is rewritten instead; where `CI=true` that variable is refused. A missing file
    /// is a failure.
    public static func check(
        _ buffer: Buffer,
        cursor: Point? = nil,
        named name: String,
        filePath: String = #filePath
    ) throws(GoldenError) {
        let folder = URL(filePath: filePath).deletingLastPathComponent().appending(path: "Goldens")
        try check(
            buffer,
            cursor: cursor,
            against: folder.appending(path: name + ".txt").path,
            environment: ProcessInfo.processInfo.environment
        )
    }

    /// Checks a frame against a file; `environment` decides about rewriting.
    public static func check(
        _ buffer: Buffer,
        cursor: Point? = nil,
        against path: String,
        environment: [String: String]
    ) throws(GoldenError) {
        let actual = text(of: buffer, cursor: cursor)
        if environment["UPDATE_GOLDENS"] == "1" {
            guard environment["CI"] != "true" else { throw .updateRefused }
            try write(actual, to: path)
            return
        }
        let expected: String
        do {
            expected = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw .missing(path: path)
        }
        guard expected != actual else { return }
        throw .differs(path: path, difference: difference(expected: expected, actual: actual))
    }

    /// The text form of a frame.
    public static func text(of buffer: Buffer, cursor: Point? = nil) -> String {
        var legend: [Style: Character] = [.plain: "."]
        var meanings: [String] = []
        var rows: [String] = []
        for y in buffer.bounds.rows {
            var row = ""
            for x in buffer.bounds.columns {
                let style = buffer[x, y].style
                if legend[style] == nil {
                    // More styles than letters: the rest share one, which the legend says by repeating it.
                    let letter = meanings.count < letters.count ? letters[meanings.count] : "?"
                    legend[style] = letter
                    meanings.append("\(letter) \(description(of: style))")
                }
                row.append(legend[style] ?? "?")
            }
            while row.last == "." {
                row.removeLast()
            }
            rows.append(row)
        }
        var lines = ["size \(buffer.size.width)x\(buffer.size.height)"]
        lines.append(cursor.map { "cursor \($0.x),\($0.y)" } ?? "cursor hidden")
        lines.append("--- glyphs")
        lines += buffer.bounds.rows.map { buffer.text(row: $0) }
        lines.append("--- styles")
        lines += rows
        lines.append("--- legend")
        lines += meanings
        return lines.joined(separator: "\n") + "\n"
    }

    private static func description(of style: Style) -> String {
        var words: [String] = []
        for (attribute, word) in [
            (Attributes.bold, "bold"), (.dim, "dim"), (.italic, "italic"), (.underline, "underline"),
            (.reverse, "reverse"),
        ] where style.attributes.contains(attribute) {
            words.append(word)
        }
        if style.foreground != .standard {
            words.append("\(style.foreground)")
        }
        if style.background != .standard {
            words.append("on \(style.background)")
        }
        return words.joined(separator: " ")
    }

    private static func write(_ text: String, to path: String) throws(GoldenError) {
        do {
            let folder = URL(filePath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw .unwritable(path: path, reason: "\(error)")
        }
    }

    private static func difference(expected: String, actual: String) -> String {
        let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
        let new = actual.split(separator: "\n", omittingEmptySubsequences: false)
        var lines: [String] = []
        for index in 0 ..< max(old.count, new.count) {
            let before = index < old.count ? old[index] : nil
            let after = index < new.count ? new[index] : nil
            guard before != after else { continue }
            lines += before.map { ["\(index + 1) - \($0)"] } ?? []
            lines += after.map { ["\(index + 1) + \($0)"] } ?? []
        }
        return lines.joined(separator: "\n")
    }
}
