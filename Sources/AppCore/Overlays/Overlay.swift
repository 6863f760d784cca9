import BackupKit

/// Something drawn over the screen that takes the keys while it is on top.
public enum Overlay: Equatable, Sendable {
    case help(HelpPage)
    case menu(Menu)
    case palette(Palette)
    /// The filter line.
    case filter(FilterLine)
    /// A name for a new or an existing backup.
    case name(NameSheet)
    /// A light act: `y` accepts.
    case confirm(ConfirmSheet)
    /// A severe or extreme act: a plan, typed text, a cancel window, then the work itself.
    case plan(PlanSheet)
    /// Work that an earlier session left behind.
    case unfinished(UnfinishedSheet)
}

extension Overlay {
    /// Lines scrolled away at the top; nil for overlays that do not scroll.
    public var scroll: Int? {
        switch self {
        case let .help(page): page.scroll
        case let .plan(sheet): sheet.scroll
        case let .unfinished(sheet): sheet.scroll
        case .menu, .palette, .filter, .name, .confirm: nil
        }
    }
}

/// The help page, scrolled down by some lines.
public struct HelpPage: Equatable, Sendable {
    /// Lines scrolled away at the top.
    public internal(set) var scroll: Int

    init() {
        scroll = 0
    }
}

/// The filter line while it is being typed; narrows the list with every key.
public struct FilterLine: Equatable, Sendable {
    /// The text as typed so far; the list is narrowed by it at once.
    public internal(set) var input: TextInput
    /// Restored by Esc.
    let before: String
    /// The list that it narrows, whatever comes up behind it.
    let screen: AppState.Screen

    init(text: String, on screen: AppState.Screen) {
        input = TextInput(text)
        before = text
        self.screen = screen
    }
}
