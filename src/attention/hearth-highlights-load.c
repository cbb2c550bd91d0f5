/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-highlights.h"

#include "hearth-agenda.h"
#include "hearth-format.h"
#include "hearth-people.h"
#include "hearth-store-commitments.h"
#include "hearth-text.h"
#include "hearth-today.h"

#include <glib/gi18n.h>
#include <string.h>

/* Gathers what of the newest mail and the coming days might be worth telling. */

#define DAY ((gint64) 24 * 3600)
#define MAX_FINDINGS 80
#define MAX_QUOTE 160
#define MAX_AGE (90 * DAY)
/* A question that was asked so lately is not waited for yet. */
#define PATIENCE (3 * DAY)

typedef struct {
  HearthDatabase *db;
  gint64 now;
  gint64 since;          /* when the oldest mail was written that is looked at */
  GPtrArray *candidates; /* (owned) (element-type HearthHighlight) */
  HearthHighlights *highlights;
} Search;

/* The newest mails, whoever wrote them, and how many of them are not looked through yet. */
static gboolean
find_newest (Search *search, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) newest = NULL;
  gint64 pending;

  filter.limit = HEARTH_HIGHLIGHTS_MAIL;
  newest = hearth_store_messages_list (search->db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  if (newest == NULL)
    return FALSE;
  search->highlights->n_messages = newest->len;
  if (newest->len == 0)
    return TRUE;
  search->since = ((const HearthMessage *) g_ptr_array_index (newest, newest->len - 1))->date;
  /* Old mail is looked through last, and drafts are not at all: neither is waited for. */
  filter.since = MAX (search->since, search->now - MAX_AGE);
  filter.without_flags = HEARTH_MESSAGE_DRAFT;
  filter.unfound = TRUE;
  pending = hearth_store_messages_count (search->db, &filter, error);
  if (pending < 0)
    return FALSE;
  filter.unfound = FALSE;
  filter.unjudged = TRUE;
  filter.incoming = TRUE;
  pending = MAX (pending, hearth_store_messages_count (search->db, &filter, NULL));
  search->highlights->n_pending = (guint) MIN (pending, G_MAXUINT);
  return TRUE;
}

static char *
dup_topic (const HearthMessage *message)
{
  gint64 id = message->thread_id != 0 ? message->thread_id : message->id;

  return g_strdup_printf ("mail %" G_GINT64_FORMAT, id);
}

static const char *
get_what (const HearthMessage *message)
{
  return message->subject != NULL && *message->subject != '\0' ? message->subject
         : message->preview != NULL                            ? message->preview
                                                               : "";
}

static HearthHighlight *
add_mail (Search *search, HearthHighlightKind kind, const char *text, const HearthMessage *message)
{
  g_autofree char *topic = dup_topic (message);
  HearthHighlight *one = hearth_highlight_new (kind, text, topic);
  g_autofree char *label = hearth_text_one_line (get_what (message), MAX_QUOTE);

  one->date = message->date;
  one->priority = MAX (message->priority, 0);
  one->chip = hearth_chip_new (HEARTH_CHIP_MESSAGE, message->id, label);
  g_ptr_array_add (search->candidates, one);
  return one;
}

