/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-agenda.h"
#include "hearth-chip-button.h"
#include "hearth-clock.h"
#include "hearth-day-part.h"
#include "hearth-talk-view-private.h"

#include <glib/gi18n.h>

/* What stands where nothing was said yet: a greeting, and what one might ask at this hour. */

/* A meeting that begins within so many seconds is near. */
#define NEAR_SECONDS (60 * 60)
#define TITLE_CHARS 32

static gpointer
read_near (HearthDatabase *db, gpointer data, GError **error)
{
  gint64 now = hearth_clock_now ();

  return hearth_agenda_load (db, (HearthSpan){ now, now + NEAR_SECONDS }, error);
}

static const HearthOccurrence *
find_next (const HearthAgenda *agenda)
{
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);

    if (!occurrence->event->all_day && occurrence->span.start >= agenda->span.start &&
        *occurrence->event->summary != '\0')
      return occurrence;
  }
  return NULL;
}

static void
near_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthAgenda) agenda =
      hearth_client_read_finish (HEARTH_CLIENT (source), result, NULL);
  const HearthOccurrence *next = agenda != NULL ? find_next (agenda) : NULL;
  HearthTalkView *self = user_data;
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  GtkWidget *chip;

  if (next == NULL)
    return;
  title = g_utf8_strlen (next->event->summary, -1) > TITLE_CHARS
              ? g_utf8_substring (next->event->summary, 0, TITLE_CHARS)
              : NULL;
  /* Translators: an event that begins soon: opens what to know before it. */
  text = title != NULL ? g_strdup_printf (_("Brief me for “%s…”"), title)
                       : g_strdup_printf (_("Brief me for “%s”"), next->event->summary);
  /* It may have been looked for twice. */
  chip = gtk_widget_get_first_child (self->starters);
  if (chip != NULL && gtk_widget_has_css_class (chip, "near"))
    gtk_box_remove (GTK_BOX (self->starters), chip);
  chip = hearth_chip_button_new_suggest (text);
  gtk_widget_add_css_class (chip, "near");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "app.show-briefing");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "(xx)", next->event->id,
                                    next->span.start);
  gtk_widget_set_halign (chip, GTK_ALIGN_CENTER);
  gtk_box_prepend (GTK_BOX (self->starters), chip);
}

/**
 * hearth_talk_view_greet:
 * @self: a view
 *
 * Makes the greeting and what might be asked those of this hour.
 */
void
hearth_talk_view_greet (HearthTalkView *self)
{
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autofree const char **questions = hearth_day_part_list_questions (now);
  GtkWidget *chip;

  gtk_label_set_text (self->greeting, hearth_day_part_get_greeting (now));
  while ((chip = gtk_widget_get_first_child (self->starters)) != NULL)
    gtk_box_remove (GTK_BOX (self->starters), chip);
  for (guint i = 0; questions[i] != NULL; i++) {
    chip = hearth_chip_button_new_suggest (questions[i]);
    gtk_widget_set_halign (chip, GTK_ALIGN_CENTER);
    gtk_box_append (GTK_BOX (self->starters), chip);
  }
  if (self->client != NULL)
    hearth_client_read_async (self->client, read_near, NULL, NULL,
                              (GDestroyNotify) hearth_agenda_free, self->cancellable, near_read_cb,
                              self);
}
