/* Takes the terminal as the program does, and then what its arguments say:
     stuck N    waits for a key, then draws once and never again, with the watchdog at N seconds
     frames N   draws on and on, ends with 0 on a key
     done       draws, is done with the watchdog, and ends with 0 if no alarm is left */

#include "cterm.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char restored[] = "\033[?1049l";

static int take_terminal(void) {
    int terminal = cterm_tty_open(STDIN_FILENO);
    if (terminal < 0 || cterm_tty_save(terminal) != 0 || cterm_tty_raw(terminal, false) != 0) exit(2);
    int output = dup(STDOUT_FILENO), error = dup(STDERR_FILENO), captured = cterm_sink_open("captured");
    if (output < 0 || error < 0 || captured < 0) exit(2);
    cterm_crash_arm(terminal, restored, sizeof restored - 1, captured, output, error);
    dup2(captured, STDOUT_FILENO);
    dup2(captured, STDERR_FILENO);
    return terminal;
}

static void show(int terminal, const char *text) {
    if (cterm_tty_write(terminal, text, strlen(text)) < 0) exit(2);
}

int main(int count, char **arguments) {
    const char *kind = count > 1 ? arguments[1] : "";
    unsigned seconds = count > 2 ? (unsigned)strtoul(arguments[2], NULL, 10) : 60;
    int terminal = take_terminal();
    show(terminal, "\033[?1049hready");
    struct pollfd key = {.fd = terminal, .events = POLLIN};
    if (strcmp(kind, "stuck") == 0) {
        while (poll(&key, 1, -1) <= 0) {}
        cterm_watchdog_arm(seconds);
        /* A terminal that is frozen takes nothing any more. */
        (void)cterm_tty_write(terminal, " armed", 6);
        for (volatile int turns = 0;; turns = !turns) {}
    }
    if (strcmp(kind, "frames") == 0) {
        cterm_watchdog_arm(seconds);
        while (poll(&key, 1, 20) <= 0) {
            show(terminal, ".");
            cterm_watchdog_arm(seconds);
        }
        return 0;
    }
    cterm_watchdog_arm(seconds);
    cterm_watchdog_disarm();
    return alarm(0) == 0 ? 0 : 1;
}
