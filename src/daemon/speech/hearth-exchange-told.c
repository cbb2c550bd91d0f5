/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-exchange-private.h"

#include "hearth-clock.h"
#include "hearth-later.h"
#include "hearth-locale.h"

#include <glib/gi18n.h>

/* What is told aloud without having been asked: mail and reminders. It opens no microphone; whoever
 * begins to talk soon after it can say "read it", "later" or "reply that I come". */

/* So long "it" is what was told. Microseconds. */
#define FRESH (120 * G_USEC_PER_SEC)
/* What comes while somebody talks with it waits, up to so many. */
#define MAX_WAITING 3
/* How long "later" is, in seconds: for mail and for reminders. */
#define LATER_MAIL 3600
#define LATER_REMINDER 600

static void
announcement_free (gpointer data)
{
  HearthAnnouncement *announcement = data;

  g_free (announcement->text);
  g_free (announcement);
}

static void
cried_cb (HearthExchange *self)
{
  g_signal_handlers_disconnect_by_data (self->crier, self);
  g_clear_object (&self->crier);
  hearth_exchange_announce_next (self);
}

/**
 * hearth_exchange_announce_next:
 * @self: an exchange
 *
 * Tells what waits, unless somebody talks with it now.
 */
void
hearth_exchange_announce_next (HearthExchange *self)
{
  HearthAnnouncement *next;

  if (self->number != 0 || self->crier != NULL ||
      (next = g_queue_pop_head (&self->announcements)) == NULL)
    return;
  self->told = next->kind;
  self->told_id = next->id;
  self->told_at = g_get_monotonic_time ();
  self->crier = hearth_reader_new (self->mouth, hearth_locale_get_language (), NULL);
  g_signal_connect_swapped (self->crier, "done", G_CALLBACK (cried_cb), self);
  g_signal_connect_swapped (self->crier, "cut", G_CALLBACK (cried_cb), self);
  /* That nothing can sound is no news: the notification is there. */
  g_signal_connect_swapped (self->crier, "failed", G_CALLBACK (cried_cb), self);
  hearth_reader_push (self->crier, next->text);
  hearth_reader_end (self->crier);
  announcement_free (next);
}

/**
 * hearth_exchange_announce:
 * @self: an exchange
 * @kind: what it is about: %HEARTH_CHIP_MESSAGE or %HEARTH_CHIP_REMINDER
 * @id: its row
 * @text: what is said
 *
 * Tells something aloud, now or when what is being said is over.
 */
void
hearth_exchange_announce (HearthExchange *self, HearthChipKind kind, gint64 id, const char *text)
{
  HearthAnnouncement *announcement;

  if (self->announcements.length >= MAX_WAITING)
    return;
  announcement = g_new0 (HearthAnnouncement, 1);
  announcement->kind = kind;
  announcement->id = id;
  announcement->text = g_strdup (text);
  g_queue_push_tail (&self->announcements, announcement);
  hearth_exchange_announce_next (self);
}

/**
 * hearth_exchange_forget_waiting:
 * @self: an exchange
 *
 * Forgets what is being told and what was to be.
 */
void
hearth_exchange_forget_waiting (HearthExchange *self)
{
  g_queue_clear_full (&self->announcements, announcement_free);
  if (self->crier == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->crier, self);
  hearth_reader_stop (self->crier);
  g_clear_object (&self->crier);
}

static void
put_off (HearthExchange *self)
{
  gint64 now = hearth_clock_now ();
  g_autoptr (GError) error = NULL;
  gint64 action;
  gboolean done;

  if (self->told == HEARTH_CHIP_REMINDER)
    done =
        hearth_engine_snooze_reminder (self->engine, self->told_id, now + LATER_REMINDER, &error);
  else
    done = hearth_engine_put_off (self->engine, &self->told_id, 1, now + LATER_MAIL, NULL, &action,
                                  &error);
  if (!done)
    hearth_exchange_say (self, error->message);
  else if (self->told == HEARTH_CHIP_REMINDER)
    hearth_exchange_say (self, _("All right. I remind you again in ten minutes."));
  else
    hearth_exchange_say (self, _("All right. It comes back in an hour."));
}

/* What is asked of it is asked of the built-in service, which knows what "it" is: in a conversation
 * of its own, so that another service hears nothing of it. */
static gboolean
ask_about (HearthExchange *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *conversation =
      hearth_companion_begin (self->companion, FALSE, HEARTH_COMPANION_BUILTIN, &error);

  if (conversation == NULL) {
    g_warning ("%s", error->message);
    return FALSE;
  }
  hearth_companion_set_topic (self->companion, conversation, self->told, self->told_id);
  g_free (self->conversation);
  self->conversation = g_steal_pointer (&conversation);
  hearth_exchange_ask (self, text);
  return TRUE;
}

/**
 * hearth_exchange_follow_told:
 * @self: an exchange
 * @command: what was said
 * @text: its words
 *
 * Does what is said of what was told a moment ago.
 *
 * Returns: whether @command was about that
 */
gboolean
hearth_exchange_follow_told (HearthExchange *self, HearthVoiceCommandKind command, const char *text)
{
  if (self->told_id == 0 || g_get_monotonic_time () - self->told_at > FRESH)
    return FALSE;
  if (command == HEARTH_VOICE_COMMAND_LATER) {
    put_off (self);
    self->told_id = 0;
    return TRUE;
  }
  if (self->told != HEARTH_CHIP_MESSAGE)
    return FALSE;
  /* English: these words are the built-in service's. */
  if (command == HEARTH_VOICE_COMMAND_READ)
    return ask_about (self, "Read it");
  return command == HEARTH_VOICE_COMMAND_REPLY && ask_about (self, text);
}
