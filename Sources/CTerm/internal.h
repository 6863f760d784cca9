#pragma once

#include <signal.h>

/// Set once a crash has given the terminal back: no frame may follow.
extern volatile sig_atomic_t cterm_has_crashed;
/// What a crash does first, where `cterm_crash_arm` asked for it. Async-signal-safe.
void cterm_crash_give_back(void);
