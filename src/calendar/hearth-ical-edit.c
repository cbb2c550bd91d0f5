/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ical-edit.h"

#include "hearth-ical-guests.h"
#include "hearth-ical-series.h"
#include "hearth-ical-todo.h"

#include <glib/gi18n.h>
#include <libical/ical.h>
#include <string.h>

/* One edit being made. */
typedef struct {
  const HearthEventEdit *edit;
  HearthIcalObject *object; /* (unowned) */
  GTimeZone *floating;      /* (unowned) */
} Editing;

/* The texts that an edit can set. */
static const struct {
  const char *property;
  gsize offset;
} texts[] = {
  { "SUMMARY", G_STRUCT_OFFSET (HearthEventEdit, summary) },
  { "DESCRIPTION", G_STRUCT_OFFSET (HearthEventEdit, description) },
  { "LOCATION", G_STRUCT_OFFSET (HearthEventEdit, location) },
  { "URL", G_STRUCT_OFFSET (HearthEventEdit, url) },
};

static void
set_not_found (GError **error)
{
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND,
                       _("The event is not in the calendar any more."));
}

static char *
dup_utc (gint64 seconds)
{
  g_autofree char *bare = hearth_civil_format (seconds, FALSE);

  return g_strconcat (bare, "Z", NULL);
}

/* The properties whose change makes it another event for its guests, RFC 5546, section 2.1.4. */
static char *
dup_significant (const HearthIcalPart *part)
{
  static const char *const names[] = { "DTSTART", "DTEND",  "DURATION", "DUE",
                                       "RRULE",   "EXDATE", "RDATE",    NULL };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < part->lines->len; i++) {
    const HearthIcalPartLine *line = g_ptr_array_index (part->lines, i);

    if (line->depth == 1 && g_strv_contains (names, line->name))
      g_string_append (out, line->raw);
  }
  return g_string_free (out, FALSE);
}

static gboolean
is_significant (Editing *self, const HearthIcalMember *member)
{
  g_autoptr (HearthIcalPart) before = NULL;
  g_autofree char *old = NULL;
  g_autofree char *new = NULL;

  if (member->draft == NULL)
    return self->edit->has_span;
  before = hearth_ical_part_parse (member->part->before, strlen (member->part->before),
                                   member->part->newline);
  old = dup_significant (before);
  new = dup_significant (member->part);
  return !g_str_equal (old, new);
}

static int
get_sequence (HearthIcalObject *object)
{
  int sequence = 0;

  for (guint i = 0; i < object->members->len; i++) {
    const HearthIcalMember *member = g_ptr_array_index (object->members, i);

    if (member->draft != NULL)
      sequence = MAX (sequence, member->draft->event->sequence);
  }
  return sequence;
}

static gboolean
is_stamped (const HearthIcalPart *part, gint64 at)
{
  g_autofree char *value = hearth_ical_part_dup_value (part, "LAST-MODIFIED");
  gboolean is_date;
  gboolean is_utc;
  gint64 seconds;

  return value != NULL && hearth_civil_parse (value, &seconds, &is_date, &is_utc) && seconds == at;
}

/* What changed says when, and of which version it is. */
static void
stamp_all (Editing *self)
{
  const HearthEventEdit *edit = self->edit;
  int sequence = get_sequence (self->object);
  g_autofree char *now = dup_utc (edit->at);

  for (guint i = 0; i < self->object->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (self->object->members, i);
    HearthIcalPart *part = member->part;
    gboolean significant;

    if (member->is_removed || !hearth_ical_part_is_changed (part))
      continue;
    significant = edit->kind != HEARTH_EDIT_ANSWER && edit->kind != HEARTH_EDIT_COMPLETE &&
                  hearth_ical_guests_is_own (part, edit->organizer) &&
                  is_significant (self, member);
    if (significant && edit->kind == HEARTH_EDIT_CHANGE)
      hearth_ical_guests_ask_again (part);
    if (significant) {
      g_autofree char *number = g_strdup_printf ("%d", MIN (sequence, G_MAXINT - 1) + 1);

      hearth_ical_part_set (part, "SEQUENCE", NULL, number);
    }
    hearth_ical_part_set (part, "DTSTAMP", NULL, now);
    hearth_ical_part_set (part, "LAST-MODIFIED", NULL, now);
  }
}

