/// The request that puts text on the clipboard of the user's terminal (OSC 52).
package enum ClipboardSequence {
    /// The most bytes of text: terminals take about 75,000 bytes of request.
    package static let limit = 56000
    /// GNU screen cuts device strings longer than this.
    private static let screenPiece = 512

    /// The bytes to send by a route.
    package static func bytes(for text: String, route: ClipboardResult.Route) -> [UInt8] {
        let request = "\u{1B}]52;c;\(base64(Array(text.utf8)))\u{07}"
        switch route {
        case .direct:
            return Array(request.utf8)
        case .tmux:
            // tmux takes the plain form with `set-clipboard on` and the wrapped one with `allow-passthrough on`; what
            // it does not take it drops, so both are sent.
            let wrapped = request.replacingEscapes(with: "\u{1B}\u{1B}")
            return Array(request.utf8) + Array("\u{1B}Ptmux;\(wrapped)\u{1B}\\".utf8)
        case .screen:
            return pieces(of: Array(request.utf8)).flatMap { Array("\u{1B}P".utf8) + $0 + Array("\u{1B}\\".utf8) }
        }
    }

    /// The way to the terminal, by the environment the multiplexer sets and the name it gives the terminal.
    package static func route(environment: [String: String]) -> ClipboardResult.Route {
        let name = environment["TERM"] ?? ""
        if environment["TMUX"]?.isEmpty == false || name.hasPrefix("tmux") {
            return .tmux
        }
        return environment["STY"]?.isEmpty == false || name.hasPrefix("screen") ? .screen : .direct
    }

    private static func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: screenPiece).map { bytes[$0 ..< min($0 + screenPiece, bytes.count)] }
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start ..< min(start + 3, bytes.count)]
            var bits: UInt32 = 0
            for byte in group {
                bits = bits << 8 | UInt32(byte)
            }
            bits <<= UInt32(8 * (3 - group.count))
            for position in 0 ..< 4 {
                let isPadding = position > group.count
                result.append(isPadding ? 0x3D : alphabet[Int(bits >> UInt32(18 - 6 * position) & 63)])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension String {
    fileprivate func replacingEscapes(with replacement: String) -> String {
        var result = ""
        for character in self {
            result += character == "\u{1B}" ? replacement : String(character)
        }
        return result
    }
}
