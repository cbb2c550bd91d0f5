/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-calendar-setup.h"

#include "hearth-account-settings.h"
#include "hearth-dav-credentials.h"
#include "hearth-dav-discovery.h"
#include "hearth-dav-href.h"
#include "hearth-dav-trouble.h"
#include "hearth-goa.h"
#include "hearth-secret-pipe.h"
#include "hearth-store-calendars.h"
#include "hearth-webcal-source.h"
#include "hearth-worker.h"
#include "hearth-secret-memory.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_NAME 200
#define LEAST_REFRESH 60
#define MOST_REFRESH (7 * 86400)

/**
 * HearthCalendarSetup:
 *
 * Finds, adds and changes calendars on servers: what a person does once, and waits for. Lives on
 * the main thread; servers and the keyring are asked on a worker.
 *
 * A secret is in the keyring before the calendar is in the store, so that none is ever without its
 * own.
 */
struct _HearthCalendarSetup {
  GObject parent_instance;

  HearthEngine *engine;      /* (owned) */
  HearthWorker *worker;      /* (owned) (nullable) once stopped */
  GCancellable *cancellable; /* (owned) */
};

G_DEFINE_FINAL_TYPE (HearthCalendarSetup, hearth_calendar_setup, G_TYPE_OBJECT)

/* One errand. Its thread is the main one and the worker's in turn. */
typedef struct {
  HearthDavAccount *account; /* (owned): without a row; its url is "" until it is known */
  char *place;               /* (owned) (nullable): the address or URL to look at */
  char *password;            /* (owned) "" for none */
  gboolean may_shorten;      /* the login name may be the address without its domain */
  GVariant *chosen;          /* (owned) (nullable) */
  GPtrArray *accounts;      /* (owned) (nullable) of HearthDavAccount: a login for each of chosen */
  HearthCalendar *calendar; /* (owned) (nullable): a change */
  char *name;               /* (owned) (nullable): a change */
} Plan;

static void
plan_free (gpointer data)
{
  Plan *plan = data;

  hearth_dav_account_free (plan->account);
  g_free (plan->place);
  hearth_secret_pipe_wipe (plan->password);
  g_clear_pointer (&plan->chosen, g_variant_unref);
  g_clear_pointer (&plan->accounts, g_ptr_array_unref);
  hearth_calendar_free (plan->calendar);
  g_free (plan->name);
  g_free (plan);
}