static gboolean
same_alarms (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    gboolean found = FALSE;

    for (guint k = 0; k < b->len; k++)
      found |= g_array_index (a, int, i) == g_array_index (b, int, k);
    if (!found)
      return FALSE;
  }
  return TRUE;
}

static const GArray *
get_alarms (const HearthIcalMember *member)
{
  const HearthIcalDraft *draft = member->draft;

  return draft->todo != NULL ? draft->todo->alarms : draft->event->alarms;
}

/* Whether it has just these. A moment is never among what an edit can ask for. */
static gboolean
has_alarms (const HearthIcalMember *member, const GArray *alarms)
{
  return (member->draft->todo != NULL || member->draft->event->moments->len == 0) &&
         same_alarms (get_alarms (member), alarms);
}

/* Alarms that mail somebody are not the owner's own. */
static void
write_alarms (HearthIcalPart *part, const GArray *alarms, gboolean is_task)
{
  g_autofree char *summary = hearth_ical_part_dup_text (part, "SUMMARY");

  hearth_ical_part_remove_inner (part, "VALARM", "EMAIL");
  for (guint i = 0; i < alarms->len; i++) {
    g_autoptr (HearthIcalPart) alarm = hearth_ical_part_new ("VALARM", part->newline);
    char *trigger = icaldurationtype_as_ical_string_r (
        icaldurationtype_from_int (g_array_index (alarms, int, i)));

    hearth_ical_part_add (alarm, "ACTION", NULL, "DISPLAY");
    hearth_ical_part_add (alarm, "TRIGGER",
                          is_task && hearth_ical_part_has (part, "DUE") ? "RELATED=END" : NULL,
                          trigger);
    hearth_ical_part_set_text (alarm, "DESCRIPTION",
                               summary != NULL && *summary != '\0' ? summary : "-");
    hearth_ical_part_add_inner (part, alarm);
    icalmemory_free_buffer (trigger);
  }
}

static gboolean
member_is_task (const HearthIcalMember *member)
{
  return member->draft != NULL && member->draft->todo != NULL;
}

static void
set_text (HearthIcalPart *part, const char *property, const char *text)
{
  g_autofree char *old = hearth_ical_part_dup_text (part, property);

  if (g_strcmp0 (old != NULL ? old : "", text) == 0)
    return;
  hearth_ical_part_set_text (part, property, text);
  /* The same in HTML would contradict it. */
  if (g_str_equal (property, "DESCRIPTION"))
    hearth_ical_part_remove (part, "X-ALT-DESC");
}

/* Sets what is not a time. Of an override only what it has in common with @master. */
static void
set_fields (Editing *self, HearthIcalMember *member, const HearthIcalMember *master,
            const HearthIcalPart *master_before)
{
  const HearthEventEdit *edit = self->edit;
  HearthIcalPart *part = member->part;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *text = G_STRUCT_MEMBER (char *, edit, texts[i].offset);

    if (text == NULL)
      continue;
    if (master_before != NULL) {
      g_autofree char *own = hearth_ical_part_dup_text (part, texts[i].property);
      g_autofree char *common = hearth_ical_part_dup_text (master_before, texts[i].property);

      if (g_strcmp0 (own, common) != 0)
        continue;
    }
    set_text (part, texts[i].property, text);
  }
  if (edit->alarms != NULL && (member->draft == NULL || !has_alarms (member, edit->alarms)) &&
      (master_before == NULL || (member->draft != NULL && master->draft != NULL &&
                                 same_alarms (get_alarms (member), get_alarms (master)))))
    write_alarms (part, edit->alarms, member_is_task (member));
  if (edit->uninvite != NULL)
    hearth_ical_guests_uninvite (part, edit->uninvite);
  if (edit->invite != NULL)
    hearth_ical_guests_invite (part, edit->invite, edit->organizer);
}

static gboolean
change_all (Editing *self, GError **error)
{
  HearthIcalObject *object = self->object;
  const HearthEventEdit *edit = self->edit;
  HearthIcalMember *first =
      object->master != NULL ? object->master : g_ptr_array_index (object->members, 0);
  g_autoptr (HearthIcalPart) before = hearth_ical_part_copy (first->part);

  for (guint i = 0; i < object->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (object->members, i);

    set_fields (self, member, first, member != first ? before : NULL);
  }
  if (edit->has_span && object->master == NULL &&
      !hearth_ical_series_move_member (object, first, edit, self->floating, error))
    return FALSE;
  if (edit->has_span && object->master != NULL &&
      !hearth_ical_series_move (object, edit, self->floating, error))
    return FALSE;
  return edit->rrule == NULL || object->master == NULL ||
         hearth_ical_series_set_rule (object, edit->rrule, error);
}

