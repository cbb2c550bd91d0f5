/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-paper-reading.h"

#include "hearth-clock.h"
#include "hearth-papers.h"
#include "hearth-store-events.h"
#include "hearth-store-messages.h"

/* What is put on paper is read from the store anew, on the reading thread: nothing that is shown
 * has to be kept for it. */

static HearthPaper *
read_today (HearthDatabase *db, GError **error)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (HearthToday) today = hearth_today_load (db, now, error);

  return today != NULL ? hearth_paper_new_today (today) : NULL;
}

static HearthPaper *
read_agenda (HearthDatabase *db, HearthSpan span, gboolean week, GError **error)
{
  g_autoptr (HearthAgenda) agenda = hearth_agenda_load (db, span, error);

  return agenda != NULL ? hearth_paper_new_agenda (agenda, week) : NULL;
}

static HearthPaper *
read_message (HearthDatabase *db, gint64 id, GError **error)
{
  g_autoptr (HearthMessage) message = hearth_store_messages_get (db, id, error);

  return message != NULL ? hearth_paper_new_message (message) : NULL;
}

static gpointer
read_paper (HearthDatabase *db, gpointer data, GError **error)
{
  const HearthPaperWish *wish = data;

  switch (wish->subject) {
  case HEARTH_PAPER_OF_MESSAGE:
    return read_message (db, wish->id, error);
  case HEARTH_PAPER_OF_DAY:
  case HEARTH_PAPER_OF_WEEK:
    return read_agenda (db, wish->span, wish->subject == HEARTH_PAPER_OF_WEEK, error);
  case HEARTH_PAPER_OF_TODAY:
  case HEARTH_PAPER_OF_EVENT:
  case HEARTH_PAPER_OF_BRIEFING:
  case HEARTH_PAPER_OF_NOTHING:
  default:
    return read_today (db, error);
  }
}

static gpointer
read_event (HearthDatabase *db, gpointer data, GError **error)
{
  return hearth_store_events_get (db, ((HearthPaperWish *) data)->id, error);
}

static void
paper_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  HearthPaper *paper = hearth_client_read_finish (HEARTH_CLIENT (source), result, &error);

  if (paper != NULL)
    g_task_return_pointer (task, paper, (GDestroyNotify) hearth_paper_free);
  else
    g_task_return_error (task, error);
}

/* What to know before an event is more than the event, and not needed to print it. */
static void
briefed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const HearthPaperWish *wish = g_task_get_task_data (task);
  HearthEvent *event = g_object_get_data (G_OBJECT (task), "event");
  g_autoptr (GVariant) briefing = NULL;

  hearth_bus_daemon1_call_briefing_finish (HEARTH_BUS_DAEMON1 (source), &briefing, result, NULL);
  g_task_return_pointer (task, hearth_paper_new_event (event, wish->start, briefing),
                         (GDestroyNotify) hearth_paper_free);
}

static void
event_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HearthClient *client = HEARTH_CLIENT (source);
  const HearthPaperWish *wish = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (HearthEvent) event = hearth_client_read_finish (client, result, &error);
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, NULL);

  if (event == NULL) {
    g_task_return_error (task, error);
  } else if (proxy == NULL) {
    g_task_return_pointer (task, hearth_paper_new_event (event, wish->start, NULL),
                           (GDestroyNotify) hearth_paper_free);
  } else {
    gint64 id = event->id;

    g_object_set_data_full (G_OBJECT (task), "event", g_steal_pointer (&event),
                            (GDestroyNotify) hearth_event_unref);
    hearth_bus_daemon1_call_briefing (proxy, id, wish->start, NULL, briefed_cb,
                                      g_steal_pointer (&task));
  }
}

static void
digest_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GVariant) digest = NULL;
  GError *error = NULL;

  if (hearth_bus_daemon1_call_digest_finish (HEARTH_BUS_DAEMON1 (source), &digest, result, &error))
    g_task_return_pointer (task, hearth_paper_new_briefing (digest),
                           (GDestroyNotify) hearth_paper_free);
  else
    g_task_return_error (task, error);
}

static void
ask_for_digest (HearthClient *client, GTask *task)
{
  GError *error = NULL;
  HearthBusDaemon1 *proxy = hearth_client_get_proxy (client, &error);

  if (proxy == NULL) {
    g_task_return_error (task, error);
    g_object_unref (task);
    return;
  }
  /* Not told: what is new since the last one is for the one that is read. */
  hearth_bus_daemon1_call_digest (proxy, "now", "", FALSE, NULL, digest_cb, task);
}

/**
 * hearth_paper_read_async:
 * @client: the panel's client
 * @wish: what is wanted; copied
 * @callback: called with the result, on the main context
 * @user_data: for @callback
 *
 * Reads what is to be printed or copied.
 */
void
hearth_paper_read_async (HearthClient *client, const HearthPaperWish *wish,
                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (client, NULL, callback, user_data);
  HearthPaperWish *copy = g_memdup2 (wish, sizeof *wish);

  g_task_set_source_tag (task, hearth_paper_read_async);
  g_task_set_task_data (task, copy, g_free);
  if (wish->subject == HEARTH_PAPER_OF_BRIEFING)
    ask_for_digest (client, task);
  else if (wish->subject == HEARTH_PAPER_OF_EVENT)
    hearth_client_read_async (client, read_event, copy, NULL, (GDestroyNotify) hearth_event_unref,
                              NULL, event_read_cb, task);
  else
    hearth_client_read_async (client, read_paper, copy, NULL, (GDestroyNotify) hearth_paper_free,
                              NULL, paper_read_cb, task);
}

/**
 * hearth_paper_read_finish:
 * @client: the panel's client
 * @result: what @callback was given
 * @error: return location for an error: that of the store, or of the service
 *
 * Returns: (transfer full): the paper, or %NULL with @error set
 */
HearthPaper *
hearth_paper_read_finish (HearthClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
