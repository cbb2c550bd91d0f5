/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthRule:
 *
 * A recurrence rule, RFC 5545, section 3.3.10, tied to the DTSTART it counts from.
 */
typedef struct _HearthRule HearthRule;

/**
 * HearthRuleFunc:
 * @local: an occurrence's start on the wall clock, as in hearth-civil.h
 * @user_data: the caller's
 *
 * Returns: %FALSE to stop
 */
typedef gboolean (*HearthRuleFunc) (gint64 local, gpointer user_data);

HearthRule *hearth_rule_new             (const char *text, gint64 start, gboolean is_date,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void        hearth_rule_free            (HearthRule *self);
gboolean    hearth_rule_get_until_utc   (HearthRule *self, gint64 *until);
void        hearth_rule_set_until_local (HearthRule *self, gint64 until);
gboolean    hearth_rule_expand          (HearthRule *self, gint64 from, gint64 to, guint64 *budget,
                                         HearthRuleFunc func, gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthRule, hearth_rule_free)

G_END_DECLS
