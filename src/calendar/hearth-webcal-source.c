/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-webcal-source.h"

#include "hearth-caldav-source.h"
#include "hearth-clock.h"
#include "hearth-dav-href.h"
#include "hearth-ical.h"
#include "hearth-ical-reader.h"

#include <glib/gi18n.h>
#include <string.h>

/* The one resource of a subscription. */
#define MEMBER "calendar.ics"
/* A publisher may ask for less or more often; seconds. */
#define LEAST_REFRESH (15 * 60)
#define MOST_REFRESH (24 * 3600)
/* Publishers say how often at the beginning. */
#define MAX_HEAD_LINES 200

/**
 * HearthWebcalSource:
 *
 * A calendar that somebody publishes as one file: read again and again, never written. Its etag is
 * the server's ETag, its Last-Modified, or a checksum of the text, whichever there is.
 */
struct _HearthWebcalSource {
  HearthCalendarSource parent_instance;

  char *url;               /* (owned) */
  HearthDavClient *client; /* (owned) (worker) */
};

G_DEFINE_FINAL_TYPE (HearthWebcalSource, hearth_webcal_source, HEARTH_TYPE_CALENDAR_SOURCE)

/* "PT1H", RFC 5545, section 3.3.6, as seconds; 0 if it is none. */
static guint
read_duration (const char *text)
{
  guint64 total = 0;
  gboolean in_time = FALSE;

  if (*text++ != 'P')
    return 0;
  for (; *text != '\0'; text++) {
    char *end;
    guint64 number;

    if (*text == 'T') {
      in_time = TRUE;
      continue;
    }
    number = g_ascii_strtoull (text, &end, 10);
    if (end == text || number > 100000)
      return 0;
    text = end;
    switch (*text) {
    case 'W':
      total += number * 7 * 86400;
      break;
    case 'D':
      total += number * 86400;
      break;
    case 'H':
      total += number * 3600;
      break;
    case 'M':
      total += in_time ? number * 60 : 0;
      break;
    case 'S':
      total += number;
      break;
    default:
      return 0;
    }
  }
  return (guint) MIN (total, MOST_REFRESH);
}

/* REFRESH-INTERVAL, RFC 7986, section 5.7, or what was used before it. */
static guint
find_refresh (const char *text, gsize length)
{
  g_auto (HearthIcalReader) reader = { 0 };
  guint refresh = 0;

  hearth_ical_reader_init (&reader, text, length);
  for (guint i = 0; i < MAX_HEAD_LINES; i++) {
    HearthIcalLineKind kind = hearth_ical_reader_next (&reader);

    if (kind == HEARTH_ICAL_END ||
        (kind == HEARTH_ICAL_LINE && g_str_equal (reader.name, "BEGIN") &&
         g_ascii_strcasecmp (reader.value, "VEVENT") == 0))
      break;
    if (kind == HEARTH_ICAL_LINE &&
        (g_str_equal (reader.name, "REFRESH-INTERVAL") ||
         (refresh == 0 && g_str_equal (reader.name, "X-PUBLISHED-TTL"))))
      refresh = read_duration (reader.value);
  }
  return refresh;
}

/* What names this version of the text. */
static char *
dup_etag (const HearthHttpResponse *response)
{
  const char *etag = hearth_http_response_get_header (response, "etag");
  const char *modified = hearth_http_response_get_header (response, "last-modified");
  g_autofree char *sum = NULL;

  if (etag != NULL)
    return g_strconcat ("e:", etag, NULL);
  if (modified != NULL)
    return g_strconcat ("m:", modified, NULL);
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, response->body);
  return g_strconcat ("s:", sum, NULL);
}

static HearthHttpResponse *
fetch (HearthWebcalSource *self, const char *known, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthHttpRequest) request =
      hearth_dav_client_new_request (self->client, "GET", self->url, NULL, NULL);
  HearthHttpResponse *response;
  GError *failure = NULL;

  request->limits.max_size = HEARTH_ICAL_MAX_BYTES;
  hearth_http_request_add_header (request, "Accept", "text/calendar, */*;q=0.5");
  if (known != NULL && g_str_has_prefix (known, "e:"))
    hearth_http_request_add_header (request, "If-None-Match", known + 2);
  else if (known != NULL && g_str_has_prefix (known, "m:"))
    hearth_http_request_add_header (request, "If-Modified-Since", known + 2);
  response = hearth_dav_client_send_sync (self->client, request, cancellable, &failure);
  if (response != NULL)
    return response;
  if (g_error_matches (failure, HEARTH_DAV_ERROR, HEARTH_DAV_ERROR_NOT_FOUND)) {
    g_clear_error (&failure);
    g_set_error (error, HEARTH_CALENDAR_ERROR, HEARTH_CALENDAR_ERROR_GONE,
                 _("“%s” is no longer published. Remove this calendar, or ask who published it "
                    "for the new address."),
                 self->url);
    return NULL;
  }
  hearth_caldav_translate_error (failure, error);
  return NULL;
}

