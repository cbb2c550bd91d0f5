/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-eds-handle.h"

#include <glib/gi18n.h>

/* An object is what has one UID: an event or task, and its occurrences that are otherwise. The
 * service keeps each of them by itself; here they are one text, as in a resource of CalDAV. */

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Hearth//Evolution Data Server//EN\r\n"
#define TAIL "END:VCALENDAR\r\n"

/* The program tells guests itself. */
#define FLAGS E_CAL_OPERATION_FLAG_DISABLE_ITIP_MESSAGE

static ECalClient *
get_client (HearthEdsHandle *self)
{
  return E_CAL_CLIENT (self->client);
}

/* Watching
 * ---------------------------------------------------------------------------------------*/

static void
components_cb (ECalClientView *view, const GSList *components, HearthEdsEar *ear)
{
  for (const GSList *node = components; node != NULL; node = node->next)
    hearth_eds_ear_noticed (ear, i_cal_component_get_uid (node->data), FALSE);
}

static void
removed_cb (ECalClientView *view, const GSList *ids, HearthEdsEar *ear)
{
  for (const GSList *node = ids; node != NULL; node = node->next)
    hearth_eds_ear_noticed (ear, e_cal_component_id_get_uid (node->data), FALSE);
}

/**
 * hearth_eds_calendar_watch_sync:
 * @self: a calendar
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure: one of the library
 *
 * Begins to tell of changes of the calendar.
 *
 * Returns: whether it does
 */
gboolean
hearth_eds_calendar_watch_sync (HearthEdsHandle *self, GCancellable *cancellable, GError **error)
{
  ECalClientView *view = NULL;

  if (!e_cal_client_get_view_sync (get_client (self), "#t", &view, cancellable, error))
    return FALSE;
  self->view = G_OBJECT (view);
  hearth_eds_handle_connect (self, view, "objects-added", G_CALLBACK (components_cb));
  hearth_eds_handle_connect (self, view, "objects-modified", G_CALLBACK (components_cb));
  hearth_eds_handle_connect (self, view, "objects-removed", G_CALLBACK (removed_cb));
  /* What is there already is read by itself. */
  e_cal_client_view_set_flags (view, E_CAL_CLIENT_VIEW_FLAGS_NONE, error);
  if (*error != NULL)
    return FALSE;
  e_cal_client_view_start (view, error);
  return *error == NULL;
}

/* Reading
 * ----------------------------------------------------------------------------------------*/

/* One object while it is put together. */
typedef struct {
  GPtrArray *texts;  /* (owned) of its components, the event itself first */
  GHashTable *tzids; /* (owned) what they name */
} Object;

static Object *
object_new (void)
{
  Object *self = g_new0 (Object, 1);

  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->tzids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
object_free (gpointer data)
{
  Object *self = data;

  g_ptr_array_unref (self->texts);
  g_hash_table_unref (self->tzids);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Object, object_free)

static void
note_tzid_cb (ICalParameter *parameter, gpointer user_data)
{
  const char *tzid = i_cal_parameter_get_tzid (parameter);

  if (tzid != NULL)
    g_hash_table_add (user_data, g_strdup (tzid));
}

static gboolean
is_override (ICalComponent *component)
{
  ICalProperty *property =
      i_cal_component_get_first_property (component, I_CAL_RECURRENCEID_PROPERTY);

  if (property == NULL)
    return FALSE;
  g_object_unref (property);
  return TRUE;
}

static void
object_add (Object *self, ICalComponent *component)
{
  i_cal_component_foreach_tzid (component, note_tzid_cb, self->tzids);
  g_ptr_array_insert (self->texts, is_override (component) ? -1 : 0,
                      i_cal_component_as_ical_string (component));
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  gboolean left_override = strstr (left, "\nRECURRENCE-ID") != NULL;
  gboolean right_override = strstr (right, "\nRECURRENCE-ID") != NULL;

  return left_override != right_override ? left_override - right_override : strcmp (left, right);
}

/* The VTIMEZONE of a TZID as the calendar has it, asked for once. */
static const char *
get_zone (HearthEdsHandle *self, const char *tzid, GCancellable *cancellable)
{
  gpointer text = NULL;
  ICalTimezone *zone = NULL;

  if (g_hash_table_lookup_extended (self->zones, tzid, NULL, &text))
    return text;
  /* One that it lacks is found by its name, or the event floats. The library lends the zone. */
  if (e_cal_client_get_timezone_sync (get_client (self), tzid, &zone, cancellable, NULL) &&
      zone != NULL) {
    ICalComponent *component = i_cal_timezone_get_component (zone);

    if (component != NULL)
      text = i_cal_component_as_ical_string (component);
    g_clear_object (&component);
  }
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&text, g_free);
  else
    g_hash_table_insert (self->zones, g_strdup (tzid), text);
  return text;
}

