/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-digest.h"

#include "hearth-clock.h"
#include "hearth-digest-findings.h"
#include "hearth-format.h"
#include "hearth-store-messages.h"
#include "hearth-store-records.h"
#include "hearth-text.h"
#include "hearth-today.h"

#include <glib/gi18n.h>
#include <string.h>

#define HOUR ((gint64) 3600)
#define DAY (24 * HOUR)
#define MAX_TEXT 72

/* Lines of a digest, with those that name its sections; each section has one thing at least. */
#define MAX_LINES 12
#define MAX_WEEK_LINES 16
#define MAX_DAYS 7
/* Whoever looks twice within this time still wants to know what was new at first. */
#define SAME_LOOK (10 * 60)
/* What changed is told back to here at most: a digest is no history. */
#define MAX_SINCE (3 * DAY)
/* So likely to want an answer, and no more: mail that may wait for a quiet hour. */
#define MIN_ANSWERS 40

static const guint max_shown[HEARTH_N_DIGEST_PARTS] = { 4, 4, 3, 2, 2, 2, 3, 2 };

static const char *const kinds[HEARTH_N_DIGESTS] = { "now", "morning", "evening", "weekly" };

/* What the last digest left: when it and the one before were told, and what needed the owner. */
typedef struct {
  gint64 last;
  gint64 before_last;
  GArray *needs; /* (owned) of gint64 */
} Mark;

static void
mark_clear (Mark *self)
{
  g_clear_pointer (&self->needs, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Mark, mark_clear)

/* "LAST BEFORE-LAST ID ID …" */
static gboolean
load_mark (HearthDatabase *db, Mark *mark, GError **error)
{
  g_autofree char *value = NULL;
  g_auto (GStrv) numbers = NULL;

  mark->needs = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!hearth_database_get_meta (db, HEARTH_DIGEST_MARK, &value, error))
    return FALSE;
  numbers = g_strsplit (value != NULL ? value : "", " ", 64);
  for (guint i = 0; numbers[i] != NULL; i++) {
    gint64 number = g_ascii_strtoll (numbers[i], NULL, 10);

    if (i == 0)
      mark->last = number;
    else if (i == 1)
      mark->before_last = number;
    else
      g_array_append_val (mark->needs, number);
  }
  return TRUE;
}

/**
 * hearth_digest_kind_to_string:
 * @kind: a kind
 *
 * Returns: its name: "now", "morning", "evening" or "weekly"
 */
const char *
hearth_digest_kind_to_string (HearthDigestKind kind)
{
  g_return_val_if_fail (kind < HEARTH_N_DIGESTS, NULL);

  return kinds[kind];
}

/**
 * hearth_digest_kind_from_string:
 * @name: a kind's name; "" is "now"
 * @kind: (out): it
 *
 * Returns: whether there is such a kind
 */
gboolean
hearth_digest_kind_from_string (const char *name, HearthDigestKind *kind)
{
  if (*name == '\0')
    name = kinds[HEARTH_DIGEST_NOW];
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++) {
    if (strcmp (kinds[i], name) == 0) {
      *kind = (HearthDigestKind) i;
      return TRUE;
    }
  }
  return FALSE;
}

/**
 * hearth_digest_item_new:
 * @who: (nullable): whose it is
 * @text: what it is; brought to one line of bounded length
 *
 * Returns: (transfer full): something to tell, without a time
 */
HearthDigestItem *
hearth_digest_item_new (const char *who, const char *text)
{
  HearthDigestItem *self = g_new0 (HearthDigestItem, 1);

  self->who = g_strdup (who);
  self->text = hearth_text_one_line (text, MAX_TEXT);
  return self;
}

static void
item_free (gpointer data)
{
  HearthDigestItem *self = data;

  g_free (self->who);
  g_free (self->text);
  g_free (self->reason);
  g_clear_pointer (&self->chip, hearth_chip_free);
  g_free (self);
}

static void
add (HearthDigest *self, HearthDigestPart part, HearthDigestItem *item)
{
  g_ptr_array_add (self->sections[part].items, item);
}

static gboolean
seems_deceitful (const HearthMessage *message)
{
  return (message->marks & (HEARTH_MARK_SPAM | HEARTH_MARK_PHISHING)) != 0;
}