static gboolean
change_this (Editing *self, GError **error)
{
  HearthIcalMember *member =
      hearth_ical_series_get_override (self->object, self->edit->recurrence_id, error);

  if (member == NULL)
    return FALSE;
  set_fields (self, member, NULL, NULL);
  return !self->edit->has_span ||
         hearth_ical_series_move_member (self->object, member, self->edit, self->floating, error);
}

/* An occurrence of what does not recur is all of it, and so is the future of the first. */
static HearthEditScope
find_scope (Editing *self)
{
  HearthIcalObject *object = self->object;
  const HearthEventEdit *edit = self->edit;

  if (edit->scope == HEARTH_EDIT_ALL)
    return HEARTH_EDIT_ALL;
  if (hearth_ical_series_recurs (object))
    return edit->scope == HEARTH_EDIT_FUTURE &&
                   hearth_ical_series_is_start (object, edit->recurrence_id)
               ? HEARTH_EDIT_ALL
               : edit->scope;
  return object->master != NULL && hearth_ical_object_find (object, edit->recurrence_id) == NULL
             ? HEARTH_EDIT_ALL
             : HEARTH_EDIT_THIS;
}

static void
cancel (Editing *self)
{
  HearthIcalObject *object = self->object;

  switch (find_scope (self)) {
  case HEARTH_EDIT_THIS:
    hearth_ical_series_exclude (object, self->edit->recurrence_id);
    break;
  case HEARTH_EDIT_FUTURE:
    if (hearth_ical_series_recurs (object))
      hearth_ical_series_end_before (object, self->edit->recurrence_id);
    break;
  case HEARTH_EDIT_ALL:
  default:
    hearth_ical_object_remove (object);
    break;
  }
}

static gboolean
answer (Editing *self, GError **error)
{
  HearthIcalObject *object = self->object;
  gboolean found = FALSE;

  if (find_scope (self) == HEARTH_EDIT_THIS) {
    HearthIcalMember *member =
        hearth_ical_series_get_override (object, self->edit->recurrence_id, error);

    if (member == NULL)
      return FALSE;
    found = hearth_ical_guests_answer (member->part, self->edit);
  } else {
    for (guint i = 0; i < object->members->len; i++)
      found |= hearth_ical_guests_answer (((HearthIcalMember *) object->members->pdata[i])->part,
                                          self->edit);
  }
  if (!found)
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND,
                 _("%s is not invited to this event."),
                 self->edit->attendee != NULL ? self->edit->attendee : "");
  return found;
}

static void
complete_part (HearthIcalPart *part, const HearthEventEdit *edit)
{
  g_autofree char *status = hearth_ical_part_dup_value (part, "STATUS");
  gboolean is_done = status != NULL && g_ascii_strcasecmp (status, "COMPLETED") == 0;

  if (is_done == !!edit->done && (is_done || !hearth_ical_part_has (part, "COMPLETED")))
    return;
  if (edit->done) {
    g_autofree char *at = dup_utc (edit->at);

    hearth_ical_part_set (part, "STATUS", NULL, "COMPLETED");
    hearth_ical_part_set (part, "COMPLETED", NULL, at);
    hearth_ical_part_set (part, "PERCENT-COMPLETE", NULL, "100");
  } else {
    hearth_ical_part_set (part, "STATUS", NULL, "NEEDS-ACTION");
    hearth_ical_part_remove (part, "COMPLETED");
    hearth_ical_part_remove (part, "PERCENT-COMPLETE");
  }
}

