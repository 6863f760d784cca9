#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What stands under a name, a symbolic link itself and not what it leads to.
struct FolderEntry: Hashable {
    /// Tells two files apart, whatever their names.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    let identity: Identity
    /// A file with contents: no folder, link, pipe or device.
    let isRegular: Bool
    let isFolder: Bool
    let bytes: Int64
    /// Under how many names the file stands.
    let names: Int
    /// The account it belongs to, by number.
    let owner: UInt32
    /// Its group or everybody may write it.
    let othersMayWrite: Bool

    init(_ info: stat) {
        identity = Identity(device: UInt64(truncatingIfNeeded: info.st_dev), inode: UInt64(info.st_ino))
        isRegular = info.st_mode & S_IFMT == S_IFREG
        isFolder = info.st_mode & S_IFMT == S_IFDIR
        bytes = Int64(info.st_size)
        names = Int(info.st_nlink)
        owner = info.st_uid
        othersMayWrite = info.st_mode & (S_IWGRP | S_IWOTH) != 0
    }
}
