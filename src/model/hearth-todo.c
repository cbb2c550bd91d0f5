/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-todo.h"

G_DEFINE_BOXED_TYPE (HearthTodo, hearth_todo, hearth_todo_ref, hearth_todo_unref)

/**
 * hearth_todo_new:
 *
 * Makes an empty task to be filled in by its maker before it is handed on. The array exists.
 *
 * Returns: (transfer full): a task
 */
HearthTodo *
hearth_todo_new (void)
{
  HearthTodo *self = g_atomic_rc_box_new0 (HearthTodo);

  self->alarms = g_array_new (FALSE, FALSE, sizeof (int));
  return self;
}

/**
 * hearth_todo_ref:
 * @self: a task
 *
 * Returns: (transfer full): @self
 */
HearthTodo *
hearth_todo_ref (HearthTodo *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
todo_clear (gpointer data)
{
  HearthTodo *self = data;

  g_free (self->href);
  g_free (self->uid);
  g_free (self->summary);
  g_free (self->description);
  g_free (self->url);
  g_free (self->tzid);
  g_free (self->rrule);
  g_array_unref (self->alarms);
  g_free (self->calendar_name);
}

/**
 * hearth_todo_unref:
 * @self: (transfer full): a task
 */
void
hearth_todo_unref (HearthTodo *self)
{
  g_atomic_rc_box_release_full (self, todo_clear);
}
