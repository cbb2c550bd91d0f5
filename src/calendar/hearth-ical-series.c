/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-series.h"

#include "hearth-calendar-error.h"
#include "hearth-ical-expand.h"
#include "hearth-ical-rule.h"
#include "hearth-ical-shift.h"
#include "hearth-recurrence.h"

#include <glib/gi18n.h>
#include <string.h>

static void
set_not_there (GError **error, HearthIcalObject *object)
{
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND,
                       object->members->len > 0
                           ? _("This time of the event is not in the calendar any more.")
                           : _("The event is not in the calendar any more."));
}

/**
 * hearth_ical_series_recurs:
 * @object: an object
 *
 * Returns: whether it has a master that recurs
 */
gboolean
hearth_ical_series_recurs (HearthIcalObject *object)
{
  HearthIcalMember *master = object->master;

  return master != NULL && master->draft != NULL &&
         (master->draft->event->rrule != NULL || master->draft->rdates != NULL);
}

/* Whether the master has an occurrence at @start, whatever overrides say. */
static gboolean
find_instance (HearthIcalObject *object, gint64 start, HearthSpan *span)
{
  HearthIcalDraft *draft = object->master->draft;
  HearthIcalExpansion expansion;
  HearthSpan window = { start, start + 1 };
  gboolean found = FALSE;

  hearth_ical_expand_init (&expansion, window, 1, object->parsing.zones, &object->parsing.warnings);
  expansion.day_window = window;
  g_array_set_size (draft->event->occurrences, 0);
  hearth_ical_expand_group (&expansion, &draft, 1);
  for (guint i = 0; !found && i < draft->event->occurrences->len; i++) {
    *span = g_array_index (draft->event->occurrences, HearthSpan, i);
    found = span->start == start;
  }
  g_array_set_size (draft->event->occurrences, 0);
  return found;
}

/* What describes an occurrence: the last override of the future before it, or the master. */
static HearthIcalMember *
find_base (HearthIcalObject *object, gint64 recurrence_id)
{
  HearthIcalMember *base = object->master;
  gint64 last = G_MININT64;

  for (guint i = 0; i < object->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (object->members, i);
    gint64 id = member->draft != NULL ? member->draft->event->recurrence_id : 0;

    if (member->is_removed || member->draft == NULL || !member->draft->and_future ||
        id > recurrence_id || id <= last)
      continue;
    base = member;
    last = id;
  }
  return base;
}

static void
write_end (const HearthIcalForm *form, HearthIcalPart *part, gint64 local_end)
{
  gboolean is_task = hearth_ical_part_has (part, "DUE");

  hearth_ical_part_remove (part, "DURATION");
  hearth_ical_form_write (form, part, is_task ? "DUE" : "DTEND", local_end);
}

/**
 * hearth_ical_series_get_override:
 * @object: an object that recurs
 * @recurrence_id: the original start of an occurrence
 * @error: %HEARTH_CALENDAR_ERROR_NOT_FOUND
 *
 * Returns: (transfer none) (nullable): its override, made from what describes it if there is none
 */
HearthIcalMember *
hearth_ical_series_get_override (HearthIcalObject *object, gint64 recurrence_id, GError **error)
{
  static const char *const of_series[] = { "RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID" };
  HearthIcalMember *found = hearth_ical_object_find (object, recurrence_id);
  g_auto (HearthIcalForm) form = { 0 };
  g_auto (HearthIcalForm) id_form = { 0 };
  HearthIcalMember *base;
  HearthIcalPart *part;
  HearthSpan span;
  gint64 local;

  if (found != NULL)
    return found;
  if (!hearth_ical_series_recurs (object) || !find_instance (object, recurrence_id, &span)) {
    set_not_there (error, object);
    return NULL;
  }
  base = find_base (object, recurrence_id);
  part = hearth_ical_part_copy (base->part);
  for (gsize i = 0; i < G_N_ELEMENTS (of_series); i++)
    hearth_ical_part_remove (part, of_series[i]);
  if (!hearth_ical_form_read (&id_form, object->parsing.zones, object->master->part, "DTSTART",
                              &local)) {
    hearth_ical_part_free (part);
    set_not_there (error, object);
    return NULL;
  }
  hearth_ical_form_write (&id_form, part, "RECURRENCE-ID",
                          hearth_ical_form_to_local (&id_form, recurrence_id));
  if (base != object->master) {
    /* Moved as far as the override of the future was. */
    gint64 shift = base->draft->event->span.start - base->draft->event->recurrence_id;

    span.end = span.start + shift + base->draft->event->span.end - base->draft->event->span.start;
    span.start += shift;
  }
  hearth_ical_form_read (&form, object->parsing.zones, part, "DTSTART", &local);
  hearth_ical_form_write (&form, part, "DTSTART", hearth_ical_form_to_local (&form, span.start));
  if (hearth_ical_part_has (part, "DTEND") || hearth_ical_part_has (part, "DUE"))
    write_end (&form, part, hearth_ical_form_to_local (&form, span.end));
  return hearth_ical_object_add (object, part);
}

