/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ask.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hearth-digest-verb.h"

/* The digest as an answer, whose chips open what it tells. */

/* When these are begun at the latest, in minutes: rather something twice than something never. */
#define LUNCH (12 * 60)
#define BREAKFAST (7 * 60)

/* "My evening digest" by its time. */
static HearthDigestKind
find_part (HearthAsk *ask)
{
  int minute = 0;

  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_FUTURE);
  if (!ask->task->has_when)
    return HEARTH_DIGEST_NOW;
  (void) hearth_time_get_julian (ask->zone, ask->task->when.start, &minute);
  return minute < 12 * 60 ? HEARTH_DIGEST_MORNING : HEARTH_DIGEST_EVENING;
}

static HearthDigestKind
find_kind (HearthAsk *ask)
{
  HearthDigestKind kind = HEARTH_DIGEST_NOW;
  const char *said = g_hash_table_lookup (ask->task->match->slots, "kind");

  if (said != NULL && strcmp (said, "part") == 0)
    return find_part (ask);
  if (said != NULL && !hearth_digest_kind_from_string (said, &kind))
    kind = HEARTH_DIGEST_NOW;
  return kind;
}

/* "What is new since lunch": since when, or 0. */
static gint64
find_since (HearthAsk *ask)
{
  const char *meal = g_hash_table_lookup (ask->task->match->slots, "since");
  const char *kind = g_hash_table_lookup (ask->task->match->slots, "kind");

  if (kind == NULL || strcmp (kind, "now") != 0)
    return 0;
  if (meal != NULL) {
    guint julian = hearth_time_get_julian (ask->zone, ask->now, NULL);
    int minute = strcmp (meal, "lunch") == 0 ? LUNCH : BREAKFAST;
    gint64 today = hearth_time_at (ask->zone, julian, minute);

    return today < ask->now ? today : hearth_time_at (ask->zone, julian - 1, minute);
  }
  hearth_task_read_times (ask->task, ask->now, ask->zone, HEARTH_TENSE_PAST);
  if (!ask->task->has_when || ask->task->when.start >= ask->now)
    return 0;
  return ask->task->when.start;
}

static void
add_section (HearthAsk *ask, const HearthDigest *digest, HearthDigestPart part)
{
  const HearthDigestSection *section = &digest->sections[part];
  g_autofree char *more = hearth_digest_dup_more (section);
  g_autofree char *title = g_strdup_printf ("%s:", hearth_digest_get_title (digest, part));

  if (section->n_shown == 0)
    return;
  hearth_reply_add_paragraph (ask->reply, title);
  for (guint i = 0; i < section->n_shown; i++) {
    const HearthDigestItem *item = g_ptr_array_index (section->items, i);
    g_autofree char *line = hearth_digest_dup_line (digest, part, item);

    hearth_reply_add_item (ask->reply, line);
    if (item->chip != NULL)
      hearth_reply_add_chip (ask->reply, item->chip);
    if (part == HEARTH_DIGEST_NEEDS && item->chip != NULL)
      hearth_focus_add (ask->focus, item->chip->id, 0);
  }
  if (more != NULL)
    hearth_reply_add_item (ask->reply, more);
}

static void
say_digest (HearthAsk *ask, const HearthDigest *digest)
{
  g_autofree char *changes = hearth_digest_dup_changes (digest);
  g_autofree char *week = hearth_digest_dup_week (digest);
  g_autofree char *aside = hearth_digest_dup_aside (digest);

  hearth_reply_add (ask->reply, digest->headline);
  hearth_reply_add (ask->reply, week != NULL ? week : changes);
  if (digest->trouble != NULL)
    hearth_reply_add (ask->reply, digest->trouble);
  hearth_focus_set (ask->focus, HEARTH_FOCUS_MESSAGES);
  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++)
    add_section (ask, digest, (HearthDigestPart) part);
  if (aside != NULL)
    hearth_reply_add_paragraph (ask->reply, aside);
  if (digest->sections[HEARTH_DIGEST_NEEDS].items->len > 0)
    hearth_reply_suggest (ask->reply, _("Read me the first one"));
  hearth_reply_suggest (ask->reply, _("What is on tomorrow?"));
}

/**
 * hearth_answer_digest:
 * @ask: a question for how things stand
 */
void
hearth_answer_digest (HearthAsk *ask)
{
  HearthDigestKind kind = find_kind (ask);
  gint64 since = find_since (ask);
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthDigest) digest = NULL;

  /* "Brief me on tomorrow" is about that day. */
  if (kind == HEARTH_DIGEST_NOW && ask->task->has_when && ask->task->when.start > ask->now) {
    hearth_answer_agenda (ask);
    return;
  }
  digest = ask->engine != NULL ? hearth_digest_tell (ask->engine, kind, since, since == 0, &error)
                               : hearth_digest_new (ask->db, kind, ask->now, since, &error);
  if (digest == NULL)
    hearth_reply_addf (ask->reply, _("I could not look. %s"), error->message);
  else
    say_digest (ask, digest);
}
