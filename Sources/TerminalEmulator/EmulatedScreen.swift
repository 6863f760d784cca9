internal import CVTerm

/// A terminal emulator's screen: takes the bytes a program writes and tells what a user would see.
public final class EmulatedScreen {
    /// Columns of the screen.
    public private(set) var columns: Int
    /// Rows of the screen.
    public private(set) var rowCount: Int

    private let emulator: OpaquePointer
    private let screen: OpaquePointer
    private let callbacks: UnsafeMutablePointer<VTermScreenCallbacks>
    private let state: ScreenState

    /// A blank screen.
    public init(columns: Int = 80, rows: Int = 24) {
        self.columns = columns
        rowCount = rows
        state = ScreenState()
        emulator = vterm_new(Int32(rows), Int32(columns))
        vterm_set_utf8(emulator, 1)
        screen = vterm_obtain_screen(emulator)
        callbacks = .allocate(capacity: 1)
        callbacks.initialize(to: VTermScreenCallbacks())
        callbacks.pointee.movecursor = { position, _, _, user in
            ScreenState.from(user)?.cursor = (Int(position.col), Int(position.row))
            return 1
        }
        callbacks.pointee.settermprop = { property, value, user in
            guard let value else { return 0 }
            ScreenState.from(user)?.set(property, cvterm_boolean(value))
            return 1
        }
        callbacks.pointee.bell = { user in
            ScreenState.from(user)?.bellCount += 1
            return 1
        }
        vterm_screen_set_callbacks(screen, callbacks, Unmanaged.passUnretained(state).toOpaque())
        vterm_screen_enable_altscreen(screen, 1)
        vterm_screen_reset(screen, 1)
    }

    deinit {
        vterm_free(emulator)
        callbacks.deinitialize(count: 1)
        callbacks.deallocate()
    }

    /// Takes bytes from the program and returns what a terminal answers to its questions.
    public func feed(_ bytes: [UInt8]) -> [UInt8] {
        bytes.withUnsafeBytes { buffer in
            _ = vterm_input_write(emulator, buffer.bindMemory(to: CChar.self).baseAddress, buffer.count)
        }
        return [UInt8](unsafeUninitializedCapacity: vterm_output_get_buffer_current(emulator)) { buffer, count in
            count = buffer.withMemoryRebound(to: CChar.self) {
                $0.isEmpty ? 0 : vterm_output_read(emulator, $0.baseAddress, $0.count)
            }
        }
    }

    /// Changes the size as a user does by dragging the window.
    public func resize(columns: Int, rows: Int) {
        self.columns = columns
        rowCount = rows
        vterm_set_size(emulator, Int32(rows), Int32(columns))
    }
}

extension EmulatedScreen {
    /// The cell at a column and row from 0; a blank one outside.
    public func cell(x: Int, y: Int) -> ScreenCell {
        var raw = VTermScreenCell()
        let position = VTermPos(row: Int32(y), col: Int32(x))
        guard x >= 0, y >= 0, x < columns, y < rowCount, vterm_screen_get_cell(screen, position, &raw) != 0 else {
            return ScreenCell()
        }
        return ScreenCell(
            text: Self.text(of: raw),
            width: Int(raw.width),
            foreground: Self.color(raw.fg),
            background: Self.color(raw.bg),
            isBold: cvterm_is_bold(&raw),
            isItalic: cvterm_is_italic(&raw),
            isUnderlined: cvterm_is_underlined(&raw),
            isReverse: cvterm_is_reverse(&raw)
        )
    }

    /// A row as text, without spaces at its end.
    public func row(_ y: Int) -> String {
        var text = ""
        var x = 0
        while x < columns {
            let cell = cell(x: x, y: y)
            text += cell.text.isEmpty ? " " : cell.text
            x += max(1, cell.width)
        }
        while text.last == " " {
            text.removeLast()
        }
        return text
    }

    /// All rows, top to bottom.
    public var rows: [String] {
        (0 ..< rowCount).map(row)
    }

    /// All rows as one text.
    public var text: String {
        rows.joined(separator: "\n")
    }

    /// Whether the text stands somewhere within one row.
    public func contains(_ part: String) -> Bool {
        rows.contains { $0.contains(part) }
    }

    /// Where the cursor stands.
    public var cursor: (x: Int, y: Int) {
        state.cursor
    }

    /// Whether the cursor shows.
    public var isCursorVisible: Bool {
        state.isCursorVisible
    }

    /// Whether the program switched to the alternate screen, and not back.
    public var isAlternate: Bool {
        state.isAlternate
    }

    /// How often the bell rang.
    public var bellCount: Int {
        state.bellCount
    }

    private static func text(of cell: VTermScreenCell) -> String {
        var cell = cell
        var scalars = String.UnicodeScalarView()
        for index in 0 ..< VTERM_MAX_CHARS_PER_CELL {
            guard case let value = cvterm_scalar(&cell, index), value != 0, let scalar = Unicode.Scalar(value) else {
                break
            }
            scalars.append(scalar)
        }
        return String(scalars)
    }

    private static func color(_ color: VTermColor) -> ScreenCell.Color {
        var color = color
        if cvterm_is_default(&color) {
            return .standard
        }
        let index = cvterm_index(&color)
        return index >= 0 ? .indexed(UInt8(truncatingIfNeeded: index)) : .rgb(UInt32(cvterm_rgb(&color)))
    }
}