static char *
object_dup_text (Object *self, HearthEdsHandle *handle, GCancellable *cancellable)
{
  GString *text = g_string_new (HEAD);
  g_autoptr (GList) tzids = NULL;

  /* The order in which the service tells them is not always the same. */
  g_ptr_array_sort (self->texts, compare_texts);
  tzids = g_list_sort (g_hash_table_get_keys (self->tzids), (GCompareFunc) strcmp);
  for (GList *node = tzids; node != NULL; node = node->next) {
    const char *zone = get_zone (handle, node->data, cancellable);

    if (zone != NULL)
      g_string_append (text, zone);
  }
  for (guint i = 0; i < self->texts->len; i++)
    g_string_append (text, g_ptr_array_index (self->texts, i));
  g_string_append (text, TAIL);
  return g_string_free (text, FALSE);
}

static GHashTable *
group (GSList *components)
{
  GHashTable *objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, object_free);

  for (GSList *node = components; node != NULL; node = node->next) {
    const char *uid = i_cal_component_get_uid (node->data);
    Object *object;

    if (uid == NULL)
      continue;
    object = g_hash_table_lookup (objects, uid);
    if (object == NULL) {
      object = object_new ();
      g_hash_table_insert (objects, g_strdup (uid), object);
    }
    object_add (object, node->data);
    /* The library's form of a large calendar takes ten times what its text does. */
    g_clear_object (&node->data);
  }
  return objects;
}

static void
unref_component (gpointer data)
{
  if (data != NULL)
    g_object_unref (data);
}

/**
 * hearth_eds_calendar_read_all_sync:
 * @self: a calendar
 * @func: (scope call): receives each; may stop it
 * @user_data: for @func
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure, in the domain %HEARTH_EDS_ERROR
 *
 * Hands over all objects of the calendar, each with its overrides and the time zones that it
 * names, on the calling thread. Waits %HEARTH_EDS_WAIT_ALL seconds at most.
 *
 * Returns: whether all were read, or @func stopped it
 */
gboolean
hearth_eds_calendar_read_all_sync (HearthEdsHandle *self, HearthEdsObjectFunc func,
                                   gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  g_autoptr (GHashTable) objects = NULL;
  GError *failure = NULL;
  GSList *components = NULL;
  GHashTableIter iter;
  gpointer uid;
  gpointer object;

  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_ALL);
  if (!e_cal_client_get_object_list_sync (get_client (self), "#t", &components, wait.cancellable,
                                          &failure))
    return hearth_eds_wait_translate (&wait, self->name, failure, error);
  objects = group (components);
  g_slist_free_full (components, unref_component);
  g_hash_table_iter_init (&iter, objects);
  while (g_hash_table_iter_next (&iter, &uid, &object)) {
    g_autofree char *text = object_dup_text (object, self, cancellable);
    g_autofree char *etag = hearth_eds_dup_etag (text);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (!func (uid, etag, text, user_data))
      return TRUE;
  }
  return TRUE;
}

/* All that has a UID; an error of the library. */
static GSList *
get_components (HearthEdsHandle *self, const char *uid, GCancellable *cancellable, GError **error)
{
  GSList *components = NULL;

  if (!e_cal_client_get_objects_for_uid_sync (get_client (self), uid, &components, cancellable,
                                              error))
    return NULL;
  if (components == NULL)
    g_set_error_literal (error, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND, uid);
  return components;
}

