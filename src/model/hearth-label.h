/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HearthIntegrity: how far the words of a value can be trusted, best first. */
typedef enum {
  HEARTH_INTEGRITY_OWNER,    /* the owner typed, spoke or picked it in this conversation */
  HEARTH_INTEGRITY_KNOWN,    /* from the owner's sent mail, address book, or own events */
  HEARTH_INTEGRITY_EXTERNAL, /* anybody may have written it; any model's text after such */
} HearthIntegrity;

/**
 * HearthLabel:
 *
 * Where a value comes from and whom it may reach. Set where the value is read, joined where values
 * meet, never made better.
 *
 * @integrity: how far it can be trusted
 * @is_private: whether it is the owner's mail, calendar, people or memory
 */
typedef struct {
  HearthIntegrity integrity;
  gboolean is_private;
} HearthLabel;

#define HEARTH_LABEL_OWNER ((HearthLabel){ HEARTH_INTEGRITY_OWNER, FALSE })
#define HEARTH_LABEL_KNOWN ((HearthLabel){ HEARTH_INTEGRITY_KNOWN, TRUE })
#define HEARTH_LABEL_EXTERNAL ((HearthLabel){ HEARTH_INTEGRITY_EXTERNAL, TRUE })

HearthLabel hearth_label_join     (HearthLabel a, HearthLabel b);
gint64      hearth_label_to_int   (HearthLabel label);
HearthLabel hearth_label_from_int (gint64 number);

G_END_DECLS
