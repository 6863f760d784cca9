import SystemPackage
import Testing
@testable import LocalState

struct StateFolderTests {
    @Test(arguments: [
        (.noSpace, "no space"), (.diskQuotaExceeded, "no space"), (.permissionDenied, "cannot be written"),
        (.notPermitted, "cannot be written"), (.readOnlyFileSystem, "a disk that cannot be written"),
        (.notDirectory, "is no folder"), (.tooManySymbolicLinkLevels, "symbolic link"),
        (.noSuchFileOrDirectory, "cannot be made"), (.noLocks, "without locks"), (.ioError, "failed"),
    ] as [(Errno, String)])
    func everyErrorNamesThePlaceAndTheNextStep(error: Errno, words: String) {
        let message = StateFailure(error, about: "/s/backtop").message
        #expect(message.contains("/s/backtop"))
        #expect(message.contains(words))
        #expect(message.contains(": "))
    }

    @Test func aFolderIsMadeOnceAndFoundAgain() throws {
        let state = try ScratchState()
        for _ in 1 ... 2 {
            let folder = try StateFolder(FilePath(state.path))
            try folder.prepareFile("a")
            try folder.prepareFile("a")
        }
        #expect(state.mode(state.path + "/a") == 0o600)
    }
}
