import CNCurses
import CTerm
import Glibc
import TerminalUI

/// ncurses drawing into a file in memory: it finds the cheapest bytes for a change, and never waits for the terminal.
struct NCursesScreen: ~Copyable {
    /// The entry of the terminal database in use.
    let name: String
    let description: TerminalDescription
    let colors: TerminalTraits.Colors
    private let isUnicode: Bool
    private let sink: Int32
    private let screen: OpaquePointer

    /// Opens the first usable entry of `names`.
    init(names: [String], size: Size, isUnicode: Bool, wantsColors: Bool) throws(TerminalOpenError) {
        let sink = cterm_sink_open("backtop-frame")
        guard sink >= 0, let output = fdopen(sink, "w"), let input = fopen("/dev/null", "re") else {
            throw .device(reason: String(cString: strerror(errno)))
        }
        for name in names {
            guard let screen = newterm(name, output, input) else { continue }
            guard let description = TerminalDescription.current() else {
                endwin()
                delscreen(screen)
                cterm_sink_truncate(sink)
                continue
            }
            self.name = name
            self.description = description
            self.isUnicode = isUnicode
            self.sink = sink
            self.screen = screen
            colors = Self.startColors(wanted: wantsColors)
            nonl()
            noecho()
            // ncurses took LINES and COLUMNS of some former terminal, or a guess; the device knows.
            resize(to: size)
            // It has prepared to scroll as many lines as it guessed. Coming back from a pause it goes by the size.
            endwin()
            cterm_sink_truncate(sink)
            return
        }
        fclose(output)
        fclose(input)
        throw .unusable(name: names.first ?? "")
    }

    /// Tells ncurses the terminal's size and makes the next paint a full one.
    func resize(to size: Size) {
        resizeterm(Int32(max(1, size.height)), Int32(max(1, size.width)))
        repaintAll()
    }

    /// Makes the next paint clear the terminal first.
    func repaintAll() {
        clearok(nc_screen_window(), true)
    }

    /// What makes the whole terminal scroll, which `resize(to:)` tells ncurses only. It moves the cursor to the top.
    func scrollRegion(of size: Size) -> [UInt8] {
        nc_scroll_region(Int32(max(1, size.height))).map { Array(String(cString: $0).utf8) } ?? []
    }

    /// Draws stretches of a frame and returns the bytes that bring the terminal there.
    func paint(_ buffer: Buffer, stretches: [Rect], cursor: Point?) -> [UInt8] {
        guard let window = nc_screen_window() else { return [] }
        let visible = Rect(x: 0, y: 0, width: Int(getmaxx(window)), height: Int(getmaxy(window)))
        for stretch in stretches.map({ $0.intersection(visible) }) where !stretch.isEmpty {
            buffer.forEachRun(row: stretch.y, columns: stretch.columns) { x, style, glyphs in
                let look = look(of: style)
                _ = nc_set_style(window, look.attributes, look.pair)
                wmove(window, Int32(stretch.y), Int32(x))
                let text = wideText(of: glyphs)
                // The very last cell reports an error after it was written, since the window does not scroll.
                _ = waddnwstr(window, text, Int32(text.count))
            }
        }
        let place = cursor.flatMap { visible.contains($0) ? $0 : nil }
        leaveok(window, place == nil)
        if let place {
            wmove(window, Int32(place.y), Int32(place.x))
        }
        wnoutrefresh(window)
        doupdate()
        // Not before: a cursor that is hidden when the other screen comes on is hidden again when that goes.
        curs_set(place == nil ? 0 : 1)
        return takeBytes()
    }

    /// The bytes that leave the screen; the next paint enters it again.
    func leave() -> [UInt8] {
        endwin()
        return description.leave + takeBytes()
    }

    private func takeBytes() -> [UInt8] {
        let size = max(0, cterm_sink_size(sink))
        guard size > 0 else { return [] }
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, cterm_sink_read(sink, buffer.baseAddress, size))
        }
        cterm_sink_truncate(sink)
        return bytes
    }

    private static func startColors(wanted: Bool) -> TerminalTraits.Colors {
        // Without colours, allocating a pair crashes inside ncurses.
        guard wanted, has_colors(), start_color() == OK, use_default_colors() == OK else { return .mono }
        return switch nc_colors() {
        case 256...: .palette
        case 16...: .sixteen
        case 8...: .eight
        default: .mono
        }
    }
}

extension NCursesScreen {
    private func look(of style: Style) -> (attributes: attr_t, pair: Int32) {
        var attributes: attr_t = 0
        for (attribute, mark) in [
            (Attributes.bold, nc_bold), (.dim, nc_dim), (.italic, nc_italic), (.underline, nc_underline),
            (.reverse, nc_reverse),
        ] where style.attributes.contains(attribute) {
            attributes |= mark
        }
        let foreground = style.foreground.reduced(to: colors)
        let background = style.background.reduced(to: colors)
        if colors == .eight, style.foreground == .bright(.black) {
            attributes |= nc_dim
        }
        guard foreground >= 0 || background >= 0 else { return (attributes, 0) }
        return (attributes, max(0, alloc_pair(Int32(foreground), Int32(background))))
    }

    /// The glyphs in as many cells as the C library counts for them, which is what ncurses goes by.
    private func wideText(of glyphs: [Character]) -> [wchar_t] {
        var text: [wchar_t] = []
        text.reserveCapacity(glyphs.count)
        for glyph in glyphs {
            if let byte = glyph.asciiValue {
                text.append(wchar_t(max(0x20, byte)))
            } else if isUnicode {
                append(glyph, to: &text)
            } else {
                let substitute = AsciiSubstitute.text(for: glyph, width: glyph.displayWidth)
                text.append(contentsOf: substitute.unicodeScalars.map { wchar_t($0.value) })
            }
        }
        return text
    }

    private func append(_ glyph: Character, to text: inout [wchar_t]) {
        let width = glyph.displayWidth
        var used = 0
        for scalar in glyph.unicodeScalars {
            // Terminals disagree about what joiners and selectors do to the width, so none is sent.
            guard scalar.value != 0x200D, !(0xFE00 ... 0xFE0F).contains(scalar.value) else { continue }
            let own = Int(cterm_scalar_width(scalar.value))
            guard own >= 0, used + own <= width else { break }
            if own == 0, used == 0 {
                continue
            }
            text.append(wchar_t(scalar.value))
            used += own
        }
        if used == 0 {
            text.append(wchar_t(0x3F))
            used = 1
        }
        text.append(contentsOf: repeatElement(wchar_t(0x20), count: max(0, width - used)))
    }
}