static char *
dup_object_text (HearthEdsHandle *self, GSList *components, GCancellable *cancellable)
{
  g_autoptr (Object) object = object_new ();

  for (GSList *node = components; node != NULL; node = node->next)
    object_add (object, e_cal_component_get_icalcomponent (node->data));
  return object_dup_text (object, self, cancellable);
}

/**
 * hearth_eds_calendar_read_sync:
 * @self: a calendar
 * @href: a UID
 * @etag: (out) (optional) (transfer full): its version
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure; %HEARTH_EDS_ERROR_NOT_FOUND if it is not there
 *
 * Reads one object with all that has its UID. Waits %HEARTH_EDS_WAIT_CALL seconds at most.
 *
 * Returns: (transfer full) (nullable): a VCALENDAR
 */
char *
hearth_eds_calendar_read_sync (HearthEdsHandle *self, const char *href, char **etag,
                               GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  GError *failure = NULL;
  GSList *components;
  char *text;

  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_CALL);
  components = get_components (self, href, wait.cancellable, &failure);
  if (components == NULL) {
    hearth_eds_wait_translate (&wait, self->name, failure, error);
    return NULL;
  }
  text = dup_object_text (self, components, wait.cancellable);
  g_slist_free_full (components, g_object_unref);
  if (etag != NULL)
    *etag = hearth_eds_dup_etag (text);
  return text;
}

/* Writing
 * ----------------------------------------------------------------------------------------*/

/* What shall be there, taken apart. */
typedef struct {
  ICalComponent *calendar; /* (owned) */
  ICalComponent *master;   /* (owned) (nullable) */
  GPtrArray *overrides;    /* (owned) ICalComponent */
  GPtrArray *zones;        /* (owned) ICalComponent */
} Parts;

