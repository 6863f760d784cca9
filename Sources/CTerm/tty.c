#define _GNU_SOURCE
#include "cterm.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

static struct termios saved;
static bool has_saved;
static int shared_flags = -1;

static bool is_same_device(int left, int right) {
    unsigned int left_device = 0, right_device = 0;
    return ioctl(left, TIOCGDEV, &left_device) == 0 && ioctl(right, TIOCGDEV, &right_device) == 0 &&
        left_device == right_device;
}

int cterm_tty_open(int like) {
    const int flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", like);
    /* /dev/tty may be opened even by a user to whom the device does not belong, as after su. */
    const char *candidates[] = {"/dev/tty", path};
    for (int index = 0; index < 2; index++) {
        int terminal = open(candidates[index], flags);
        if (terminal < 0) continue;
        if (isatty(terminal) && is_same_device(terminal, like)) return terminal;
        close(terminal);
    }
    if (!isatty(like)) {
        errno = ENOTTY;
        return -1;
    }
    int terminal = fcntl(like, F_DUPFD_CLOEXEC, 3);
    if (terminal < 0) return -1;
    shared_flags = fcntl(terminal, F_GETFL);
    if (shared_flags < 0 || fcntl(terminal, F_SETFL, shared_flags | O_NONBLOCK) != 0) {
        int reason = errno;
        shared_flags = -1;
        close(terminal);
        errno = reason;
        return -1;
    }
    return terminal;
}

void cterm_tty_close(int terminal) {
    if (shared_flags >= 0) fcntl(terminal, F_SETFL, shared_flags);
    shared_flags = -1;
    close(terminal);
}

int cterm_tty_save(int terminal) {
    if (tcgetattr(terminal, &saved) != 0) return -1;
    has_saved = true;
    return 0;
}

int cterm_tty_raw(int terminal, bool is_unattended) {
    if (!has_saved) {
        errno = EINVAL;
        return -1;
    }
    struct termios raw = saved;
    raw.c_iflag &= ~(tcflag_t)(BRKINT | ICRNL | IGNCR | INLCR | INPCK | ISTRIP | PARMRK);
    raw.c_oflag &= ~(tcflag_t)OPOST;
    raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | IEXTEN);
    raw.c_lflag |= ISIG;
    raw.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
    raw.c_cflag |= CS8;
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    if (is_unattended) {
        raw.c_iflag &= ~(tcflag_t)IXON;
        raw.c_cc[VQUIT] = raw.c_cc[VSUSP] = _POSIX_VDISABLE;
    }
    int result;
    do {
        result = tcsetattr(terminal, TCSANOW, &raw);
    } while (result != 0 && errno == EINTR);
    return result;
}

int cterm_tty_restore(int terminal) {
    return has_saved ? tcsetattr(terminal, TCSANOW, &saved) : 0;
}

int cterm_tty_release_output(int terminal) {
    struct termios present;
    if (tcgetattr(terminal, &present) != 0) return -1;
    if (!(present.c_iflag & IXON)) return 0;
    /* Without flow control the driver starts stopped output again; TCOON would only undo TCOOFF. */
    struct termios open = present;
    open.c_iflag &= ~(tcflag_t)IXON;
    if (tcsetattr(terminal, TCSANOW, &open) != 0) return -1;
    return tcsetattr(terminal, TCSANOW, &present);
}

int cterm_tty_drop_output(int terminal) {
    return tcflush(terminal, TCOFLUSH);
}

int cterm_tty_size(int terminal, int *columns, int *rows) {
    struct winsize size = {0};
    if (ioctl(terminal, TIOCGWINSZ, &size) != 0) return -1;
    if (size.ws_col == 0 || size.ws_row == 0) {
        errno = ENOTTY;
        return -1;
    }
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

int cterm_tty_queued(int terminal) {
    int count = 0;
    return ioctl(terminal, TIOCOUTQ, &count) == 0 ? count : 0;
}

int cterm_tty_readable(int terminal) {
    int count = 0;
    return ioctl(terminal, FIONREAD, &count) == 0 ? count : -1;
}

bool cterm_tty_is_foreground(int terminal) {
    pid_t group = tcgetpgrp(terminal);
    return group <= 0 || group == getpgrp();
}

ssize_t cterm_tty_write(int terminal, const void *bytes, size_t count) {
    if (cterm_has_crashed) {
        errno = EAGAIN;
        return -1;
    }
    ssize_t written;
    do {
        written = write(terminal, bytes, count);
    } while (written < 0 && errno == EINTR);
    return written;
}

int cterm_scalar_width(uint32_t scalar) {
    return wcwidth((wchar_t)scalar);
}
