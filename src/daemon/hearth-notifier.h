/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HearthBubble:
 *
 * What a notification says. Strings are plain text; markup is escaped where a server reads it.
 *
 * @summary: the first line
 * @body: (nullable): what follows
 * @locked_summary: (nullable): what is said instead while the screen is locked, with no body
 * @icon: (nullable): an icon's name
 * @urgent: whether it is shown also to those who do not want to be disturbed, and stays
 * @lasting: whether it stays until it is answered
 * @sound: (nullable): the name of a sound of the desktop's theme, static
 * @actions: (nullable): what each button reports, static; "default" is a click on the bubble
 * @labels: (nullable): what each button says, static
 */
typedef struct {
  char *summary;
  char *body;
  char *locked_summary;
  const char *icon;
  gboolean urgent;
  gboolean lasting;
  const char *sound;
  const char *actions[4];
  const char *labels[4];
} HearthBubble;

HearthBubble *hearth_bubble_new        (const char *summary, const char *body) G_GNUC_WARN_UNUSED_RESULT;
void          hearth_bubble_add_action (HearthBubble *self, const char *action, const char *label);
void          hearth_bubble_free       (HearthBubble *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthBubble, hearth_bubble_free)

#define HEARTH_TYPE_NOTIFIER (hearth_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HearthNotifier, hearth_notifier, HEARTH, NOTIFIER, GObject)

/** HearthNotifierMemory: where a notifier keeps the servers' numbers of its bubbles over a restart. */
typedef struct {
  char *(*load) (const char *name, gpointer user_data);
  void (*save) (const char *name, const char *value, gpointer user_data);
  gpointer user_data;
} HearthNotifierMemory;

HearthNotifier *hearth_notifier_new        (GDBusConnection *bus, const char *app_id,
                                            HearthNotifierMemory memory) G_GNUC_WARN_UNUSED_RESULT;
void            hearth_notifier_show       (HearthNotifier *self, const char *key,
                                            HearthBubble *bubble);
void            hearth_notifier_withdraw   (HearthNotifier *self, const char *key);
void            hearth_notifier_set_locked (HearthNotifier *self, gboolean locked);
void            hearth_notifier_close      (HearthNotifier *self);

G_END_DECLS
