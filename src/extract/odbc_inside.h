/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_ODBC_INSIDE_H
#define AC_EXTRACT_ODBC_INSIDE_H
/* What both sides of a question share. */

#include "extract/odbc.h"

enum { AC_ODBC_NULL_SIZE = -1 }; /* stands for the size of NULL */

/* Works on an ac_odbc_question in the child, and writes the answer to the pipe. */
void ac_odbc_work(void *self, int pipe);

#endif
