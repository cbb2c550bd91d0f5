/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-bubble.h"

/**
 * hearth_bubble_new:
 * @summary: the first line
 * @body: (nullable): what follows
 *
 * Returns: (transfer full): a bubble
 */
HearthBubble *
hearth_bubble_new (const char *summary, const char *body)
{
  HearthBubble *self = g_new0 (HearthBubble, 1);

  self->summary = g_strdup (summary);
  self->body = g_strdup (body);
  return self;
}

/**
 * hearth_bubble_add_action:
 * @self: a bubble
 * @action: (transfer none): a static name; "default" is a click on the bubble itself
 * @label: (transfer none): a static, translated label
 *
 * Adds a button; there is room for three besides "default".
 */
void
hearth_bubble_add_action (HearthBubble *self, const char *action, const char *label)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->actions); i++) {
    if (self->actions[i] == NULL) {
      self->actions[i] = action;
      self->labels[i] = label;
      return;
    }
  }
  g_return_if_reached ();
}

/**
 * hearth_bubble_free:
 * @self: (nullable) (transfer full): a bubble
 */
void
hearth_bubble_free (HearthBubble *self)
{
  if (self == NULL)
    return;
  g_free (self->summary);
  g_free (self->body);
  g_free (self->locked_summary);
  g_free (self);
}
