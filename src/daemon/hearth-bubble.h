/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

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

G_END_DECLS
