/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_RECIPIENTS_ENTRY (hearth_recipients_entry_get_type ())
G_DECLARE_FINAL_TYPE (HearthRecipientsEntry, hearth_recipients_entry, HEARTH, RECIPIENTS_ENTRY, GtkWidget)

void        hearth_recipients_entry_set_client (HearthRecipientsEntry *self, HearthClient *client,
                                                const char *name);
const char *hearth_recipients_entry_get_text   (HearthRecipientsEntry *self);
void        hearth_recipients_entry_set_text   (HearthRecipientsEntry *self, const char *text);

G_END_DECLS
