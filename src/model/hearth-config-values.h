/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** HEARTH_CONFIG_MAX_ID: bytes of the longest identifier. */
#define HEARTH_CONFIG_MAX_ID 64

/**
 * HearthConfigTakenFunc:
 * @id: an identifier
 * @user_data: the caller's
 *
 * Returns: whether something is called so
 */
typedef gboolean (*HearthConfigTakenFunc) (const char *id, gpointer user_data);

char    *hearth_config_dup_line (GVariantDict *dict, const char *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_config_is_id    (const char *text);
char    *hearth_config_make_id  (const char *title, HearthConfigTakenFunc is_taken,
                                 gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
gboolean hearth_config_set_listed (GSettings *settings, const char *key, const char *text,
                                   gboolean listed);

G_END_DECLS
