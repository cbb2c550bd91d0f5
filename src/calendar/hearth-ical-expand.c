/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-expand.h"

#include "hearth-civil.h"
#include "hearth-recurrence.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/* Steps of work, a few nanoseconds to some tens each: for one event, and for one text. */
#define EVENT_BUDGET 200000
#define TEXT_BUDGET 10000000
#define TEXT_BUDGET_PER_EVENT 2000
#define MAX_TEXT_BUDGET 40000000
/* What an occurrence costs beyond the step that found it: zone, sorting, memory. */
#define INSTANCE_COST 10
/* Wider than any difference between a wall clock and UTC. */
#define ZONE_MARGIN (2 * HEARTH_DAY)
/* The years in which occurrences are looked for at all. */
#define FIRST_MOMENT (-62135596800)
#define LAST_MOMENT G_GINT64_CONSTANT (253370764800)

/* One start of a recurring event before overrides take theirs. */
typedef struct {
  gint64 local;
  gint64 utc;
  gint64 length; /* of a PERIOD, else -1 */
} Instance;

typedef struct {
  HearthIcalExpansion *expansion;
  HearthIcalDraft *master;
  GArray *instances; /* of Instance */
  guint limit;
} Collecting;

static int
compare_instances (gconstpointer a, gconstpointer b)
{
  const Instance *x = a;
  const Instance *y = b;

  if (x->utc != y->utc)
    return x->utc < y->utc ? -1 : 1;
  /* Of equal starts, a PERIOD says more. */
  return x->length > y->length ? -1 : x->length < y->length;
}

