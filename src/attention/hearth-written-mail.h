/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/** HEARTH_GREETING_NAME: stands in the form of a greeting where the name does. */
#define HEARTH_GREETING_NAME "NAME"

/**
 * HearthWrittenMail:
 *
 * A mail that the owner wrote, taken apart; without what it quotes and without its signature block.
 *
 * @greeting: (nullable): its first line, if it greets
 * @closing: (nullable): its last lines, if they end it: "Cheers,\nT."
 * @name: (nullable): what it is signed with: "T."
 * @body: what stands between, on one line
 * @n_words: words of the body
 * @formal: whether it is addressed formally ("Dear Ms", "Sie")
 */
typedef struct {
  char *greeting;
  char *closing;
  char *name;
  char *body;
  guint n_words;
  gboolean formal;
} HearthWrittenMail;

HearthWrittenMail *hearth_written_mail_read      (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_written_mail_free      (HearthWrittenMail *self);
gboolean      hearth_written_mail_may_quote (const HearthMessage *message);
char         *hearth_greeting_dup_form (const char *greeting, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_greeting_fill    (const char *form, const char *name) G_GNUC_WARN_UNUSED_RESULT;
char         *hearth_written_mail_fold      (const char *line) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthWrittenMail, hearth_written_mail_free)

G_END_DECLS
