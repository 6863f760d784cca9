/// Colours and attributes of a run of cells.
public struct Style: Hashable, Sendable {
    /// Colour of the glyph.
    public var foreground: Color
    /// Colour behind the glyph.
    public var background: Color
    /// Bold, reverse and the like.
    public var attributes: Attributes

    /// The terminal's default look.
    public static let plain = Style()

    /// A style; everything not given is the terminal's default.
    public init(foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }
}

extension Style {
    /// The same style in bold.
    public var bold: Style {
        adding(.bold)
    }

    /// The same style, fainter.
    public var dim: Style {
        adding(.dim)
    }

    /// The same style in italics.
    public var italic: Style {
        adding(.italic)
    }

    /// The same style, underlined.
    public var underline: Style {
        adding(.underline)
    }

    /// The same style with foreground and background swapped.
    public var reverse: Style {
        adding(.reverse)
    }

    /// The same style with more attributes.
    public func adding(_ more: Attributes) -> Style {
        var copy = self
        copy.attributes.formUnion(more)
        return copy
    }

    /// The same style with another foreground.
    public func foreground(_ color: Color) -> Style {
        var copy = self
        copy.foreground = color
        return copy
    }

    /// The same style with another background.
    public func background(_ color: Color) -> Style {
        var copy = self
        copy.background = color
        return copy
    }
}

extension Style {
    /// Attributes in bits 0 to 4, foreground in 5 to 13, background in 14 to 22.
    var packed: UInt32 {
        UInt32(attributes.rawValue) | foreground.packed << 5 | background.packed << 14
    }

    init(packed: UInt32) {
        self.init(
            foreground: Color(packed: packed >> 5 & 511),
            background: Color(packed: packed >> 14 & 511),
            attributes: Attributes(rawValue: UInt8(packed & 31))
        )
    }
}
