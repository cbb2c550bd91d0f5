/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-wait.h"

#include "hearth-eds-error.h"

#include <glib/gi18n.h>
#include <libebook/libebook.h>
#include <libecal/libecal.h>

/* Clocks run on a thread of their own: the main thread may be waiting for the one that waits. */
static gpointer
clock_thread (gpointer user_data)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (user_data, FALSE);

  g_main_loop_run (loop);
  return NULL;
}

static GMainContext *
get_clock (void)
{
  static gsize context = 0;

  if (g_once_init_enter (&context)) {
    GMainContext *made = g_main_context_new ();

    g_thread_unref (g_thread_new ("hearth-eds-wait", clock_thread, made));
    g_once_init_leave (&context, (gsize) made);
  }
  return (GMainContext *) context;
}

static gboolean
timeout_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * hearth_eds_wait_begin:
 * @self: (out caller-allocates): a bound
 * @outer: (nullable): the caller’s cancellable
 * @seconds: how long the call may take
 *
 * Begins a bound in time: @self’s cancellable is cancelled when the time is over, or when the
 * caller’s is. To be ended with hearth_eds_wait_end() or g_auto.
 */
void
hearth_eds_wait_begin (HearthEdsWait *self, GCancellable *outer, guint seconds)
{
  self->cancellable = g_cancellable_new ();
  self->outer = outer;
  self->handler = outer != NULL
                      ? g_cancellable_connect (outer, G_CALLBACK (outer_cancelled_cb),
                                               g_object_ref (self->cancellable), g_object_unref)
                      : 0;
  self->timeout = g_timeout_source_new_seconds (seconds);
  g_source_set_callback (self->timeout, timeout_cb, g_object_ref (self->cancellable),
                         g_object_unref);
  g_source_set_static_name (self->timeout, "hearth-eds-wait");
  g_source_attach (self->timeout, get_clock ());
}

/**
 * hearth_eds_wait_end:
 * @self: a bound
 *
 * Ends a bound; one that never began, or has ended, stays as it is.
 */
void
hearth_eds_wait_end (HearthEdsWait *self)
{
  if (self->cancellable == NULL)
    return;
  g_source_destroy (self->timeout);
  g_source_unref (self->timeout);
  g_cancellable_disconnect (self->outer, self->handler);
  g_clear_object (&self->cancellable);
}

static int
find_client_code (const GError *failure)
{
  switch (failure->code) {
  case E_CLIENT_ERROR_AUTHENTICATION_FAILED:
  case E_CLIENT_ERROR_AUTHENTICATION_REQUIRED:
  case E_CLIENT_ERROR_PERMISSION_DENIED:
  case E_CLIENT_ERROR_QUERY_REFUSED:
    return HEARTH_EDS_ERROR_REFUSED;
  case E_CLIENT_ERROR_OUT_OF_SYNC:
    return HEARTH_EDS_ERROR_CONFLICT;
  case E_CLIENT_ERROR_BUSY:
  case E_CLIENT_ERROR_REPOSITORY_OFFLINE:
  case E_CLIENT_ERROR_OFFLINE_UNAVAILABLE:
  case E_CLIENT_ERROR_DBUS_ERROR:
  case E_CLIENT_ERROR_NOT_OPENED:
  case E_CLIENT_ERROR_SOURCE_NOT_LOADED:
    return HEARTH_EDS_ERROR_OFFLINE;
  default:
    return HEARTH_EDS_ERROR_UNREADABLE;
  }
}

static int
find_code (const GError *failure)
{
  if (failure->domain == E_CLIENT_ERROR)
    return find_client_code (failure);
  if (g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND) ||
      g_error_matches (failure, E_BOOK_CLIENT_ERROR, E_BOOK_CLIENT_ERROR_CONTACT_NOT_FOUND))
    return HEARTH_EDS_ERROR_NOT_FOUND;
  if (g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_ID_ALREADY_EXISTS))
    return HEARTH_EDS_ERROR_CONFLICT;
  if (g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_INVALID_OBJECT))
    return HEARTH_EDS_ERROR_BAD_FORMAT;
  if (g_error_matches (failure, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN))
    return HEARTH_EDS_ERROR_ABSENT;
  /* The service ended, or its bus. */
  if (failure->domain == G_DBUS_ERROR || failure->domain == G_IO_ERROR)
    return HEARTH_EDS_ERROR_OFFLINE;
  return HEARTH_EDS_ERROR_UNREADABLE;
}

static const char *
get_sentence (int code)
{
  switch (code) {
  case HEARTH_EDS_ERROR_ABSENT:
    return _("Evolution Data Server, which keeps the calendars of the desktop, is not installed.");
  case HEARTH_EDS_ERROR_NOT_FOUND:
    return _("It is not in “%s” any more.");
  case HEARTH_EDS_ERROR_CONFLICT:
    return _("It was changed in “%s” by another program meanwhile.");
  case HEARTH_EDS_ERROR_OFFLINE:
    return _("“%s” cannot be reached now: %s");
  case HEARTH_EDS_ERROR_REFUSED:
    return _("“%s” is not open to you: %s. Sign in to it in the settings of the desktop.");
  default:
    return _("“%s” cannot be used: %s");
  }
}

/**
 * hearth_eds_wait_translate:
 * @self: the call's bound
 * @name: what the owner calls the collection
 * @failure: (transfer full): what the library said
 * @error: return location for a #HearthEdsError, or %G_IO_ERROR_CANCELLED
 *
 * Translates an error of the library.
 *
 * Returns: %FALSE
 */
gboolean
hearth_eds_wait_translate (HearthEdsWait *self, const char *name, GError *failure, GError **error)
{
  int code;

  if (g_cancellable_is_cancelled (self->outer)) {
    g_cancellable_set_error_if_cancelled (self->outer, error);
    g_error_free (failure);
    return FALSE;
  }
  if (g_cancellable_is_cancelled (self->cancellable)) {
    g_set_error (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_OFFLINE,
                 _("“%s” does not answer. It is tried again."), name);
    g_error_free (failure);
    return FALSE;
  }
  g_dbus_error_strip_remote_error (failure);
  code = find_code (failure);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, HEARTH_EDS_ERROR, code, get_sentence (code), name, failure->message);
#pragma GCC diagnostic pop
  g_error_free (failure);
  return FALSE;
}
