public import BackupKit
public import FoundationEssentials

extension Backup {
    /// How far its date may be ahead of the service's clock and still count.
    private static let leeway: TimeInterval = 300
    /// From the year 10000 on it is no date.
    private static let lastMoment: TimeInterval = 253_402_300_800

    /// When it was made, where that can be believed at `now` by the service's clock; nil where nobody knows. A zero or
    /// less is what services write for no date, and one that has not come yet would push the true ones out. Everything
    /// that asks for the newest good backup asks here.
    public func moment(at now: Date) -> Date? {
        guard let createdAt, createdAt.timeIntervalSince1970 > 0,
              createdAt.timeIntervalSince1970 < Self.lastMoment,
              createdAt <= now.addingTimeInterval(Self.leeway) else { return nil }
        return createdAt
    }
}
