/// A cell in eight bytes: the glyph above, style and width below, so that comparing two frames compares numbers.
struct PackedCell: Equatable {
    private static let styleMask: UInt64 = (1 << 23) - 1
    private static let clusterFlag: UInt32 = 1 << 31

    private var bits: UInt64

    static let blank = PackedCell(glyph: 0x20, style: 0, width: 1)

    /// `glyph` is a code point, or an index into the buffer's clusters made by `cluster(_:)`.
    init(glyph: UInt32, style: UInt32, width: Int) {
        bits = UInt64(glyph) << 32 | UInt64(width) << 23 | UInt64(style)
    }

    static func cluster(_ index: Int) -> UInt32 {
        clusterFlag | UInt32(truncatingIfNeeded: index)
    }

    var glyph: UInt32 {
        UInt32(truncatingIfNeeded: bits >> 32)
    }

    var clusterIndex: Int? {
        glyph & Self.clusterFlag == 0 ? nil : Int(glyph & ~Self.clusterFlag)
    }

    var width: Int {
        Int(bits >> 23 & 3)
    }

    var style: UInt32 {
        get { UInt32(truncatingIfNeeded: bits & Self.styleMask) }
        set { bits = bits & ~Self.styleMask | UInt64(newValue) }
    }

    /// Style and width without the glyph.
    var appearance: UInt32 {
        UInt32(truncatingIfNeeded: bits)
    }
}
