/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Under this name the store says why older mail waits. */
#define HEARTH_THRIFT_META "thrift"

/** HearthThrift: why only the text of new mail is fetched for now. */
typedef enum {
  HEARTH_THRIFT_NONE,    /* everything is */
  HEARTH_THRIFT_METERED, /* the network is paid for by its volume */
  HEARTH_THRIFT_BATTERY, /* the battery is low, or its owner saves it */
} HearthThrift;

const char  *hearth_thrift_to_string    (HearthThrift thrift);
HearthThrift hearth_thrift_from_string  (const char *name);
const char  *hearth_thrift_get_sentence (HearthThrift thrift);

G_END_DECLS
