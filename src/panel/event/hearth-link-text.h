/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_link_text_to_markup (const char *text) G_GNUC_WARN_UNUSED_RESULT;
void  hearth_link_text_collect   (const char *text, GHashTable *links);
char *hearth_link_text_dup_host  (const char *link) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
