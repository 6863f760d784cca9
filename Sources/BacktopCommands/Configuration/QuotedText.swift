/// A word of the user in quotes for a message: without control characters, at most 40 characters.
func quoted(_ text: String) -> String {
    let visible = text.unicodeScalars.map { scalar in
        isHarmless(scalar) ? String(scalar) : "?"
    }.joined()
    return visible.count > 40 ? "\"\(visible.prefix(39))…\"" : "\"\(visible)\""
}

/// Whether a terminal shows the scalar without acting on it: no controls, no direction overrides.
private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
    default: true
    }
}
