/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-announcer.h"

#include "hearth-interrupt.h"
#include "hearth-meetings.h"
#include "hearth-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* What is told aloud stands on the screen as well: it is short. */
#define MAX_SUBJECT 80

/* The words of others: their signs are no Markdown. */
static char *
write_plain (const char *text, gsize most)
{
  g_autofree char *clean = hearth_text_clean (text, -1);
  GString *out = g_string_new (NULL);
  gsize n = 0;

  for (const char *p = clean; *p != '\0' && n < most; p = g_utf8_next_char (p), n++) {
    gunichar c = g_utf8_get_char (p);

    g_string_append_unichar (out, g_unichar_isspace (c) || (c < 128 && !g_ascii_isalnum (c) &&
                                                            strchr ("'.,?!:-", (int) c) == NULL)
                                      ? ' '
                                      : c);
  }
  return g_strstrip (g_string_free (out, FALSE));
}

/**
 * hearth_announcer_may_remind:
 * @db: a reader
 * @policy: what the owner set
 * @state: what the desktop tells
 * @now: seconds since 1970 UTC
 *
 * Returns: whether a reminder may be told aloud: as mail that is not urgent, not in quiet hours or
 * a meeting, nor over a film or a locked screen
 */
gboolean
hearth_announcer_may_remind (HearthDatabase *db, const HearthInterruptPolicy *policy,
                             const HearthDesktopState *state, gint64 now)
{
  HearthSpan span = { now - 1, now + 1 };
  g_autoptr (GArray) meetings = hearth_meetings_load (db, span, NULL);
  HearthSituation situation = { .now = now,
                                .told_just_now = TRUE,
                                .do_not_disturb = state->do_not_disturb,
                                .busy_screen = state->busy_screen };
  gint64 until;

  if (meetings != NULL)
    situation.meeting_end = hearth_meetings_find_end (meetings, now);
  return policy->speak && state->can_speak && !state->locked &&
         hearth_interrupt_find_wait (policy, &situation, &until) == HEARTH_WAIT_NONE;
}

/**
 * hearth_announcer_write_mail:
 * @message: mail that is urgent
 * @privacy: what of mail may be told in a room
 *
 * Returns: (transfer full): what is said of it
 */
char *
hearth_announcer_write_mail (const HearthMessage *message, HearthPrivacy privacy)
{
  g_autofree char *sender =
      message->from != NULL ? write_plain (hearth_address_get_label (message->from), MAX_SUBJECT)
                            : NULL;
  g_autofree char *subject = NULL;

  if (privacy == HEARTH_PRIVACY_NONE || sender == NULL || *sender == '\0')
    return g_strdup (_("There is urgent mail."));
  subject = message->subject != NULL ? write_plain (message->subject, MAX_SUBJECT) : NULL;
  if (privacy != HEARTH_PRIVACY_FULL || subject == NULL || *subject == '\0')
    return g_strdup_printf (_("Urgent mail from %s."), sender);
  return g_strdup_printf (_("Urgent mail from %s: %s."), sender, subject);
}

/**
 * hearth_announcer_write_reminder:
 * @reminder: a reminder that is due
 * @privacy: what of it may be told in a room
 * @now: seconds since 1970 UTC
 *
 * Returns: (transfer full): what is said of it
 */
char *
hearth_announcer_write_reminder (const HearthReminder *reminder, HearthPrivacy privacy, gint64 now)
{
  g_autofree char *text = write_plain (reminder->text, MAX_SUBJECT);
  gint64 minutes = (reminder->event_start - now + 30) / 60;

  if (privacy == HEARTH_PRIVACY_NONE || *text == '\0')
    return g_strdup (_("You wanted to be reminded of something."));
  if (reminder->event_start == 0 || minutes <= 0 || minutes > 90)
    return g_strdup_printf (_("A reminder: %s."), text);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "In %d minute: %s.", "In %d minutes: %s.",
                                       (gulong) minutes),
                          (int) minutes, text);
}