/* A recurring task goes on with its next time; not again if this one is over already. */
static void
complete_series (Editing *self)
{
  HearthIcalObject *object = self->object;
  const HearthEventEdit *edit = self->edit;
  HearthIcalDraft *master = object->master->draft;
  g_autoptr (GPtrArray) drafts = g_ptr_array_new ();
  HearthIcalExpansion expansion;
  HearthTodo *todo = master->todo;
  gint64 length = todo->due != 0 ? todo->due - master->event->span.start : 0;
  gint64 now =
      master->start.is_date ? hearth_zone_to_local (master->start.zone, edit->at) : edit->at;
  HearthSpan next;

  g_ptr_array_add (drafts, master);
  for (guint i = 0; i < object->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (object->members, i);

    if (member != object->master && member->draft != NULL)
      g_ptr_array_add (drafts, member->draft);
  }
  hearth_ical_expand_init (&expansion, (HearthSpan){ 0, 1 }, 1, object->parsing.zones,
                           &object->parsing.warnings);
  hearth_ical_todo_advance (&expansion, (HearthIcalDraft **) drafts->pdata, drafts->len);
  if (edit->recurrence_id != 0 ? (todo->due != 0 ? todo->due : todo->start) > edit->recurrence_id
                               : is_stamped (object->master->part, edit->at))
    return;
  now = MAX (now - length, todo->start != 0 ? todo->start : todo->due);
  if (!hearth_ical_expand_next (&expansion, (HearthIcalDraft **) drafts->pdata, drafts->len, now,
                                &next)) {
    complete_part (object->master->part, edit);
    return;
  }
  if (todo->due != 0)
    next.end = next.start + length;
  hearth_ical_series_step (object, next);
  hearth_ical_part_remove (object->master->part, "COMPLETED");
  hearth_ical_part_remove (object->master->part, "PERCENT-COMPLETE");
  hearth_ical_part_set (object->master->part, "STATUS", NULL, "NEEDS-ACTION");
}

static gboolean
complete (Editing *self, GError **error)
{
  HearthIcalObject *object = self->object;
  HearthIcalMember *member = self->edit->recurrence_id != 0
                                 ? hearth_ical_object_find (object, self->edit->recurrence_id)
                                 : NULL;

  if (member == NULL)
    member = object->master != NULL ? object->master : g_ptr_array_index (object->members, 0);
  if (!member_is_task (member)) {
    set_not_found (error);
    return FALSE;
  }
  if (member == object->master && self->edit->done && hearth_ical_series_recurs (object) &&
      member->draft->todo->status != HEARTH_TODO_COMPLETED)
    complete_series (self);
  else
    complete_part (member->part, self->edit);
  return TRUE;
}

static gboolean
check_fields (const HearthEventEdit *edit, GError **error)
{
  if (edit->has_span && edit->span.end >= edit->span.start)
    return TRUE;
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                       edit->has_span ? _("It would end before it starts.")
                                      : _("A new event must say when it is."));
  return FALSE;
}

static gboolean
create_from_fields (Editing *self, GError **error)
{
  const HearthEventEdit *edit = self->edit;
  HearthIcalObject *object = self->object;
  HearthIcalPart *part;
  HearthIcalMember *member;
  g_auto (HearthIcalForm) form = { 0 };
  g_autofree char *now = dup_utc (edit->at);
  HearthSpan span = edit->span;

  if (object->members->len > 0)
    return TRUE;
  if (!check_fields (edit, error))
    return FALSE;
  part = hearth_ical_part_new ("VEVENT", object->newline);
  hearth_ical_part_set_text (part, "UID", edit->uid);
  hearth_ical_part_add (part, "DTSTAMP", NULL, now);
  hearth_ical_part_add (part, "CREATED", NULL, now);
  hearth_ical_form_init (&form, object->parsing.zones, edit->all_day, edit->tzid);
  if (edit->all_day)
    span.end = MAX (span.end, span.start + HEARTH_DAY);
  hearth_ical_form_write (&form, part, "DTSTART", hearth_ical_form_to_local (&form, span.start));
  if (span.end > span.start)
    hearth_ical_form_write (&form, part, "DTEND", hearth_ical_form_to_local (&form, span.end));
  hearth_ical_part_add (part, "SEQUENCE", NULL, "0");
  member = hearth_ical_object_add (object, part);
  object->master = member;
  set_fields (self, member, NULL, NULL);
  hearth_ical_part_add (part, "LAST-MODIFIED", NULL, now);
  return edit->rrule == NULL || *edit->rrule == '\0' ||
         hearth_ical_series_set_rule (object, edit->rrule, error);
}

static gboolean
is_newer (const HearthIcalMember *a, const HearthIcalMember *b)
{
  const HearthIcalDraft *x = a->draft;
  const HearthIcalDraft *y = b->draft;

  return x->event->sequence != y->event->sequence ? x->event->sequence > y->event->sequence
                                                  : x->stamp > y->stamp;
}