static const char *
get_text (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

static gboolean
get_flag (GVariant *dict, const char *key, gboolean otherwise)
{
  gboolean flag = otherwise;

  g_variant_lookup (dict, key, "b", &flag);
  return flag;
}

static gboolean
set_invalid (GError **error, const char *sentence)
{
  g_set_error_literal (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
is_pin (const char *text)
{
  return strlen (text) == 64 && strspn (text, "0123456789abcdefABCDEF") == 64;
}

/* Reads what a person says of a login. */
static gboolean
read_what (GVariant *what, Plan *plan, GError **error)
{
  const char *url = get_text (what, "url");
  const char *user = get_text (what, "user");
  const char *pin = get_text (what, "pin");
  g_autofree char *address = NULL;
  g_autofree char *normal = NULL;

  if (*get_text (what, "address") != '\0') {
    address = hearth_account_dup_address (get_text (what, "address"), error);
    if (address == NULL)
      return FALSE;
  }
  if (*pin != '\0' && !is_pin (pin))
    return set_invalid (error, _("A certificate is named by the 64 hexadecimal digits of its "
                                  "SHA-256."));
  plan->may_shorten = *user == '\0' && address != NULL;
  plan->account = hearth_dav_account_new (url, *user != '\0'     ? user
                                               : address != NULL ? address
                                                                 : "");
  plan->account->pin = *pin != '\0' ? g_ascii_strdown (pin, -1) : NULL;
  plan->account->address = g_strdup (address);
  plan->account->goa_id =
      *get_text (what, "goa-id") != '\0' ? g_strdup (get_text (what, "goa-id")) : NULL;
  if (plan->account->goa_id != NULL || strcmp (get_text (what, "auth"), "goa") == 0)
    plan->account->auth = HEARTH_AUTH_GOA;
  else if (*get_text (what, "auth") != '\0' && strcmp (get_text (what, "auth"), "password") != 0)
    return set_invalid (error, _("This way to sign in is for accounts of the desktop: add the "
                                  "account in the system’s settings, under Online Accounts."));
  plan->place = g_strdup (*url != '\0' ? url : address);
  if (plan->place != NULL && *url != '\0' && strstr (url, "://") == NULL) {
    g_free (plan->place);
    plan->place = g_strconcat ("https://", url, NULL);
  }
  if (plan->account->auth != HEARTH_AUTH_GOA && plan->place == NULL)
    return set_invalid (error, _("Enter an address or the URL of a server."));
  normal = plan->place != NULL && *url != '\0' ? hearth_dav_href_normalise (plan->place) : NULL;
  if (*url != '\0' && normal == NULL)
    return set_invalid (error, _("This is no address of a server. One begins with “https://”."));
  return TRUE;
}

/* (worker) The password that was entered just now, or what the keyring or the desktop has. */
static HearthCredentials *
lookup (const HearthDavAccount *account, gboolean refresh, gpointer user_data,
        GCancellable *cancellable, GError **error)
{
  const Plan *plan = user_data;

  if (account->auth != HEARTH_AUTH_PASSWORD || *plan->password == '\0')
    return hearth_dav_credentials_lookup_sync (account, refresh, NULL, cancellable, error);
  if (!refresh)
    return hearth_credentials_new (HEARTH_MECHANISM_PASSWORD, account->user, plan->password);
  g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
               _("The server refused the name “%s” or its password. Enter them again."),
               account->user);
  return NULL;
}

/* (worker) Lists what is at one of the addresses. */
static GPtrArray *
list_at (Plan *plan, const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (HearthDavAccount) account = hearth_dav_account_copy (plan->account);
  g_autoptr (HearthDavClient) client = NULL;
  GPtrArray *found;
  GError *failure = NULL;

  g_free (account->url);
  account->url = g_strdup (url);
  client = hearth_dav_client_new (account, lookup, plan);
  found = hearth_dav_discovery_list_sync (client, url, cancellable, &failure);
  if (found == NULL)
    g_propagate_error (error, hearth_dav_trouble_translate (url, failure, cancellable));
  return found;
}

static gboolean
has (GPtrArray *found, const char *url)
{
  for (guint i = 0; i < found->len; i++)
    if (hearth_dav_href_equal (((HearthDavFound *) g_ptr_array_index (found, i))->url, url))
      return TRUE;
  return FALSE;
}

/* Whether asking elsewhere could not help. */
static gboolean
ends_search (const GError *error)
{
  return error->domain != HEARTH_ACCOUNTS_ERROR ||
         g_error_matches (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_NO_SECRET) ||
         g_error_matches (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED) ||
         g_error_matches (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_CERTIFICATE);
}

/* (worker) What was found at all of the addresses, or why nothing was. */
static GPtrArray *
list_all (Plan *plan, GPtrArray *urls, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_dav_found_free);
  g_autoptr (GError) first = NULL;

  for (guint i = 0; i < urls->len; i++) {
    g_autoptr (GError) failure = NULL;
    g_autoptr (GPtrArray) here = list_at (plan, g_ptr_array_index (urls, i), cancellable, &failure);

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
    if (here == NULL && found->len == 0 && ends_search (failure)) {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
    if (here == NULL && first == NULL)
      first = g_steal_pointer (&failure);
    for (guint n = 0; here != NULL && n < here->len; n++) {
      HearthDavFound *each = g_ptr_array_index (here, n);

      if (!has (found, each->url))
        g_ptr_array_add (found, g_steal_pointer (&g_ptr_array_index (here, n)));
    }
  }
  if (found->len == 0 && first != NULL) {
    g_propagate_error (error, g_steal_pointer (&first));
    return NULL;
  }
  return g_steal_pointer (&found);
}

/* (worker) */
static GPtrArray *
find_urls (Plan *plan, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) urls = NULL;
  HearthDavAccount *account;
  GError *failure = NULL;

  if (plan->account->auth == HEARTH_AUTH_GOA) {
    urls = g_ptr_array_new_with_free_func (g_free);
    account = hearth_goa_dav_account_sync (plan->account->goa_id, urls, cancellable, error);
    if (account == NULL)
      return NULL;
    hearth_dav_account_free (plan->account);
    plan->account = account;
    return g_steal_pointer (&urls);
  }
  urls = hearth_dav_discovery_candidates_sync (plan->place, cancellable, &failure);
  if (urls == NULL)
    g_propagate_error (error, hearth_dav_trouble_translate (plan->place, failure, cancellable));
  return g_steal_pointer (&urls);
}

/* (worker) */
static void
discover_job (GTask *job, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Plan *plan = task_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) urls = find_urls (plan, cancellable, &error);
  GPtrArray *found = urls != NULL ? list_all (plan, urls, cancellable, &error) : NULL;

  /* Many small servers know their people by the first half of the address. */
  if (g_error_matches (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED) &&
      plan->may_shorten) {
    plan->account->user[strcspn (plan->account->user, "@")] = '\0';
    found = list_all (plan, urls, cancellable, NULL);
    if (found != NULL)
      g_clear_error (&error);
  }
  if (found == NULL)
    g_task_return_error (job, error);
  else
    g_task_return_pointer (job, found, (GDestroyNotify) g_ptr_array_unref);
}