static int
compare_moments (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a;
  gint64 y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

/* Overrides of a range come in the order of their beginnings. */
static int
compare_overrides (gconstpointer a, gconstpointer b)
{
  const HearthIcalDraft *x = *(HearthIcalDraft *const *) a;
  const HearthIcalDraft *y = *(HearthIcalDraft *const *) b;

  return x->event->recurrence_id < y->event->recurrence_id
             ? -1
             : x->event->recurrence_id > y->event->recurrence_id;
}

/* A wall-clock time as a moment: of a date, its midnight in UTC. */
static gint64
moment_of (const HearthIcalDraft *draft, gint64 local)
{
  return draft->start.is_date ? local : hearth_zone_to_utc (draft->start.zone, local);
}

static gboolean
add_instance (gint64 local, gpointer user_data)
{
  Collecting *self = user_data;
  Instance instance = {
    .local = local,
    .utc = moment_of (self->master, local),
    .length = -1,
  };

  g_array_append_val (self->instances, instance);
  return self->instances->len <= self->limit;
}

static gboolean
add_exclusion (gint64 local, gpointer user_data)
{
  Collecting *self = user_data;
  gint64 utc = moment_of (self->master, local);

  g_array_append_val (self->instances, utc);
  return self->instances->len <= self->limit;
}

static void
run_rule (Collecting *self, const char *text, HearthSpan local_window, HearthRuleFunc func)
{
  HearthIcalDraft *master = self->master;
  HearthIcalExpansion *expansion = self->expansion;
  g_autoptr (GError) error = NULL;
  g_autoptr (HearthRule) rule = NULL;
  guint64 allowed = MIN (expansion->budget, EVENT_BUDGET);
  guint64 left = allowed;
  guint n_before = self->instances->len;
  guint64 cost;
  gint64 until;

  rule = hearth_rule_new (text, master->start.local, master->start.is_date, &error);
  if (rule == NULL) {
    hearth_ical_warn (expansion->warnings, master->line, master->event->uid, error->message);
    return;
  }
  if (hearth_rule_get_until_utc (rule, &until))
    hearth_rule_set_until_local (rule, hearth_zone_to_local (master->start.zone, until));
  if (!hearth_rule_expand (rule, local_window.start, local_window.end, &left, func, self))
    hearth_ical_warn (expansion->warnings, master->line, master->event->uid,
                      _("its recurrence is too much work; later occurrences are left out"));
  cost = allowed - left + (guint64) INSTANCE_COST * (self->instances->len - n_before);
  expansion->budget -= MIN (cost, expansion->budget);
}

static void
add_rdates (Collecting *self)
{
  HearthIcalDraft *master = self->master;

  if (master->rdates == NULL)
    return;
  for (guint i = 0; i < master->rdates->len; i++) {
    const HearthIcalRdate *date = &g_array_index (master->rdates, HearthIcalRdate, i);
    Instance instance = { .utc = hearth_ical_time_to_utc (&date->start), .length = date->length };

    instance.local = date->start.local;
    if (master->start.is_date) {
      instance.utc = instance.local = hearth_civil_day_of (date->start.local) * HEARTH_DAY;
      instance.length = -1;
    } else if (date->start.is_date) {
      /* A date among times means that day at the usual time. */
      instance.local +=
          master->start.local - hearth_civil_day_of (master->start.local) * HEARTH_DAY;
      instance.utc = moment_of (master, instance.local);
    } else {
      instance.local = hearth_zone_to_local (master->start.zone, instance.utc);
    }
    g_array_append_val (self->instances, instance);
  }
}

/* The moments that EXDATE, EXRULE and single overrides take out, in order. Dates that stand for a
 * whole day are put in @days. */
static GArray *
dup_excluded (HearthIcalExpansion *expansion, HearthIcalDraft *master, HearthIcalDraft **overrides,
              guint n_overrides, HearthSpan local_window, GArray *days)
{
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  Collecting collecting = {
    .expansion = expansion,
    .master = master,
    .instances = moments,
    .limit = 2 * HEARTH_ICAL_MAX_OCCURRENCES,
  };

  if (master->exclusion_rules != NULL)
    for (guint i = 0; i < master->exclusion_rules->len; i++)
      run_rule (&collecting, g_ptr_array_index (master->exclusion_rules, i), local_window,
                add_exclusion);
  for (guint i = 0; master->exdates != NULL && i < master->exdates->len; i++) {
    const HearthIcalTime *date = &g_array_index (master->exdates, HearthIcalTime, i);
    gint64 utc = hearth_ical_time_to_utc (date);
    gint64 day = hearth_civil_day_of (date->local);

    if (date->is_date || master->start.is_date)
      g_array_append_val (days, day);
    else
      g_array_append_val (moments, utc);
  }
  for (guint i = 0; i < n_overrides; i++) {
    const HearthIcalTime *id = &overrides[i]->recurrence_id;
    gint64 utc = hearth_ical_time_to_utc (id);
    gint64 day = hearth_civil_day_of (id->local);

    if (id->is_date || master->start.is_date)
      g_array_append_val (days, day);
    else
      g_array_append_val (moments, utc);
  }
  g_array_sort (moments, compare_moments);
  g_array_sort (days, compare_moments);
  return moments;
}

static gboolean
has_moment (GArray *moments, gint64 moment)
{
  return moments->len > 0 &&
         bsearch (&moment, moments->data, moments->len, sizeof (gint64), compare_moments) != NULL;
}

static gboolean
overlaps (HearthSpan window, HearthSpan span)
{
  /* Something without length is where it starts. */
  return span.start < window.end && (span.end > window.start || span.start >= window.start);
}

static void
append_occurrence (HearthIcalExpansion *expansion, HearthIcalDraft *draft, HearthSpan span)
{
  if (expansion->n_occurrences >= HEARTH_ICAL_MAX_TOTAL_OCCURRENCES)
    return;
  g_array_append_val (draft->event->occurrences, span);
  if (++expansion->n_occurrences < HEARTH_ICAL_MAX_TOTAL_OCCURRENCES)
    return;
  expansion->budget = 0;
  hearth_ical_warn (expansion->warnings, draft->line, draft->event->uid,
                    _("from here on there are too many occurrences; they are left out"));
}

/* The last of the sorted overrides that begins at or before @moment, or NULL. */
static HearthIcalDraft *
find_range (GPtrArray *ranges, gint64 moment)
{
  guint low = 0;
  guint high = ranges->len;

  while (low < high) {
    guint middle = low + (high - low) / 2;

    if (((HearthIcalDraft *) ranges->pdata[middle])->event->recurrence_id <= moment)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? ranges->pdata[low - 1] : NULL;
}

/* Gives one occurrence to the event that describes it: the master, or the last THISANDFUTURE
 * override that begins at or before it, moved as far as that override was moved. */
static void
hand_out (HearthIcalExpansion *expansion, HearthIcalDraft *master, GPtrArray *ranges,
          const Instance *instance)
{
  HearthIcalDraft *draft;
  gint64 local = instance->local;
  HearthSpan span;

  draft = find_range (ranges, instance->utc);
  if (draft == NULL)
    draft = master;
  if (draft != master && draft->start.is_date == master->start.is_date) {
    gint64 id = hearth_ical_time_to_utc (&draft->recurrence_id);

    local += draft->start.local -
             (master->start.is_date ? id : hearth_zone_to_local (master->start.zone, id));
  }
  span.start = draft == master ? instance->utc : moment_of (draft, local);
  span.end = span.start + (instance->length >= 0 && draft == master
                               ? instance->length
                               : hearth_ical_draft_length_at (draft, local, draft->start.zone));
  if (!overlaps (draft->event->all_day ? expansion->day_window : expansion->window, span))
    return;
  if (draft->event->occurrences->len == HEARTH_ICAL_MAX_OCCURRENCES) {
    /* Once: more would push the warnings of other events out of the list. */
    if (!draft->full)
      hearth_ical_warn (expansion->warnings, draft->line, draft->event->uid,
                        _("it has too many occurrences; later ones are left out"));
    draft->full = TRUE;
    return;
  }
  append_occurrence (expansion, draft, span);
}

static HearthSpan
local_window_of (HearthIcalExpansion *expansion, HearthIcalDraft *master, GPtrArray *ranges)
{
  gint64 before = master->days * HEARTH_DAY + master->seconds;
  gint64 shift = 0;

  for (guint i = 0; i < ranges->len; i++) {
    HearthIcalDraft *range = g_ptr_array_index (ranges, i);

    before = MAX (before, range->days * HEARTH_DAY + range->seconds);
    shift = MAX (shift, ABS (range->start.local - range->recurrence_id.local));
  }
  return (HearthSpan){
    .start = MAX (expansion->window.start - before - shift - ZONE_MARGIN, FIRST_MOMENT),
    .end = MIN (expansion->window.end + shift + ZONE_MARGIN, LAST_MOMENT),
  };
}

static void
expand_master (HearthIcalExpansion *expansion, HearthIcalDraft *master, HearthIcalDraft **overrides,
               guint n_overrides)
{
  g_autoptr (GPtrArray) ranges = g_ptr_array_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (Instance));
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) moments = NULL;
  HearthSpan local_window;
  Collecting collecting = {
    .expansion = expansion,
    .master = master,
    .instances = instances,
    .limit = HEARTH_ICAL_MAX_OCCURRENCES + 1000,
  };

  for (guint i = 0; i < n_overrides; i++)
    if (overrides[i]->and_future)
      g_ptr_array_add (ranges, overrides[i]);
  g_ptr_array_sort (ranges, compare_overrides);
  local_window = local_window_of (expansion, master, ranges);
  add_instance (master->start.local, &collecting);
  if (master->event->rrule != NULL)
    run_rule (&collecting, master->event->rrule, local_window, add_instance);
  for (guint i = 0; master->more_rules != NULL && i < master->more_rules->len; i++) {
    collecting.limit += HEARTH_ICAL_MAX_OCCURRENCES;
    run_rule (&collecting, g_ptr_array_index (master->more_rules, i), local_window, add_instance);
  }
  add_rdates (&collecting);
  g_array_sort (instances, compare_instances);
  moments = dup_excluded (expansion, master, overrides, n_overrides, local_window, days);
  for (guint i = 0; i < instances->len; i++) {
    const Instance *instance = &g_array_index (instances, Instance, i);

    if ((i > 0 && instance[-1].utc == instance->utc) || has_moment (moments, instance->utc) ||
        has_moment (days, hearth_civil_day_of (instance->local)))
      continue;
    hand_out (expansion, master, ranges, instance);
  }
}

