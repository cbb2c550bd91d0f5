/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_secret_memory_new      (gsize size) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_secret_memory_dup      (const char *secret) G_GNUC_WARN_UNUSED_RESULT;
void  hearth_secret_memory_free     (char *secret);
void  hearth_secret_memory_no_cores (void);

G_END_DECLS
