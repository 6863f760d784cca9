import Subprocess

extension PlatformOptions {
    /// A session of its own: it has no controlling terminal, so nothing can ask on the screen; and the program is ended
    /// with all that it started.
    static var ownSession: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(1))]
        return options
    }
}