/* As what a finding is told, if as anything. */
static gboolean
find_kind (const Search *search, const HearthCommitment *one, HearthHighlightKind *kind)
{
  const HearthMessage *message = one->message;

  switch (one->finding->kind) {
  case HEARTH_FINDING_PROMISE:
    *kind = HEARTH_HIGHLIGHT_PROMISE;
    return TRUE;
  case HEARTH_FINDING_ASK:
  case HEARTH_FINDING_QUESTION:
    /* What can wait is no news, and what a list asks is asked of nobody. */
    *kind = HEARTH_HIGHLIGHT_ASK;
    return message->priority >= HEARTH_TODAY_SET_ASIDE &&
           (message->marks & (HEARTH_MARK_LIST | HEARTH_MARK_BULK)) == 0 &&
           (message->flags & HEARTH_MESSAGE_ANSWERED) == 0;
  case HEARTH_FINDING_REQUEST:
    *kind = HEARTH_HIGHLIGHT_REQUEST;
    return message->date < search->now - PATIENCE;
  case HEARTH_FINDING_PLEDGE:
    *kind = HEARTH_HIGHLIGHT_PLEDGE;
    return one->finding->due != 0;
  case HEARTH_FINDING_DELIVERY:
    *kind = HEARTH_HIGHLIGHT_DELIVERY;
    return one->finding->due != 0;
  case HEARTH_FINDING_FLIGHT:
    *kind = HEARTH_HIGHLIGHT_FLIGHT;
    return one->finding->due != 0;
  case HEARTH_FINDING_BOOKING:
    *kind = HEARTH_HIGHLIGHT_BOOKING;
    return one->finding->due != 0;
  case HEARTH_FINDING_INVOICE:
    *kind = HEARTH_HIGHLIGHT_INVOICE;
    return one->finding->due != 0;
  case HEARTH_FINDING_CODE:
  case HEARTH_FINDING_PROPOSAL:
  case HEARTH_N_FINDINGS:
  default:
    return FALSE;
  }
}

/* With whom, and until when. */
static char *
compose_reason (const Search *search, HearthHighlightKind kind, const HearthCommitment *one,
                const char *who)
{
  const HearthFinding *finding = one->finding;
  g_autofree char *when = NULL;
  g_autofree char *head = NULL;

  if (kind == HEARTH_HIGHLIGHT_REQUEST)
    when = hearth_format_asked (one->message->date, search->now);
  else if (finding != NULL && finding->due != 0)
    when = hearth_format_due (finding->due, finding->due_is_date, search->now);
  else if (kind != HEARTH_HIGHLIGHT_PROMISE && one->message->reason != NULL)
    when = g_strdup (one->message->reason);
  else
    when = hearth_format_day (one->message->date, search->now);
  if (kind == HEARTH_HIGHLIGHT_PROMISE)
    /* Translators: the owner promised it to somebody: “you promised Ana Silva” */
    head = g_strdup_printf (_("you promised %s"), who);
  else if (kind == HEARTH_HIGHLIGHT_PLEDGE)
    /* Translators: somebody promised it to the owner: “Ana Silva promised you” */
    head = g_strdup_printf (_("%s promised you"), who);
  else
    head = g_strdup (who);
  return *when != '\0' ? g_strdup_printf (_("%s · %s"), head, when) : g_steal_pointer (&head);
}

static void
explain (const Search *search, HearthHighlight *highlight, const HearthCommitment *one)
{
  const HearthAddress *other = hearth_commitment_get_other (one);

  highlight->who = g_strdup (other != NULL ? hearth_address_get_label (other) : NULL);
  highlight->reason =
      compose_reason (search, highlight->kind, one,
                      highlight->who != NULL ? highlight->who : _("Unknown sender"));
}

static void
add_commitment (Search *search, const HearthCommitment *one)
{
  HearthHighlightKind kind;
  HearthHighlight *highlight;
  g_autofree char *quote = NULL;

  if ((one->message->flags & HEARTH_MESSAGE_DELETED) != 0 || !find_kind (search, one, &kind))
    return;
  highlight = add_mail (search, kind, one->finding->text, one->message);
  /* Of a request it counts since when it waits. */
  highlight->when = kind == HEARTH_HIGHLIGHT_REQUEST ? one->message->date : one->finding->due;
  if (one->finding->due_is_date && one->finding->until > one->finding->due)
    highlight->when = MAX (highlight->when, MIN (search->now, one->finding->until));
  explain (search, highlight, one);
  quote = hearth_commitment_dup_quote (one);
  highlight->quote = hearth_text_one_line (quote, MAX_QUOTE);
}

