internal import CVTerm

/// What the emulator tells by callbacks rather than on demand.
final class ScreenState {
    var cursor: (x: Int, y: Int) = (0, 0)
    var isCursorVisible = true
    var isAlternate = false
    var bellCount = 0

    func set(_ property: VTermProp, _ isOn: Bool) {
        switch property {
        case VTERM_PROP_ALTSCREEN: isAlternate = isOn
        case VTERM_PROP_CURSORVISIBLE: isCursorVisible = isOn
        default: break
        }
    }

    static func from(_ user: UnsafeMutableRawPointer?) -> ScreenState? {
        user.map { Unmanaged<ScreenState>.fromOpaque($0).takeUnretainedValue() }
    }
}