static GVariant *
describe (HearthCalendarSetup *self, const Plan *plan, const HearthDavFound *found,
          GPtrArray *sources)
{
  g_autoptr (GVariantDict) dict = g_variant_dict_new (NULL);
  gboolean added = FALSE;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    added |= g_strcmp0 (((HearthSource *) g_ptr_array_index (sources, i))->path, found->url) == 0;
  g_variant_dict_insert (dict, "kind", "s",
                         found->kind == HEARTH_DAV_CALENDAR ? "caldav" : "carddav");
  g_variant_dict_insert (dict, "path", "s", found->url);
  g_variant_dict_insert (dict, "name", "s", found->name);
  g_variant_dict_insert (dict, "color", "s", found->color != NULL ? found->color : "");
  g_variant_dict_insert (dict, "writable", "b", found->writable);
  g_variant_dict_insert (dict, "events", "b", found->events);
  g_variant_dict_insert (dict, "tasks", "b", found->tasks);
  g_variant_dict_insert (dict, "scheduling", "b", found->scheduling);
  g_variant_dict_insert (dict, "added", "b", added);
  /* So that what is added is read with the name that was let in. */
  g_variant_dict_insert (dict, "user", "s", plan->account->user);
  if (found->address != NULL)
    g_variant_dict_insert (dict, "address", "s", found->address);
  return g_variant_dict_end (dict);
}

static void
discovered_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarSetup *self = HEARTH_CALENDAR_SETUP (object);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GPtrArray) sources = NULL;
  GVariantBuilder builder;

  if (found == NULL) {
    g_task_return_error (task, error);
    return;
  }
  sources = hearth_store_sources_list (hearth_engine_get_reader (self->engine), NULL);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < found->len; i++)
    g_variant_builder_add_value (&builder, describe (self, g_task_get_task_data (task),
                                                     g_ptr_array_index (found, i), sources));
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_builder_end (&builder)),
                         (GDestroyNotify) g_variant_unref);
}

static void
queue (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  HearthCalendarSetup *self = g_task_get_source_object (task);
  g_autoptr (GTask) job = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  job = g_task_new (self, self->cancellable, callback, g_object_ref (task));
  g_task_set_task_data (job, g_task_get_task_data (task), NULL);
  hearth_worker_queue (self->worker, G_PRIORITY_DEFAULT, job, func);
}

/* (worker) Makes the login of each that was chosen. */
static void
store_job (GTask *job, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Plan *plan = task_data;
  GError *error = NULL;

  for (guint i = 0; i < plan->accounts->len; i++) {
    const HearthDavAccount *account = g_ptr_array_index (plan->accounts, i);

    if (account->auth == HEARTH_AUTH_PASSWORD && *account->user != '\0' &&
        *plan->password != '\0' &&
        !hearth_dav_credentials_store_sync (account, plan->password, cancellable, &error)) {
      g_task_return_error (job, error);
      return;
    }
  }
  g_task_return_boolean (job, TRUE);
}

