/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-review-sort.h"

#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-paper-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define DAY ((gint64) 24 * 3600)
#define YEAR (365 * DAY)

/* Leaving a list is proposed if it sent so many, wrote within so long, and hardly any was opened.
 */
#define LEAVE_LEAST 5
#define LEAVE_ACTIVE (180 * DAY)
#define LEAVE_READ_PERCENT 20

/* Senders of fewer are shown together. */
#define FEW 3
/* So many groups of a section can be gone through; the others are shown together too. */
#define MAX_GROUPS 150

/* Mail that comes by itself, by what it is. */
typedef enum {
  KIND_NEWSLETTER,
  KIND_NOTIFICATION,
  N_KINDS,
} Kind;

/* The mail of one list, or of one sender. */
typedef struct {
  HearthReviewGroup *group; /* (owned) (nullable) once it is handed on */
  gint64 from_id;           /* of all of it; -1 if several write */
  gint64 last;              /* when it wrote last, old or not */
  guint n_kinds[N_KINDS];
  gboolean can_leave;
  gint64 left; /* when the owner left it, or 0 */
} Sender;

struct _HearthReviewSort {
  HearthReviewFacts facts; /* its tables are the caller's */
  GHashTable *left;        /* (owned) (element-type utf8 HearthLeftList) */
  GHashTable *senders;     /* (owned) (element-type utf8 Sender) by key */
  GHashTable *by_row;      /* (owned) (element-type gint64 Sender) of those without a list */
  GHashTable *kept;        /* (owned) (element-type utf8 HearthReviewGroup) */
};

/**
 * hearth_review_group_free:
 * @self: (nullable) (transfer full): a group
 */
void
hearth_review_group_free (HearthReviewGroup *self)
{
  if (self == NULL)
    return;
  g_free (self->key);
  g_free (self->title);
  g_free (self->address);
  g_free (self->reason);
  g_array_unref (self->ids);
  g_ptr_array_unref (self->samples);
  g_free (self);
}

static void
sample_free (gpointer data)
{
  HearthReviewSample *sample = data;

  g_free (sample->subject);
  g_free (sample);
}

/**
 * hearth_review_section_to_string:
 * @section: a section
 *
 * Returns: "keep", "archive" or "unsubscribe"
 */
const char *
hearth_review_section_to_string (HearthReviewSection section)
{
  static const char *const names[] = { "keep", "archive", "unsubscribe" };

  return names[section];
}

static HearthReviewGroup *
group_new (const char *key, HearthReviewSection section, const char *title, const char *address)
{
  HearthReviewGroup *self = g_new0 (HearthReviewGroup, 1);

  self->key = g_strdup (key);
  self->section = section;
  self->title = g_strdup (title);
  self->address = g_strdup (address);
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->samples = g_ptr_array_new_with_free_func (sample_free);
  return self;
}

static void
group_add (HearthReviewGroup *self, const HearthReviewRow *row)
{
  g_array_append_val (self->ids, row->id);
  self->n_read += (row->flags & HEARTH_MESSAGE_SEEN) != 0;
  self->newest = MAX (self->newest, row->date);
  self->oldest = self->oldest == 0 ? row->date : MIN (self->oldest, row->date);
  if (self->samples->len < HEARTH_REVIEW_SAMPLES) {
    HearthReviewSample *sample = g_new0 (HearthReviewSample, 1);

    sample->id = row->id;
    sample->date = row->date;
    sample->subject = g_strdup (row->subject);
    g_ptr_array_add (self->samples, sample);
  }
}

