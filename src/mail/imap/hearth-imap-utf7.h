/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_imap_utf7_encode (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_imap_utf7_decode (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
