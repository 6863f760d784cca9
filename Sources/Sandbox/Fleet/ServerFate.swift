/// What has become of a seeded server's backups.
enum ServerFate: Sendable, CaseIterable {
    /// The newest is good and of today.
    case fresh
    /// The newest good one is days old.
    case late
    /// The newest attempt failed.
    case failing
    /// There is none.
    case never
    /// The newest is far smaller than those before it.
    case shrunk
    /// They take every slot of the plan.
    case full
}
