/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hearth_certificate_dup_pin        (const char *pem) G_GNUC_WARN_UNUSED_RESULT;
char *hearth_certificate_dup_public_key (const char *pem) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
