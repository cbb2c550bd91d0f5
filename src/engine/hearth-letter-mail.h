/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-engine.h"

G_BEGIN_DECLS

/** HEARTH_LETTER_MAIL_MAX_BYTES: the largest letter or book that goes with a mail. */
#define HEARTH_LETTER_MAIL_MAX_BYTES (64 * 1024 * 1024)

/**
 * HearthLetterMail: a mail with which a letter or a book goes.
 * @to: whom to, as typed, or ""
 * @subject: what it is about
 * @text: what stands above the signature
 * @name: (nullable): what the attached file is called
 * @data: (nullable): what is attached, or %NULL for nothing
 */
typedef struct {
  const char *to;
  const char *subject;
  const char *text;
  const char *name;
  GBytes *data;
} HearthLetterMail;

gint64 hearth_letters_compose_mail (HearthEngine *self, const HearthLetterMail *mail, GError **error);

G_END_DECLS
