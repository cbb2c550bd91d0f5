/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-agenda.h"
#include "hearth-chip-button.h"
#include "hearth-clock.h"
#include "hearth-day-part.h"
#include "hearth-store-cards.h"
#include "hearth-store-records.h"
#include "hearth-talk-view-private.h"

#include <glib/gi18n.h>

/* What stands where nothing was said yet: a greeting, what waits at this moment, and what one might
 * ask at this hour. */

/* A meeting that begins within so many seconds is near. */
#define NEAR_SECONDS (60 * 60)
#define TITLE_CHARS 32

/* What the moment has besides its hour. */
typedef struct {
  HearthAgenda *agenda; /* (owned): of the next hour */
  HearthCard *card;     /* (owned) (nullable): the last that waits for a yes */
  guint n_due;          /* reminders that wait for an answer */
} Moment;

static void
moment_free (gpointer data)
{
  Moment *moment = data;

  g_clear_pointer (&moment->agenda, hearth_agenda_free);
  g_clear_pointer (&moment->card, hearth_card_free);
  g_free (moment);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Moment, moment_free)

static gpointer
read_moment (HearthDatabase *db, gpointer data, GError **error)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (Moment) moment = g_new0 (Moment, 1);
  g_autoptr (GPtrArray) cards = hearth_store_cards_list_waiting (db, 1, error);
  g_autoptr (GPtrArray) reminders =
      cards != NULL ? hearth_store_reminders_list (db, TRUE, error) : NULL;

  if (reminders != NULL)
    moment->agenda = hearth_agenda_load (db, (HearthSpan){ now, now + NEAR_SECONDS }, error);
  if (moment->agenda == NULL)
    return NULL;
  if (cards->len > 0)
    moment->card = g_ptr_array_steal_index (cards, 0);
  for (guint i = 0; i < reminders->len; i++)
    moment->n_due += ((HearthReminder *) g_ptr_array_index (reminders, i))->due <= now;
  return g_steal_pointer (&moment);
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

/* Before those that depend on the hour. */
static void
prepend (HearthTalkView *self, GtkWidget *chip)
{
  gtk_widget_add_css_class (chip, "near");
  gtk_widget_set_halign (chip, GTK_ALIGN_CENTER);
  gtk_box_prepend (GTK_BOX (self->starters), chip);
}

static void
offer_briefing (HearthTalkView *self, const HearthOccurrence *next)
{
  g_autofree char *title = g_utf8_strlen (next->event->summary, -1) > TITLE_CHARS
                               ? g_utf8_substring (next->event->summary, 0, TITLE_CHARS)
                               : NULL;
  /* Translators: an event that begins soon: opens what to know before it. */
  g_autofree char *text = title != NULL
                              ? g_strdup_printf (_("Brief me for “%s…”"), title)
                              : g_strdup_printf (_("Brief me for “%s”"), next->event->summary);
  GtkWidget *chip = hearth_chip_button_new_suggest (text);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "app.show-briefing");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "(xx)", next->event->id,
                                    next->span.start);
  prepend (self, chip);
}

static void
offer_card (HearthTalkView *self, const HearthCard *card)
{
  GtkWidget *chip = hearth_chip_button_new_suggest (_("See what waits for your yes"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (chip), "win.show-conversation");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (chip), "(sx)", card->conversation, card->turn);
  prepend (self, chip);
}

static void
moment_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Moment) moment = hearth_client_read_finish (HEARTH_CLIENT (source), result, NULL);
  const HearthOccurrence *next = moment != NULL ? find_next (moment->agenda) : NULL;
  HearthTalkView *self = user_data;
  GtkWidget *chip;

  if (moment == NULL)
    return;
  /* It may have been looked for twice. */
  while ((chip = gtk_widget_get_first_child (self->starters)) != NULL &&
         gtk_widget_has_css_class (chip, "near"))
    gtk_box_remove (GTK_BOX (self->starters), chip);
  if (moment->n_due > 0)
    prepend (self, hearth_chip_button_new_suggest (_("What reminders do I have?")));
  if (next != NULL)
    offer_briefing (self, next);
  if (moment->card != NULL)
    offer_card (self, moment->card);
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
    hearth_client_read_async (self->client, read_moment, NULL, NULL, moment_free, self->cancellable,
                              moment_read_cb, self);
}
