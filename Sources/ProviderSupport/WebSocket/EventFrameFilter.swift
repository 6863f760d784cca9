/// Tells by the first bytes of a JSON text frame whether its `event` is one of the wanted ones.
///
/// Only a frame that begins with `{"event":"<name>"` and whose name is not wanted is dropped. Anything the first bytes
/// cannot decide is let through to the decoder, so no frame is lost by a guess.
public struct EventFrameFilter: Hashable, Sendable {
    private let names: Set<[UInt8]>
    private let keepsNamed: Bool

    /// Lets only these events through.
    public init(wanted: some Sequence<String>) {
        names = Set(wanted.map { Array($0.utf8) })
        keepsNamed = true
    }

    /// Drops these events and lets all others through, those nobody knows yet included.
    public init(unwanted: some Sequence<String>) {
        names = Set(unwanted.map { Array($0.utf8) })
        keepsNamed = false
    }

    /// Whether the frame that begins with `prefix` must be decoded.
    public func wants(_ prefix: [UInt8]) -> Bool {
        var position = 0
        func skipBlanks() {
            while position < prefix.count, [0x20, 0x09, 0x0A, 0x0D].contains(prefix[position]) {
                position += 1
            }
        }
        for token in ["{", "\"event\"", ":", "\""] {
            skipBlanks()
            guard prefix[position...].starts(with: token.utf8) else { return true }
            position += token.utf8.count
        }
        guard let end = prefix[position...].firstIndex(of: UInt8(ascii: "\"")) else { return true }
        let name = prefix[position ..< end]
        // An escaped name can spell a wanted one in another way.
        return name.contains(UInt8(ascii: "\\")) || names.contains(Array(name)) == keepsNamed
    }
}
