/// The scanner behind `String.printable`.
struct TextSanitizer {
    private static let marksPerCluster = 4

    private let input: [Unicode.Scalar]
    private var position = 0
    private var output = String.UnicodeScalarView()
    private var marks = 0

    init(_ input: [Unicode.Scalar]) {
        self.input = input
    }

    mutating func run() -> String {
        while position < input.count {
            let scalar = input[position]
            position += 1
            take(scalar)
        }
        return String(output)
    }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x1B: skipEscape()
        case 0x9B: skipControlSequence()
        case 0x90, 0x98, 0x9D, 0x9E, 0x9F: skipControlString()
        case 0x0D where peek() == 0x0A: break
        case 0x09 ... 0x0D, 0x85, 0x2028, 0x2029: append(" ")
        case 0x200D: takeJoiner(scalar)
        default: takeVisible(scalar)
        }
    }

    private mutating func takeVisible(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x7F {
            if scalar.value >= 0x20 {
                append(scalar)
            }
            return
        }
        if Self.isInvisible(scalar.value) {
            return
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate:
            return
        case .nonspacingMark, .enclosingMark, .spacingMark:
            // A mark needs something to stand on, and a stack of them would paint over the rows around it.
            guard !output.isEmpty, marks < Self.marksPerCluster else { return }
            marks += 1
            output.append(scalar)
        case .spaceSeparator:
            append(scalar.value == 0x3000 ? scalar : " ")
        case .unassigned, .privateUse:
            append("\u{FFFD}")
        default:
            append(scalar)
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        output.append(scalar)
        marks = 0
    }

    /// A joiner stays only where it makes one emoji of two.
    private mutating func takeJoiner(_ joiner: Unicode.Scalar) {
        guard
            let before = output.last(where: { $0.value != 0xFE0F && !$0.properties.isEmojiModifier }),
            before.properties.isEmoji,
            before.value > 0x7F,
            position < input.count,
            input[position].properties.isEmoji,
            input[position].value > 0x7F
        else { return }
        output.append(joiner)
    }

    private static func isInvisible(_ value: UInt32) -> Bool {
        switch value {
        case 0xAD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B ... 0x180F, 0x200B ... 0x200F,
             0x202A ... 0x202E, 0x2060 ... 0x206F, 0x3164, 0xFEFF, 0xFFA0, 0xFFF9 ... 0xFFFB, 0xE0000 ... 0xE0FFF:
            true
        default:
            false
        }
    }
}

extension TextSanitizer {
    private func peek() -> UInt32? {
        position < input.count ? input[position].value : nil
    }

    /// After ESC: a control sequence, a control string, or a short sequence of intermediates and one final.
    private mutating func skipEscape() {
        guard let next = peek() else { return }
        switch next {
        case 0x5B:
            position += 1
            skipControlSequence()
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
            position += 1
            skipControlString()
        case 0x20 ... 0x7E:
            while let byte = peek(), (0x20 ... 0x2F).contains(byte) {
                position += 1
            }
            if let final = peek(), (0x30 ... 0x7E).contains(final) {
                position += 1
            }
        default:
            break
        }
    }

    /// Parameters, intermediates, one final.
    private mutating func skipControlSequence() {
        while let byte = peek(), (0x20 ... 0x3F).contains(byte) {
            position += 1
        }
        if let final = peek(), (0x40 ... 0x7E).contains(final) {
            position += 1
        }
    }

    /// Up to BEL or ST. Without an end only the introducer goes, so a name cannot hide its own rest.
    private mutating func skipControlString() {
        var end = position
        while end < input.count {
            switch input[end].value {
            case 0x07, 0x9C:
                position = end + 1
                return
            case 0x1B where end + 1 < input.count && input[end + 1].value == 0x5C:
                position = end + 2
                return
            default:
                end += 1
            }
        }
    }
}