/* The form in which a moved event is written. */
static void
init_new_form (HearthIcalForm *form, HearthIcalObject *object, const HearthIcalForm *old,
               const HearthEventEdit *edit, GTimeZone *floating)
{
  if (edit->tzid == NULL && old->is_date == !!edit->all_day) {
    hearth_ical_form_copy (form, old);
    return;
  }
  /* What becomes timed and has no zone said is at a time of the owner's. */
  hearth_ical_form_init (form, object->parsing.zones, edit->all_day,
                         edit->tzid != NULL ? edit->tzid : g_time_zone_get_identifier (floating));
}

static gboolean
check_span (const HearthEventEdit *edit, GError **error)
{
  if (edit->span.end >= edit->span.start)
    return TRUE;
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                       _("It would end before it starts."));
  return FALSE;
}

static void
move_end (HearthIcalObject *object, HearthIcalMember *member, const HearthIcalForm *form,
          const HearthEventEdit *edit)
{
  HearthZones *zones = object->parsing.zones;
  g_auto (HearthIcalForm) end_form = { 0 };
  HearthSpan span = edit->span;
  gint64 local;

  if (edit->all_day)
    span.end = MAX (span.end, span.start + HEARTH_DAY);
  if (span.end == span.start) {
    /* DTEND would have to be later, RFC 5545, section 3.8.2.2. */
    hearth_ical_part_remove (member->part, "DTEND");
    hearth_ical_part_remove (member->part, "DURATION");
    return;
  }
  /* A length that stays is left as it is written. */
  if (hearth_ical_part_has (member->part, "DURATION") && member->draft != NULL &&
      member->draft->event->all_day == !!edit->all_day &&
      member->draft->event->span.end - member->draft->event->span.start == span.end - span.start)
    return;
  /* A flight ends in another zone than it starts in. */
  if (edit->tzid == NULL &&
      hearth_ical_form_read (&end_form, zones, member->part, "DTEND", &local) &&
      end_form.is_date == form->is_date) {
    write_end (&end_form, member->part, hearth_ical_form_to_local (&end_form, span.end));
    return;
  }
  write_end (form, member->part, hearth_ical_form_to_local (form, span.end));
}

static void
move_task (HearthIcalObject *object, HearthIcalMember *member, const HearthEventEdit *edit,
           GTimeZone *floating)
{
  HearthZones *zones = object->parsing.zones;
  const char *name = hearth_ical_part_has (member->part, "DUE") ? "DUE" : "DTSTART";
  g_auto (HearthIcalForm) old = { 0 };
  g_auto (HearthIcalForm) new = { 0 };
  g_auto (HearthIcalForm) start = { 0 };
  gint64 before;
  gint64 after;
  gint64 local;

  if (!hearth_ical_form_read (&old, zones, member->part, name, &before)) {
    hearth_ical_form_init (&new, zones, edit->all_day,
                           edit->tzid != NULL ? edit->tzid : g_time_zone_get_identifier (floating));
    hearth_ical_form_write (&new, member->part, "DUE",
                            hearth_ical_form_to_local (&new, edit->span.start));
    return;
  }
  init_new_form (&new, object, &old, edit, floating);
  after = hearth_ical_form_to_local (&new, edit->span.start);
  if (g_str_equal (name, "DUE") &&
      hearth_ical_form_read (&start, zones, member->part, "DTSTART", &local)) {
    g_auto (HearthIcalForm) moved = { 0 };

    /* DTSTART must be of the same type as DUE, RFC 5545, section 3.8.2.3. */
    init_new_form (&moved, object, &start, edit, floating);
    hearth_ical_form_write (&moved, member->part, "DTSTART", MIN (local + after - before, after));
  }
  hearth_ical_form_write (&new, member->part, name, after);
}

