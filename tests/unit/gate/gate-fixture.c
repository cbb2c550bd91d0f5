/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "gate-fixture.h"

#include "hearth-clock.h"
#include "hearth-mime.h"
#include "hearth-store-cards.h"
#include "hearth-store-events.h"
#include "hearth-store-outbox.h"

#include <glib/gstdio.h>
#include <string.h>

static void
make_folder (Fixture *self, const char *name)
{
  static const char *const parts[] = { "cur", "new", "tmp" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (self->dir, name, parts[i], NULL);

    g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  }
}

static void
add_account (Fixture *self)
{
  g_autoptr (HearthAccount) account = hearth_account_new ("emma@example.org");
  g_autoptr (GError) error = NULL;

  g_free (account->name);
  account->name = g_strdup ("Emma Johnson");
  g_free (account->imap.host);
  account->imap.host = g_strdup ("mail.example.org");
  g_free (account->smtp.host);
  account->smtp.host = g_strdup ("mail.example.org");
  g_free (account->signature);
  account->signature = g_strdup ("Emma");
  account->paused = TRUE;
  hearth_engine_add_account (self->engine, account, &error);
  g_assert_no_error (error);
}

void
fixture_set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *mail = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (utc);
  hearth_clock_turn_to (NOW);
  self->dir = g_dir_make_tmp ("hearth-XXXXXX", NULL);
  self->data = g_build_filename (self->dir, "data", NULL);
  mail = g_build_filename (self->dir, "mail", NULL);
  file = g_build_filename (self->dir, "own.ics", NULL);
  make_folder (self, "mail");
  make_folder (self, "mail/.Sent");
  g_assert_true (g_file_set_contents (file,
                                      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
                                      "END:VCALENDAR\r\n",
                                      -1, NULL));
  self->engine = hearth_engine_new (self->data, &error);
  g_assert_no_error (error);
  add_account (self);
  g_assert_cmpint (
      hearth_engine_add_source (self->engine, HEARTH_SOURCE_MAILDIR, mail, NULL, &error), !=, 0);
  self->calendar = hearth_engine_add_source (self->engine, HEARTH_SOURCE_ICS, file, NULL, &error);
  g_assert_no_error (error);
  fixture_sync (self);
}

