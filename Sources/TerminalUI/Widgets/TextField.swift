/// The state of a one line text field. Text is always `printable`; the cursor counts clusters from 0.
public struct TextField: Hashable, Sendable {
    /// What was typed.
    public private(set) var text: String
    /// Clusters before the cursor, 0 to `text.count`.
    public private(set) var cursor: Int
    /// Whether all of a prefilled text is selected, so that the first character replaces it.
    public private(set) var isAllSelected: Bool
    /// The most clusters it takes.
    public let maxLength: Int

    /// A field; a prefilled text starts selected unless told otherwise.
    public init(text: String = "", maxLength: Int = 256, selectsAll: Bool = true) {
        self.maxLength = max(0, maxLength)
        self.text = String(text.printable.prefix(self.maxLength))
        cursor = self.text.count
        isAllSelected = selectsAll && !self.text.isEmpty
    }
}

extension TextField {
    /// Types a character at the cursor, or in place of the selected text.
    public mutating func insert(_ character: Character) {
        guard cursor > 0, !isAllSelected else {
            insertPrintable(String(character).printable)
            return
        }
        // Made printable behind a letter: a terminal may send a combining mark after the letter it belongs to.
        var carried = ("x" + String(character)).printable.unicodeScalars
        carried.removeFirst()
        insertPrintable(String(carried))
    }

    /// Inserts pasted text made printable, as much of it as fits.
    public mutating func paste(_ pasted: String) {
        insertPrintable(pasted.printable)
    }

    /// Deletes the cluster before the cursor, or the selected text.
    public mutating func backspace() {
        guard !removeSelection(), cursor > 0 else { return }
        text.remove(at: index(cursor - 1))
        cursor = min(cursor - 1, text.count)
    }

    /// Deletes the cluster after the cursor, or the selected text.
    public mutating func deleteForward() {
        guard !removeSelection(), cursor < text.count else { return }
        text.remove(at: index(cursor))
        cursor = min(cursor, text.count)
    }

    /// Deletes the word before the cursor and the spaces after it, or the selected text.
    public mutating func killWord() {
        guard !removeSelection() else { return }
        let before = text[..<index(cursor)]
        let kept = before.trimmingEnd { $0 == " " }.trimmingEnd { $0 != " " }
        let rest = text[index(cursor)...]
        cursor = kept.count
        text = String(kept) + rest
    }

    /// Deletes everything before the cursor, or the selected text.
    public mutating func killToStart() {
        guard !removeSelection() else { return }
        text = String(text[index(cursor)...])
        cursor = 0
    }

    /// Deletes everything after the cursor, or the selected text.
    public mutating func killToEnd() {
        guard !removeSelection() else { return }
        text = String(text[..<index(cursor)])
    }

    /// One cluster left; a selection ends at its beginning.
    public mutating func moveLeft() {
        cursor = isAllSelected ? 0 : max(0, cursor - 1)
        isAllSelected = false
    }

    /// One cluster right; a selection ends at its end.
    public mutating func moveRight() {
        cursor = isAllSelected ? text.count : min(text.count, cursor + 1)
        isAllSelected = false
    }

    /// To the beginning.
    public mutating func moveHome() {
        cursor = 0
        isAllSelected = false
    }

    /// To the end.
    public mutating func moveEnd() {
        cursor = text.count
        isAllSelected = false
    }

    /// Empties the field.
    public mutating func clear() {
        text = ""
        cursor = 0
        isAllSelected = false
    }

    private func index(_ offset: Int) -> String.Index {
        text.index(text.startIndex, offsetBy: offset)
    }

    private mutating func removeSelection() -> Bool {
        guard isAllSelected else { return false }
        clear()
        return true
    }

    private mutating func insertPrintable(_ new: String) {
        guard !new.isEmpty else { return }
        _ = removeSelection()
        let before = String(text[..<index(cursor)])
        let after = String(text[index(cursor)...])
        // Counted afterwards: a combining mark joins the cluster before it.
        let fitting = new.prefix(max(0, maxLength - text.count))
        let joined = fitting.isEmpty && (before + new).count == before.count ? before + new : before + fitting
        text = joined + after
        cursor = min(joined.count, text.count)
    }
}

extension Substring {
    fileprivate func trimmingEnd(while matches: (Character) -> Bool) -> Substring {
        var end = endIndex
        while end > startIndex, matches(self[index(before: end)]) {
            end = index(before: end)
        }
        return self[..<end]
    }
}