static void
add_message (HearthDigest *self, HearthDigestPart part, const HearthMessage *message)
{
  g_autofree char *subject = hearth_text_base_subject (message->subject, NULL);
  const char *what = *subject != '\0' ? subject : message->preview;
  HearthDigestItem *item =
      hearth_digest_item_new (hearth_address_get_label (message->from), what != NULL ? what : "");
  g_autofree char *label = g_strdup_printf ("%s · %s", item->who, item->text);

  item->reason = g_strdup (message->reason);
  item->urgent = g_strcmp0 (message->klass, "urgent") == 0;
  item->is_new = message->date >= self->since;
  item->chip = hearth_chip_new (HEARTH_CHIP_MESSAGE, message->id, label);
  add (self, part, item);
}

static void
add_needs (HearthDigest *self, const HearthToday *today)
{
  for (guint i = 0; i < today->needs->len; i++) {
    const HearthMessage *message = g_ptr_array_index (today->needs, i);

    if (seems_deceitful (message))
      continue;
    add_message (self, HEARTH_DIGEST_NEEDS, message);
    if (message->date >= self->since)
      self->n_new_needs++;
  }
}

/* Mail that asks for something and does not press. */
static gboolean
add_answers (HearthDigest *self, HearthDatabase *db, GError **error)
{
  g_autoptr (GPtrArray) open =
      hearth_today_list_open (db, MIN_ANSWERS, HEARTH_TODAY_NEEDS_YOU - 1,
                              self->now - HEARTH_TODAY_DAYS * DAY, 0, error);

  for (guint i = 0; open != NULL && i < open->len; i++) {
    const HearthMessage *message = g_ptr_array_index (open, i);

    if (g_strcmp0 (message->klass, "needs_response") == 0 && !seems_deceitful (message))
      add_message (self, HEARTH_DIGEST_ANSWERS, message);
  }
  return open != NULL;
}

static gboolean
is_told (const HearthDigest *self, HearthDigestPart part, gint64 message_id)
{
  GPtrArray *items = self->sections[part].items;

  for (guint i = 0; i < items->len; i++) {
    const HearthDigestItem *item = g_ptr_array_index (items, i);

    if (item->chip != NULL && item->chip->kind == HEARTH_CHIP_MESSAGE &&
        item->chip->id == message_id)
      return TRUE;
  }
  return FALSE;
}

/* Addresses of offices and not of people, RFC 2142 and usage. */
static gboolean
is_role (const char *address)
{
  static const char *const roles[] = { "abuse",
                                       "accounts",
                                       "admin",
                                       "alert",
                                       "alerts",
                                       "billing",
                                       "booking",
                                       "bookings",
                                       "careers",
                                       "contact",
                                       "customerservice",
                                       "events",
                                       "feedback",
                                       "hello",
                                       "help",
                                       "helpdesk",
                                       "hr",
                                       "info",
                                       "it",
                                       "jobs",
                                       "kontakt",
                                       "legal",
                                       "mail",
                                       "marketing",
                                       "member",
                                       "membership",
                                       "news",
                                       "newsletter",
                                       "notice",
                                       "notices",
                                       "notify",
                                       "office",
                                       "orders",
                                       "postmaster",
                                       "press",
                                       "reception",
                                       "sales",
                                       "security",
                                       "service",
                                       "servicedesk",
                                       "shop",
                                       "support",
                                       "team",
                                       "updates",
                                       "webmaster",
                                       NULL };
  const char *at = strchr (address, '@');
  g_autofree char *local =
      at != NULL ? g_ascii_strdown (address, at - address) : g_ascii_strdown (address, -1);

  return g_strv_contains (roles, local);
}

