import AppCore
import TerminalUI

/// A sheet as text: facts that may be scrolled away, and a tail that must stay on screen.
struct SheetViewModel: Equatable {
    /// A line of text being edited.
    struct Field: Equatable {
        var text: String
        /// Cells before the cursor.
        var cursor: Int
        var isSelected: Bool
    }

    var title: String
    var facts: [Line]
    var tail: [Line]
    var field: Field?
    /// Below the field: what is wrong with it.
    var problem: Line?
    var footer: Line
    var scroll: Int

    init(title: String, facts: [Line], tail: [Line] = [], footer: Line, scroll: Int = 0) {
        self.title = title
        self.facts = facts
        self.tail = tail
        self.footer = footer
        self.scroll = scroll
    }
}

extension SheetViewModel.Field {
    init(_ input: TextInput) {
        text = input.text.printable
        cursor = String(input.characters.prefix(input.cursor)).printable.displayWidth
        isSelected = input.isAllSelected
    }
}

extension ViewContext {
    /// The last line of a sheet: `wait` during the guard time, then the keys.
    func keys(_ hints: [String], isArmed: Bool) -> Line {
        Line(isArmed ? hints.joined(separator: dot) : "wait", style: theme.style(.faint))
    }
}