/* What may be added: a calendar, an address book, or a subscription. */
static gboolean
read_kind (GVariant *choice, HearthSourceKind *kind, char **path)
{
  if (!hearth_source_kind_from_string (get_text (choice, "kind"), kind) ||
      !hearth_source_kind_is_remote (*kind))
    return FALSE;
  *path = *kind == HEARTH_SOURCE_WEBCAL ? hearth_webcal_source_dup_url (get_text (choice, "path"))
                                        : hearth_dav_href_normalise (get_text (choice, "path"));
  return TRUE;
}

static gboolean
add_one (HearthCalendarSetup *self, GVariant *choice, HearthDavAccount *account, gint64 *id,
         GError **error)
{
  g_autoptr (HearthCalendar) calendar = hearth_calendar_new (0);
  const char *name = get_text (choice, "name");
  const char *color = get_text (choice, "color");
  g_autofree char *path = NULL;
  HearthSourceKind kind;

  /* It was looked at before the password was stored. */
  g_return_val_if_fail (read_kind (choice, &kind, &path), FALSE);
  if (*color != '\0') {
    g_free (calendar->color);
    calendar->color = g_strdup (color);
  }
  calendar->writable = kind == HEARTH_SOURCE_CALDAV && get_flag (choice, "writable", TRUE);
  calendar->scheduling = get_flag (choice, "scheduling", FALSE);
  *id = hearth_engine_add_calendar (self->engine, kind, path, *name != '\0' ? name : path,
                                    *account->user != '\0' || account->pin != NULL ||
                                            account->auth == HEARTH_AUTH_GOA
                                        ? account
                                        : NULL,
                                    calendar, error);
  return *id != 0;
}

static void
stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarSetup *self = HEARTH_CALENDAR_SETUP (object);
  g_autoptr (GTask) task = user_data;
  Plan *plan = g_task_get_task_data (task);
  GError *error = NULL;
  GVariantBuilder ids;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (task, error);
    return;
  }
  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ax"));
  for (gsize i = 0; i < g_variant_n_children (plan->chosen); i++) {
    g_autoptr (GVariant) choice = g_variant_get_child_value (plan->chosen, i);
    gint64 id;

    if (!add_one (self, choice, g_ptr_array_index (plan->accounts, i), &id, &error)) {
      g_variant_builder_clear (&ids);
      g_task_return_error (task, error);
      return;
    }
    g_variant_builder_add (&ids, "x", id);
  }
  g_task_return_pointer (task, g_variant_ref_sink (g_variant_builder_end (&ids)),
                         (GDestroyNotify) g_variant_unref);
}

/* Checks what was chosen, and makes the login of each. */
static gboolean
read_chosen (Plan *plan, GVariant *chosen, GError **error)
{
  plan->chosen = g_variant_ref (chosen);
  plan->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_dav_account_free);
  for (gsize i = 0; i < g_variant_n_children (chosen); i++) {
    g_autoptr (GVariant) choice = g_variant_get_child_value (chosen, i);
    HearthDavAccount *account = hearth_dav_account_copy (plan->account);
    g_autofree char *path = NULL;
    g_autofree char *origin = NULL;
    HearthSourceKind kind;

    g_ptr_array_add (plan->accounts, account);
    if (!read_kind (choice, &kind, &path))
      return set_invalid (error, _("Only calendars and address books of servers, and "
                                    "subscriptions, can be added in this way."));
    origin = path != NULL ? hearth_dav_href_dup_origin (path) : NULL;
    if (origin == NULL || strlen (get_text (choice, "name")) > MAX_NAME)
      return set_invalid (error,
                          _("This is no address of a calendar or an address book. One begins with "
                             "“https://”."));
    g_free (account->url);
    account->url = g_strconcat (origin, "/", NULL);
    if (*get_text (choice, "user") != '\0' && account->auth == HEARTH_AUTH_PASSWORD) {
      g_free (account->user);
      account->user = g_strdup (get_text (choice, "user"));
      g_free (account->label);
      account->label = g_strdup (account->user);
    }
    if (account->address == NULL && *get_text (choice, "address") != '\0')
      account->address = g_strdup (get_text (choice, "address"));
  }
  return TRUE;
}

