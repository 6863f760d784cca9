/// What the bytes of an escape sequence mean, by the conventions xterm, rxvt, the Linux console and VT terminals share.
enum EscapeSequence: Equatable {
    /// More bytes are needed.
    case incomplete
    case key(KeyEvent)
    /// An escape right before a byte: Alt held down with the key of that byte.
    case alt(UInt8)
    case pasteStart
    /// The introducer of a string that ends with BEL or ST.
    case string
    /// Complete, but nothing we know.
    case ignored
    /// The last byte belongs to no sequence.
    case aborted

    /// Reads a sequence; `bytes` begins with the escape.
    static func parse(_ bytes: [UInt8]) -> EscapeSequence {
        guard bytes.count > 1 else { return .incomplete }
        switch bytes[1] {
        case 0x1B:
            // Alt with a key that is a sequence itself comes as two escapes.
            guard bytes.count > 2 else { return .incomplete }
            guard bytes[2] == 0x5B || bytes[2] == 0x4F else { return .aborted }
            return parse(Array(bytes.dropFirst())).adding(.alt)
        case 0x5B:
            return controlSequence(bytes.dropFirst(2))
        case 0x4F:
            return singleShift(bytes.dropFirst(2))
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
            return bytes.count == 2 ? .incomplete : string(following: bytes[2], introducer: bytes[1])
        case 0x80...:
            return .aborted
        default:
            return .alt(bytes[1])
        }
    }

    /// Alt-] and its like are typed alone; a string goes on with a printable byte.
    private static func string(following byte: UInt8, introducer: UInt8) -> EscapeSequence {
        byte >= 0x20 && byte < 0x7F ? .string : .aborted
    }

    private func adding(_ modifier: KeyEvent.Modifiers) -> EscapeSequence {
        guard case let .key(event) = self else { return self }
        return .key(KeyEvent(event.key, modifiers: event.modifiers.union(modifier)))
    }
}

extension EscapeSequence {
    private static func controlSequence(_ body: ArraySlice<UInt8>) -> EscapeSequence {
        guard let last = body.last else { return .incomplete }
        // The Linux console sends F1 to F5 as `[A` to `[E` behind the introducer.
        if body.first == 0x5B {
            guard body.count > 1 else { return .incomplete }
            return (0x41 ... 0x45).contains(last) ? .key(KeyEvent(.function(Int(last) - 0x40))) : .ignored
        }
        switch last {
        // rxvt ends a shifted key with it; elsewhere it stands before the final of an answer.
        case 0x24 where body.count > 1 && body.dropLast().allSatisfy { (0x30 ... 0x39).contains($0) }:
            return finished(parameters(body), final: last)
        case 0x20 ... 0x3F:
            return .incomplete
        case 0x40 ... 0x7E:
            // An old mouse report goes on with three bytes.
            if body.first == 0x4D {
                return .ignored
            }
            return finished(parameters(body), final: last)
        default:
            return .aborted
        }
    }

    private static func parameters(_ body: ArraySlice<UInt8>) -> [Int]? {
        guard body.dropLast().allSatisfy({ (0x30 ... 0x3B).contains($0) }) else { return nil }
        let text = String(decoding: body.dropLast(), as: UTF8.self)
        return text.split(separator: ";", omittingEmptySubsequences: false).map {
            Int($0.split(separator: ":").first ?? "") ?? 1
        }
    }

