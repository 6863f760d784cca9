#pragma once

#include <signal.h>

/// Set once a crash has given the terminal back: no frame may follow.
extern volatile sig_atomic_t cterm_has_crashed;