/**
 * hearth_ical_series_move_member:
 * @object: an object
 * @member: a member that does not recur
 * @edit: where to
 * @floating: the owner's zone
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT if it would end before it starts
 *
 * Returns: whether it is moved
 */
gboolean
hearth_ical_series_move_member (HearthIcalObject *object, HearthIcalMember *member,
                                const HearthEventEdit *edit, GTimeZone *floating, GError **error)
{
  g_auto (HearthIcalForm) old = { 0 };
  g_auto (HearthIcalForm) new = { 0 };
  gint64 local;

  if (!check_span (edit, error))
    return FALSE;
  if (member->draft != NULL && member->draft->todo != NULL) {
    move_task (object, member, edit, floating);
    return TRUE;
  }
  if (!hearth_ical_form_read (&old, object->parsing.zones, member->part, "DTSTART", &local)) {
    set_not_there (error, object);
    return FALSE;
  }
  init_new_form (&new, object, &old, edit, floating);
  move_end (object, member, &new, edit);
  hearth_ical_form_write (&new, member->part, "DTSTART",
                          hearth_ical_form_to_local (&new, edit->span.start));
  return TRUE;
}

/* Overrides follow the series: their RECURRENCE-ID always, their own time if it was the usual one.
 */
static void
move_overrides (HearthIcalObject *object, const HearthIcalShift *change, gint64 length)
{
  for (guint i = 0; i < object->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (object->members, i);
    const HearthIcalDraft *draft = member->draft;
    gint64 local;

    if (member == object->master || member->is_removed || draft == NULL ||
        draft->recurrence_id.zone == NULL)
      continue;
    local = hearth_ical_form_to_local (change->old, draft->event->recurrence_id);
    hearth_ical_shift_local (change, &local);
    for (guint k = 0; k < member->part->lines->len; k++) {
      HearthIcalPartLine *line = g_ptr_array_index (member->part->lines, k);
      g_auto (HearthIcalReader) reader = { 0 };
      g_autofree char *value = NULL;
      g_autofree char *params = NULL;
      g_autofree char *plain = NULL;

      if (line->depth != 1 || !g_str_equal (line->name, "RECURRENCE-ID"))
        continue;
      hearth_ical_part_open_line (line, &reader);
      value = hearth_ical_form_dup_value (change->new, local);
      plain = hearth_ical_part_dup_params (reader.params, "TZID", change->new->tzid);
      params = hearth_ical_part_dup_params (plain, "VALUE", change->new->is_date ? "DATE" : NULL);
      hearth_ical_part_write_line (member->part, line, "RECURRENCE-ID", params, value);
    }
    if (draft->event->span.start != draft->event->recurrence_id)
      continue;
    hearth_ical_form_write (change->new, member->part, "DTSTART", local);
    write_end (change->new, member->part,
               hearth_ical_form_to_local (change->new,
                                          hearth_ical_form_to_utc (change->new, local) + length));
  }
}

/**
 * hearth_ical_series_move:
 * @object: an object
 * @edit: where its first occurrence is moved to
 * @floating: the owner's zone
 * @error: %HEARTH_CALENDAR_ERROR_NOT_FOUND, %HEARTH_CALENDAR_ERROR_BAD_FORMAT
 *
 * Moves an event and, if it recurs, all that is tied to its time: the rule, EXDATEs, RDATEs, and
 * overrides.
 *
 * Returns: whether it is moved
 */
gboolean
hearth_ical_series_move (HearthIcalObject *object, const HearthEventEdit *edit, GTimeZone *floating,
                         GError **error)
{
  HearthIcalMember *master = object->master;
  g_auto (HearthIcalForm) old = { 0 };
  g_auto (HearthIcalForm) new = { 0 };
  g_auto (HearthIcalShift)
      change = { .old = &old, .new = &new, .from = G_MININT64, .to = G_MAXINT64 };
  gint64 before = 0;

  if (master == NULL) {
    set_not_there (error, object);
    return FALSE;
  }
  if (hearth_ical_series_recurs (object) && master->draft->todo == NULL &&
      hearth_ical_form_read (&old, object->parsing.zones, master->part, "DTSTART", &before)) {
    init_new_form (&new, object, &old, edit, floating);
    change.zones = object->parsing.zones;
    change.time_of_day = before - hearth_civil_day_of (before) * HEARTH_DAY;
    change.shift = hearth_ical_form_to_local (&new, edit->span.start) - before;
    if (change.shift != 0 || !hearth_ical_form_equals (&old, &new)) {
      g_autofree char *rule = hearth_ical_part_dup_value (master->part, "RRULE");

      if (edit->rrule == NULL)
        hearth_ical_shift_follow (&change, rule, before);
      hearth_ical_shift_lists (&change, master->part);
      if (edit->rrule == NULL)
        hearth_ical_shift_rule (&change, master->part, before);
      move_overrides (object, &change, edit->span.end - edit->span.start);
    }
  }
  return hearth_ical_series_move_member (object, master, edit, floating, error);
}