/* What people wrote since, which asks for nothing and was not read. */
static gboolean
add_people (HearthDigest *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GHashTable) threads = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, NULL);

  filter.incoming = TRUE;
  filter.unarchived = TRUE;
  filter.personal = TRUE;
  filter.klass = "personal";
  filter.without_flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_DELETED;
  filter.min_priority = HEARTH_TODAY_SET_ASIDE;
  filter.since = self->since;
  found = hearth_store_messages_list (db, &filter, HEARTH_DETAIL_ENVELOPE, error);
  for (guint i = 0; found != NULL && i < found->len; i++) {
    HearthMessage *message = g_ptr_array_index (found, i);

    if (seems_deceitful (message) || is_told (self, HEARTH_DIGEST_NEEDS, message->id) ||
        message->from == NULL || is_role (message->from->address) ||
        (message->thread_id != 0 && !g_hash_table_add (threads, &message->thread_id)))
      continue;
    add_message (self, HEARTH_DIGEST_PEOPLE, message);
  }
  return found != NULL;
}

static void
add_occurrence (HearthDigest *self, const HearthOccurrence *occurrence)
{
  HearthDigestItem *item = hearth_digest_item_new (NULL, occurrence->event->summary);

  item->when = occurrence->span.start;
  item->is_date = occurrence->event->all_day;
  item->chip = hearth_chip_new (HEARTH_CHIP_EVENT, occurrence->event->id, item->text);
  item->chip->start = occurrence->span.start;
  add (self, HEARTH_DIGEST_DAY, item);
}

/* The days that the digest looks ahead to. */
static HearthSpan
find_days (const HearthDigest *self, const HearthToday *today)
{
  HearthSpan tomorrow = hearth_agenda_find_day (today->day.end + HOUR);
  HearthSpan last = tomorrow;

  if (self->kind == HEARTH_DIGEST_WEEKLY)
    last = hearth_agenda_find_day (today->day.end + 6 * DAY + HOUR);
  return (HearthSpan){ today->day.start, last.end };
}

static gboolean
add_day (HearthDigest *self, HearthDatabase *db, const HearthToday *today, GError **error)
{
  HearthSpan days = find_days (self, today);
  g_autoptr (HearthAgenda) agenda = hearth_agenda_load (db, days, error);

  if (agenda == NULL)
    return FALSE;
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);

    /* What began yesterday and goes on is no news; what is over neither. */
    if (occurrence->span.end > self->now &&
        (occurrence->span.start >= today->day.start || !occurrence->event->all_day))
      add_occurrence (self, occurrence);
  }
  return TRUE;
}

/* A week has too much in it to name each thing: the things of one day become one line. */
static void
gather_days (HearthDigest *self)
{
  HearthDigestSection *section = &self->sections[HEARTH_DIGEST_DAY];
  g_autoptr (GPtrArray) all = g_steal_pointer (&section->items);

  section->items = g_ptr_array_new_with_free_func (item_free);
  self->week.n_ahead = all->len;
  for (guint i = 0, n; i < all->len; i += n) {
    const HearthDigestItem *first = g_ptr_array_index (all, i);
    HearthSpan day = hearth_agenda_find_day (first->when);
    g_autofree char *time = hearth_format_time (first->when);
    g_autofree char *text = NULL;
    HearthDigestItem *item;

    for (n = 1; i + n < all->len; n++) {
      if (((const HearthDigestItem *) g_ptr_array_index (all, i + n))->when >= day.end)
        break;
    }
    if (n == 1)
      text = g_strdup (first->text);
    else if (first->is_date)
      text = g_strdup_printf (_("%u things, with %s"), n, first->text);
    else
      /* Translators: how many things a day has, a time of day and what is at it */
      text = g_strdup_printf (_("%u things, at %s %s"), n, time, first->text);
    item = hearth_digest_item_new (NULL, text);
    item->reason = g_strdup (first->text);
    item->when = first->when;
    item->is_date = n > 1 || first->is_date;
    item->chip = hearth_chip_copy (first->chip);
    g_ptr_array_add (section->items, item);
  }
}

static gint64
find_due (const HearthTodo *task)
{
  g_autoptr (GDateTime) date = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (task->due == 0 || !task->due_is_date)
    return task->due;
  /* A date is kept as its midnight in UTC. */
  date = g_date_time_new_from_unix_utc (task->due);
  zone = hearth_clock_dup_zone ();
  local = date == NULL
              ? NULL
              : g_date_time_new (zone, g_date_time_get_year (date), g_date_time_get_month (date),
                                 g_date_time_get_day_of_month (date), 0, 0, 0);
  return local != NULL ? g_date_time_to_unix (local) : task->due;
}

