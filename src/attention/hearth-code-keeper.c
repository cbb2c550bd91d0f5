/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-code-keeper.h"

#include "hearth-clock.h"
#include "hearth-fact-verbs.h"

/* The clock of timers stands still while the computer sleeps: never wait longer than this. */
#define MAX_WAIT 60

/**
 * HearthCodeKeeper:
 *
 * Forgets codes when their time is over. While no code is kept it waits for nothing.
 */
struct _HearthCodeKeeper {
  HearthEngine *engine; /* (owned) */
  guint timeout;
  gboolean looking;
};

static void look (HearthCodeKeeper *self);

static gboolean
timeout_cb (gpointer user_data)
{
  HearthCodeKeeper *self = user_data;

  self->timeout = 0;
  look (self);
  return G_SOURCE_REMOVE;
}

static void
look (HearthCodeKeeper *self)
{
  g_autoptr (GError) error = NULL;
  gint64 next = 0;
  gboolean done;

  /* Forgetting changes what is found, which ends here again. */
  self->looking = TRUE;
  done = hearth_engine_forget_codes (self->engine, &next, &error);
  self->looking = FALSE;
  if (!done) {
    g_warning ("Codes could not be forgotten: %s", error->message);
    next = hearth_clock_now () + MAX_WAIT;
  }
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (next == 0)
    return;
  self->timeout = g_timeout_add_seconds ((guint) CLAMP (next - hearth_clock_now (), 1, MAX_WAIT),
                                         timeout_cb, self);
  g_source_set_name_by_id (self->timeout, "hearth: forget codes");
}

static void
changed_cb (HearthEngine *engine, const char *table, gpointer user_data)
{
  HearthCodeKeeper *self = user_data;

  if (g_str_equal (table, "findings") && !self->looking)
    look (self);
}

/**
 * hearth_code_keeper_new:
 * @engine: the engine whose codes it keeps
 *
 * Forgets what is over, and then each code in its time.
 *
 * Returns: (transfer full): a keeper
 */
HearthCodeKeeper *
hearth_code_keeper_new (HearthEngine *engine)
{
  HearthCodeKeeper *self = g_new0 (HearthCodeKeeper, 1);

  self->engine = g_object_ref (engine);
  g_signal_connect (engine, "changed", G_CALLBACK (changed_cb), self);
  look (self);
  return self;
}

/**
 * hearth_code_keeper_free:
 * @self: (nullable) (transfer full): a keeper
 */
void
hearth_code_keeper_free (HearthCodeKeeper *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->engine, self);
  g_object_unref (self->engine);
  g_free (self);
}