/* Takes over an object: a newer series as a whole, as it is meant to be now; else what is new or
 * newer of its overrides. */
static gboolean
create_from_content (Editing *self, GError **error)
{
  HearthIcalObject *object = self->object;
  g_autoptr (GBytes) content = g_bytes_new (self->edit->content, strlen (self->edit->content));
  g_autoptr (HearthIcalObject) other =
      hearth_ical_object_new (content, self->edit->uid, self->floating, error);
  HearthIcalMember *master = object->master;
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (int));

  if (other == NULL)
    return FALSE;
  if (other->members->len == 0) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_BAD_FORMAT,
                         _("There is no such event in what was to be taken over."));
    return FALSE;
  }
  if (master != NULL && other->master != NULL && is_newer (other->master, master)) {
    if (has_alarms (other->master, none))
      hearth_ical_part_copy_inner (other->master->part, master->part, "VALARM");
    hearth_ical_object_remove (object);
    hearth_ical_object_take_over (object, other);
    return TRUE;
  }
  for (guint i = 0; i < other->members->len; i++) {
    HearthIcalMember *member = g_ptr_array_index (other->members, i);
    HearthIcalMember *own =
        member == other->master
            ? master
            : hearth_ical_object_find (object, member->draft->event->recurrence_id);

    if (own != NULL && is_newer (member, own) && own != master)
      own->is_removed = TRUE;
    else
      member->is_removed = own != NULL;
  }
  hearth_ical_object_take_over (object, other);
  return TRUE;
}

static GBytes *
finish (Editing *self, GError **error)
{
  if (hearth_ical_object_is_gone (self->object) && hearth_ical_object_is_empty (self->object))
    return NULL;
  return hearth_ical_object_write (self->object, error);
}

static GBytes *
create (GBytes *content, const HearthEventEdit *edit, GTimeZone *floating, GError **error)
{
  g_autoptr (HearthIcalObject) object =
      hearth_ical_object_new (content, edit->uid, floating, error);
  Editing self = { edit, object, floating };

  if (object == NULL || !(edit->content != NULL ? create_from_content (&self, error)
                                                : create_from_fields (&self, error)))
    return NULL;
  return finish (&self, error);
}

static GBytes *
restore (GBytes *content, const HearthEventEdit *edit, GError **error)
{
  g_autoptr (GBytes) object = NULL;

  if (edit->content != NULL)
    object = g_bytes_new (edit->content, strlen (edit->content));
  return hearth_ical_replace (content, edit->uid, object, error);
}

/* The rest and the shortened head in one text. */
static GBytes *
change_future (GBytes *content, const HearthEventEdit *edit, GTimeZone *floating, GError **error)
{
  g_autofree char *uid = hearth_ical_edit_dup_rest_uid (edit->uid, edit->recurrence_id);
  g_autoptr (GBytes) present = hearth_ical_extract (content, uid, NULL);
  g_autoptr (HearthEventEdit) rest = NULL;
  g_autoptr (HearthEventEdit) head = NULL;
  g_autoptr (GBytes) created = NULL;

  if (present != NULL)
    return g_bytes_ref (content);
  if (!hearth_ical_edit_split (content, edit, floating, &rest, &head, error))
    return NULL;
  if (rest == NULL)
    return hearth_ical_edit_apply (content, head, floating, error);
  created = hearth_ical_edit_apply (content, rest, floating, error);
  return created != NULL ? hearth_ical_edit_apply (created, head, floating, error) : NULL;
}

static gboolean
make (Editing *self, GError **error)
{
  switch (self->edit->kind) {
  case HEARTH_EDIT_CHANGE:
    return find_scope (self) == HEARTH_EDIT_THIS ? change_this (self, error)
                                                 : change_all (self, error);
  case HEARTH_EDIT_CANCEL:
    cancel (self);
    return TRUE;
  case HEARTH_EDIT_ANSWER:
    return answer (self, error);
  case HEARTH_EDIT_COMPLETE:
    return complete (self, error);
  case HEARTH_EDIT_CREATE:
  case HEARTH_EDIT_RESTORE:
  default:
    g_return_val_if_reached (FALSE);
  }
}

