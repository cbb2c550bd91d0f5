/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthMimeMailbox: a name and an address, as they stand in a header.
 * @name: (array length=name_size): without quotes, not ended by NUL
 * @name_size: its bytes; 0 if there is no name
 * @address: (array length=address_size): the addr-spec, not ended by NUL
 * @address_size: its bytes
 */
typedef struct {
  const char *name;
  gsize name_size;
  const char *address;
  gsize address_size;
} HearthMimeMailbox;

GArray *hearth_mime_split_mailboxes (const char *value, guint max) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