static gboolean
add_tasks (HearthDigest *self, HearthDatabase *db, const HearthToday *today, GError **error)
{
  g_autoptr (GPtrArray) reminders = hearth_store_reminders_list (db, TRUE, error);
  HearthSpan days = find_days (self, today);

  if (reminders == NULL)
    return FALSE;
  for (guint i = 0; i < today->agenda->tasks->len; i++) {
    const HearthTodo *task = g_ptr_array_index (today->agenda->tasks, i);
    HearthDigestItem *item = hearth_digest_item_new (NULL, task->summary);

    item->when = find_due (task);
    item->is_date = task->due_is_date;
    add (self, HEARTH_DIGEST_DUE, item);
  }
  for (guint i = 0; i < reminders->len; i++) {
    const HearthReminder *reminder = g_ptr_array_index (reminders, i);
    HearthDigestItem *item;

    if (reminder->kind != HEARTH_REMINDER_OWN || reminder->due >= days.end)
      continue;
    item = hearth_digest_item_new (NULL, reminder->text);
    item->when = reminder->due;
    item->chip = hearth_chip_new (HEARTH_CHIP_REMINDER, reminder->id, item->text);
    add (self, HEARTH_DIGEST_DUE, item);
  }
  return TRUE;
}

static gboolean
count_mail (HearthDigest *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;

  filter.incoming = TRUE;
  filter.since = self->since;
  filter.before = self->now + 1;
  self->n_new = hearth_store_messages_count (db, &filter, error);
  filter.unarchived = TRUE;
  filter.without_flags = HEARTH_MESSAGE_SEEN | HEARTH_MESSAGE_DELETED;
  filter.min_priority = 0;
  filter.max_priority = HEARTH_TODAY_SET_ASIDE - 1;
  self->n_aside = hearth_store_messages_count (db, &filter, error);
  filter.klass = "promotional";
  self->n_newsletters = hearth_store_messages_count (db, &filter, error);
  return self->n_new >= 0 && self->n_aside >= 0 && self->n_newsletters >= 0;
}

static gboolean
count_week (HearthDigest *self, HearthDatabase *db, GError **error)
{
  HearthMessageFilter filter = HEARTH_MESSAGE_FILTER_INIT;
  HearthSpan span = { self->now - 7 * DAY, self->now };
  g_autoptr (HearthAgenda) agenda = hearth_agenda_load (db, span, error);

  if (agenda == NULL)
    return FALSE;
  for (guint i = 0; i < agenda->occurrences->len; i++) {
    const HearthOccurrence *occurrence = g_ptr_array_index (agenda->occurrences, i);

    if (occurrence->event->attendees->len == 0 || occurrence->event->all_day ||
        occurrence->span.start < span.start || occurrence->span.end > span.end)
      continue;
    self->week.n_meetings++;
    self->week.meeting_seconds += occurrence->span.end - occurrence->span.start;
  }
  filter.since = span.start;
  filter.before = span.end;
  filter.incoming = TRUE;
  self->week.n_received = hearth_store_messages_count (db, &filter, error);
  filter.incoming = FALSE;
  filter.role = HEARTH_MAILBOX_SENT;
  self->week.n_sent = hearth_store_messages_count (db, &filter, error);
  return self->week.n_received >= 0 && self->week.n_sent >= 0 &&
         hearth_digest_count_kept (self, db, span.start, error);
}

static void
count_settled (HearthDigest *self, const HearthToday *today, const Mark *mark)
{
  for (guint i = 0; i < mark->needs->len; i++) {
    gint64 id = g_array_index (mark->needs, gint64, i);
    gboolean still = FALSE;

    for (guint k = 0; k < today->needs->len && !still; k++)
      still = ((const HearthMessage *) g_ptr_array_index (today->needs, k))->id == id;
    if (!still)
      self->n_settled++;
  }
}