static int
compare_samples (gconstpointer a, gconstpointer b)
{
  const HearthReviewSample *x = *(HearthReviewSample *const *) a;
  const HearthReviewSample *y = *(HearthReviewSample *const *) b;

  return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

/* Puts all of @other into @self. */
static void
group_merge (HearthReviewGroup *self, HearthReviewGroup *other)
{
  if (other->ids->len > 0)
    g_array_append_vals (self->ids, other->ids->data, other->ids->len);
  self->n_read += other->n_read;
  self->newest = MAX (self->newest, other->newest);
  self->oldest = self->oldest == 0 ? other->oldest : MIN (self->oldest, other->oldest);
  g_ptr_array_extend_and_steal (self->samples, g_ptr_array_ref (other->samples));
  other->samples = g_ptr_array_new ();
  g_ptr_array_sort (self->samples, compare_samples);
  if (self->samples->len > HEARTH_REVIEW_SAMPLES)
    g_ptr_array_remove_range (self->samples, HEARTH_REVIEW_SAMPLES,
                              self->samples->len - HEARTH_REVIEW_SAMPLES);
}

static void
sender_free (gpointer data)
{
  Sender *sender = data;

  hearth_review_group_free (sender->group);
  g_free (sender);
}

/* Why a message is kept, as a key of @kept. */
typedef enum {
  REASON_NONE,
  REASON_JUNK,
  REASON_FLAGGED,
  REASON_ANSWERED,
  REASON_PEOPLE,
  REASON_ASKS,
  REASON_PAPERS,
  REASON_PERSONAL,
  N_REASONS,
} Reason;

static const struct {
  const char *key;
  const char *title;
  const char *reason;
} reasons[N_REASONS] = {
  [REASON_JUNK] = { "junk", N_("Looks like junk or deceit"),
                    N_("Not touched here: look at it yourself") },
  [REASON_FLAGGED] = { "flagged", N_("Starred"), N_("You marked it") },
  [REASON_ANSWERED] = { "answered", N_("Conversations"), N_("You answered or forwarded it") },
  [REASON_PEOPLE] = { "people", N_("People you know"),
                      N_("From people to whom you write, or who stand in your address book") },
  [REASON_ASKS] = { "asks", N_("Asks something of you"),
                    N_("It waits for something that you have not answered") },
  [REASON_PAPERS] = { "papers", N_("Papers"),
                      N_("Contracts, invoices, bookings and tickets; receipts of the last year") },
  [REASON_PERSONAL] = { "personal", N_("Written by people"),
                        N_("Neither a list nor a program has sent it") },
};

static gboolean
has_class (const HearthReviewRow *row, const char *klass)
{
  return row->klass != NULL && strcmp (row->klass, klass) == 0;
}

static gboolean
takes_no_answer (const char *address)
{
  static const char *const parts[] = {
    "noreply",      "no-reply", "no_reply",      "no.reply", "donotreply", "do-not-re",
    "notification", "notify",   "mailer-daemon", "bounce",   "newsletter", "postmaster@",
    "news@",        "alert",    "updates@",      "automat",  NULL
  };
  g_autofree char *lower = g_ascii_strdown (address, -1);

  for (guint i = 0; parts[i] != NULL; i++) {
    if (strstr (lower, parts[i]) != NULL)
      return TRUE;
  }
  return FALSE;
}

#define BY_PROGRAM (HEARTH_MARK_LIST | HEARTH_MARK_BULK | HEARTH_MARK_AUTO | HEARTH_MARK_BOUNCE)

/* What is old and of no use any more is no reason: a receipt after a year. */
static Reason
find_reason (const HearthReviewSort *self, const HearthReviewRow *row, HearthSubjectPaper *paper)
{
  const HearthReviewFacts *facts = &self->facts;
  gboolean by_program = (row->marks & BY_PROGRAM) != 0;

  *paper = HEARTH_PAPER_NONE;
  if ((row->marks & HEARTH_MARKS_JUDGED) != 0)
    return REASON_JUNK;
  if ((row->flags & HEARTH_MESSAGE_FLAGGED) != 0)
    return REASON_FLAGGED;
  if ((row->flags & (HEARTH_MESSAGE_ANSWERED | HEARTH_MESSAGE_FORWARDED)) != 0 ||
      g_hash_table_contains (facts->threads, &row->thread_id))
    return REASON_ANSWERED;
  if (row->from_id != 0 && g_hash_table_contains (facts->people, &row->from_id))
    return REASON_PEOPLE;
  if (g_hash_table_contains (facts->papers, &row->id))
    return REASON_PAPERS;
  if (has_class (row, "personal"))
    return REASON_PERSONAL;
  if (!has_class (row, "promotional"))
    *paper = hearth_paper_of_subject (row->subject);
  if (*paper == HEARTH_PAPER_DEED ||
      (*paper == HEARTH_PAPER_RECEIPT && row->date >= facts->now - YEAR))
    return REASON_PAPERS;
  /* What a program asked a year ago has settled itself. */
  if ((has_class (row, "urgent") || has_class (row, "needs_response")) &&
      (!by_program || row->date >= facts->now - YEAR))
    return REASON_ASKS;
  if (!by_program && *row->from_address != '\0' && !takes_no_answer (row->from_address) &&
      !has_class (row, "promotional") && *paper == HEARTH_PAPER_NONE)
    return REASON_PERSONAL;
  return REASON_NONE;
}

static void
keep (HearthReviewSort *self, Reason reason, const HearthReviewRow *row)
{
  HearthReviewGroup *group = g_hash_table_lookup (self->kept, reasons[reason].key);

  if (group == NULL) {
    group = group_new (reasons[reason].key, HEARTH_REVIEW_KEEP, _ (reasons[reason].title), NULL);
    group->reason = g_strdup (_ (reasons[reason].reason));
    g_hash_table_insert (self->kept, (gpointer) reasons[reason].key, group);
  }
  group_add (group, row);
}

/* The rows come newest first: the first one says how the list is called now. */
static Sender *
make_sender (HearthReviewSort *self, const char *key, const HearthReviewRow *row)
{
  Sender *sender = g_new0 (Sender, 1);
  const char *title = *row->from_name != '\0' ? row->from_name : row->from_address;
  const HearthLeftList *left = g_hash_table_lookup (self->left, key);

  sender->group = group_new (key, HEARTH_REVIEW_ARCHIVE, title, row->from_address);
  sender->from_id = row->from_id;
  sender->last = row->date;
  sender->left = left != NULL && left->state != HEARTH_UNSUBSCRIBE_FAILED ? left->at : 0;
  /* A list that says how to leave it. Mail that is not what it says it is would only learn that it
   * is read. */
  sender->can_leave = (row->marks & HEARTH_MARK_BULK) != 0 &&
                      (row->marks & (HEARTH_MARKS_JUDGED | HEARTH_MARK_AUTH_FAILED)) == 0;
  if (sender->can_leave)
    sender->group->list_message = row->id;
  return sender;
}

static Sender *
ensure_sender (HearthReviewSort *self, const HearthReviewRow *row)
{
  g_autofree char *key = NULL;
  Sender *sender;

  if (*row->list_id == '\0' && row->from_id != 0) {
    sender = g_hash_table_lookup (self->by_row, &row->from_id);
    if (sender != NULL)
      return sender;
  }
  key = hearth_left_list_key (row->list_id, row->from_address);
  sender = g_hash_table_lookup (self->senders, key);
  if (sender == NULL) {
    sender = make_sender (self, key, row);
    g_hash_table_insert (self->senders, g_steal_pointer (&key), sender);
  }
  if (*row->list_id == '\0' && row->from_id != 0)
    g_hash_table_insert (self->by_row, g_memdup2 (&row->from_id, sizeof row->from_id), sender);
  return sender;
}

/**
 * hearth_review_sort_new:
 * @facts: what is known beside the messages; its tables must outlive the sort
 *
 * Returns: (transfer full): a sort without messages
 */
HearthReviewSort *
hearth_review_sort_new (const HearthReviewFacts *facts)
{
  HearthReviewSort *self = g_new0 (HearthReviewSort, 1);

  self->facts = *facts;
  self->left = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < facts->left->len; i++) {
    HearthLeftList *left = g_ptr_array_index (facts->left, i);

    g_hash_table_insert (self->left, left->list, left);
  }
  self->senders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, sender_free);
  self->by_row = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify) hearth_review_group_free);
  return self;
}

