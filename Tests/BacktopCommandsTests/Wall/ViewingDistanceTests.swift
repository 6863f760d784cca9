import Testing
@testable import BacktopCommands

@Suite("Rows that can be read from a distance")
struct ViewingDistanceTests {
    private func at(_ distance: String, _ screen: String = "55in") throws -> ViewingDistance {
        try ViewingDistance(distance: distance, screen: screen)
    }

    /// FAA Human Factors Design Standard and NUREG-0700, worked out for 55 inches.
    @Test("text on a screen of 55 inches", arguments: [
        (50, 1.6, 2.1), (33, 2.5, 3.1), (24, 3.4, 4.3), (16, 5.2, 6.4),
    ])
    func table(rows: Int, comfortable: Double, most: Double) throws {
        let reach = try at("5m").reachOfText(rows: rows)
        #expect((reach.comfortable * 10).rounded() / 10 == comfortable)
        #expect((reach.most * 10).rounded() / 10 == most)
        // And back: that many rows read well from just there.
        let place = try at("\(Int(reach.comfortable * 1000))mm")
        #expect(place.comfortableRows == rows)
        #expect(try at("\(Int(reach.most * 1000))mm").mostRows == rows)
    }

    @Test("block digits on a screen of 55 inches with 24 rows")
    func digits() throws {
        let reach = try at("5m").reachOfDigits(rows: 24)
        #expect(Int(reach.comfortable) == 24)
        #expect(Int(reach.most) == 30)
    }

    @Test("the answer in plain lines")
    func lines() throws {
        #expect(try at("5m").lines == [
            "From 5m away, a screen of 55in reads comfortably with up to 16 rows of text (20 arc minutes).",
            "More than 20 rows cannot be read (16 arc minutes).",
            "With 16 rows, block digits read comfortably from 36 m away, and can be read from 45 m.",
        ])
        #expect(try at("400ft", "24in").lines == [
            "From 400ft away, a screen of 24in is too small for any text: take a larger one, or come closer.",
        ])
    }

    @Test("one row, and none that reads comfortably")
    func fewRows() throws {
        let far = try at("94m")
        #expect(far.comfortableRows == 0)
        #expect(far.mostRows == 1)
        #expect(far.lines == [
            "From 94m away, a screen of 55in has no text that reads comfortably (20 arc minutes).",
            "More than 1 row cannot be read (16 arc minutes).",
            "With 1 row, block digits read comfortably from 588 m away, and can be read from 735 m.",
        ])
    }

    @Test("the same in other units", arguments: ["500cm", "5000mm", "5.0m", "16.4042ft", "196.85in"])
    func units(distance: String) throws {
        for screen in ["55in", "139.7cm", "1397mm", "1.397m"] {
            #expect(try at(distance, screen).comfortableRows == 16)
            #expect(try at(distance, screen).mostRows == 20)
        }
    }

    @Test("what is no length is refused with its flag and what is allowed", arguments: [
        ("", "\"\" is no length; write a number with m, cm, mm, ft or in"),
        ("m", "\"m\" is no length; write a number with m, cm, mm, ft or in"),
        ("5", "\"5\" has no unit; write a number with m, cm, mm, ft or in"),
        ("5 m", "\"5 m\" is no length; write a number with m, cm, mm, ft or in"),
        ("5km", "\"5km\" is no length; write a number with m, cm, mm, ft or in"),
        ("-5m", "\"-5m\" is no length; write a number with m, cm, mm, ft or in"),
        ("5,5m", "\"5,5m\" is no length; write a number with m, cm, mm, ft or in"),
        (".5m", "\".5m\" is no length; write a number with m, cm, mm, ft or in"),
        ("5.m", "\"5.m\" is no length; write a number with m, cm, mm, ft or in"),
        ("1.2.3m", "\"1.2.3m\" is no length; write a number with m, cm, mm, ft or in"),
        ("٣m", "\"٣m\" is no length; write a number with m, cm, mm, ft or in"),
        ("0m", "\"0m\" is no length for this; write one of at least 1mm and at most 1000m"),
        ("1001m", "\"1001m\" is no length for this; write one of at least 1mm and at most 1000m"),
    ])
    func mistakes(text: String, words: String) throws {
        let distance = try #require(throws: ViewingDistanceError.self) { try at(text) }
        #expect(distance.flag == .distance)
        #expect(distance.description == "--distance: \(words), like 5m or 16ft")
        let screen = try #require(throws: ViewingDistanceError.self) { try at("5m", text) }
        #expect(screen.description == "--screen: \(words), like 55in or 140cm")
    }
}
