/// A value in force and what put it in force.
struct Setting<Value: Sendable>: Sendable {
    /// The value in force.
    let value: Value
    /// What decided.
    let origin: SettingOrigin

    /// The strongest of the given values, with `builtIn` when none is given.
    static func first(
        flag: (name: String, value: Value?)? = nil,
        environment: (name: String, value: Value?)? = nil,
        context: Value? = nil,
        defaults: Value? = nil,
        builtIn: Value
    ) -> Setting {
        if let given = given(flag: flag, environment: environment) {
            return given
        }
        if let context {
            return Setting(value: context, origin: .context)
        }
        if let defaults {
            return Setting(value: defaults, origin: .defaults)
        }
        return Setting(value: builtIn, origin: .builtIn)
    }

    /// What the flag says, else the environment; nil if neither says anything.
    static func given(
        flag: (name: String, value: Value?)?,
        environment: (name: String, value: Value?)?
    ) -> Setting? {
        if let flag, let value = flag.value {
            return Setting(value: value, origin: .flag(flag.name))
        }
        if let environment, let value = environment.value {
            return Setting(value: value, origin: .environment(environment.name))
        }
        return nil
    }
}

extension Setting: Equatable where Value: Equatable {}