/* Since when it is told what changed: the last digest; else the evening before. */
static void
find_since (HearthDigest *self, gint64 since, const Mark *mark)
{
  gint64 back = self->kind == HEARTH_DIGEST_WEEKLY ? 7 * DAY : MAX_SINCE;

  if (since != 0) {
    self->since = since;
    return;
  }
  self->since = self->now - mark->last < SAME_LOOK ? mark->before_last : mark->last;
  self->told_before = self->since >= self->now - back && self->since < self->now;
  if (self->kind == HEARTH_DIGEST_WEEKLY)
    self->told_before = FALSE;
  if (!self->told_before)
    self->since = self->now - (self->kind == HEARTH_DIGEST_WEEKLY ? back : DAY);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const HearthDigestItem *one = *(HearthDigestItem *const *) a;
  const HearthDigestItem *other = *(HearthDigestItem *const *) b;
  gint64 x = one->when != 0 ? one->when : G_MAXINT64;
  gint64 y = other->when != 0 ? other->when : G_MAXINT64;

  return x < y ? -1 : x > y;
}

/* What needs the owner, one thing of each other section, then more in turn, as long as there are
 * lines. */
static void
share_lines (HearthDigest *self)
{
  guint most = self->kind == HEARTH_DIGEST_WEEKLY ? MAX_WEEK_LINES : MAX_LINES;
  guint lines = 0;
  gboolean more = TRUE;

  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++) {
    HearthDigestSection *section = &self->sections[part];

    section->n_shown = MIN (section->items->len, part == HEARTH_DIGEST_NEEDS ? 3 : 1);
    lines += section->n_shown > 0 ? section->n_shown + 1 : 0;
  }
  while (more && lines < most) {
    more = FALSE;
    for (guint part = 0; part < HEARTH_N_DIGEST_PARTS && lines < most; part++) {
      HearthDigestSection *section = &self->sections[part];
      guint room = part == HEARTH_DIGEST_DAY && self->kind == HEARTH_DIGEST_WEEKLY
                       ? MAX_DAYS
                       : max_shown[part];

      if (section->n_shown >= MIN (section->items->len, room))
        continue;
      section->n_shown++;
      lines++;
      more = TRUE;
    }
  }
}

static guint
count_urgent (const HearthDigest *self)
{
  GPtrArray *needs = self->sections[HEARTH_DIGEST_NEEDS].items;
  guint n = 0;

  for (guint i = 0; i < needs->len; i++)
    n += ((const HearthDigestItem *) g_ptr_array_index (needs, i))->urgent;
  return n;
}

/* "Three things need you. One of them is urgent." */
static char *
compose_headline (const HearthDigest *self, const HearthToday *today)
{
  guint n = self->sections[HEARTH_DIGEST_NEEDS].items->len;
  guint urgent = count_urgent (self);
  g_autofree char *needs = hearth_today_dup_headline (n);
  g_autofree char *pressing = NULL;

  if (urgent == n && n == 1)
    pressing = g_strdup (_("It is urgent."));
  else if (urgent == 1)
    pressing = g_strdup (_("One of them is urgent."));
  else if (urgent > 1)
    pressing =
        g_strdup_printf (ngettext ("%u of them is urgent.", "%u of them are urgent.", urgent),
                         urgent);
  if (self->kind == HEARTH_DIGEST_EVENING || self->kind == HEARTH_DIGEST_WEEKLY)
    return g_strjoin (pressing != NULL ? " " : "", needs, pressing, NULL);
  return pressing != NULL ? g_strjoin (" ", needs, pressing, today->detail, NULL)
                          : g_strjoin (" ", needs, today->detail, NULL);
}

/* A digest of what was not fetched would be a lie by silence. */
static gboolean
find_trouble (HearthDigest *self, HearthDatabase *db, const HearthToday *today, GError **error)
{
  g_autoptr (GPtrArray) sources = hearth_store_sources_list (db, error);

  if (sources == NULL)
    return FALSE;
  if (sources->len == 0)
    self->trouble = g_strdup (_("There is no mail and no calendar here yet to look at."));
  for (guint i = 0; i < sources->len && self->trouble == NULL; i++) {
    const HearthSource *source = g_ptr_array_index (sources, i);
    g_autofree char *when = NULL;

    if (source->last_error == NULL)
      continue;
    when = hearth_format_day_short (source->last_sync, self->now);
    self->trouble =
        source->last_sync == 0
            ? g_strdup_printf (_("“%s” could not be read yet; what it holds is not in here."),
                               source->name)
            /* Translators: the name of an account, and a time or a day */
            : g_strdup_printf (
                  _("“%s” could not be read since %s; what came later is not in here."),
                  source->name, when);
  }
  if (self->trouble == NULL && today->n_syncing > 0)
    self->trouble =
        g_strdup (_("Mail is still being read for the first time; there may be more."));
  return TRUE;
}

