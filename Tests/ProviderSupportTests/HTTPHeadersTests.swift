import ProviderSupport
import Testing

struct HTTPHeadersTests {
    @Test func namesCompareWithoutCase() {
        var headers: HTTPHeaders = ["Content-Type": "text/html", "X-A": "1", "x-a": "2"]
        #expect(headers["content-type"] == "text/html")
        #expect(headers["X-A"] == "1")
        headers["x-A"] = "3"
        #expect(headers.fields.count == 2)
        headers["X-a"] = nil
        #expect(headers["x-a"] == nil)
    }

    @Test func aLineBreakCannotForgeAField() {
        let headers: HTTPHeaders = ["Authorization": "Bearer a\r\nX-Evil: 1\u{0}"]
        #expect(headers["Authorization"] == "Bearer aX-Evil: 1")
    }
}
