/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-contact.h"
#include "hearth-contacts-error.h"

G_BEGIN_DECLS

/* Bounds of what is read from one text. */
#define HEARTH_VCARD_MAX_BYTES (8 * 1024 * 1024)
#define HEARTH_VCARD_MAX_CARDS 10000
#define HEARTH_VCARD_MAX_VALUES 100

GPtrArray *hearth_vcard_read (const char *text, gsize length, gboolean *cut, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