static gboolean
read_text (HearthWebcalSource *self, const HearthHttpResponse *response, HearthSpan window,
           HearthCalendarChangesFunc emit, gpointer user_data, GCancellable *cancellable,
           GError **error)
{
  HearthCalendarSource *source = HEARTH_CALENDAR_SOURCE (self);
  g_autoptr (GTimeZone) zone = hearth_clock_dup_zone ();
  g_autoptr (GPtrArray) tasks = NULL;
  g_autoptr (GPtrArray) warnings = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *etag = dup_etag (response);
  HearthCalendarChanges *changes;
  gsize size;
  const char *text = g_bytes_get_data (response->body, &size);
  guint refresh = find_refresh (text != NULL ? text : "", size);

  events = hearth_ical_read (text != NULL ? text : "", size, window, zone, &tasks, &warnings,
                             cancellable, error);
  if (events == NULL)
    return FALSE;
  if (refresh != 0)
    hearth_calendar_source_suggest_refresh (source, MAX (refresh, LEAST_REFRESH));
  for (guint i = 0; i < warnings->len; i++)
    hearth_calendar_source_warn (source, self->url, g_ptr_array_index (warnings, i));
  for (guint i = 0; i < events->len; i++) {
    HearthEvent *event = g_ptr_array_index (events, i);

    g_free (event->href);
    event->href = g_strdup (MEMBER);
  }
  for (guint i = 0; tasks != NULL && i < tasks->len; i++) {
    HearthTodo *task = g_ptr_array_index (tasks, i);

    g_free (task->href);
    task->href = g_strdup (MEMBER);
  }
  changes = hearth_calendar_changes_new (MEMBER, etag, g_steal_pointer (&events));
  changes->tasks = g_steal_pointer (&tasks);
  changes->content = g_bytes_ref (response->body);
  emit (changes, user_data);
  return TRUE;
}

static gboolean
hearth_webcal_source_sync_sync (HearthCalendarSource *source, GHashTable *known, HearthSpan window,
                                gboolean force_all, HearthCalendarChangesFunc emit,
                                gpointer user_data, GCancellable *cancellable, GError **error)
{
  HearthWebcalSource *self = HEARTH_WEBCAL_SOURCE (source);
  const char *before = g_hash_table_lookup (known, MEMBER);
  g_autoptr (HearthHttpResponse) response =
      fetch (self, force_all ? NULL : before, cancellable, error);
  g_autofree char *now = NULL;

  if (response == NULL)
    return FALSE;
  if (response->status == 304)
    return TRUE;
  now = dup_etag (response);
  if (!force_all && g_strcmp0 (before, now) == 0)
    return TRUE;
  return read_text (self, response, window, emit, user_data, cancellable, error);
}

static void
hearth_webcal_source_finalize (GObject *object)
{
  HearthWebcalSource *self = HEARTH_WEBCAL_SOURCE (object);

  g_free (self->url);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (hearth_webcal_source_parent_class)->finalize (object);
}

static void
hearth_webcal_source_class_init (HearthWebcalSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hearth_webcal_source_finalize;
  HEARTH_CALENDAR_SOURCE_CLASS (klass)->sync_sync = hearth_webcal_source_sync_sync;
}

static void
hearth_webcal_source_init (HearthWebcalSource *self)
{
}

/**
 * hearth_webcal_source_dup_url:
 * @text: an address; "webcal://" and "webcals://" stand for "https://"
 *
 * Returns: (transfer full) (nullable): the address to ask; %NULL if it is none of a web server
 */
char *
hearth_webcal_source_dup_url (const char *text)
{
  static const char *const schemes[] = { "webcal://", "webcals://" };
  g_autoptr (HearthHttpUrl) url = NULL;
  g_autofree char *whole = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (schemes) && whole == NULL; i++)
    if (g_ascii_strncasecmp (text, schemes[i], strlen (schemes[i])) == 0)
      whole = g_strconcat ("https://", text + strlen (schemes[i]), NULL);
  url = hearth_http_url_parse (whole != NULL ? whole : text, NULL);
  return url != NULL ? g_strdup (url->text) : NULL;
}

/**
 * hearth_webcal_source_new:
 * @url: where it is published
 * @account: (nullable): a login; %NULL if it is for everybody
 * @credentials: (nullable): finds what proves the login
 * @user_data: for @credentials
 *
 * Returns: (transfer full): a source
 */
HearthCalendarSource *
hearth_webcal_source_new (const char *url, const HearthDavAccount *account,
                          HearthDavCredentialsFunc credentials, gpointer user_data)
{
  HearthWebcalSource *self = g_object_new (HEARTH_TYPE_WEBCAL_SOURCE, NULL);
  g_autofree char *whole = hearth_webcal_source_dup_url (url);
  g_autoptr (HearthDavAccount) nobody = NULL;

  self->url = g_strdup (whole != NULL ? whole : url);
  if (account == NULL)
    nobody = hearth_dav_account_new (self->url, "");
  self->client = hearth_dav_client_new (account != NULL ? account : nobody,
                                        account != NULL ? credentials : NULL, user_data);
  return HEARTH_CALENDAR_SOURCE (self);
}