/**
 * hearth_ical_edit_apply:
 * @content: (nullable): the text of a resource; %NULL if there is none yet
 * @edit: what is to be done to what has its UID in it; the other UIDs of the text stay
 * @floating: the owner's zone, for times without one
 * @error: %HEARTH_CALENDAR_ERROR_NOT_FOUND if the event, the occurrence or the attendee is not
 *   there; %HEARTH_CALENDAR_ERROR_BAD_FORMAT if @content is no calendar or @edit asks for what
 *   cannot be (a rule that cannot be understood, an end before the start);
 *   %HEARTH_CALENDAR_ERROR_TOO_LARGE
 *
 * Makes one change, RFC 5545 and RFC 5546. Applied a second time to what it made, it changes
 * nothing, so that an edit whose answer was lost can be made again:
 *
 * - CREATE makes the event from the fields of @edit, or takes over those of its @content with the
 *   same UID (without METHOD). What has this UID already stays as it is, unless @content brings a
 *   newer version (SEQUENCE, then LAST-MODIFIED or DTSTAMP), which takes its place; the owner's
 *   alarms stay if it has none.
 * - CHANGE of all sets the master, and of overrides what they have in common with it; moved, its
 *   rule, EXDATEs, RDATEs and RECURRENCE-IDs move as far on the wall clock, and those overrides
 *   that were at the usual time. Of this, it makes or changes the override with that RECURRENCE-ID.
 * Of the future, it ends the series before it and adds the rest as a series of its own, with the
 * UID of hearth_ical_edit_dup_rest_uid(): where a resource must hold one UID, split it first with
 *   hearth_ical_edit_split(). Of a task, @span.start is when it is due.
 * - CANCEL of all takes the UID out; of this adds an EXDATE and takes its override out; of the
 *   future ends the series before it. What is gone already is no error.
 * - ANSWER sets the PARTSTAT of one attendee, of the master and its overrides or of one occurrence,
 *   and says @comment. SEQUENCE stays, as for a guest it must.
 * - COMPLETE sets STATUS, COMPLETED and PERCENT-COMPLETE of a task. A task that recurs moves on to
 *   its next time after @at and is complete with the last; @recurrence_id is when it was due, which
 *   tells a second time from the next.
 * - RESTORE puts @content in the place of what has the UID; %NULL takes it out.
 *
 * SEQUENCE grows when nobody is invited or @edit->organizer is the ORGANIZER and what @edit changes
 * is significant: time, rule or cancellation, RFC 5546, section 2.1.4. LAST-MODIFIED and DTSTAMP
 * become
 * @edit->at. Guests who stay are asked again after a significant change (PARTSTAT NEEDS-ACTION).
 *
 * Returns: (transfer full) (nullable): the new text, @content itself if nothing changes; %NULL
 * without an error if nothing is left, and the resource is to be removed
 */
GBytes *
hearth_ical_edit_apply (GBytes *content, const HearthEventEdit *edit, GTimeZone *floating,
                        GError **error)
{
  g_autoptr (HearthIcalObject) object = NULL;
  Editing self = { .edit = edit, .floating = floating };

  if (edit->kind == HEARTH_EDIT_CREATE)
    return create (content, edit, floating, error);
  if (edit->kind == HEARTH_EDIT_RESTORE)
    return restore (content, edit, error);
  if (content != NULL) {
    object = hearth_ical_object_new (content, edit->uid, floating, error);
    if (object == NULL)
      return NULL;
  }
  if (object == NULL || object->members->len == 0) {
    if (edit->kind != HEARTH_EDIT_CANCEL)
      set_not_found (error);
    return edit->kind == HEARTH_EDIT_CANCEL && content != NULL ? g_bytes_ref (content) : NULL;
  }
  self.object = object;
  if (edit->kind == HEARTH_EDIT_CHANGE && find_scope (&self) == HEARTH_EDIT_FUTURE)
    return change_future (content, edit, floating, error);
  if (!make (&self, error))
    return NULL;
  stamp_all (&self);
  return finish (&self, error);
}

/**
 * hearth_ical_edit_dup_rest_uid:
 * @uid: the UID of a series
 * @recurrence_id: the original start of the occurrence from which on it is split, UTC seconds
 *
 * Returns: (transfer full): the UID of the rest, the same each time
 */
char *
hearth_ical_edit_dup_rest_uid (const char *uid, gint64 recurrence_id)
{
  g_autofree char *start = hearth_civil_format (recurrence_id, FALSE);
  /* Of a rest that is split again only the last start counts. */
  const char *before = g_strrstr (uid, "_R");
  gsize length = before != NULL && strspn (before + 2, "0123456789TZ") == strlen (before + 2)
                     ? (gsize) (before - uid)
                     : strlen (uid);

  return g_strdup_printf ("%.*s_R%sZ", (int) length, uid, start);
}