static gboolean
add_commitments (Search *search, GError **error)
{
  const guint groups[] = {
    HEARTH_FINDINGS_TO_DO,
    HEARTH_FINDING_BIT (HEARTH_FINDING_PLEDGE),
    HEARTH_FINDING_BIT (HEARTH_FINDING_DELIVERY) | HEARTH_FINDING_BIT (HEARTH_FINDING_FLIGHT) |
        HEARTH_FINDING_BIT (HEARTH_FINDING_BOOKING) | HEARTH_FINDING_BIT (HEARTH_FINDING_INVOICE),
  };

  for (guint i = 0; i <= G_N_ELEMENTS (groups); i++) {
    g_autoptr (GPtrArray) found =
        i < G_N_ELEMENTS (groups)
            ? hearth_store_commitments_list (search->db, groups[i], search->since,
                                             HEARTH_DETAIL_FULL, MAX_FINDINGS, error)
            : hearth_store_commitments_list_waiting (search->db, search->since, HEARTH_DETAIL_FULL,
                                                     MAX_FINDINGS, error);

    if (found == NULL)
      return FALSE;
    for (guint k = 0; k < found->len; k++)
      add_commitment (search, g_ptr_array_index (found, k));
  }
  return TRUE;
}

static gboolean
add_needs (Search *search, GError **error)
{
  gint64 since = MAX (search->since, search->now - HEARTH_TODAY_DAYS * DAY);
  g_autoptr (GPtrArray) needs = hearth_today_list_needs (search->db, since, 0, error);

  if (needs == NULL)
    return FALSE;
  for (guint i = 0; i < needs->len; i++) {
    HearthMessage *message = g_ptr_array_index (needs, i);
    HearthCommitment whole = { NULL, message };
    HearthHighlight *one;

    if ((message->marks & (HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)) != 0)
      continue;
    one = add_mail (search, HEARTH_HIGHLIGHT_MAIL, get_what (message), message);
    explain (search, one, &whole);
    if (message->preview != NULL && *message->preview != '\0')
      one->quote = hearth_text_one_line (message->preview, MAX_QUOTE);
  }
  return TRUE;
}

/* "Tomorrow, 10:00"; of a whole day "Tomorrow". */
static char *
format_start (const HearthOccurrence *occurrence, gint64 now)
{
  g_autofree char *day = hearth_format_day (occurrence->span.start, now);
  g_autofree char *time = hearth_format_time (occurrence->span.start);

  if (occurrence->event->all_day)
    return g_steal_pointer (&day);
  /* Translators: a day and a time of day */
  return g_strdup_printf (_("%s, %s"), day, time);
}

static HearthHighlight *
add_event (Search *search, HearthHighlightKind kind, const char *text,
           const HearthOccurrence *occurrence)
{
  g_autofree char *topic = g_strdup_printf ("event %s", occurrence->event->uid);
  HearthHighlight *one = hearth_highlight_new (kind, text, topic);

  one->when = MAX (occurrence->span.start, search->now);
  one->chip =
      hearth_chip_new (HEARTH_CHIP_EVENT, occurrence->event->id, occurrence->event->summary);
  one->chip->start = occurrence->span.start;
  one->reason = format_start (occurrence, search->now);
  g_ptr_array_add (search->candidates, one);
  return one;
}

/* The first clash: it is found from both of its events, and told once. */
static void
add_clash (Search *search, const HearthAgenda *agenda, const HearthOccurrence *occurrence)
{
  const HearthOccurrence *other = hearth_agenda_find_conflict (agenda, occurrence);
  g_autofree char *text = NULL;
  g_autofree char *start = NULL;
  HearthHighlight *one;

  if (other == NULL || other->span.start < occurrence->span.start)
    return;
  /* Translators: the names of two events */
  text = g_strdup_printf (_("%s and %s"), occurrence->event->summary, other->event->summary);
  one = add_event (search, HEARTH_HIGHLIGHT_CLASH, text, other);
  start = g_steal_pointer (&one->reason);
  /* Translators: a day and a time, at which there are two events */
  one->reason = g_strdup_printf (_("at the same time · %s"), start);
}