/**
 * hearth_ical_series_set_rule:
 * @object: an object with a master
 * @rule: its RRULE; "" makes it happen once
 * @error: %HEARTH_CALENDAR_ERROR_BAD_FORMAT if @rule cannot be understood
 *
 * Returns: whether it is set
 */
gboolean
hearth_ical_series_set_rule (HearthIcalObject *object, const char *rule, GError **error)
{
  static const char *const of_series[] = { "RRULE", "RDATE", "EXDATE", "EXRULE" };
  HearthIcalPart *part = object->master->part;
  g_auto (HearthIcalForm) form = { 0 };
  g_autofree char *old = hearth_ical_part_dup_value (part, "RRULE");
  g_autoptr (HearthRule) parsed = NULL;
  const char *start = hearth_ical_part_has (part, "DTSTART") ? "DTSTART" : "DUE";
  gint64 local;

  if (*rule == '\0') {
    for (gsize i = 0; i < G_N_ELEMENTS (of_series); i++)
      hearth_ical_part_remove (part, of_series[i]);
    for (guint i = 0; i < object->members->len; i++) {
      HearthIcalMember *member = g_ptr_array_index (object->members, i);

      member->is_removed |= member != object->master;
    }
    return TRUE;
  }
  if (!hearth_ical_form_read (&form, object->parsing.zones, part, start, &local)) {
    set_not_there (error, object);
    return FALSE;
  }
  if (strpbrk (rule, "\r\n") != NULL) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                         _("The recurrence rule cannot be understood."));
    return FALSE;
  }
  parsed = hearth_rule_new (rule, local, form.is_date, error);
  if (parsed == NULL)
    return FALSE;
  if (old == NULL || g_ascii_strcasecmp (old, rule) != 0)
    hearth_ical_part_set (part, "RRULE", NULL, rule);
  return TRUE;
}

/**
 * hearth_ical_series_exclude:
 * @object: an object that recurs
 * @recurrence_id: the original start of an occurrence
 *
 * Takes an occurrence out: an EXDATE in the form of DTSTART, and its override goes.
 */
void
hearth_ical_series_exclude (HearthIcalObject *object, gint64 recurrence_id)
{
  HearthIcalMember *member = hearth_ical_object_find (object, recurrence_id);
  g_auto (HearthIcalForm) form = { 0 };
  g_autofree char *value = NULL;
  g_autofree char *params = NULL;
  HearthSpan span;
  gint64 local;

  if (member != NULL)
    member->is_removed = TRUE;
  if (!hearth_ical_series_recurs (object) || !find_instance (object, recurrence_id, &span) ||
      !hearth_ical_form_read (&form, object->parsing.zones, object->master->part, "DTSTART",
                              &local))
    return;
  value = hearth_ical_form_dup_value (&form, hearth_ical_form_to_local (&form, recurrence_id));
  params = hearth_ical_form_dup_param (&form);
  hearth_ical_part_add (object->master->part, "EXDATE", params, value);
}

/**
 * hearth_ical_series_is_start:
 * @object: an object
 * @recurrence_id: the original start of an occurrence
 *
 * Returns: whether nothing of the series comes before it
 */
gboolean
hearth_ical_series_is_start (HearthIcalObject *object, gint64 recurrence_id)
{
  HearthIcalDraft *draft;
  HearthIcalExpansion expansion;
  HearthSpan next;

  if (!hearth_ical_series_recurs (object))
    return TRUE;
  draft = object->master->draft;
  if (recurrence_id <= draft->event->span.start)
    return TRUE;
  hearth_ical_expand_init (&expansion, (HearthSpan){ 0, 1 }, 1, object->parsing.zones,
                           &object->parsing.warnings);
  /* The first may be taken out. */
  return hearth_ical_expand_next (&expansion, &draft, 1, draft->event->span.start - 1, &next) &&
         next.start >= recurrence_id;
}

