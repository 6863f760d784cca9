/// The port towards the locks of this machine: one workflow per server, whichever program carries it out.
public protocol WorkLocks: Sendable {
    /// Takes the lock of a place; throws at once where another program has it.
    func acquire(_ place: WorkPlace, for act: Identifier<JournalEntry>) async throws(WorkLockError)

    /// Gives the lock back; does nothing where this program has none. The end of the program gives back every lock.
    func release(_ place: WorkPlace) async

    /// Who has the lock, in words; nil where nobody but this program has it.
    func holder(of place: WorkPlace) async -> String?
}

/// A server as all programs on this machine name it, whatever their contexts are called.
public struct WorkPlace: Hashable, Sendable {
    /// The provider's name, such as `archon`.
    public var provider: String
    /// Scheme, host and port of the service.
    public var origin: String
    /// The service's id of the server.
    public var server: Server.ID

    /// A server of a service.
    public init(provider: String, origin: String, server: Server.ID) {
        self.provider = provider
        self.origin = origin
        self.server = server
    }
}

/// Why a lock could not be taken, in words for the user.
public struct WorkLockError: Error, Hashable, Sendable {
    /// Another program carries out a plan there; false where the lock itself does not work.
    public var isHeld: Bool
    /// One line for the user.
    public var message: String

    /// An error in words for the user.
    public init(isHeld: Bool, _ message: String) {
        self.isHeld = isHeld
        self.message = message
    }
}

/// Locks that bind nobody else: for tests, and for a session that shares its machine with nobody.
public actor MemoryLocks: WorkLocks {
    private var held: Set<WorkPlace> = []

    /// No lock is taken.
    public init() {}

    /// Takes the lock; throws where it is taken already.
    public func acquire(_ place: WorkPlace, for _: Identifier<JournalEntry>) throws(WorkLockError) {
        guard held.insert(place).inserted else {
            throw WorkLockError(isHeld: true, "A plan is being carried out on server \(place.server.short) already")
        }
    }

    /// Gives the lock back.
    public func release(_ place: WorkPlace) {
        held.remove(place)
    }

    /// Nobody else is there.
    public func holder(of _: WorkPlace) -> String? {
        nil
    }
}
