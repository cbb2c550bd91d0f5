/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthFactKind: what can be found in the text of a mail. */
typedef enum {
  HEARTH_FACT_CODE,   /* a code to type: 4 to 10 digits and letters */
  HEARTH_FACT_LINK,
  HEARTH_FACT_AMOUNT, /* money */
  HEARTH_FACT_PHONE,
  HEARTH_FACT_NUMBER, /* the number of an order, a booking, an invoice */
  HEARTH_FACT_PLACE,
} HearthFactKind;

/**
 * HearthFact:
 * @text: as it stands in the mail
 * @score: how sure it is, higher is surer
 * @at: where it begins, in bytes
 */
typedef struct {
  char *text;
  double score;
  gsize at;
} HearthFact;

void       hearth_fact_free       (HearthFact *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthFact, hearth_fact_free)

GPtrArray *hearth_extract         (const char *text, HearthFactKind kind) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_extract_host    (const char *url) G_GNUC_WARN_UNUSED_RESULT;
char      *hearth_extract_domain  (const char *host) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