static void
add_meeting (Search *search, const HearthOccurrence *occurrence, gboolean with_others)
{
  const HearthEvent *event = occurrence->event;
  HearthHighlight *one =
      add_event (search, with_others ? HEARTH_HIGHLIGHT_MEETING : HEARTH_HIGHLIGHT_EVENT,
                 event->summary, occurrence);

  if (event->location != NULL && *event->location != '\0')
    one->quote = hearth_text_one_line (event->location, MAX_QUOTE);
}

static gboolean
add_agenda (Search *search, GError **error)
{
  HearthSpan today = hearth_agenda_find_day (search->now);
  HearthSpan span = { today.start, today.start + HEARTH_HIGHLIGHTS_DAYS * DAY };
  g_autoptr (HearthAgenda) agenda = hearth_agenda_load (search->db, span, error);
  gboolean met = FALSE, seen = FALSE;

  if (agenda == NULL)
    return FALSE;
  search->highlights->n_events = agenda->occurrences->len;
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);
    gboolean with_others = occurrence->event->attendees->len > 1;

    if (occurrence->span.end <= search->now || occurrence->event->all_day ||
        occurrence->span.start < search->now)
      continue;
    add_clash (search, agenda, occurrence);
    if (with_others && !met)
      add_meeting (search, occurrence, TRUE);
    else if (!seen && !with_others)
      add_meeting (search, occurrence, FALSE);
    met = met || with_others;
    seen = seen || !with_others;
  }
  return TRUE;
}

/* Only those that an event says: what is told can be opened. */
static gboolean
add_birthdays (Search *search, GError **error)
{
  g_autoptr (GPtrArray) birthdays =
      hearth_people_list_birthdays (search->db, search->now, HEARTH_HIGHLIGHTS_DAYS, error);

  if (birthdays == NULL)
    return FALSE;
  for (guint i = 0; i < birthdays->len; i++) {
    const HearthBirthday *birthday = g_ptr_array_index (birthdays, i);
    g_autofree char *text = hearth_birthday_dup_sentence (birthday, search->now);
    g_autofree char *topic = g_strdup_printf ("birthday %s", birthday->name);
    HearthHighlight *one;

    if (birthday->event_id == 0)
      continue;
    one = hearth_highlight_new (HEARTH_HIGHLIGHT_BIRTHDAY, text, topic);
    one->when = MAX (birthday->day, search->now);
    one->reason = hearth_format_day (birthday->day, search->now);
    one->chip = hearth_chip_new (HEARTH_CHIP_EVENT, birthday->event_id, birthday->name);
    one->chip->start = birthday->start;
    g_ptr_array_add (search->candidates, one);
  }
  return TRUE;
}

static HearthHighlights *
highlights_new (void)
{
  HearthHighlights *self = g_new0 (HearthHighlights, 1);

  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_highlight_free);
  return self;
}

/**
 * hearth_highlights_load:
 * @db: a store
 * @now: the time that it is, seconds since 1970 UTC
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Finds what of the newest mail and of the coming days is worth telling. Each thing has its source;
 * where there is little, there is little in it.
 *
 * Returns: (transfer full) (nullable): what was found
 */
HearthHighlights *
hearth_highlights_load (HearthDatabase *db, gint64 now, GError **error)
{
  g_autoptr (HearthHighlights) self = highlights_new ();
  g_autoptr (GPtrArray) candidates =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_highlight_free);
  g_autoptr (GPtrArray) chosen = NULL;
  Search search = { db, now, 0, candidates, self };

  if (!find_newest (&search, error) || !add_commitments (&search, error) ||
      !add_needs (&search, error) || !add_agenda (&search, error) ||
      !add_birthdays (&search, error))
    return NULL;
  chosen = hearth_highlights_choose (candidates, now, HEARTH_HIGHLIGHTS_SHOWN);
  for (guint i = 0; i < chosen->len; i++) {
    guint at;

    if (g_ptr_array_find (candidates, g_ptr_array_index (chosen, i), &at))
      g_ptr_array_add (self->items, g_ptr_array_steal_index (candidates, at));
  }
  return g_steal_pointer (&self);
}

/**
 * hearth_highlights_free:
 * @self: (nullable) (transfer full): what was found
 */
void
hearth_highlights_free (HearthHighlights *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self);
}
