import Testing
@testable import AppCore

@Suite struct AgeTextTests {
    @Test(arguments: 1 ... 200)
    func `whole hours of a duration stay whole`(hours: Int) {
        let span: Duration = .seconds(hours * 3600)
        let text = AgeText.span(span / .seconds(1))
        #expect(text == AgeText.span(Double(hours) * 3600))
        #expect(hours != 26 || text == "1d2h")
    }
}
