import Testing
@testable import AppUI

@Suite struct ByteTextTests {
    @Test(arguments: [
        (Int64(0), "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1.0 kB"), (1_468_006, "1.3 MB"),
        (102_400, "100 kB"), (104_857_599, "99.9 MB"), (104_857_600, "100 MB"), (12_884_901_888, "12.0 GB"),
        (1_099_511_627_776, "1.0 TB"), (.max, "8192 PB"), (-5, "0 B"),
    ])
    func `a size has three figures and is never rounded up`(bytes: Int64, expected: String) {
        #expect(ByteText.size(bytes) == expected)
    }
}
