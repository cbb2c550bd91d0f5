/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-imap-async.h"

static gboolean
deadline_cb (gpointer user_data)
{
  HearthImapAsync *self = user_data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static void
cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * hearth_imap_async_begin:
 * @self: (out caller-allocates): a call to come
 * @milliseconds: how long it may take
 * @outer: (nullable): cancels it too
 *
 * From here to hearth_imap_async_end() a context of its own is the thread's default.
 */
void
hearth_imap_async_begin (HearthImapAsync *self, guint milliseconds, GCancellable *outer)
{
  *self = (HearthImapAsync){ 0 };
  self->context = g_main_context_new ();
  self->cancellable = g_cancellable_new ();
  g_main_context_push_thread_default (self->context);
  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, deadline_cb, self, NULL);
  g_source_attach (self->timer, self->context);
  if (outer == NULL)
    return;
  self->outer = g_object_ref (outer);
  self->outer_id = g_cancellable_connect (outer, G_CALLBACK (cancelled_cb),
                                          g_object_ref (self->cancellable), g_object_unref);
}

/**
 * hearth_imap_async_cb:
 * @source: (nullable): what was called
 * @result: the result
 * @user_data: the #HearthImapAsync
 *
 * The callback to hand to the call.
 */
void
hearth_imap_async_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_set_object (&((HearthImapAsync *) user_data)->result, result);
}

/**
 * hearth_imap_async_run:
 * @self: a call that was started
 *
 * Returns: (transfer none): its result, to be given to its finish function
 */
GAsyncResult *
hearth_imap_async_run (HearthImapAsync *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);
  return self->result;
}

/**
 * hearth_imap_async_end:
 * @self: a call whose result was taken
 */
void
hearth_imap_async_end (HearthImapAsync *self)
{
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  g_clear_object (&self->result);
  /* What GIO put off until now still refers to the context. */
  while (g_main_context_iteration (self->context, FALSE))
    continue;
  g_main_context_pop_thread_default (self->context);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->cancellable);
}
