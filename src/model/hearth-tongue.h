/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthTongue: words that stand on a letter beside its text, in the language of the letter, which
 * need not be that of the desktop.
 */
typedef struct _HearthTongue HearthTongue;

const HearthTongue *hearth_tongue_find         (const char *language);
const char         *hearth_tongue_get_month    (const HearthTongue *self, guint month);
char               *hearth_tongue_dup_day      (const HearthTongue *self, int year, guint month,
                                                guint day) G_GNUC_WARN_UNUSED_RESULT;
char               *hearth_tongue_dup_title    (const HearthTongue *self,
                                                const char *recipient) G_GNUC_WARN_UNUSED_RESULT;
char               *hearth_tongue_dup_number   (const HearthTongue *self, guint number) G_GNUC_WARN_UNUSED_RESULT;
const char         *hearth_tongue_get_contents (const HearthTongue *self);

G_END_DECLS
