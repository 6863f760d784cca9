import AppCore
import BackupKit

/// What is worst, in a few words each: for a window of a few rows.
struct WallTiny {
    let sentences: [WallHeadline.Sentence]

    /// Enough for the tallest window that is too narrow for more.
    private static let limit = 40

    init(_ material: WallMaterial, headline: WallHeadline, sources: SourcesViewModel) {
        let alarms = material.alarms.all.prefix(Self.limit)
        var sentences = alarms.map { alarm in
            WallHeadline.Sentence(
                texts: ["\(alarm.word) \(alarm.lasting) \(alarm.subject)", "\(alarm.word) \(alarm.name)"],
                role: alarm.role
            )
        }
        // Before anything is told as an alarm, the list knows it.
        if alarms.isEmpty {
            sentences += material.servers.prefix(Self.limit).filter {
                material.counts.exposed.contains($0)
            }.compactMap { Self.server($0, material) }
        }
        let light = sources.lights.min { $0.rank < $1.rank }
        if let light, !light.isWell {
            let sentence = WallHeadline.Sentence(texts: ["\(light.name) \(light.words)"], role: light.role)
            sentences.insert(sentence, at: min(1, sentences.count))
        }
        self.sentences = sentences + headline.sentences.dropFirst()
    }

    private static func server(_ ref: ServerRef, _ material: WallMaterial) -> WallHeadline.Sentence? {
        guard let server = material.state.fleet.servers[ref], let standing = material.state.watch.standings[ref]
        else { return nil }
        let name = FleetRowViewModel.name(of: server)
        let age = standing.lastGoodAt.map { " " + TimeText.age(of: $0, now: material.state.now) } ?? ""
        let word = standing.health.shownWord
        return WallHeadline.Sentence(texts: ["\(word) \(name)\(age)", "\(word) \(name)"], role: standing.health.role)
    }
}
