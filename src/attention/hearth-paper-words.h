/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthSubjectPaper: what a subject says that a mail is kept for. */
typedef enum {
  HEARTH_PAPER_NONE,
  HEARTH_PAPER_RECEIPT, /* that something was ordered, paid or sent: of no use after a year */
  HEARTH_PAPER_DEED,    /* a contract, an invoice, a booking, a ticket */
} HearthSubjectPaper;

HearthSubjectPaper
hearth_paper_of_subject (const char *subject);

G_END_DECLS
