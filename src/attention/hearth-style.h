/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-database.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/** HEARTH_STYLE_EXCERPTS: how many excerpts a style has at most. */
#define HEARTH_STYLE_EXCERPTS 3

/**
 * HearthStyle:
 *
 * How the owner writes mail, by what they have sent.
 *
 * @greeting: (nullable): the line that they begin with most, as it stands there
 * @greeting_form: (nullable): the same without whom it greets, see hearth_greeting_fill()
 * @without_greeting: whether most begin without one
 * @closing: (nullable): the lines that they end with most, perhaps only a name
 * @language: in which language they write most, as "de"; "" if it is not sure
 * @median_words: words of a mail that is as long as most, without greeting and closing
 * @formal: whether it is addressed formally ("Dear Ms", "Sie")
 * @n_mails: how many mails this rests on
 * @to_person: whether these were to that person; otherwise to others
 * @excerpts: (element-type utf8): the owner's own words, newest first; of mail that quotes nobody
 * @excerpt_ids: (element-type gint64): the rows of the messages that they are from
 */
typedef struct {
  char *greeting;
  char *greeting_form;
  gboolean without_greeting;
  char *closing;
  char *language;
  guint median_words;
  gboolean formal;
  guint n_mails;
  gboolean to_person;
  GPtrArray *excerpts;
  GArray *excerpt_ids;
} HearthStyle;

HearthStyle *hearth_style_read     (GPtrArray *letters) G_GNUC_WARN_UNUSED_RESULT;
HearthStyle *hearth_style_load     (HearthDatabase *db, const char *address,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
char        *hearth_style_describe (const HearthStyle *self, const char *address) G_GNUC_WARN_UNUSED_RESULT;
void         hearth_style_free     (HearthStyle *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthStyle, hearth_style_free)

G_END_DECLS
