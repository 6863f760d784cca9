extension JSON {
    /// The value as JSON text without white space.
    var bytes: [UInt8] {
        var out: [UInt8] = []
        write(to: &out)
        return out
    }

    /// The value as JSON text without white space.
    var rendering: String {
        String(decoding: bytes, as: UTF8.self)
    }

    private func write(to out: inout [UInt8]) {
        switch self {
        case .null: out += "null".utf8
        case let .bool(flag): out += (flag ? "true" : "false").utf8
        case let .integer(value): out += String(value).utf8
        case let .unsigned(value): out += String(value).utf8
        case let .number(value): out += (value.isFinite ? String(value) : "null").utf8
        case let .string(text): Self.write(text, to: &out)
        case let .array(values):
            Self.write(values, between: UInt8(ascii: "["), and: UInt8(ascii: "]"), to: &out) { value, out in
                value.write(to: &out)
            }
        case let .object(members):
            Self.write(members, between: UInt8(ascii: "{"), and: UInt8(ascii: "}"), to: &out) { member, out in
                Self.write(member.name, to: &out)
                out.append(UInt8(ascii: ":"))
                member.value.write(to: &out)
            }
        case let .rendered(bytes): out += bytes
        }
    }

    private static func write<Element>(
        _ elements: [Element],
        between open: UInt8,
        and close: UInt8,
        to out: inout [UInt8],
        each: (Element, inout [UInt8]) -> Void
    ) {
        out.append(open)
        for (position, element) in elements.enumerated() {
            if position > 0 {
                out.append(UInt8(ascii: ","))
            }
            each(element, &out)
        }
        out.append(close)
    }

    private static func write(_ text: String, to out: inout [UInt8]) {
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += #"\""#.utf8
            case UInt8(ascii: "\\"): out += #"\\"#.utf8
            case 0x0A: out += #"\n"#.utf8
            case 0x0D: out += #"\r"#.utf8
            case 0x09: out += #"\t"#.utf8
            case 0 ..< 0x20:
                let digits = String(byte, radix: 16)
                out += (#"\u"# + String(repeating: "0", count: 4 - digits.count) + digits).utf8
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}
