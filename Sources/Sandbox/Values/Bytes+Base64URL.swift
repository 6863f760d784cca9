import FoundationEssentials

extension [UInt8] {
    /// The bytes as base64url without padding (RFC 4648, 5).
    var base64URL: String {
        let text = Data(self).base64EncodedData().compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads base64url without padding; `nil` where the text is none.
    init?(base64URL text: some StringProtocol) {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/") + padding
        guard let data = Data(base64Encoded: plain) else { return nil }
        self = Array(data)
    }
}