    private static func finished(_ parameters: [Int]?, final: UInt8) -> EscapeSequence {
        // Private parameters such as `?1;2c` mark an answer, not a key.
        guard let parameters else { return .ignored }
        let first = parameters.first ?? 1
        let modifiers = modifiers(parameters.count > 1 ? parameters[1] : 1)
        if let key = letterKeys[final] {
            // Without a leading 1 this is the answer to a question about the cursor.
            let isAnswer = final == 0x52 && first != 1
            return isAnswer ? .ignored : .key(KeyEvent(key, modifiers: modifiers))
        }
        switch final {
        case 0x5A:
            return .key(KeyEvent(.backTab))
        case 0x61 ... 0x64:
            return arrow(final - 0x20, modifiers: .shift)
        case 0x7E where first == 200:
            return .pasteStart
        case 0x7E where first == 27 && parameters.count > 2:
            return .typed(parameters[2], modifiers)
        case 0x75:
            return .typed(first, modifiers)
        case 0x7E:
            return numbered(first, modifiers)
        case 0x24:
            return numbered(first, .shift)
        case 0x5E:
            return numbered(first, .control)
        case 0x40:
            return numbered(first, [.control, .shift])
        default:
            return .ignored
        }
    }

    private static func singleShift(_ body: ArraySlice<UInt8>) -> EscapeSequence {
        guard let last = body.last else { return .incomplete }
        switch last {
        case 0x30 ... 0x3B:
            // Some terminals put the modifier here: `O5P`.
            return body.count < 4 ? .incomplete : .ignored
        case 0x4D:
            return .key(KeyEvent(.enter))
        case 0x61 ... 0x64:
            return arrow(last - 0x20, modifiers: .control)
        case 0x6A ... 0x79:
            return .key(KeyEvent(Character(Unicode.Scalar(last - 0x40))))
        case 0x58:
            return .key(KeyEvent("="))
        case 0x20 ... 0x7E:
            let modifier = body.dropLast().last.map { Int($0) - 0x30 } ?? 1
            return letterKeys[last].map { .key(KeyEvent($0, modifiers: modifiers(modifier))) } ?? .ignored
        default:
            return .aborted
        }
    }

    private static let letterKeys: [UInt8: Key] = [
        0x41: .up, 0x42: .down, 0x43: .right, 0x44: .left, 0x46: .end, 0x48: .home,
        0x50: .function(1), 0x51: .function(2), 0x52: .function(3), 0x53: .function(4),
    ]

    private static let numberedKeys: [Int: Key] = [
        1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    ]

    private static let functionNumbers: [Int: Int] = [
        11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 17: 6, 18: 7, 19: 8, 20: 9, 21: 10, 23: 11, 24: 12, 25: 13, 26: 14, 28: 15,
        29: 16, 31: 17, 32: 18, 33: 19, 34: 20,
    ]

    private static func arrow(_ letter: UInt8, modifiers: KeyEvent.Modifiers) -> EscapeSequence {
        letterKeys[letter].map { .key(KeyEvent($0, modifiers: modifiers)) } ?? .ignored
    }

    private static func numbered(_ number: Int, _ modifiers: KeyEvent.Modifiers) -> EscapeSequence {
        let key = numberedKeys[number] ?? functionNumbers[number].map { Key.function($0) }
        return key.map { .key(KeyEvent($0, modifiers: modifiers)) } ?? .ignored
    }

    /// A key sent as its code point and modifiers.
    private static func typed(_ code: Int, _ modifiers: KeyEvent.Modifiers) -> EscapeSequence {
        switch code {
        case 9: return .key(modifiers.contains(.shift) ? KeyEvent(.backTab) : KeyEvent(.tab, modifiers: modifiers))
        case 13: return .key(KeyEvent(.enter, modifiers: modifiers))
        case 27: return .key(KeyEvent(.escape, modifiers: modifiers))
        case 127, 8: return .key(KeyEvent(.backspace, modifiers: modifiers))
        default: break
        }
        guard code >= 0x20, let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return .ignored }
        return .key(KeyEvent(Character(scalar), modifiers: modifiers.subtracting(.shift)))
    }

    private static func modifiers(_ parameter: Int) -> KeyEvent.Modifiers {
        var result: KeyEvent.Modifiers = []
        let bits = max(0, parameter - 1)
        if bits & 1 != 0 {
            result.insert(.shift)
        }
        if bits & 2 != 0 {
            result.insert(.alt)
        }
        if bits & 4 != 0 {
            result.insert(.control)
        }
        return result
    }
}
