/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_BILL_SHEETS_H
#define AC_REPORT_BILL_SHEETS_H
/* Invoices and credit notes as a workbook: a row for each, whose sums are formulas over the rows of
 * the second sheet, a row for each line. */

#include "recharge/bill.h"

/* As ac_xlsx_write. */
accord_status ac_bills_write_workbook(const char *path, const ac_bills *bills, accord_error *error);

#endif
