#define _GNU_SOURCE
#include "cterm.h"
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { GRACE = 1, EXIT_CODE = 70 };

static volatile sig_atomic_t is_last;
static unsigned limit;
static char line[64];
static size_t line_count;

static void end_now(void) {
    /* Should anything below wait, for a frozen terminal perhaps, the next alarm ends the program all the same. */
    struct sigaction standard = {0};
    standard.sa_handler = SIG_DFL;
    sigaction(SIGALRM, &standard, NULL);
    alarm(GRACE);
    cterm_crash_give_back();
    struct pollfd error = {.fd = STDERR_FILENO, .events = POLLOUT};
    if (poll(&error, 1, 0) > 0 && (error.revents & POLLOUT)) {
        ssize_t written = write(STDERR_FILENO, line, line_count);
        (void)written;
    }
    _exit(EXIT_CODE);
}

static void on_alarm(int signal) {
    (void)signal;
    if (is_last) end_now();
    /* The time went on while the program was stopped. A program that lives draws at once when it is continued. */
    int saved = errno;
    is_last = 1;
    alarm(GRACE);
    errno = saved;
}

static void install(unsigned seconds) {
    limit = seconds;
    int count = snprintf(line, sizeof line, "backtop: no frame for %u s, ending\n", seconds);
    line_count = count > 0 ? (size_t)count : 0;
    struct sigaction action = {0};
    action.sa_handler = on_alarm;
    /* Without SA_NODEFER the alarm of the last resort would wait for the handler to end. */
    action.sa_flags = SA_RESTART | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    sigaction(SIGALRM, &action, NULL);
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGALRM);
    pthread_sigmask(SIG_UNBLOCK, &wanted, NULL);
}

void cterm_watchdog_arm(unsigned seconds) {
    if (seconds != limit && seconds > 0) install(seconds);
    alarm(seconds > GRACE ? seconds - GRACE : seconds);
    /* After the call: an alarm that came just before it set this. */
    is_last = seconds <= GRACE;
}

void cterm_watchdog_disarm(void) {
    alarm(0);
}