/* Reads what shall change. */
static gboolean
read_change (Plan *plan, GVariant *settings, GError **error)
{
  HearthCalendar *calendar = plan->calendar;
  const char *color = NULL;
  const char *name = NULL;
  guint refresh = calendar->refresh;

  if (g_variant_lookup (settings, "color", "&s", &color)) {
    if (*color != '\0' && !hearth_calendar_is_color (color))
      return set_invalid (error, _("A color is written as “#3584e4”."));
    g_free (calendar->color);
    calendar->color = *color != '\0' ? g_ascii_strdown (color, -1) : NULL;
  }
  if (g_variant_lookup (settings, "name", "&s", &name)) {
    if (*name == '\0' || strlen (name) > MAX_NAME)
      return set_invalid (error, _("A calendar needs a name, of at most 200 letters."));
    plan->name = g_strdup (name);
  }
  g_variant_lookup (settings, "hidden", "b", &calendar->hidden);
  g_variant_lookup (settings, "default-reminder", "i", &calendar->default_reminder);
  g_variant_lookup (settings, "refresh", "u", &refresh);
  calendar->refresh = CLAMP (refresh, LEAST_REFRESH, MOST_REFRESH);
  if (calendar->default_reminder < HEARTH_CALENDAR_REMINDER_NONE ||
      calendar->default_reminder > 7 * 24 * 60)
    return set_invalid (error, _("A reminder comes at most a week before."));
  return TRUE;
}

static void
change_stored_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  HearthCalendarSetup *self = HEARTH_CALENDAR_SETUP (object);
  g_autoptr (GTask) task = user_data;
  Plan *plan = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error) &&
      hearth_engine_change_calendar (self->engine, plan->calendar, plan->name, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
hearth_calendar_setup_dispose (GObject *object)
{
  hearth_calendar_setup_stop (HEARTH_CALENDAR_SETUP (object));
  G_OBJECT_CLASS (hearth_calendar_setup_parent_class)->dispose (object);
}

static void
hearth_calendar_setup_finalize (GObject *object)
{
  HearthCalendarSetup *self = HEARTH_CALENDAR_SETUP (object);

  g_object_unref (self->engine);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (hearth_calendar_setup_parent_class)->finalize (object);
}

static void
hearth_calendar_setup_class_init (HearthCalendarSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_calendar_setup_dispose;
  G_OBJECT_CLASS (klass)->finalize = hearth_calendar_setup_finalize;
}

static void
hearth_calendar_setup_init (HearthCalendarSetup *self)
{
  self->worker = hearth_worker_new ("hearth-calendars");
  self->cancellable = g_cancellable_new ();
}

/**
 * hearth_calendar_setup_new:
 * @engine: an engine
 *
 * Returns: (transfer full): a setup
 */
HearthCalendarSetup *
hearth_calendar_setup_new (HearthEngine *engine)
{
  HearthCalendarSetup *self = g_object_new (HEARTH_TYPE_CALENDAR_SETUP, NULL);

  self->engine = g_object_ref (engine);
  return self;
}

/**
 * hearth_calendar_setup_stop:
 * @self: a setup
 *
 * Ends what runs and waits for that.
 */
void
hearth_calendar_setup_stop (HearthCalendarSetup *self)
{
  g_cancellable_cancel (self->cancellable);
  if (self->worker != NULL)
    hearth_worker_stop (self->worker);
  g_clear_object (&self->worker);
}

static GTask *
new_task (HearthCalendarSetup *self, const char *password, gpointer tag,
          GAsyncReadyCallback callback, gpointer user_data, Plan **plan)
{
  GTask *task = g_task_new (self, self->cancellable, callback, user_data);

  *plan = g_new0 (Plan, 1);
  (*plan)->password = hearth_secret_memory_dup (password);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, *plan, plan_free);
  return task;
}

/**
 * hearth_calendar_setup_discover_async:
 * @self: a setup
 * @what: as DiscoverCalendars has it
 * @password: a password, or ""
 * @callback: called when all is known
 * @user_data: for @callback
 *
 * Asks a server what it has.
 */