/**
 * hearth_review_sort_free:
 * @self: (nullable) (transfer full): a sort
 */
void
hearth_review_sort_free (HearthReviewSort *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->left);
  g_hash_table_unref (self->by_row);
  g_hash_table_unref (self->senders);
  g_hash_table_unref (self->kept);
  g_free (self);
}

/* Receipts of more than a year are one group: nobody looks for them by the shop. */
static void
add_receipt (HearthReviewSort *self, const HearthReviewRow *row)
{
  HearthReviewGroup *group = g_hash_table_lookup (self->kept, "receipts");

  if (group == NULL) {
    group = group_new ("receipts", HEARTH_REVIEW_ARCHIVE, _("Receipts"), NULL);
    group->reason = g_strdup (_("Orders, payments and deliveries older than a year"));
    g_hash_table_insert (self->kept, (gpointer) "receipts", group);
  }
  group_add (group, row);
}

/**
 * hearth_review_sort_add:
 * @self: a sort
 * @row: a message; they come newest first
 *
 * Puts a message where it belongs. What is not old yet says only which lists are alive.
 */
void
hearth_review_sort_add (HearthReviewSort *self, const HearthReviewRow *row)
{
  HearthSubjectPaper paper;
  Reason reason;
  Sender *sender;

  if (row->date >= self->facts.before) {
    if ((row->marks & HEARTH_MARK_BULK) != 0)
      ensure_sender (self, row);
    return;
  }
  reason = find_reason (self, row, &paper);
  if (reason != REASON_NONE) {
    keep (self, reason, row);
    return;
  }
  if (paper == HEARTH_PAPER_RECEIPT) {
    add_receipt (self, row);
    return;
  }
  sender = ensure_sender (self, row);
  if (sender->from_id != row->from_id)
    sender->from_id = -1;
  sender->n_kinds[(row->marks & (HEARTH_MARK_LIST | HEARTH_MARK_BULK)) != 0 ||
                          has_class (row, "promotional")
                      ? KIND_NEWSLETTER
                      : KIND_NOTIFICATION]++;
  group_add (sender->group, row);
}

