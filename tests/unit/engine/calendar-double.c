/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "calendar-double.h"

#include "hearth-ical.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (Double, double, HEARTH_TYPE_CALENDAR_SOURCE)

static void
resource_free (gpointer data)
{
  g_free (((Resource *) data)->text);
  g_free (data);
}

void
double_put (Double *self, const char *href, const char *text)
{
  Resource *resource = g_new0 (Resource, 1);

  resource->text = g_strdup (text);
  resource->version = ++self->version;
  g_hash_table_replace (self->resources, g_strdup (href), resource);
}

static char *
dup_etag (const Resource *resource)
{
  return g_strdup_printf ("\"%u\"", resource->version);
}

static gboolean
is_reachable (Double *self, GError **error)
{
  if (self->offline)
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_OFFLINE,
                         "No network.");
  else if (self->locked_out)
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_LOGIN,
                         "Another password.");
  return !self->offline && !self->locked_out;
}

static GBytes *
double_read (HearthCalendarSource *source, const char *href, char **etag, GCancellable *cancellable,
             GError **error)
{
  Double *self = TEST_DOUBLE (source);
  Resource *resource = g_hash_table_lookup (self->resources, href);

  if (!is_reachable (self, error))
    return NULL;
  if (resource == NULL) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_NOT_FOUND, "Gone.");
    return NULL;
  }
  *etag = dup_etag (resource);
  return g_bytes_new (resource->text, strlen (resource->text));
}

/* Whether a write with this etag may be done. */
static gboolean
may_write (Double *self, const char *href, const char *etag, GError **error)
{
  Resource *resource;
  g_autofree char *there = NULL;

  if (!is_reachable (self, error))
    return FALSE;
  if (self->before_write != NULL)
    self->before_write (self);
  if (self->refuses) {
    g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_REFUSED,
                         "Its owner lets you only read it.");
    return FALSE;
  }
  resource = g_hash_table_lookup (self->resources, href);
  there = resource != NULL ? dup_etag (resource) : NULL;
  if (g_strcmp0 (there, etag) == 0)
    return TRUE;
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_CONFLICT, "Changed.");
  return FALSE;
}

static gboolean
answer (Double *self, GError **error)
{
  self->n_writes++;
  if (!self->loses_answers)
    return TRUE;
  self->loses_answers = FALSE;
  g_set_error_literal (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_OFFLINE, "Broken.");
  return FALSE;
}

static gboolean
double_write (HearthCalendarSource *source, const char *href, const char *uid, GBytes *content,
              const char *etag, char **new_href, char **new_etag, GCancellable *cancellable,
              GError **error)
{
  Double *self = TEST_DOUBLE (source);
  g_autofree char *where = href != NULL ? g_strdup (href) : g_strconcat ("/", uid, ".ics", NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));

  if (!may_write (self, where, etag, error))
    return FALSE;
  double_put (self, where, text);
  if (!answer (self, error))
    return FALSE;
  *new_etag = dup_etag (g_hash_table_lookup (self->resources, where));
  *new_href = g_steal_pointer (&where);
  return TRUE;
}

static gboolean
double_remove (HearthCalendarSource *source, const char *href, const char *uid, const char *etag,
               GCancellable *cancellable, GError **error)
{
  Double *self = TEST_DOUBLE (source);

  if (!may_write (self, href, etag, error))
    return FALSE;
  g_hash_table_remove (self->resources, href);
  return answer (self, error);
}

static gboolean
double_sync (HearthCalendarSource *source, GHashTable *known, HearthSpan span, gboolean force_all,
             HearthCalendarChangesFunc emit, gpointer user_data, GCancellable *cancellable,
             GError **error)
{
  Double *self = TEST_DOUBLE (source);
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  GHashTableIter iter;
  gpointer href, value;

  if (!is_reachable (self, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->resources);
  while (g_hash_table_iter_next (&iter, &href, &value)) {
    const char *text = ((Resource *) value)->text;
    g_autofree char *etag = dup_etag (value);
    HearthCalendarChanges *changes;

    if (g_strcmp0 (g_hash_table_lookup (known, href), etag) == 0)
      continue;
    changes = hearth_calendar_changes_new (
        href, etag, hearth_ical_parse (text, strlen (text), span, utc, NULL, NULL, NULL));
    changes->content = g_bytes_new (text, strlen (text));
    emit (changes, user_data);
  }
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &href, NULL)) {
    if (!g_hash_table_contains (self->resources, href))
      emit (hearth_calendar_changes_new (href, NULL, NULL), user_data);
  }
  return TRUE;
}

static void
double_finalize (GObject *object)
{
  g_hash_table_unref (TEST_DOUBLE (object)->resources);
  G_OBJECT_CLASS (double_parent_class)->finalize (object);
}

static gboolean
double_is_writable (HearthCalendarSource *source)
{
  return TRUE;
}

static void
double_class_init (DoubleClass *klass)
{
  HearthCalendarSourceClass *source_class = HEARTH_CALENDAR_SOURCE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = double_finalize;
  source_class->sync_sync = double_sync;
  source_class->is_writable = double_is_writable;
  source_class->read_resource_sync = double_read;
  source_class->write_resource_sync = double_write;
  source_class->remove_resource_sync = double_remove;
}

static void
double_init (Double *self)
{
  self->resources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, resource_free);
}