static gboolean
collect (HearthDigest *self, HearthDatabase *db, const HearthToday *today, GError **error)
{
  add_needs (self, today);
  return add_answers (self, db, error) && add_people (self, db, error) &&
         add_day (self, db, today, error) && add_tasks (self, db, today, error) &&
         hearth_digest_add_findings (self, db, find_days (self, today), error) &&
         count_mail (self, db, error) &&
         (self->kind != HEARTH_DIGEST_WEEKLY || count_week (self, db, error)) &&
         find_trouble (self, db, today, error);
}

/**
 * hearth_digest_new:
 * @db: a store
 * @kind: when it is for
 * @now: the time that it is, seconds since 1970 UTC
 * @since: since when to say what changed, or 0 for the last digest that was told
 * @error: return location for a #HEARTH_STORE_ERROR
 *
 * Gathers what the owner wants to know. Only what was judged so is called urgent, and what seems to
 * deceive is left out.
 *
 * Returns: (transfer full) (nullable): a digest
 */
HearthDigest *
hearth_digest_new (HearthDatabase *db, HearthDigestKind kind, gint64 now, gint64 since,
                   GError **error)
{
  g_autoptr (HearthDigest) self = g_new0 (HearthDigest, 1);
  g_autoptr (GDateTime) local = hearth_clock_dup_at (now);
  g_autoptr (HearthToday) today = NULL;
  g_auto (Mark) mark = { 0 };

  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++)
    self->sections[part].items = g_ptr_array_new_with_free_func (item_free);
  self->kind = kind;
  self->now = now;
  today = hearth_today_load (db, local, error);
  if (today == NULL || !load_mark (db, &mark, error))
    return NULL;
  find_since (self, since, &mark);
  if (!collect (self, db, today, error))
    return NULL;
  if (self->told_before)
    count_settled (self, today, &mark);
  g_ptr_array_sort (self->sections[HEARTH_DIGEST_DAY].items, compare_items);
  g_ptr_array_sort (self->sections[HEARTH_DIGEST_DUE].items, compare_items);
  g_ptr_array_sort (self->sections[HEARTH_DIGEST_THINGS].items, compare_items);
  g_ptr_array_sort (self->sections[HEARTH_DIGEST_TOUCH].items, compare_items);
  if (kind == HEARTH_DIGEST_WEEKLY)
    gather_days (self);
  share_lines (self);
  self->headline = compose_headline (self, today);
  return g_steal_pointer (&self);
}

/**
 * hearth_digest_free:
 * @self: (nullable) (transfer full): a digest
 */
void
hearth_digest_free (HearthDigest *self)
{
  if (self == NULL)
    return;
  for (guint part = 0; part < HEARTH_N_DIGEST_PARTS; part++)
    g_clear_pointer (&self->sections[part].items, g_ptr_array_unref);
  g_free (self->headline);
  g_free (self->trouble);
  g_free (self);
}

/**
 * hearth_digest_dup_mark:
 * @db: the store that it was made from
 * @self: a digest that the owner is told
 *
 * Returns: (transfer full): what to keep as %HEARTH_DIGEST_MARK, so that the next one knows what
 *   changed
 */
char *
hearth_digest_dup_mark (HearthDatabase *db, const HearthDigest *self)
{
  GPtrArray *needs = self->sections[HEARTH_DIGEST_NEEDS].items;
  GString *value = g_string_new (NULL);
  g_auto (Mark) mark = { 0 };
  gboolean again = load_mark (db, &mark, NULL) && self->now - mark.last < SAME_LOOK;

  g_string_printf (value, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, self->now,
                   again ? mark.before_last : mark.last);
  for (guint i = 0; i < needs->len; i++)
    g_string_append_printf (value, " %" G_GINT64_FORMAT,
                            ((const HearthDigestItem *) g_ptr_array_index (needs, i))->chip->id);
  return g_string_free (value, FALSE);
}