void
hearth_calendar_setup_discover_async (HearthCalendarSetup *self, GVariant *what,
                                      const char *password, GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  Plan *plan;
  g_autoptr (GTask) task =
      new_task (self, password, hearth_calendar_setup_discover_async, callback, user_data, &plan);
  GError *error = NULL;

  if (!read_what (what, plan, &error))
    g_task_return_error (task, error);
  else
    queue (task, discover_job, discovered_cb);
}

/**
 * hearth_calendar_setup_discover_finish:
 * @self: a setup
 * @result: what the callback got
 * @error: a #HearthAccountsError, #HearthSecretsError or %G_IO_ERROR_CANCELLED; with
 *   %HEARTH_ACCOUNTS_ERROR_CERTIFICATE the lines after the first are facts of the certificate
 *
 * Returns: (transfer full) (nullable): what DiscoverCalendars returns
 */
GVariant *
hearth_calendar_setup_discover_finish (HearthCalendarSetup *self, GAsyncResult *result,
                                       GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_calendar_setup_add_async:
 * @self: a setup
 * @what: as AddCalendars has it
 * @chosen: as AddCalendars has it
 * @password: a password, or ""
 * @callback: called when they are added
 * @user_data: for @callback
 *
 * Adds calendars, with what proves their login.
 */
void
hearth_calendar_setup_add_async (HearthCalendarSetup *self, GVariant *what, GVariant *chosen,
                                 const char *password, GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Plan *plan;
  g_autoptr (GTask) task =
      new_task (self, password, hearth_calendar_setup_add_async, callback, user_data, &plan);
  g_autoptr (GVariantDict) whole = g_variant_dict_new (what);
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GVariant) complete = NULL;
  GError *error = NULL;

  if (g_variant_n_children (chosen) == 0) {
    set_invalid (&error, _("No calendar was chosen."));
    g_task_return_error (task, error);
    return;
  }
  /* A subscription needs no more than its own address. */
  first = g_variant_get_child_value (chosen, 0);
  if (!g_variant_dict_contains (whole, "url") && !g_variant_dict_contains (whole, "address")) {
    g_autofree char *url = hearth_webcal_source_dup_url (get_text (first, "path"));

    g_variant_dict_insert (whole, "url", "s", url != NULL ? url : get_text (first, "path"));
  }
  complete = g_variant_ref_sink (g_variant_dict_end (whole));
  if (!read_what (complete, plan, &error) || !read_chosen (plan, chosen, &error))
    g_task_return_error (task, error);
  else
    queue (task, store_job, stored_cb);
}

/**
 * hearth_calendar_setup_add_finish:
 * @self: a setup
 * @result: what the callback got
 * @error: a #HearthAccountsError, #HearthSecretsError, #HearthEngineError, #HearthStoreError or
 *   %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the rows of their sources, as "ax"
 */
GVariant *
hearth_calendar_setup_add_finish (HearthCalendarSetup *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_calendar_setup_change_async:
 * @self: a setup
 * @source: a calendar's source
 * @settings: as ChangeCalendar has it
 * @password: a new password of its login, or ""
 * @callback: called when it is changed
 * @user_data: for @callback
 */
void
hearth_calendar_setup_change_async (HearthCalendarSetup *self, gint64 source, GVariant *settings,
                                    const char *password, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  Plan *plan;
  g_autoptr (GTask) task =
      new_task (self, password, hearth_calendar_setup_change_async, callback, user_data, &plan);
  HearthDatabase *db = hearth_engine_get_reader (self->engine);
  HearthDavAccount *account;
  GError *error = NULL;

  plan->calendar = hearth_store_calendars_get (db, source, &error);
  plan->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_dav_account_free);
  if (plan->calendar != NULL && plan->calendar->account_id != 0) {
    account = hearth_store_dav_accounts_get (db, plan->calendar->account_id, &error);
    if (account != NULL)
      g_ptr_array_add (plan->accounts, account);
  }
  if (error != NULL || !read_change (plan, settings, &error))
    g_task_return_error (task, error);
  else
    queue (task, store_job, change_stored_cb);
}

/**
 * hearth_calendar_setup_change_finish:
 * @self: a setup
 * @result: what the callback got
 * @error: as hearth_calendar_setup_add_finish()
 *
 * Returns: whether it is so now
 */
gboolean
hearth_calendar_setup_change_finish (HearthCalendarSetup *self, GAsyncResult *result,
                                     GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
