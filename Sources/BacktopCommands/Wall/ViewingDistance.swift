/// How much text a screen can hold so that people at a distance can read it.
///
/// What counts is the angle under which a letter is seen: 20 arc minutes read comfortably, under 16 nobody should have
/// to read. The screen is taken for one of 16 to 9, and a capital letter for 0.7 of its row.
struct ViewingDistance: Hashable, Sendable {
    /// How far a height can be read, in metres.
    struct Reach: Hashable, Sendable {
        /// At 20 arc minutes.
        let comfortable: Double
        /// At 16 arc minutes.
        let most: Double
    }

    /// From the screen to the farthest reader.
    let distance: Length
    /// The diagonal of the screen.
    let screen: Length

    private static let comfortable = 20.0
    private static let least = 16.0
    private static let capitalOfRow = 0.7
    private static let rowsOfDigit = 5.0

    init(distance: Length, screen: Length) {
        self.distance = distance
        self.screen = screen
    }

    /// Reads the flags `--distance` and `--screen`.
    init(distance: String, screen: String) throws(ViewingDistanceError) {
        self.distance = try Self.length(distance, of: .distance)
        self.screen = try Self.length(screen, of: .screen)
    }

    /// The rows that read comfortably from there; 0 where not even one does.
    var comfortableRows: Int {
        rows(at: Self.comfortable)
    }

    /// The most rows that can be read from there; 0 where not even one can.
    var mostRows: Int {
        rows(at: Self.least)
    }

    /// How far text can be read on a screen of so many rows.
    func reachOfText(rows: Int) -> Reach {
        reach(ofHeight: rowHeight(rows) * Self.capitalOfRow)
    }

    /// How far the block digits can be read on a screen of so many rows.
    func reachOfDigits(rows: Int) -> Reach {
        reach(ofHeight: rowHeight(rows) * Self.rowsOfDigit)
    }

    /// The answer in plain lines.
    var lines: [String] {
        let place = "From \(distance.text) away, a screen of \(screen.text)"
        guard mostRows > 0 else { return ["\(place) is too small for any text: take a larger one, or come closer."] }
        let rows = max(1, comfortableRows)
        let reach = reachOfDigits(rows: rows)
        return [
            comfortableRows == 0
                ? "\(place) has no text that reads comfortably (20 arc minutes)."
                : "\(place) reads comfortably with up to \(counted(comfortableRows)) of text (20 arc minutes).",
            "More than \(counted(mostRows)) cannot be read (16 arc minutes).",
            "With \(counted(rows)), block digits read comfortably from \(meters(reach.comfortable)) away, and can be "
                + "read from \(meters(reach.most)).",
        ]
    }

    private static func length(
        _ text: String,
        of flag: ViewingDistanceError.Flag
    ) throws(ViewingDistanceError) -> Length {
        do {
            return try Length.parse(text).get()
        } catch {
            throw ViewingDistanceError(flag: flag, fault: error)
        }
    }

    /// In metres, of a screen of 16 to 9.
    private var height: Double {
        screen.meters * 9 / (16.0 * 16 + 9 * 9).squareRoot()
    }

    private func rowHeight(_ rows: Int) -> Double {
        height / Double(max(1, rows))
    }

    private func rows(at minutes: Double) -> Int {
        Int(height * Self.capitalOfRow / (distance.meters * Self.angle(minutes)))
    }

    private func reach(ofHeight height: Double) -> Reach {
        Reach(comfortable: height / Self.angle(Self.comfortable), most: height / Self.angle(Self.least))
    }

    /// In radians; what is as high seen from a metre away is as high in metres, near enough for angles this small.
    private static func angle(_ minutes: Double) -> Double {
        minutes / 60 * .pi / 180
    }

    private func counted(_ rows: Int) -> String {
        rows == 1 ? "1 row" : "\(rows) rows"
    }

    /// Never more than it is.
    private func meters(_ length: Double) -> String {
        length < 10 ? "\(Double(Int(length * 10)) / 10) m" : "\(Int(length)) m"
    }
}
