import AppCore
import TerminalUI

extension RootView {
    /// Draws what is on top of the screen; answers where the cursor stands.
    func drawOverlay(_ layout: ScreenLayout, in buffer: inout Buffer) -> Point? {
        guard let overlay = state.overlays.last else { return nil }
        let bounds = buffer.bounds
        switch overlay {
        case let .help(page):
            HelpView(state, popup: popup("Help", bounds)).draw(scroll: page.scroll, in: &buffer)
            return nil
        case let .menu(menu):
            let model = MenuViewModel(menu, state, context)
            return MenuView(menu: model, popup: popup(model.title, bounds)).draw(in: &buffer)
        case let .palette(palette):
            let model = MenuViewModel(palette, state, context)
            return MenuView(menu: model, popup: popup(model.title, bounds)).draw(in: &buffer)
        case let .filter(line):
            let rect = (layout.status ?? bounds).bottom(1)
            buffer.fill(layout.status ?? rect)
            return FieldViewModel(line.input).draw(sign: "/", in: &buffer, rect: rect, theme: context.theme)
        case .name, .confirm, .plan, .unfinished:
            return sheetView(overlay, bounds)?.draw(in: &buffer)
        }
    }

    func popup(_ title: String, _ bounds: Rect) -> Popup {
        Popup(title: title, bounds: bounds, context: context)
    }

    func sheetView(_ overlay: Overlay, _ bounds: Rect) -> SheetView? {
        let width = popup("", bounds).width
        guard let sheet = SheetViewModel(overlay, state, context, width: width) else { return nil }
        return SheetView(sheet: sheet, popup: popup(sheet.title, bounds))
    }
}
