/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "workday-fixture.h"

#include "hearth-clock.h"
#include "hearth-format.h"

#include <string.h>

static void
copy_tree (const char *from, const char *to)
{
  const char *argv[] = { "cp", "-r", from, to, NULL };
  int status = 0;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static void
remove_tree (const char *path)
{
  const char *argv[] = { "rm", "-rf", path, NULL };

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                               NULL, NULL, NULL));
}

static void
synced_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) warnings = hearth_engine_sync_finish (HEARTH_ENGINE (object), result, &error);

  g_assert_no_error (error);
  g_assert_null (warnings[0]);
  *(gboolean *) user_data = TRUE;
}

static void
synchronize (Workday *f)
{
  gboolean synced = FALSE;

  hearth_engine_sync_async (f->engine, NULL, synced_cb, &synced);
  while (!synced)
    g_main_context_iteration (NULL, TRUE);
}

/* A mail comes from somebody who calls themselves so. */
void
workday_deliver (Workday *f, const char *name, const char *address)
{
  static guint n;
  g_autofree char *file = g_strdup_printf ("%u.M1P1.workday:2,", n++);
  g_autofree char *path = g_build_filename (f->folder, "maildir", "cur", file, NULL);
  g_autofree char *mail =
      g_strdup_printf ("From: \"%s\" <%s>\r\nTo: ines@linden-atelier.example\r\nSubject: Hello\r\n"
                       "Message-ID: <%u@evil.example>\r\nDate: Mon, 03 Mar 2031 08:00:00 +0100\r\n"
                       "\r\nHello.\r\n",
                       name, address, n);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, mail, -1, &error);
  g_assert_no_error (error);
  synchronize (f);
}

void
workday_set_up (Workday *f, gconstpointer data)
{
  g_autofree char *mail = NULL;
  g_autofree char *calendar = NULL;
  g_autofree char *store = NULL;
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GError) error = NULL;

  hearth_clock_set_zone (zone);
  hearth_clock_turn_to (NOW);
  hearth_format_set_hours (HEARTH_HOURS_24);
  f->folder = g_dir_make_tmp ("hearth-conversation-XXXXXX", &error);
  g_assert_no_error (error);
  mail = g_build_filename (f->folder, "maildir", NULL);
  calendar = g_build_filename (f->folder, "calendar.ics", NULL);
  store = g_build_filename (f->folder, "data", NULL);
  copy_tree (WORKDAY "/maildir", mail);
  copy_tree (WORKDAY "/calendar.ics", calendar);
  f->engine = hearth_engine_new (store, &error);
  g_assert_no_error (error);
  hearth_engine_add_source (f->engine, HEARTH_SOURCE_MAILDIR, mail, NULL, &error);
  g_assert_no_error (error);
  hearth_engine_add_source (f->engine, HEARTH_SOURCE_ICS, calendar, NULL, &error);
  g_assert_no_error (error);
  synchronize (f);
  g_assert_true (hearth_engine_start_reminders (f->engine, &error));
  g_assert_no_error (error);
  f->companion = hearth_companion_new (f->engine);
}

void
workday_tear_down (Workday *f, gconstpointer data)
{
  g_clear_object (&f->companion);
  hearth_engine_stop (f->engine);
  g_clear_object (&f->engine);
  remove_tree (f->folder);
  g_free (f->folder);
}

void
heard_cb (const HearthAnswerEvent *event, gpointer user_data)
{
  Heard *heard = user_data;

  g_assert_false (heard->in_call);
  g_assert_cmpuint (heard->n_end, ==, 0);
  switch (event->kind) {
  case HEARTH_ANSWER_TEXT:
    g_string_append (heard->text, event->text);
    break;
  case HEARTH_ANSWER_NOTICE:
    g_string_append (heard->notices, event->text);
    break;
  case HEARTH_ANSWER_CHIP:
    heard->n_chips++;
    break;
  case HEARTH_ANSWER_SUGGEST:
    g_ptr_array_add (heard->suggestions, g_strdup (event->text));
    break;
  case HEARTH_ANSWER_END:
  case HEARTH_ANSWER_ERROR:
    heard->n_end++;
    break;
  case HEARTH_ANSWER_OFFER:
    heard->n_offers++;
    break;
  case HEARTH_ANSWER_CARD:
  case HEARTH_ANSWER_DONE:
    heard->n_acts++;
    break;
  case HEARTH_ANSWER_AGREE:
  case HEARTH_ANSWER_STATUS:
  default:
    break;
  }
}

void
heard_destroyed_cb (gpointer user_data)
{
  ((Heard *) user_data)->destroyed = TRUE;
}

Heard *
heard_new (void)
{
  Heard *heard = g_new0 (Heard, 1);

  heard->text = g_string_new (NULL);
  heard->notices = g_string_new (NULL);
  heard->suggestions = g_ptr_array_new_with_free_func (g_free);
  return heard;
}

void
heard_free (Heard *heard)
{
  g_string_free (heard->text, TRUE);
  g_string_free (heard->notices, TRUE);
  g_ptr_array_unref (heard->suggestions);
  g_free (heard);
}

Heard *
workday_ask (Workday *f, const char *conversation, const char *text)
{
  Heard *heard = heard_new ();
  g_autoptr (GError) error = NULL;
  gint64 turn;

  heard->in_call = TRUE;
  turn = hearth_companion_ask (f->companion, conversation, text, NULL, heard_cb, heard,
                               heard_destroyed_cb, NULL, &error);
  heard->in_call = FALSE;
  g_assert_no_error (error);
  g_assert_cmpint (turn, >, 0);
  while (!heard->destroyed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (heard->n_end, ==, 1);
  return heard;
}

void
workday_play (Workday *f, const char *conversation, const Line *lines, guint n)
{
  guint wrong = 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (Heard) heard = workday_ask (f, conversation, lines[i].text);
    g_auto (GStrv) parts = g_strsplit (lines[i].parts, "|", -1);

    for (guint k = 0; parts[k] != NULL; k++) {
      gboolean never = parts[k][0] == '!';
      gboolean there = strstr (heard->text->str, parts[k] + (never ? 1 : 0)) != NULL;

      if (there == never) {
        g_test_message ("“%s”: “%s” in “%s”", lines[i].text, parts[k], heard->text->str);
        wrong++;
      }
    }
    g_assert_null (strchr (heard->text->str, '!'));
  }
  g_assert_cmpuint (wrong, ==, 0);
}
