import AppCore
import BackupKit
import FoundationEssentials
import TerminalUI

/// Everything the wall shows at a moment and a size.
struct WallViewModel: Equatable {
    let form: WallLayout.Form
    let layout: WallLayout
    let rhythm: WallRhythm
    let headline: WallHeadline
    /// The headline in block digits, where they fit.
    let blocks: WallBlocks?
    /// That all is well; nil where it is not, or the headline says it.
    let calm: String?
    let pinned: WallAlarms.Pinned
    /// The page that is shown, which one of how many, and what stands on it.
    let page: WallPage
    let pageNumber: Int
    let pageCount: Int
    let content: WallPageContent
    /// The names of the sources of what the page shows.
    let sourceNames: [String]
    /// How each source is reached.
    let sources: SourcesViewModel
    /// The time by the clock, with its zone.
    let clock: String
    /// What is worst in a few words, where there is room for hardly anything.
    let tiny: [WallHeadline.Sentence]
    /// Some of what is shown is older than it should be.
    let isDataAging: Bool
    /// How long the display has been up.
    let uptime: String
    /// How old what it shows is.
    let data: String

    init(_ state: AppState, _ context: ViewContext, size: Size) {
        let material = WallMaterial(state, context)
        rhythm = WallRhythm(state)
        let frame = rhythm.frame(in: size)
        headline = WallHeadline(material.counts, state)
        let wanted = WallLayout.Form(frame.size)
        let blocks = wanted == .blocks ? WallBlocks(headline, size: frame.size) : nil
        form = wanted == .blocks && blocks == nil ? .sentences : wanted
        self.blocks = blocks
        calm = blocks == nil ? nil : headline.calm
        let calmRows = calm == nil ? 0 : 1
        pinned = material.alarms.pinned(rows: WallLayout.pinnedLimit(height: frame.height) - calmRows)
        let headlineRows = blocks?.height ?? (frame.height < 8 ? 2 : headline.sentences.count)
        layout = WallLayout(
            frame: frame, form: form, headlineRows: headlineRows, pinnedRows: calmRows + pinned.rows
        )
        let pages = WallPages(material: material, room: layout.body.size, pinned: pinned)
        let all = pages.all
        let index = rhythm.page(of: all.count)
        page = all[index]
        pageNumber = index + 1
        pageCount = all.count
        content = pages.content(of: page)
        sourceNames = content.sources.map(\.rawValue.shown)
        sources = SourcesViewModel(state)
        clock = context.time.clock(state.now, utc: false)
        uptime = TimeText.span(max(0, state.now.timeIntervalSince(state.startedAt)))
        tiny = WallTiny(material, headline: headline, sources: sources).sentences
        isDataAging = material.counts.aging > 0
        data = Self.data(material.counts)
    }

    private static func data(_ counts: WallCounts) -> String {
        guard let age = counts.dataAge else { return counts.isLost ? "none" : "none yet" }
        let unread = counts.unread > 0 ? ", \(counts.unread) unread" : ""
        return "up to \(TimeText.span(age)) old\(unread)"
    }
}
