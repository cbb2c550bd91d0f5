/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-notices.h"

#include "hearth-calendar-actions.h"
#include "hearth-clock.h"
#include "hearth-format.h"
#include "hearth-store-conflicts.h"
#include "hearth-store-events.h"

#include <glib/gi18n.h>

/* So many are told in one bubble by name; of more, only how many they are. */
#define MAX_NAMED 3
#define MAX_TOLD 200

#define CONFLICTS_KEY "conflicts"

/**
 * HearthCalendarNotices:
 *
 * Says what the owner should know of his calendars without having asked: that two events overlap,
 * all that were found at once in one bubble, and that a calendar did not take a change.
 */
struct _HearthCalendarNotices {
  GObject parent_instance;

  HearthEngine *engine;     /* (owned) */
  HearthNotifier *notifier; /* (owned) */
  HearthPrivacy privacy;
  guint n_refused;
};

G_DEFINE_FINAL_TYPE (HearthCalendarNotices, hearth_calendar_notices, G_TYPE_OBJECT)

/* "Friday, 14:00: Review and Dentist" */
static char *
dup_line (HearthCalendarNotices *self, const HearthConflictRow *row)
{
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  g_autoptr (HearthEvent) event = hearth_store_events_get (db, row->event_id, NULL);
  g_autoptr (HearthEvent) other = hearth_store_events_get (db, row->other_id, NULL);
  g_autofree char *day = hearth_format_day (row->start, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (row->start);

  if (event == NULL || other == NULL)
    return NULL;
  /* Translators: a day, a time, and two events that overlap then */
  return g_strdup_printf (_("%s, %s: “%s” and “%s”"), day, time, other->summary, event->summary);
}

static char *
dup_body (HearthCalendarNotices *self, GArray *rows)
{
  g_autoptr (GString) body = g_string_new (NULL);

  if (self->privacy == HEARTH_PRIVACY_NONE)
    return NULL;
  for (guint i = 0; i < MIN (rows->len, MAX_NAMED); i++) {
    g_autofree char *line = dup_line (self, &g_array_index (rows, HearthConflictRow, i));

    if (line != NULL)
      g_string_append_printf (body, "%s%s", body->len > 0 ? "\n" : "", line);
  }
  return body->len > 0 ? g_strdup (body->str) : NULL;
}

static void
tell_conflicts (HearthCalendarNotices *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = hearth_engine_take_conflicts (self->engine, MAX_TOLD, &error);
  g_autoptr (HearthBubble) bubble = NULL;
  g_autofree char *summary = NULL;
  g_autofree char *body = NULL;

  if (rows == NULL) {
    g_warning ("%s", error->message);
    return;
  }
  if (rows->len == 0)
    return;
  summary = rows->len == 1 ? g_strdup (_("Two events overlap"))
                           : g_strdup_printf (ngettext ("Events overlap %u time",
                                                        "Events overlap %u times", rows->len),
                                              rows->len);
  body = dup_body (self, rows);
  bubble = hearth_bubble_new (summary, body);
  bubble->icon = "x-office-calendar-symbolic";
  if (self->privacy != HEARTH_PRIVACY_FULL)
    bubble->locked_summary = g_strdup (_("Events overlap"));
  hearth_notifier_show (self->notifier, CONFLICTS_KEY, g_steal_pointer (&bubble));
}

static void
changed_cb (HearthCalendarNotices *self, const char *table)
{
  g_autoptr (GArray) rows = NULL;

  if (!g_str_equal (table, "conflicts"))
    return;
  rows = hearth_store_conflicts_list (hearth_engine_get_reader (self->engine), FALSE, 1, NULL);
  if (rows != NULL && rows->len == 0)
    hearth_notifier_withdraw (self->notifier, CONFLICTS_KEY);
  else
    tell_conflicts (self);
}

static void
refused_cb (HearthCalendarNotices *self, const char *sentence)
{
  g_autofree char *key = g_strdup_printf ("edit-refused:%u", ++self->n_refused);
  g_autoptr (HearthBubble) bubble =
      hearth_bubble_new (_("A change to your calendar was not taken"),
                         self->privacy == HEARTH_PRIVACY_NONE ? NULL : sentence);

  bubble->icon = "x-office-calendar-symbolic";
  if (self->privacy != HEARTH_PRIVACY_FULL)
    bubble->locked_summary = g_strdup (_("A change to your calendar was not taken"));
  hearth_notifier_show (self->notifier, key, g_steal_pointer (&bubble));
}

static void
hearth_calendar_notices_finalize (GObject *object)
{
  HearthCalendarNotices *self = HEARTH_CALENDAR_NOTICES (object);

  g_clear_object (&self->engine);
  g_clear_object (&self->notifier);
  G_OBJECT_CLASS (hearth_calendar_notices_parent_class)->finalize (object);
}

static void
hearth_calendar_notices_class_init (HearthCalendarNoticesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_calendar_notices_finalize;
}

static void
hearth_calendar_notices_init (HearthCalendarNotices *self)
{
}

/**
 * hearth_calendar_notices_new:
 * @engine: the engine
 * @notifier: what shows it
 *
 * Returns: (transfer full): notices that follow the engine
 */
HearthCalendarNotices *
hearth_calendar_notices_new (HearthEngine *engine, HearthNotifier *notifier)
{
  HearthCalendarNotices *self = g_object_new (HEARTH_TYPE_CALENDAR_NOTICES, NULL);

  self->engine = g_object_ref (engine);
  self->notifier = g_object_ref (notifier);
  g_signal_connect_object (engine, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (engine, "edit-refused", G_CALLBACK (refused_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/**
 * hearth_calendar_notices_set_privacy:
 * @self: notices
 * @privacy: how much they say
 */
void
hearth_calendar_notices_set_privacy (HearthCalendarNotices *self, HearthPrivacy privacy)
{
  self->privacy = privacy;
}