static void
parts_clear (Parts *self)
{
  g_clear_object (&self->calendar);
  g_clear_object (&self->master);
  g_clear_pointer (&self->overrides, g_ptr_array_unref);
  g_clear_pointer (&self->zones, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static void
parts_take (Parts *self, ICalComponent *component)
{
  ICalComponentKind kind = i_cal_component_isa (component);

  if (kind == I_CAL_VTIMEZONE_COMPONENT)
    g_ptr_array_add (self->zones, component);
  else if (kind != I_CAL_VEVENT_COMPONENT && kind != I_CAL_VTODO_COMPONENT)
    g_object_unref (component);
  else if (is_override (component))
    g_ptr_array_add (self->overrides, component);
  else if (self->master == NULL)
    self->master = component;
  else
    g_object_unref (component);
}

static gboolean
parts_init (Parts *self, const char *text, GError **error)
{
  ICalComponent *component;

  self->overrides = g_ptr_array_new_with_free_func (g_object_unref);
  self->zones = g_ptr_array_new_with_free_func (g_object_unref);
  self->calendar = i_cal_parser_parse_string (text);
  if (self->calendar != NULL && i_cal_component_isa (self->calendar) == I_CAL_VCALENDAR_COMPONENT) {
    while ((component = i_cal_component_get_first_component (self->calendar,
                                                             I_CAL_ANY_COMPONENT)) != NULL) {
      i_cal_component_remove_component (self->calendar, component);
      parts_take (self, component);
    }
  }
  if (self->master != NULL || self->overrides->len > 0)
    return TRUE;
  g_set_error_literal (error, HEARTH_EDS_ERROR, HEARTH_EDS_ERROR_BAD_FORMAT,
                       _("There is no event or task in what shall be written."));
  return FALSE;
}

static char *
dup_rid (ICalComponent *component)
{
  ICalTime *time = i_cal_component_get_recurrenceid (component);
  char *rid = i_cal_time_as_ical_string (time);

  g_object_unref (time);
  return rid;
}

static gboolean
is_same (ICalComponent *a, ICalComponent *b)
{
  g_autofree char *left = i_cal_component_as_ical_string (a);
  g_autofree char *right = i_cal_component_as_ical_string (b);

  return strcmp (left, right) == 0;
}

/* The one of the same identity: @rid is %NULL for the event itself. */
static ICalComponent *
find_component (GSList *components, const char *rid)
{
  for (GSList *node = components; node != NULL; node = node->next) {
    ICalComponent *component = e_cal_component_get_icalcomponent (node->data);
    g_autofree char *other = is_override (component) ? dup_rid (component) : NULL;

    if (g_strcmp0 (other, rid) == 0)
      return component;
  }
  return NULL;
}

static gboolean
add_zones (HearthEdsHandle *self, const Parts *parts, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < parts->zones->len; i++) {
    ICalTimezone *zone = i_cal_timezone_new ();
    gboolean ok = !i_cal_timezone_set_component (zone, g_ptr_array_index (parts->zones, i)) ||
                  e_cal_client_add_timezone_sync (get_client (self), zone, cancellable, error);

    g_object_unref (zone);
    if (!ok)
      return FALSE;
  }
  /* What is known of them may be older. */
  g_hash_table_remove_all (self->zones);
  return TRUE;
}

static gboolean
create (HearthEdsHandle *self, const Parts *parts, char **uid, GCancellable *cancellable,
        GError **error)
{
  ICalComponent *first = parts->master;
  guint rest = 0;

  /* One occurrence of somebody else's series comes without the series. */
  if (first == NULL)
    first = g_ptr_array_index (parts->overrides, rest++);
  if (!e_cal_client_create_object_sync (get_client (self), first, FLAGS, uid, cancellable, error))
    return FALSE;
  for (; rest < parts->overrides->len; rest++) {
    ICalComponent *component = g_ptr_array_index (parts->overrides, rest);

    /* A server may give it a UID of its own. */
    i_cal_component_set_uid (component, *uid);
    if (!e_cal_client_modify_object_sync (get_client (self), component, E_CAL_OBJ_MOD_THIS, FLAGS,
                                          cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/* Takes out the occurrences that shall be as the series says again, or are gone with an EXDATE. */
static gboolean
remove_overrides (HearthEdsHandle *self, const char *uid, const Parts *parts, GSList *present,
                  GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < parts->overrides->len; i++)
    g_hash_table_add (wanted, dup_rid (g_ptr_array_index (parts->overrides, i)));
  for (GSList *node = present; node != NULL; node = node->next) {
    ICalComponent *component = e_cal_component_get_icalcomponent (node->data);
    g_autofree char *rid = is_override (component) ? dup_rid (component) : NULL;
    g_autoptr (GError) failure = NULL;

    if (rid == NULL || g_hash_table_contains (wanted, rid))
      continue;
    if (!e_cal_client_remove_object_sync (get_client (self), uid, rid, E_CAL_OBJ_MOD_ONLY_THIS,
                                          FLAGS, cancellable, &failure) &&
        !g_error_matches (failure, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_NOT_FOUND)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  }
  return TRUE;
}

/* The series first: some services drop its occurrences then, which are put back after it. */
static gboolean
modify (HearthEdsHandle *self, const char *uid, const Parts *parts, GSList *before,
        GCancellable *cancellable, GError **error)
{
  ICalComponent *master = find_component (before, NULL);
  GSList *after = NULL;
  gboolean ok = TRUE;

  if (parts->master != NULL && (master == NULL || !is_same (master, parts->master)) &&
      !e_cal_client_modify_object_sync (get_client (self), parts->master, E_CAL_OBJ_MOD_ALL, FLAGS,
                                        cancellable, error))
    return FALSE;
  after = get_components (self, uid, cancellable, error);
  if (after == NULL)
    return FALSE;
  ok = remove_overrides (self, uid, parts, after, cancellable, error);
  for (guint i = 0; i < parts->overrides->len && ok; i++) {
    ICalComponent *component = g_ptr_array_index (parts->overrides, i);
    g_autofree char *rid = dup_rid (component);
    ICalComponent *present = find_component (after, rid);

    ok = (present != NULL && is_same (present, component)) ||
         e_cal_client_modify_object_sync (get_client (self), component, E_CAL_OBJ_MOD_THIS, FLAGS,
                                          cancellable, error);
  }
  g_slist_free_full (after, g_object_unref);
  return ok;
}

static gboolean
check_version (HearthEdsHandle *self, GSList *components, const char *etag,
               GCancellable *cancellable, GError **error)
{
  g_autofree char *text = dup_object_text (self, components, cancellable);
  g_autofree char *present = hearth_eds_dup_etag (text);

  if (strcmp (present, etag) == 0)
    return TRUE;
  g_set_error_literal (error, E_CAL_CLIENT_ERROR, E_CAL_CLIENT_ERROR_OBJECT_ID_ALREADY_EXISTS,
                       etag);
  return FALSE;
}

/* Errors are the library's. */
static gboolean
write_parts (HearthEdsHandle *self, const char *href, const Parts *parts, const char *etag,
             char **uid, GCancellable *cancellable, GError **error)
{
  GSList *before = NULL;
  gboolean ok;

  /* Without a version there must be none, and the service sees to that. */
  if (href == NULL || etag == NULL)
    return add_zones (self, parts, cancellable, error) &&
           create (self, parts, uid, cancellable, error);
  before = get_components (self, href, cancellable, error);
  if (before == NULL)
    return FALSE;
  *uid = g_strdup (href);
  ok = check_version (self, before, etag, cancellable, error) &&
       add_zones (self, parts, cancellable, error) &&
       modify (self, href, parts, before, cancellable, error);
  g_slist_free_full (before, g_object_unref);
  return ok;
}

/**
 * hearth_eds_calendar_write_sync:
 * @self: a calendar
 * @href: (nullable): the UID of what is there; %NULL for a new object
 * @text: a VCALENDAR
 * @etag: (nullable): the version that shall be replaced; %NULL: whichever is there
 * @new_href: (out) (optional) (transfer full): its UID
 * @new_etag: (out) (optional) (nullable) (transfer full): its version now; %NULL if it cannot
 *   be read
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure; %HEARTH_EDS_ERROR_CONFLICT if another version
 *   is there, %HEARTH_EDS_ERROR_BAD_FORMAT if @text is no calendar
 *
 * Writes an object. Waits %HEARTH_EDS_WAIT_CALL seconds at most. The service adds what it
 * likes to the text, so that the new version is that of what it has then.
 *
 * Returns: whether it was written
 */
gboolean
hearth_eds_calendar_write_sync (HearthEdsHandle *self, const char *href, const char *text,
                                const char *etag, char **new_href, char **new_etag,
                                GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  g_auto (Parts) parts = { 0 };
  g_autofree char *uid = NULL;
  GError *failure = NULL;

  if (!parts_init (&parts, text, error))
    return FALSE;
  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_CALL);
  if (!write_parts (self, href, &parts, etag, &uid, wait.cancellable, &failure))
    return hearth_eds_wait_translate (&wait, self->name, failure, error);
  /* It adds what it likes: only what it has now has a version. A failure here is none of the
   * write. */
  if (new_etag != NULL)
    g_free (hearth_eds_calendar_read_sync (self, uid, new_etag, cancellable, NULL));
  if (new_href != NULL)
    *new_href = g_steal_pointer (&uid);
  return TRUE;
}

/**
 * hearth_eds_calendar_remove_sync:
 * @self: a calendar
 * @href: a UID
 * @etag: (nullable): the version that shall go; %NULL: whichever is there
 * @cancellable: (nullable): stops it
 * @error: where to put the reason of a failure; %HEARTH_EDS_ERROR_CONFLICT if another version
 *   is there
 *
 * Removes an object with all its occurrences. Waits %HEARTH_EDS_WAIT_CALL seconds at most.
 *
 * Returns: whether it was removed
 */
gboolean
hearth_eds_calendar_remove_sync (HearthEdsHandle *self, const char *href, const char *etag,
                                 GCancellable *cancellable, GError **error)
{
  g_auto (HearthEdsWait) wait = { 0 };
  GError *failure = NULL;
  GSList *before = NULL;
  gboolean ok = TRUE;

  hearth_eds_wait_begin (&wait, cancellable, HEARTH_EDS_WAIT_CALL);
  if (etag != NULL) {
    before = get_components (self, href, wait.cancellable, &failure);
    ok = before != NULL && check_version (self, before, etag, wait.cancellable, &failure);
    g_slist_free_full (before, g_object_unref);
  }
  ok = ok && e_cal_client_remove_object_sync (get_client (self), href, NULL, E_CAL_OBJ_MOD_ALL,
                                              FLAGS, wait.cancellable, &failure);
  return ok || hearth_eds_wait_translate (&wait, self->name, failure, error);
}