static Kind
find_kind (const Sender *sender)
{
  return sender->n_kinds[KIND_NEWSLETTER] >= sender->n_kinds[KIND_NOTIFICATION] ? KIND_NEWSLETTER
                                                                                : KIND_NOTIFICATION;
}

/* Some name a list anew with each mail: what one sender writes by several lists is one group. */
static void
merge_lists (HearthReviewSort *self)
{
  g_autoptr (GHashTable) by_sender = g_hash_table_new (g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->senders);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Sender *sender = value;
    Sender *other;

    if (sender->from_id <= 0)
      continue;
    other = g_hash_table_lookup (by_sender, &sender->from_id);
    if (other == NULL) {
      g_hash_table_insert (by_sender, &sender->from_id, sender);
      continue;
    }
    group_merge (other->group, sender->group);
    g_free (other->group->key);
    other->group->key = hearth_left_list_key ("", other->group->address);
    for (guint i = 0; i < N_KINDS; i++)
      other->n_kinds[i] += sender->n_kinds[i];
    if (sender->last > other->last) {
      other->can_leave = sender->can_leave;
      other->group->list_message = sender->group->list_message;
    }
    other->last = MAX (other->last, sender->last);
    other->left = MAX (other->left, sender->left);
    g_array_set_size (sender->group->ids, 0);
  }
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? 1 : x > y ? -1 : 0;
}

/* "124 newsletters, you opened 2" */
static char *
describe (const HearthReviewGroup *group, Kind kind)
{
  guint n = group->ids->len;
  g_autofree char *what = NULL;

  if (kind == KIND_NEWSLETTER)
    /* Translators: %u is how many */
    what = g_strdup_printf (ngettext ("%u newsletter", "%u newsletters", n), n);
  else
    what = g_strdup_printf (
        ngettext ("%u notification, never answered", "%u notifications, never answered", n), n);
  if (group->n_read == 0)
    /* Translators: %s is "124 newsletters" */
    return g_strdup_printf (_("%s, you opened none"), what);
  if (group->n_read == n)
    return g_strdup_printf (_("%s, read"), what);
  /* Translators: %s is "124 newsletters", %u how many were opened */
  return g_strdup_printf (_("%s, you opened %u"), what, group->n_read);
}