static gboolean
is_recurring (const HearthIcalDraft *draft)
{
  return draft->event->rrule != NULL || draft->rdates != NULL;
}

/**
 * hearth_ical_expand_init:
 * @self: an expansion to be set up
 * @window: the window, in seconds since 1970 UTC
 * @n_events: how many events the text has
 * @zones: the text's zones
 * @warnings: (transfer none): what is wrong
 */
void
hearth_ical_expand_init (HearthIcalExpansion *self, HearthSpan window, guint n_events,
                         HearthZones *zones, HearthIcalWarnings *warnings)
{
  HearthZone *owner = hearth_zones_get_floating (zones);

  window.start = CLAMP (window.start, FIRST_MOMENT, LAST_MOMENT);
  window.end = CLAMP (window.end, window.start, LAST_MOMENT);
  self->window = window;
  self->day_window.start = hearth_zone_to_local (owner, window.start);
  self->day_window.end = hearth_zone_to_local (owner, window.end);
  self->budget = MIN (TEXT_BUDGET + (guint64) TEXT_BUDGET_PER_EVENT * n_events, MAX_TEXT_BUDGET);
  self->n_occurrences = 0;
  self->warnings = warnings;
}

/**
 * hearth_ical_expand_group:
 * @self: an expansion
 * @drafts: (array length=n_drafts): all events of one UID, settled, the one without RECURRENCE-ID
 *   first if there is one
 * @n_drafts: their number, at least 1
 *
 * Fills in the occurrences of a recurring event and its overrides, RFC 5545, section 3.8.4.4. An
 * event that does not recur has its one occurrence wherever the window is. A cancelled override
 * keeps its own occurrence and its status, so that it can be shown as cancelled.
 */
