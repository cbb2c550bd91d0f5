/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-bubble.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define HEARTH_TYPE_NOTIFIER (hearth_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HearthNotifier, hearth_notifier, HEARTH, NOTIFIER, GObject)

/** HearthNotifierMemory: where a notifier keeps the servers' numbers of its bubbles over a restart. */
typedef struct {
  char *(*load) (const char *name, gpointer user_data);
  void (*save) (const char *name, const char *value, gpointer user_data);
  GPtrArray *(*list) (const char *prefix, gpointer user_data);
  gpointer user_data;
} HearthNotifierMemory;

HearthNotifier *hearth_notifier_new        (GDBusConnection *bus, const char *app_id,
                                            HearthNotifierMemory memory) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_notifier_show       (HearthNotifier *self, const char *key,
                                            HearthBubble *bubble);
void            hearth_notifier_withdraw   (HearthNotifier *self, const char *key);
GPtrArray      *hearth_notifier_list_left  (HearthNotifier *self, const char *prefix) G_GNUC_WARN_UNUSED_RESULT;
gboolean        hearth_notifier_get_inhibited (HearthNotifier *self);
void            hearth_notifier_set_locked (HearthNotifier *self, gboolean locked);
void            hearth_notifier_close      (HearthNotifier *self);

G_END_DECLS
