/* Whether a store that was found after a power cut is sound. */
#ifndef TESTS_FAULT_EXAMINE_H
#define TESTS_FAULT_EXAMINE_H

#include "tests/fault/lib/disk.h"

/*
 * Opens the store in dir and looks for all that the disk's answers promise;
 * thorough: checks every table, posts something new, checks again. Ends the
 * process: 0, or 1 with a line on stderr.
 */
void examine(const struct disk *d, const char *dir, bool thorough,
    uint64_t seed) __attribute__((noreturn));

#endif