/* One RRULE of the head of a series. */
static char *
dup_head_rule (const char *rule, const HearthIcalForm *form, gint64 start, gint64 end)
{
  g_autofree char *until = hearth_ical_rule_dup_part (rule, "UNTIL");
  g_autofree char *count = hearth_ical_rule_dup_part (rule, "COUNT");
  g_autofree char *value = NULL;
  gboolean is_date;
  gboolean is_utc;
  gint64 old;

  if (count != NULL) {
    gint64 n = hearth_ical_rule_count (rule, start, form->is_date, end);

    if (g_ascii_strtoll (count, NULL, 10) <= n)
      return g_strdup (rule);
    value = g_strdup_printf ("%" G_GINT64_FORMAT, n);
    if (until != NULL) {
      /* Both are not allowed, and the number that is left says it all. */
      g_autofree char *counted = hearth_ical_rule_with (rule, "UNTIL", NULL);

      return hearth_ical_rule_with (counted, "COUNT", value);
    }
    return hearth_ical_rule_with (rule, "COUNT", value);
  }
  if (until != NULL && hearth_civil_parse (until, &old, &is_date, &is_utc) &&
      (is_utc ? hearth_ical_form_to_local (form, old) : old) < end)
    return g_strdup (rule);
  if (form->is_date) {
    value = hearth_civil_format (end - HEARTH_DAY, TRUE);
  } else if (!form->is_utc && form->tzid == NULL) {
    value = hearth_civil_format (end - 1, FALSE);
  } else {
    g_autofree char *bare = hearth_civil_format (hearth_ical_form_to_utc (form, end) - 1, FALSE);

    value = g_strconcat (bare, "Z", NULL);
  }
  return hearth_ical_rule_with (rule, "UNTIL", value);
}

/* Keeps what of the lists is in a span. */
static void
cut_lists (HearthIcalObject *object, const HearthIcalForm *form, gint64 local, gint64 from,
           gint64 to)
{
  const HearthIcalShift change = {
    .zones = object->parsing.zones,
    .old = form,
    .new = form,
    .time_of_day = local - hearth_civil_day_of (local) * HEARTH_DAY,
    .from = from,
    .to = to,
  };

  hearth_ical_shift_lists (&change, object->master->part);
}

static void
remove_overrides (HearthIcalObject *object, gint64 from, gint64 to)
{
  for (guint i = 0; i < object->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (object->members, i);

    if (member->draft != NULL && member->draft->recurrence_id.zone != NULL &&
        member->draft->event->recurrence_id >= from && member->draft->event->recurrence_id < to)
      member->is_removed = TRUE;
  }
}

/**
 * hearth_ical_series_end_before:
 * @object: an object that recurs
 * @recurrence_id: the original start of an occurrence that is not the first
 *
 * Ends the series before that occurrence.
 */
void
hearth_ical_series_end_before (HearthIcalObject *object, gint64 recurrence_id)
{
  HearthIcalPart *part = object->master->part;
  g_auto (HearthIcalForm) form = { 0 };
  gint64 start;

  if (!hearth_ical_form_read (&form, object->parsing.zones, part, "DTSTART", &start))
    return;
  for (guint i = 0; i < part->lines->len; i++) {
    HearthIcalPartLine *line = g_ptr_array_index (part->lines, i);
    g_auto (HearthIcalReader) reader = { 0 };
    g_autofree char *rule = NULL;

    if (line->depth != 1 || !g_str_equal (line->name, "RRULE"))
      continue;
    hearth_ical_part_open_line (line, &reader);
    rule = dup_head_rule (reader.value, &form, start,
                          hearth_ical_form_to_local (&form, recurrence_id));
    hearth_ical_part_write_line (part, line, "RRULE", reader.params, rule);
  }
  cut_lists (object, &form, start, G_MININT64, recurrence_id);
  remove_overrides (object, recurrence_id, G_MAXINT64);
}

/* The rest of a series that was changed from some occurrence on is as it was changed to: all that
 * the override says, and as far from the rule's time as it was moved. */
static gboolean
take_base (HearthIcalObject *object, HearthIcalMember *base, gint64 recurrence_id,
           GTimeZone *floating, GError **error)
{
  static const char *const of_series[] = {
    "UID",    "DTSTART", "DTEND",         "DURATION", "DUE", "RRULE",    "RDATE",
    "EXDATE", "EXRULE",  "RECURRENCE-ID", "BEGIN",    "END", "SEQUENCE", NULL
  };
  const HearthEvent *event = base->draft->event;
  g_autoptr (HearthEventEdit) edit = NULL;

  hearth_ical_part_take_over (object->master->part, base->part, of_series);
  base->is_removed |= event->recurrence_id == recurrence_id;
  edit = hearth_event_edit_new (HEARTH_EDIT_CHANGE, event->uid);
  edit->has_span = TRUE;
  edit->all_day = event->all_day;
  edit->span.start = recurrence_id + event->span.start - event->recurrence_id;
  edit->span.end = edit->span.start + event->span.end - event->span.start;
  return hearth_ical_series_move (object, edit, floating, error);
}

