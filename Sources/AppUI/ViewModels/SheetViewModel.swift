import AppCore
import TerminalUI

/// A sheet as text, wrapped to a width: facts that may be scrolled away, and an end that must stay on screen.
struct SheetViewModel: Equatable {
    var title: String
    var facts: [Line]
    /// What stands right above the field, such as the text to type.
    var prompt: String?
    /// The prompt says something that stands nowhere else.
    var needsPrompt: Bool
    var field: FieldViewModel?
    /// What is wrong with the field; says what the prompt said.
    var problem: String?
    /// About the field, good to know.
    var remark: Line?
    var footer: SheetFooter
    /// Lines of the facts scrolled away; nil where the sheet does not scroll.
    var scroll: Int?

    init(
        title: String,
        facts: [Line],
        prompt: String? = nil,
        needsPrompt: Bool = false,
        footer: SheetFooter,
        scroll: Int? = nil
    ) {
        self.title = title
        self.facts = facts
        self.prompt = prompt
        self.needsPrompt = needsPrompt
        self.footer = footer
        self.scroll = scroll
    }
}

extension SheetViewModel {
    /// The sheet on top; nil for other overlays.
    init?(_ overlay: Overlay, _ state: AppState, _ context: ViewContext, width: Int) {
        switch overlay {
        case let .name(sheet): self.init(sheet, state, context, width: width)
        case let .confirm(sheet): self.init(sheet, context, width: width)
        case let .plan(sheet): self.init(sheet, state, context, width: width)
        case let .unfinished(sheet): self.init(sheet, state, context, width: width)
        case .help, .menu, .palette, .filter: return nil
        }
    }
}
