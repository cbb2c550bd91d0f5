/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-cancel-watch.h"

/* Does what g_cancellable_source_new() does. Of that, each is lost in GLib 2.74 that is let go of
 * while another thread is still telling that it was cancelled: its source then waits for a call
 * that has already come. Here the handler itself holds what it needs until it is through. */

struct _HearthCancelWatch {
  GCancellable *cancellable; /* (owned) */
  GSource *source;           /* (owned) */
  gulong handler;
};

typedef struct {
  GSource source;
  GCancellable *cancellable; /* (owned) */
} CancelSource;

/* What the handler needs, in whatever thread it runs. */
typedef struct {
  GMainContext *context; /* (owned) */
  GSource *source;       /* (owned) */
} Link;

static void
link_free (gpointer data, GClosure *closure)
{
  Link *link = data;

  g_source_unref (link->source);
  g_main_context_unref (link->context);
  g_free (link);
}

/* (any thread) */
static void
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  Link *link = user_data;

  g_source_set_ready_time (link->source, 0);
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  GCancellableSourceFunc func = (GCancellableSourceFunc) (void (*) (void)) callback;

  g_source_set_ready_time (source, -1);
  return func (((CancelSource *) source)->cancellable, user_data);
}

static void
finalize (GSource *source)
{
  g_object_unref (((CancelSource *) source)->cancellable);
}

/**
 * hearth_cancel_watch_new:
 * @cancellable: what may be cancelled, perhaps already
 * @context: (nullable): where @func is called; %NULL for the default main context
 * @priority: of the call, as %G_PRIORITY_HIGH
 * @func: called when it is, never from within this call nor within g_cancellable_cancel()
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Returns: (transfer full): the watch, which may be freed by @func
 */
HearthCancelWatch *
hearth_cancel_watch_new (GCancellable *cancellable, GMainContext *context, int priority,
                         GCancellableSourceFunc func, gpointer user_data, GDestroyNotify destroy)
{
  static GSourceFuncs funcs = { .dispatch = dispatch, .finalize = finalize };
  HearthCancelWatch *self = g_new0 (HearthCancelWatch, 1);
  Link *link = g_new0 (Link, 1);

  self->cancellable = g_object_ref (cancellable);
  self->source = g_source_new (&funcs, sizeof (CancelSource));
  ((CancelSource *) self->source)->cancellable = g_object_ref (cancellable);
  g_source_set_static_name (self->source, "HearthCancelWatch");
  g_source_set_priority (self->source, priority);
  g_source_set_callback (self->source, G_SOURCE_FUNC (func), user_data, destroy);
  link->context = g_main_context_ref (context != NULL ? context : g_main_context_default ());
  link->source = g_source_ref (self->source);
  g_source_attach (self->source, link->context);
  self->handler = g_signal_connect_data (cancellable, "cancelled", G_CALLBACK (cancelled_cb), link,
                                         link_free, G_CONNECT_DEFAULT);
  if (g_cancellable_is_cancelled (cancellable))
    g_source_set_ready_time (self->source, 0);
  return self;
}

/**
 * hearth_cancel_watch_free:
 * @self: (nullable) (transfer full): a watch, whose context is that of the calling thread
 *
 * Ends a watch: its function is not called any more. It waits for nobody.
 */
void
hearth_cancel_watch_free (HearthCancelWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handler_disconnect (self->cancellable, self->handler);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_object_unref (self->cancellable);
  g_free (self);
}