/**
 * hearth_ical_series_begin_at:
 * @object: an object that recurs
 * @recurrence_id: the original start of an occurrence that is not the first
 * @floating: the owner's zone
 * @error: %HEARTH_CALENDAR_ERROR_NOT_FOUND
 *
 * Takes away what comes before that occurrence, so that the series begins with it.
 *
 * Returns: whether there is such an occurrence
 */
gboolean
hearth_ical_series_begin_at (HearthIcalObject *object, gint64 recurrence_id, GTimeZone *floating,
                             GError **error)
{
  HearthIcalPart *part = object->master->part;
  HearthIcalMember *base = find_base (object, recurrence_id);
  g_auto (HearthIcalForm) form = { 0 };
  g_autofree char *rule = hearth_ical_part_dup_value (part, "RRULE");
  g_autofree char *count = rule != NULL ? hearth_ical_rule_dup_part (rule, "COUNT") : NULL;
  HearthIcalMember *own = hearth_ical_object_find (object, recurrence_id);
  HearthSpan span;
  gint64 start;
  gint64 local;

  if (!hearth_ical_form_read (&form, object->parsing.zones, part, "DTSTART", &start) ||
      (!find_instance (object, recurrence_id, &span) && own == NULL)) {
    set_not_there (error, object);
    return FALSE;
  }
  local = hearth_ical_form_to_local (&form, recurrence_id);
  if (own != NULL)
    span.end = recurrence_id + object->master->draft->event->span.end -
               object->master->draft->event->span.start;
  if (count != NULL) {
    gint64 left = g_ascii_strtoll (count, NULL, 10) -
                  hearth_ical_rule_count (rule, start, form.is_date, local);
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (left, 1));
    g_autofree char *changed = hearth_ical_rule_with (rule, "COUNT", number);

    hearth_ical_part_set (part, "RRULE", NULL, changed);
  }
  cut_lists (object, &form, start, recurrence_id, G_MAXINT64);
  remove_overrides (object, G_MININT64, recurrence_id);
  hearth_ical_form_write (&form, part, "DTSTART", local);
  if (!hearth_ical_part_has (part, "DURATION"))
    write_end (&form, part, hearth_ical_form_to_local (&form, span.end));
  return base == object->master || take_base (object, base, recurrence_id, floating, error);
}

/**
 * hearth_ical_series_step:
 * @object: a task that recurs
 * @next: its next time, from DTSTART to DUE
 *
 * Moves a task on to its next time.
 */
void
hearth_ical_series_step (HearthIcalObject *object, HearthSpan next)
{
  HearthIcalPart *part = object->master->part;
  HearthZones *zones = object->parsing.zones;
  gboolean has_start = hearth_ical_part_has (part, "DTSTART");
  g_auto (HearthIcalForm) start = { 0 };
  g_auto (HearthIcalForm) due = { 0 };
  g_autofree char *rule = hearth_ical_part_dup_value (part, "RRULE");
  g_autofree char *count = rule != NULL ? hearth_ical_rule_dup_part (rule, "COUNT") : NULL;
  gint64 old_start;
  gint64 old_due;

  if (!hearth_ical_form_read (&start, zones, part, has_start ? "DTSTART" : "DUE", &old_start))
    return;
  if (count != NULL) {
    gint64 left = g_ascii_strtoll (count, NULL, 10) -
                  hearth_ical_rule_count (rule, old_start, start.is_date,
                                          hearth_ical_form_to_local (&start, next.start));
    g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, MAX (left, 1));
    g_autofree char *changed = hearth_ical_rule_with (rule, "COUNT", number);

    hearth_ical_part_set (part, "RRULE", NULL, changed);
  }
  if (hearth_ical_form_read (&due, zones, part, "DUE", &old_due))
    hearth_ical_form_write (&due, part, "DUE", hearth_ical_form_to_local (&due, next.end));
  if (has_start)
    hearth_ical_form_write (&start, part, "DTSTART",
                            hearth_ical_form_to_local (&start, next.start));
}
