/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** HEARTH_LETTER_CHANGES_MAX: how many changes of a letter are suggested at once. */
#define HEARTH_LETTER_CHANGES_MAX 20
/** HEARTH_LETTER_CHANGE_MAX_CHARS: the longest passage that is changed, in characters. */
#define HEARTH_LETTER_CHANGE_MAX_CHARS 800
/** HEARTH_LETTER_CHANGE_MAX_REASON: the longest reason, in characters. */
#define HEARTH_LETTER_CHANGE_MAX_REASON 200
/** HEARTH_LETTER_CHANGES_MAX_REPLY: the longest answer of a service that is read, in bytes. */
#define HEARTH_LETTER_CHANGES_MAX_REPLY (64 * 1024)
/** HEARTH_LETTER_CHANGES_TYPE: changes as a GVariant: number, start, length, old, new, reason. */
#define HEARTH_LETTER_CHANGES_TYPE "a(uuusss)"

/**
 * HearthLetterChange: another wording of a passage of a letter, which its owner may take.
 * @number: names it among those that were suggested together; from 1
 * @start: where the passage begins, in characters of the letter
 * @length: how long it is, in characters
 * @old: what stands there
 * @new: what could stand there; "" to leave the passage out
 * @reason: why, one line
 */
typedef struct {
  guint number;
  guint start;
  guint length;
  char *old;
  char *new;
  char *reason;
} HearthLetterChange;

GPtrArray *hearth_letter_changes_read         (const char *reply, const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean   hearth_letter_change_locate        (HearthLetterChange *self, const char *text);
char      *hearth_letter_changes_apply        (GPtrArray *changes, const char *text) G_GNUC_WARN_UNUSED_RESULT;
GVariant  *hearth_letter_changes_to_variant   (GPtrArray *changes);
GPtrArray *hearth_letter_changes_from_variant (GVariant *variant) G_GNUC_WARN_UNUSED_RESULT;
HearthLetterChange *
hearth_letter_change_copy (const HearthLetterChange *self) G_GNUC_WARN_UNUSED_RESULT;
void       hearth_letter_change_free          (HearthLetterChange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLetterChange, hearth_letter_change_free)

G_END_DECLS
