/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"
#include "hearth-letter.h"

G_BEGIN_DECLS

/**
 * HearthLetterReading: what a page needs to show a letter.
 * @letter: (owned): the letter
 * @hands: (owned) (element-type HearthHandRow): the hands that it may be set in
 * @base: the version that the letter says, or 0
 */
typedef struct {
  HearthLetter *letter;
  GPtrArray *hands;
  gint64 base;
} HearthLetterReading;

void                 hearth_letter_reading_free   (HearthLetterReading *self);
void                 hearth_letter_reading_start  (HearthClient *client, gint64 letter, GCancellable *cancellable,
                                                   GAsyncReadyCallback callback, gpointer user_data);
HearthLetterReading *hearth_letter_reading_finish (GObject *source, GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLetterReading, hearth_letter_reading_free)

G_END_DECLS