void
hearth_ical_expand_group (HearthIcalExpansion *self, HearthIcalDraft **drafts, guint n_drafts)
{
  gboolean has_master = drafts[0]->recurrence_id.zone == NULL;
  guint first = has_master ? 1 : 0;

  for (guint i = first; i < n_drafts; i++)
    append_occurrence (self, drafts[i], drafts[i]->event->span);
  if (!has_master)
    return;
  if (is_recurring (drafts[0]))
    expand_master (self, drafts[0], drafts + first, n_drafts - first);
  else
    append_occurrence (self, drafts[0], drafts[0]->event->span);
  for (guint i = first; i < n_drafts; i++)
    if (drafts[i]->and_future)
      g_array_sort (drafts[i]->event->occurrences, compare_moments);
}

/**
 * hearth_ical_expand_next:
 * @self: an expansion
 * @drafts: (array length=n_drafts): as in hearth_ical_expand_group(), the first a master that
 * recurs
 * @n_drafts: their number
 * @after: seconds since 1970 UTC; of an all-day master, as a date
 * @next: (out): the first occurrence of the master that starts after it and has no override
 *
 * Looks in ever longer windows, since most rules give one soon.
 *
 * Returns: whether there is one
 */
gboolean
hearth_ical_expand_next (HearthIcalExpansion *self, HearthIcalDraft **drafts, guint n_drafts,
                         gint64 after, HearthSpan *next)
{
  HearthIcalDraft *master = drafts[0];
  GArray *kept = g_steal_pointer (&master->event->occurrences);
  HearthIcalExpansion inner = *self;
  gint64 from = MAX (after, master->event->span.start - 1);
  gboolean found = FALSE;

  inner.n_occurrences = 0;
  for (gint64 length = 400 * HEARTH_DAY; !found && length < 40000 * HEARTH_DAY; length *= 10) {
    master->event->occurrences = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
    inner.window = (HearthSpan){ CLAMP (from, FIRST_MOMENT, LAST_MOMENT),
                                 CLAMP (from + length, FIRST_MOMENT, LAST_MOMENT) };
    inner.day_window = inner.window;
    expand_master (&inner, master, drafts + 1, n_drafts - 1);
    for (guint i = 0; !found && i < master->event->occurrences->len; i++) {
      *next = g_array_index (master->event->occurrences, HearthSpan, i);
      found = next->start > after;
    }
    g_array_unref (master->event->occurrences);
    from += length;
  }
  self->budget = inner.budget;
  master->event->occurrences = kept;
  return found;
}
