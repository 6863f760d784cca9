/// The environment variables the program reads, one per setting. An empty one counts as not set.
enum EnvironmentName: String, CaseIterable, Sendable {
    case config = "BACKTOP_CONFIG"
    case context = "BACKTOP_CONTEXT"
    case server = "BACKTOP_SERVER"
    case world = "BACKTOP_WORLD"
    case readOnly = "BACKTOP_READ_ONLY"
    case color = "BACKTOP_COLOR"
    case ascii = "BACKTOP_ASCII"
    case noClock = "BACKTOP_NO_CLOCK"
    case timeout = "BACKTOP_TIMEOUT"
    case logFile = "BACKTOP_LOG_FILE"
    case refresh = "BACKTOP_REFRESH"
    case cancelWindow = "BACKTOP_CANCEL_WINDOW"
    case safetyBackup = "BACKTOP_SAFETY_BACKUP"
    case downloadDirectory = "BACKTOP_DOWNLOAD_DIR"
    case insecureHTTP = "BACKTOP_INSECURE_HTTP"
    case freshness = "BACKTOP_FRESHNESS"
}