static void
name_sender (const HearthReviewSort *self, Sender *sender)
{
  HearthReviewGroup *group = sender->group;
  const char *list = strncmp (group->key, "list:", 5) == 0 ? group->key + 5 : NULL;

  if (sender->from_id == -1) {
    g_clear_pointer (&group->address, g_free);
    if (list != NULL) {
      g_free (group->title);
      group->title = g_strdup (list);
    }
  }
  if (sender->left != 0 && sender->last > sender->left + HEARTH_LEFT_GRACE) {
    g_autofree char *day = hearth_format_day (sender->left, self->facts.now);

    group->section = HEARTH_REVIEW_UNSUBSCRIBE;
    /* Translators: %s is a day */
    group->reason = g_strdup_printf (_("You left this list (%s), it still writes"), day);
    return;
  }
  if (sender->left == 0 && sender->can_leave && group->ids->len >= LEAVE_LEAST &&
      sender->last >= self->facts.now - LEAVE_ACTIVE &&
      group->n_read * 100 <= group->ids->len * LEAVE_READ_PERCENT)
    group->section = HEARTH_REVIEW_UNSUBSCRIBE;
  group->reason = describe (group, find_kind (sender));
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const HearthReviewGroup *x = *(HearthReviewGroup *const *) a;
  const HearthReviewGroup *y = *(HearthReviewGroup *const *) b;

  if (x->ids->len != y->ids->len)
    return x->ids->len > y->ids->len ? -1 : 1;
  return strcmp (x->key, y->key);
}

/* Where what is shown together goes. */
static HearthReviewGroup *
ensure_others (HearthReviewGroup **others, Kind kind)
{
  static const char *const keys[] = { "newsletters", "notifications" };

  if (others[kind] == NULL)
    others[kind] = group_new (keys[kind], HEARTH_REVIEW_ARCHIVE,
                              kind == KIND_NEWSLETTER ? _("Other newsletters and offers")
                                                      : _("Other notifications"),
                              NULL);
  return others[kind];
}

static int
compare_senders (gconstpointer a, gconstpointer b)
{
  const Sender *x = *(Sender *const *) a;
  const Sender *y = *(Sender *const *) b;

  return compare_groups (&x->group, &y->group);
}

static GPtrArray *
list_senders (HearthReviewSort *self)
{
  GPtrArray *senders = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->senders);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Sender *sender = value;

    if (sender->group->ids->len == 0)
      continue;
    name_sender (self, sender);
    g_ptr_array_add (senders, sender);
  }
  g_ptr_array_sort (senders, compare_senders);
  return senders;
}

/* Hands over the groups of senders, those of few together, and those that are too many to go
 * through. */
static void
collect_senders (HearthReviewSort *self, GPtrArray *out)
{
  g_autoptr (GPtrArray) senders = list_senders (self);
  HearthReviewGroup *others[N_KINDS] = { NULL };
  guint n_senders[N_KINDS] = { 0 };
  guint n_groups = 0;

  for (guint i = 0; i < senders->len; i++) {
    Sender *sender = g_ptr_array_index (senders, i);
    Kind kind = find_kind (sender);

    if (sender->group->section == HEARTH_REVIEW_UNSUBSCRIBE ||
        (sender->group->ids->len >= FEW && n_groups++ < MAX_GROUPS)) {
      g_ptr_array_add (out, g_steal_pointer (&sender->group));
      continue;
    }
    group_merge (ensure_others (others, kind), sender->group);
    n_senders[kind]++;
  }
  for (guint kind = 0; kind < N_KINDS; kind++) {
    if (others[kind] == NULL)
      continue;
    others[kind]->reason =
        g_strdup_printf (ngettext ("From %u sender", "From %u senders", n_senders[kind]),
                         n_senders[kind]);
    g_ptr_array_add (out, others[kind]);
  }
}

/* What needs a decision comes first. */
static int
compare_sections (gconstpointer a, gconstpointer b)
{
  const HearthReviewGroup *x = *(HearthReviewGroup *const *) a;
  const HearthReviewGroup *y = *(HearthReviewGroup *const *) b;

  return x->section != y->section ? (int) y->section - (int) x->section : compare_groups (a, b);
}

/**
 * hearth_review_sort_finish:
 * @self: a sort; nothing can be added to it any more
 *
 * Returns: (transfer full) (element-type HearthReviewGroup): the groups: lists to leave, mail to
 *   archive, mail to keep, each the largest first
 */
GPtrArray *
hearth_review_sort_finish (HearthReviewSort *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_review_group_free);
  GHashTableIter iter;
  gpointer value;

  merge_lists (self);
  collect_senders (self, groups);
  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    g_ptr_array_add (groups, value);
    g_hash_table_iter_steal (&iter);
  }
  for (guint i = 0; i < groups->len; i++)
    g_array_sort (((HearthReviewGroup *) groups->pdata[i])->ids, compare_ids);
  g_ptr_array_sort (groups, compare_sections);
  return groups;
}
