/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-journal-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-loopback.h"

/* How the journal is told, in the panel and on the command line alike. */

typedef struct {
  const char *kind;
  const char *title;
  gboolean plain; /* @what is a note for developers, not for a person */
} Words;

static const Words all_words[] = {
  { "ai", N_("Asked a service"), TRUE },
  { "send", N_("Mail sent"), FALSE },
  { "sync", N_("Mail and calendars read"), FALSE },
  { "test", N_("Connection tried"), FALSE },
  { "setup", N_("Servers of an account looked for"), TRUE },
  { "sign-in", N_("Sign-in renewed"), FALSE },
  { "unsubscribe", N_("List left"), FALSE },
  { "model", N_("Model fetched"), FALSE },
  { "voice", N_("Speech"), FALSE },
  { "permission", N_("By a standing permission"), FALSE },
  { "mail", N_("Mail"), FALSE },
  { "calendar", N_("Calendar"), FALSE },
  { "archive", N_("Archived"), FALSE },
  { "done", N_("Done"), FALSE },
  { "trash", N_("Moved to Trash"), FALSE },
  { "junk", N_("Moved to Junk"), FALSE },
  { "not-junk", N_("Moved back: not junk"), FALSE },
  { "move", N_("Moved"), FALSE },
  { "flag", N_("Starred"), FALSE },
  { "unflag", N_("Star removed"), FALSE },
  { "later", N_("Put off"), FALSE },
  { "later-back", N_("Put off no longer"), FALSE },
  { "event-create", N_("Event added"), FALSE },
  { "event-change", N_("Event changed"), FALSE },
  { "event-cancel", N_("Event cancelled"), FALSE },
  { "event-answer", N_("Invitation answered"), FALSE },
  { "task-done", N_("Task done"), FALSE },
  { "card", N_("Card"), FALSE },
  { "remind", N_("Reminder set"), FALSE },
  { "memory", N_("Memory"), FALSE },
  { "letter-delete", N_("Letter deleted"), FALSE },
};

static const Words *
find_words (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (all_words); i++) {
    if (strcmp (all_words[i].kind, kind) == 0)
      return &all_words[i];
  }
  return NULL;
}

/**
 * hearth_journal_entry_dup_title:
 * @self: an entry
 *
 * Returns: (transfer full): what was done, in a few words
 */
char *
hearth_journal_entry_dup_title (const HearthJournalEntry *self)
{
  const Words *words = find_words (self->kind);
  const char *title = words != NULL ? _ (words->title) : self->kind;
  g_autofree char *number = NULL;

  /* What is to be sent can be taken back until it goes; that has a line of its own. */
  if (strcmp (self->kind, "send") == 0 && self->host == NULL)
    title = _("Mail to be sent");
  if (self->n_messages < 2)
    return g_strdup (title);
  number = g_strdup_printf (ngettext ("%lld message", "%lld messages", (gulong) self->n_messages),
                            (long long) self->n_messages);
  return g_strdup_printf ("%s · %s", title, number);
}

/**
 * hearth_journal_entry_dup_detail:
 * @self: an entry
 *
 * Returns: (transfer full) (nullable): to what it was done
 */
char *
hearth_journal_entry_dup_detail (const HearthJournalEntry *self)
{
  const Words *words = find_words (self->kind);

  if (self->what == NULL || *self->what == '\0' || (words != NULL && words->plain))
    return NULL;
  return g_strdup (self->what);
}

/**
 * hearth_journal_entry_dup_traffic:
 * @self: an entry
 *
 * Returns: (transfer full) (nullable): where something went to, and how much; %NULL if nothing did
 */
char *
hearth_journal_entry_dup_traffic (const HearthJournalEntry *self)
{
  g_autofree char *sent = NULL;
  g_autofree char *received = NULL;

  if (self->host == NULL)
    return NULL;
  if (self->bytes_sent <= 0 && hearth_host_is_loopback (self->host))
    /* Translators: %s is a server on this computer */
    return g_strdup_printf (_("nothing left this computer (%s)"), self->host);
  sent = g_format_size ((guint64) MAX (self->bytes_sent, 0));
  if (self->bytes_received <= 0)
    /* Translators: a size and a host, "1.2 kB to api.example.com" */
    return g_strdup_printf (_("%s to %s"), sent, self->host);
  received = g_format_size ((guint64) self->bytes_received);
  /* Translators: a size, a host, a size: "1.2 kB to api.example.com, 5 kB back" */
  return g_strdup_printf (_("%s to %s, %s back"), sent, self->host, received);
}

/**
 * hearth_day_receipt_get_purpose:
 * @self: a receipt
 *
 * Returns: (transfer none): what it was for, in a few words
 */
const char *
hearth_day_receipt_get_purpose (const HearthDayReceipt *self)
{
  static const char *const names[] = {
    N_("Other"),
    N_("Answers"),
    N_("Mail read"),
    N_("Mail sent"),
    N_("Calendars and contacts"),
    N_("Servers looked for"),
    N_("Connections tried"),
    N_("Sign-in"),
    N_("Lists left"),
    N_("Models fetched"),
    N_("Speech"),
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == HEARTH_TRAFFIC_N_PURPOSES);
  return _ (names[self->receipt.purpose]);
}

/**
 * hearth_day_receipt_dup_bytes:
 * @self: a receipt
 *
 * Returns: (transfer full): how much went and came
 */
char *
hearth_day_receipt_dup_bytes (const HearthDayReceipt *self)
{
  g_autofree char *sent = g_format_size (self->receipt.bytes_sent);
  g_autofree char *received = g_format_size (self->receipt.bytes_received);

  if (self->local)
    /* Translators: sizes; what was said to a program on this computer */
    return g_strdup_printf (_("nothing left this computer (%s to it, %s back)"), sent, received);
  /* Translators: sizes */
  return g_strdup_printf (_("%s sent, %s received"), sent, received);
}
