import TerminalUI
import Testing

@Suite struct GaugeTests {
    @Test(arguments: [
        (Gauge.Value.progress(0.5), 12, "[#####-----]", "50%"),
        (.progress(0), 12, "[----------]", "0%"),
        (.progress(-1), 12, "[----------]", "0%"),
        (.progress(.nan), 12, "[----------]", "0%"),
        (.progress(0.999), 12, "[#########-]", "99%"),
        (.progress(1), 12, "[#########-]", "99%"),
        (.progress(7), 12, "[#########-]", "99%"),
        (.done, 12, "[##########]", "100%"),
        (.level(1), 12, "[##########]", "100%"),
        (.level(0.5), 12, "[#####-----]", "50%"),
        (.level(1.3), 12, "[##########]", "100%"),
        (.progress(1), 3, "[-]", "99%"),
        (.done, 3, "[#]", "100%"),
        (.done, 2, "  ", "100%"),
        (.done, -1, "", "100%"),
        (.indeterminate(step: 0), 8, "[##----]", "?"),
        (.indeterminate(step: 4), 8, "[----##]", "?"),
        (.indeterminate(step: 5), 8, "[---##-]", "?"),
        (.indeterminate(step: 8), 8, "[##----]", "?"),
        (.indeterminate(step: -1), 8, "[-##---]", "?"),
        (.indeterminate(step: 9), 3, "[#]", "?"),
    ] as [(Gauge.Value, Int, String, String)])
    func `a bar is full only when done`(value: Gauge.Value, width: Int, bar: String, percent: String) {
        let gauge = Gauge(value, width: width)
        #expect(gauge.text == bar)
        #expect(gauge.percentText == percent)
    }
}
