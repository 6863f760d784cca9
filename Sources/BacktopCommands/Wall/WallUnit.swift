/// A systemd unit that shows the wall on the first console, in place of its login prompt.
struct WallUnit: Hashable, Sendable {
    /// What the unit's file is to be called.
    static let name = "backtop-wall.service"

    /// Where its configuration is, unless it was told otherwise.
    static let configuration = "/etc/backtop/config.yaml"

    /// Absolute path of this program.
    var program: String
    /// What it is told.
    var arguments = ["wall", "--config", Self.configuration]
    /// The account that it runs as; one without any right is enough.
    var user = "backtop"

    /// The unit's file.
    var text: String {
        """
        # The wall of backups on the first console. To install it:
        #   save this as /etc/systemd/system/\(Self.name)
        #   useradd --system \(user)
        #   write \(Self.configuration), and in it alarms.ack-file: one that people write and \(user) may read
        #   systemctl daemon-reload && systemctl enable --now \(Self.name)
        # A login prompt is one console further, on tty2 (Alt-F2).
        # A console that must not go dark needs consoleblank=0 on the kernel's command line.

        [Unit]
        Description=Backtop wall on tty1
        After=systemd-user-sessions.service plymouth-quit-wait.service getty@tty1.service
        Conflicts=getty@tty1.service
        ConditionPathExists=/dev/tty1
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        NotifyAccess=main
        ExecStart=\(command)
        User=\(user)
        Restart=always
        RestartSec=2
        WatchdogSec=30
        TimeoutStartSec=60
        TimeoutStopSec=10

        StandardInput=tty
        StandardOutput=tty
        StandardError=journal
        TTYPath=/dev/tty1
        TTYReset=yes
        TTYVHangup=yes
        TTYVTDisallocate=yes
        UtmpIdentifier=tty1
        Environment=TERM=linux
        Environment=LANG=C.UTF-8

        # The configuration then says: token: {credential: smp}
        #LoadCredential=smp:/etc/backtop/smp.token
        StateDirectory=backtop
        Environment=XDG_STATE_HOME=/var/lib
        MemoryMax=512M

        # A program of alarms.on-alarm lives under the same rules.
        NoNewPrivileges=yes
        CapabilityBoundingSet=
        ProtectSystem=strict
        ProtectHome=read-only
        PrivateTmp=yes
        ProtectControlGroups=yes
        ProtectHostname=yes
        ProtectKernelLogs=yes
        ProtectKernelModules=yes
        ProtectKernelTunables=yes
        RestrictNamespaces=yes
        RestrictRealtime=yes
        RestrictSUIDSGID=yes
        LockPersonality=yes
        SystemCallArchitectures=native
        RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
        DevicePolicy=closed
        DeviceAllow=/dev/tty rw
        DeviceAllow=/dev/tty1 rw

        [Install]
        WantedBy=getty.target

        """
    }

    private var command: String {
        ([program] + arguments).map(Self.word).joined(separator: " ")
    }

    /// One word of a command line, whatever is in it.
    private static func word(_ text: String) -> String {
        let escaped = text
            .replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            .replacing("%", with: "%%").replacing("$", with: "$$")
        let isPlain = !escaped.isEmpty && escaped.allSatisfy { !$0.isWhitespace && !"\"'\\;".contains($0) }
        return isPlain ? escaped : "\"\(escaped)\""
    }
}

extension WallUnit {
    /// A unit for a wall that is started with these options. Paths become absolute: a service has another folder.
    init(program: String, options: SessionOptions, host: HostEnvironment) {
        func absolute(_ path: String) -> String {
            switch PathText.absolute(path, folder: host.workingDirectory, home: host.homeDirectory) {
            case let .success(path): path
            case .failure: path
            }
        }
        self.init(program: program)
        arguments = ["wall", "--config", options.config.map(absolute) ?? Self.configuration]
        if let context = options.context { arguments += ["--context", context] }
        if let color = options.color { arguments += ["--color", color.rawValue] }
        if options.ascii { arguments.append("--ascii") }
        if let timeout = options.timeout { arguments += ["--timeout", "\(timeout.components.seconds)s"] }
        if let file = options.logFile { arguments += ["--log-file", absolute(file)] }
        if options.verbose { arguments.append("--verbose") }
    }
}
