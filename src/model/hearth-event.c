/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-event.h"

G_DEFINE_BOXED_TYPE (HearthEvent, hearth_event, hearth_event_ref, hearth_event_unref)

/**
 * hearth_attendee_new:
 * @who: (transfer full): the person
 * @partstat: their answer
 * @optional: whether ROLE is OPT-PARTICIPANT or NON-PARTICIPANT
 *
 * Returns: (transfer full): an attendee
 */
HearthAttendee *
hearth_attendee_new (HearthAddress *who, HearthPartstat partstat, gboolean optional)
{
  HearthAttendee *self = g_new0 (HearthAttendee, 1);

  self->who = who;
  self->partstat = partstat;
  self->optional = optional;
  return self;
}

/**
 * hearth_attendee_free:
 * @self: (nullable) (transfer full): an attendee
 */
void
hearth_attendee_free (HearthAttendee *self)
{
  if (self == NULL)
    return;
  hearth_address_free (self->who);
  g_free (self);
}

/**
 * hearth_event_new:
 *
 * Makes an empty event to be filled in by its maker before it is handed on. The arrays exist.
 *
 * Returns: (transfer full): an event
 */
HearthEvent *
hearth_event_new (void)
{
  HearthEvent *self = g_atomic_rc_box_new0 (HearthEvent);

  self->attendees = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_attendee_free);
  self->alarms = g_array_new (FALSE, FALSE, sizeof (int));
  self->moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->occurrences = g_array_new (FALSE, FALSE, sizeof (HearthSpan));
  return self;
}

/**
 * hearth_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self
 */
HearthEvent *
hearth_event_ref (HearthEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
event_clear (gpointer data)
{
  HearthEvent *self = data;

  g_free (self->href);
  g_free (self->uid);
  g_free (self->summary);
  g_free (self->description);
  g_free (self->location);
  g_free (self->url);
  g_free (self->tzid);
  hearth_address_free (self->organizer);
  g_ptr_array_unref (self->attendees);
  g_free (self->rrule);
  g_array_unref (self->alarms);
  g_array_unref (self->moments);
  g_array_unref (self->occurrences);
  g_free (self->calendar_name);
}

/**
 * hearth_event_unref:
 * @self: (transfer full): an event
 */
void
hearth_event_unref (HearthEvent *self)
{
  g_atomic_rc_box_release_full (self, event_clear);
}

/**
 * hearth_occurrence_new:
 * @event: (transfer full): the event
 * @span: when
 *
 * Returns: (transfer full): an occurrence
 */
HearthOccurrence *
hearth_occurrence_new (HearthEvent *event, HearthSpan span)
{
  HearthOccurrence *self = g_new0 (HearthOccurrence, 1);

  self->event = event;
  self->span = span;
  return self;
}

/**
 * hearth_occurrence_free:
 * @self: (nullable) (transfer full): an occurrence
 */
void
hearth_occurrence_free (HearthOccurrence *self)
{
  if (self == NULL)
    return;
  hearth_event_unref (self->event);
  g_free (self);
}

/**
 * hearth_calendar_changes_new:
 * @href: the resource
 * @etag: (nullable): its version
 * @events: (transfer full) (nullable) (element-type HearthEvent): what it holds, %NULL if it is
 * gone
 *
 * Returns: (transfer full): changes
 */
HearthCalendarChanges *
hearth_calendar_changes_new (const char *href, const char *etag, GPtrArray *events)
{
  HearthCalendarChanges *self = g_new0 (HearthCalendarChanges, 1);

  self->href = g_strdup (href);
  self->etag = g_strdup (etag);
  self->events = events;
  return self;
}

/**
 * hearth_calendar_changes_free:
 * @self: (nullable) (transfer full): changes
 */
void
hearth_calendar_changes_free (HearthCalendarChanges *self)
{
  if (self == NULL)
    return;
  g_free (self->href);
  g_free (self->etag);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self);
}
