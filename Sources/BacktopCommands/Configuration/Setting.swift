/// A value in force and what put it in force.
struct Setting<Value: Sendable>: Sendable {
    /// The value in force.
    let value: Value
    /// What decided.
    let origin: SettingOrigin

    /// What the flag says, else the environment; nil if neither says anything.
    static func given(
        _ flag: (name: String, value: Value?)?,
        _ environment: (name: EnvironmentName, value: Value?)
    ) -> Setting? {
        if let flag, let value = flag.value {
            return Setting(value: value, origin: .flag(flag.name))
        }
        return environment.value.map { Setting(value: $0, origin: .environment(environment.name.rawValue)) }
    }

    /// What the environment says, else the file's `defaults`, else the program.
    static func chosen(
        _ environment: (name: EnvironmentName, value: Value?),
        _ defaults: Value?,
        builtIn: Value
    ) -> Setting {
        given(nil, environment)
            ?? defaults.map { Setting(value: $0, origin: .defaults) }
            ?? Setting(value: builtIn, origin: .builtIn)
    }
}

extension Setting<Bool> {
    /// Off, since nothing says otherwise.
    static let off = Setting(value: false, origin: .builtIn)
}

extension Setting: Equatable where Value: Equatable {}
