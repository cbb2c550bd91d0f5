/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-message.h"

G_BEGIN_DECLS

/**
 * HearthCtlJson:
 *
 * Writes JSON as it comes, without a tree: a search must print before a tree would be built.
 */
typedef struct {
  GString *out;
  gboolean comma;
} HearthCtlJson;

void
hearth_ctl_json_init (HearthCtlJson *self);
void
hearth_ctl_json_open (HearthCtlJson *self, const char *name, char bracket);
void
hearth_ctl_json_close (HearthCtlJson *self, char bracket);
void
hearth_ctl_json_string (HearthCtlJson *self, const char *name, const char *value);
void
hearth_ctl_json_number (HearthCtlJson *self, const char *name, gint64 value);
void
hearth_ctl_json_boolean (HearthCtlJson *self, const char *name, gboolean value);
void
hearth_ctl_json_time (HearthCtlJson *self, const char *name, gint64 when);
void
hearth_ctl_json_address (HearthCtlJson *self, const char *name, const HearthAddress *address);
void
hearth_ctl_json_people (HearthCtlJson *self, const char *name, GPtrArray *addresses);
void
hearth_ctl_json_print (HearthCtlJson *self);

G_END_DECLS
