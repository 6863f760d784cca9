extension Color {
    /// The palette number a terminal with fewer colours shows instead, or -1 for its default colour.
    package func reduced(to colors: TerminalTraits.Colors) -> Int {
        guard colors > .mono, let index = paletteIndex else { return -1 }
        let number = Int(index)
        switch colors {
        case .mono: return -1
        case .palette: return number
        case .sixteen: return number < 16 ? number : Self.nearestANSI(number)
        case .eight:
            let named = number < 16 ? number : Self.nearestANSI(number)
            // Bright black as black would vanish on the usual background.
            return named == 8 ? -1 : named % 8
        }
    }

    /// The nearest of the sixteen named colours for an entry of the colour cube or the grey ramp.
    private static func nearestANSI(_ index: Int) -> Int {
        let red: Int
        let green: Int
        let blue: Int
        if index >= 232 {
            let grey = 8 + (index - 232) * 10
            (red, green, blue) = (grey, grey, grey)
        } else {
            let levels = [0, 95, 135, 175, 215, 255]
            let cube = index - 16
            (red, green, blue) = (levels[cube / 36], levels[cube / 6 % 6], levels[cube % 6])
        }
        let brightest = max(red, green, blue)
        if brightest - min(red, green, blue) < 32 {
            return [0, 8, 7, 15][min(3, brightest / 64)]
        }
        let threshold = brightest * 2 / 3
        let hue = (red > threshold ? 1 : 0) | (green > threshold ? 2 : 0) | (blue > threshold ? 4 : 0)
        return brightest > 215 ? hue + 8 : hue
    }
}