static void
close_engine (Fixture *self)
{
  hearth_engine_stop (self->engine);
  g_clear_object (&self->engine);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* As another process finds it. */
void
fixture_reopen (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->gate, hearth_gate_free);
  close_engine (self);
  self->engine = hearth_engine_new (self->data, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

void
fixture_tear_down (Fixture *self, gconstpointer data)
{
  hearth_gate_outcome_clear (&self->outcome);
  g_clear_pointer (&self->gate, hearth_gate_free);
  close_engine (self);
  remove_tree (self->dir);
  g_free (self->data);
  g_free (self->dir);
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_auto (GStrv) warnings = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, NULL);

  *(gboolean *) user_data = TRUE;
}

void
fixture_sync (Fixture *self)
{
  gboolean done = FALSE;

  hearth_engine_sync_async (self->engine, NULL, synced_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* Puts a mail into a folder ("" for the inbox); returns its row. */
gint64
fixture_deliver (Fixture *self, const char *folder, const char *headers, const char *text)
{
  g_autofree char *id = g_strdup_printf ("%u@fixture.example", self->n_mails);
  g_autofree char *path = g_strdup_printf ("%s/mail/%s/new/%" G_GINT64_FORMAT ".M%uP1.test",
                                           self->dir, folder, NOW + self->n_mails, self->n_mails);
  g_autofree char *mail = g_strdup_printf (
      "%sMessage-ID: <%s>\r\nDate: Sat, 28 Nov 2026 07:%02u:00 +0000\r\n\r\n%s\r\n", headers, id,
      self->n_mails, text);
  g_autoptr (HearthMessage) message = NULL;

  self->n_mails++;
  g_assert_true (g_file_set_contents (path, mail, -1, NULL));
  fixture_sync (self);
  message = hearth_store_messages_find (hearth_engine_get_reader (self->engine), id, NULL);
  g_assert_nonnull (message);
  return message->id;
}

/* Puts an event into the calendar; returns its row. */
gint64
fixture_add_event (Fixture *self, const char *uid, const char *more)
{
  g_autofree char *path = g_build_filename (self->dir, "own.ics", NULL);
  g_autofree char *text = NULL;
  GString *changed;
  char *end;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  end = strstr (text, "END:VCALENDAR");
  g_assert_nonnull (end);
  *end = '\0';
  changed = g_string_new (text);
  g_string_append_printf (changed,
                          "BEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261101T000000Z\r\n%sEND:"
                          "VEVENT\r\nEND:VCALENDAR\r\n",
                          uid, more);
  g_assert_true (g_file_set_contents (path, changed->str, -1, NULL));
  g_string_free (changed, TRUE);
  fixture_sync (self);
  return hearth_store_events_find (hearth_engine_get_reader (self->engine), self->calendar, uid,
                                   NULL);
}

/* A new turn, in which the owner said some words and nothing external came up yet. */
void
fixture_begin (Fixture *self, const char *plan, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthPlan) parsed = plan != NULL ? hearth_plan_parse (plan, &error) : NULL;
  g_autoptr (GPtrArray) said = g_ptr_array_new ();

  g_assert_no_error (error);
  g_ptr_array_add (said, (gpointer) words);
  g_clear_pointer (&self->gate, hearth_gate_free);
  self->gate = hearth_gate_new (self->engine, "talk", 7, parsed, said, HEARTH_LABEL_OWNER);
}

HearthGateResult
fixture_run (Fixture *self, const char *tool, const char *format, ...)
{
  g_autofree char *arguments = NULL;
  g_autofree char *result = NULL;
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  hearth_gate_outcome_clear (&self->outcome);
  result = hearth_gate_run (self->gate, tool, arguments, &self->outcome);
  /* What the service is told and what was done agree. */
  g_assert_true (
      g_str_has_prefix (result, self->outcome.result == HEARTH_GATE_REFUSED ? "{\"error\":"
                                : self->outcome.result == HEARTH_GATE_CARD  ? "{\"proposed\":"
                                                                            : "{\"done\":"));
  g_assert_nonnull (self->outcome.text);
  return self->outcome.result;
}

HearthCard *
fixture_get_card (Fixture *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  HearthCard *card = hearth_store_cards_get (hearth_engine_get_reader (self->engine), id, &error);

  g_assert_no_error (error);
  return card;
}

/* Accepts a card as whoever saw it does; returns the action. */
gint64
fixture_accept (Fixture *self, gint64 id, GError **error)
{
  g_autoptr (HearthCard) card = fixture_get_card (self, id);
  gint64 action = -1;
  gboolean ok = hearth_cards_accept (self->engine, id, card->hash, &action, error);

  g_assert_cmpint (ok, ==, error == NULL || *error == NULL);
  return ok ? action : 0;
}

/* The mails in the outbox as they will be sent, parsed. */
GPtrArray *
fixture_list_sent (Fixture *self)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (GPtrArray) items = hearth_store_outbox_list (db, TRUE, NULL);
  GPtrArray *mails = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_message_unref);

  for (guint i = 0; i < items->len; i++) {
    g_autoptr (GBytes) content =
        hearth_store_outbox_dup_content (db, ((HearthOutboxItem *) items->pdata[i])->id, NULL);

    g_ptr_array_add (mails, hearth_mime_parse_bytes (g_bytes_get_data (content, NULL),
                                                     g_bytes_get_size (content), 0));
  }
  return mails;
}

void
fixture_assert_refused (Fixture *self, const char *part)
{
  g_assert_cmpint (self->outcome.result, ==, HEARTH_GATE_REFUSED);
  g_assert_cmpint (self->outcome.card, ==, 0);
  g_assert_cmpint (self->outcome.action, ==, 0);
  if (strstr (self->outcome.text, part) == NULL)
    g_error ("It was refused otherwise than with “%s”: %s", part, self->outcome.text);
}