static HearthEventEdit *
copy_edit (const HearthEventEdit *edit, GError **error)
{
  g_autofree char *packed = hearth_event_edit_pack (edit);

  return hearth_event_edit_unpack (packed, error);
}

/* The text of the rest as it was, under its own UID. */
static GBytes *
make_rest (GBytes *content, const HearthEventEdit *edit, const char *uid, GTimeZone *floating,
           GError **error)
{
  g_autoptr (GBytes) own = hearth_ical_extract (content, edit->uid, error);
  g_autoptr (HearthIcalObject) object =
      own != NULL ? hearth_ical_object_new (own, edit->uid, floating, error) : NULL;
  g_autofree char *now = dup_utc (edit->at);

  if (object == NULL || !hearth_ical_series_begin_at (object, edit->recurrence_id, floating, error))
    return NULL;
  for (guint i = 0; i < object->members->len; i++) {
    HearthIcalPart *part = ((HearthIcalMember *) object->members->pdata[i])->part;

    hearth_ical_part_set_text (part, "UID", uid);
    hearth_ical_part_set (part, "CREATED", NULL, now);
    hearth_ical_part_set (part, "SEQUENCE", NULL, "0");
  }
  hearth_ical_part_set (object->master->part, "RELATED-TO", "RELTYPE=SIBLING", edit->uid);
  return hearth_ical_object_write (object, error);
}

/**
 * hearth_ical_edit_split:
 * @content: the text of a resource
 * @edit: a CHANGE of %HEARTH_EDIT_FUTURE
 * @floating: the owner's zone
 * @rest: (out) (transfer full) (nullable): the new series, as a CREATE with its @content and a UID
 * of its own; %NULL if @edit is from the first occurrence on
 * @head: (out) (transfer full): what is to be done to the old series after that: a CANCEL of the
 *   future, or the whole change with %HEARTH_EDIT_ALL if @rest is %NULL
 * @error: as hearth_ical_edit_apply()
 *
 * Takes a change of the future apart into two edits of one UID each, since a resource of CalDAV
 * holds one, RFC 4791, section 4.1. @rest must be written first: a crash between the two shows an
 * occurrence twice for a while and loses none.
 *
 * Returns: whether it was taken apart
 */
gboolean
hearth_ical_edit_split (GBytes *content, const HearthEventEdit *edit, GTimeZone *floating,
                        HearthEventEdit **rest, HearthEventEdit **head, GError **error)
{
  g_autofree char *uid = hearth_ical_edit_dup_rest_uid (edit->uid, edit->recurrence_id);
  g_autoptr (HearthIcalObject) object =
      hearth_ical_object_new (content, edit->uid, floating, error);
  g_autoptr (HearthEventEdit) change = NULL;
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) new = NULL;
  Editing self = { edit, object, floating };

  *rest = NULL;
  *head = NULL;
  if (object == NULL)
    return FALSE;
  if (object->members->len == 0) {
    set_not_found (error);
    return FALSE;
  }
  change = copy_edit (edit, error);
  if (change == NULL)
    return FALSE;
  change->scope = find_scope (&self);
  if (change->scope != HEARTH_EDIT_FUTURE) {
    *head = g_steal_pointer (&change);
    return TRUE;
  }
  old = make_rest (content, edit, uid, floating, error);
  if (old == NULL)
    return FALSE;
  change->scope = HEARTH_EDIT_ALL;
  g_free (change->uid);
  change->uid = g_strdup (uid);
  new = hearth_ical_edit_apply (old, change, floating, error);
  if (new == NULL)
    return FALSE;
  *rest = hearth_event_edit_new (HEARTH_EDIT_CREATE, uid);
  (*rest)->at = edit->at;
  (*rest)->content = g_strndup (g_bytes_get_data (new, NULL), g_bytes_get_size (new));
  *head = hearth_event_edit_new (HEARTH_EDIT_CANCEL, edit->uid);
  (*head)->at = edit->at;
  (*head)->scope = HEARTH_EDIT_FUTURE;
  (*head)->recurrence_id = edit->recurrence_id;
  return TRUE;
}
