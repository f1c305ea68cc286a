/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_FUZZ_H
#define ACCORD_FUZZ_H
/* The one function of a fuzz target, called by libFuzzer or by standalone.c. */

#include <stddef.h>
#include <stdint.h>

/* Looks at one input; ends the process (assertion, sanitizer) if something is wrong with accord. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#endif
