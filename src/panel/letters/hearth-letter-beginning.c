/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-beginning.h"

#include "hearth-letter-call.h"

#include <glib/gi18n.h>

/* A letter of which there are a few points only is begun for its writer, as a letter of its own. */

static void
say (GtkWidget *widget, const char *sentence)
{
  gtk_widget_activate_action (widget, "win.say", "s", sentence);
}

static void
show (GtkWidget *widget, GVariant *reply)
{
  g_autofree char *text = NULL;
  const char *service, *problem;
  gint64 letter;

  g_variant_get (reply, "(x&s&s@as)", &letter, &service, &problem, NULL);
  if (*service != '\0')
    /* Translators: %s is the name of an AI service */
    text = g_strdup_printf (_("Begun with %s. Your points are still among the letters."), service);
  else if (*problem != '\0')
    text = g_strdup_printf (_("Begun without a service: %s"), problem);
  /* Whoever has gone elsewhere meanwhile is left there: the letter is in the list. */
  if (gtk_widget_get_mapped (widget))
    gtk_widget_activate_action (widget, "win.letter", "x", letter);
  say (widget, text != NULL ? text : _("Begun. Your points are still among the letters."));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = hearth_letter_call_finish (HEARTH_CLIENT (source), result, &error);

  if (reply != NULL) {
    show (widget, reply);
  } else {
    g_autofree char *message = hearth_client_dup_message (error);

    say (widget, message);
  }
}

/* A line is a point; a point that one speaks may be a sentence. */
static GPtrArray *
split_points (const char *text)
{
  GPtrArray *points = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (points, g_strdup (lines[i]));
  }
  g_ptr_array_add (points, NULL);
  return points;
}

/**
 * hearth_letter_beginning_ask:
 * @widget: the page that asks
 * @client: the panel's client
 * @letter: a letter that has points, a line each
 * @face: not needed
 *
 * Has a letter begun from points, by the service that answers questions if there is one, and shows
 * it. The points stay as they are.
 */
void
hearth_letter_beginning_ask (GtkWidget *widget, HearthClient *client, const HearthLetter *letter,
                             const HearthLetterFace *face)
{
  g_autoptr (GPtrArray) points = split_points (letter->text);

  if (points->len == 1) {
    say (widget, _("Write or say first what the letter is to tell, a line for each point."));
    return;
  }
  say (widget, _("A letter is being begun from your points…"));
  hearth_letter_call_slowly (client, "StartLetter",
                             g_variant_new ("(s^asb)", letter->recipient, points->pdata, TRUE),
                             started_cb, g_object_ref (widget));
}
