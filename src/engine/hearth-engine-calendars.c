/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-engine-private.h"

#include "hearth-dav-credentials.h"
#include "hearth-store-calendars.h"

#include <glib/gi18n.h>

/* Calendars and address books on servers: a source, how it is treated, and the login that it shares
 * with others. */

/* Makes the runner of a calendar or an address book on a server. */
HearthRunner *
hearth_engine_make_calendar_runner (HearthEngine *self, const HearthSource *record, GError **error)
{
  g_autoptr (HearthCalendar) calendar =
      hearth_store_calendars_get (self->reader, record->id, error);
  g_autoptr (HearthDavAccount) account = NULL;

  if (calendar == NULL)
    return NULL;
  if (calendar->account_id != 0) {
    account = hearth_store_dav_accounts_get (self->reader, calendar->account_id, error);
    if (account == NULL)
      return NULL;
  }
  if (record->kind == HEARTH_SOURCE_CARDDAV)
    return hearth_runner_new_for_address_book (self->writer, record, account, calendar,
                                               hearth_dav_credentials_lookup_sync, NULL);
  return hearth_runner_new_for_calendar (self->writer, record, account, calendar,
                                         hearth_dav_credentials_lookup_sync, NULL);
}

/* A new calendar with its login. */
typedef struct {
  HearthSource *source;      /* (owned) */
  HearthDavAccount *account; /* (unowned) (nullable) */
  HearthCalendar *calendar;  /* (owned) */
} Addition;

static gboolean
save_login (HearthDatabase *db, HearthDavAccount *account, GError **error)
{
  g_autoptr (GPtrArray) others = hearth_store_dav_accounts_list (db, error);
  g_autofree char *path = hearth_dav_account_dup_path (account);

  if (others == NULL)
    return FALSE;
  for (guint i = 0; i < others->len && account->id == 0; i++) {
    const HearthDavAccount *other = g_ptr_array_index (others, i);
    g_autofree char *other_path = hearth_dav_account_dup_path (other);

    if (g_str_equal (path, other_path))
      account->id = other->id;
  }
  return hearth_store_dav_accounts_save (db, account, error);
}

static gboolean
write_addition (HearthDatabase *db, gpointer user_data, GError **error)
{
  Addition *addition = user_data;

  if (addition->account != NULL && !save_login (db, addition->account, error))
    return FALSE;
  if (!hearth_store_sources_add (db, addition->source, error))
    return FALSE;
  addition->calendar->source_id = addition->source->id;
  addition->calendar->account_id = addition->account != NULL ? addition->account->id : 0;
  return hearth_store_calendars_save (db, addition->calendar, error);
}

/**
 * hearth_engine_add_calendar:
 * @self: an engine
 * @kind: %HEARTH_SOURCE_CALDAV, %HEARTH_SOURCE_WEBCAL or %HEARTH_SOURCE_CARDDAV; or one of the
 *   desktop, %HEARTH_SOURCE_EDS or %HEARTH_SOURCE_EBOOK
 * @path: its URL, or its name there
 * @name: what the owner calls it
 * @account: (nullable): its login; gets the row that it has or had
 * @calendar: how it is treated, without rows
 * @error: %HEARTH_ENGINE_ERROR_EXISTS, or a #HearthStoreError
 *
 * Records a calendar or an address book on a server or of the desktop. It is read at the next sync,
 * with the credentials that the keyring has then.
 *
 * Returns: the row of its source, or 0
 */
gint64
hearth_engine_add_calendar (HearthEngine *self, HearthSourceKind kind, const char *path,
                            const char *name, HearthDavAccount *account,
                            const HearthCalendar *calendar, GError **error)
{
  g_autoptr (HearthSource) source = hearth_source_new (kind, path, name);
  g_autoptr (HearthCalendar) copy = hearth_calendar_copy (calendar);
  Addition addition = { source, account, copy };

  for (guint i = 0; i < self->runners->len; i++) {
    HearthRunner *runner = g_ptr_array_index (self->runners, i);

    if (g_strcmp0 (hearth_runner_get_path (runner), path) == 0) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_EXISTS,
                   kind == HEARTH_SOURCE_CARDDAV ? _("This address book is here already, as “%s”.")
                                                 : _("This calendar is here already, as “%s”."),
                   hearth_runner_get_name (runner));
      return 0;
    }
  }
  if (!hearth_writer_run_sync (self->writer, write_addition, &addition, error) ||
      hearth_engine_add_runner (self, source, error) == NULL)
    return 0;
  hearth_engine_emit_changed (self, "sources");
  return source->id;
}

typedef struct {
  const HearthCalendar *calendar;
  const char *name; /* (nullable) */
} Change;

static gboolean
write_change (HearthDatabase *db, gpointer user_data, GError **error)
{
  const Change *change = user_data;

  return hearth_store_calendars_save (db, change->calendar, error) &&
         (change->name == NULL ||
          hearth_store_sources_set_name (db, change->calendar->source_id, change->name, error));
}

/**
 * hearth_engine_change_calendar:
 * @self: an engine
 * @calendar: how a calendar or an address book shall be treated
 * @name: (nullable): what the owner calls it from now on
 * @error: %HEARTH_ENGINE_ERROR_NOT_FOUND, or a #HearthStoreError
 *
 * Returns: whether it is so now
 */
gboolean
hearth_engine_change_calendar (HearthEngine *self, const HearthCalendar *calendar, const char *name,
                               GError **error)
{
  HearthRunner *runner = hearth_engine_find_runner (self, calendar->source_id);
  Change change = { calendar, name };

  if (runner == NULL || (hearth_runner_get_calendar_source (runner) == NULL &&
                         hearth_runner_get_contact_source (runner) == NULL)) {
    g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_NOT_FOUND,
                 _("There is no calendar with the number %lld."), (long long) calendar->source_id);
    return FALSE;
  }
  if (!hearth_writer_run_sync (self->writer, write_change, &change, error))
    return FALSE;
  hearth_runner_set_refresh (runner, calendar->refresh);
  hearth_engine_emit_changed (self, "sources");
  hearth_engine_emit_changed (self, "events");
  return TRUE;
}

typedef struct {
  gint64 source_id;
  HearthDavAccount *account; /* (owned) (nullable) its login, if nobody has it any more */
} Forgetting;

static gboolean
forget (HearthDatabase *db, gpointer user_data, GError **error)
{
  Forgetting *forgetting = user_data;
  g_autoptr (HearthCalendar) calendar =
      hearth_store_calendars_get (db, forgetting->source_id, error);
  gboolean removed = FALSE;

  if (calendar == NULL || !hearth_store_calendars_remove (db, forgetting->source_id, error))
    return FALSE;
  if (calendar->account_id == 0)
    return TRUE;
  forgetting->account = hearth_store_dav_accounts_get (db, calendar->account_id, error);
  if (forgetting->account == NULL ||
      !hearth_store_dav_accounts_remove_unused (db, calendar->account_id, &removed, error))
    return FALSE;
  if (!removed)
    g_clear_pointer (&forgetting->account, hearth_dav_account_free);
  return TRUE;
}

static void
secret_cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HearthEngine) self = user_data;
  g_autoptr (GError) error = NULL;

  self->clearing--;
  if (!hearth_dav_credentials_clear_finish (result, &error))
    g_message ("The secret of a removed calendar is still in the keyring: %s", error->message);
}

/* Forgets how a source was treated, and with the last of a login the login and its secret. */
gboolean
hearth_engine_forget_calendar (HearthEngine *self, gint64 source_id, GError **error)
{
  Forgetting forgetting = { .source_id = source_id };
  gboolean ok = hearth_writer_run_sync (self->writer, forget, &forgetting, error);

  if (ok && forgetting.account != NULL && forgetting.account->auth == HEARTH_AUTH_PASSWORD &&
      *forgetting.account->user != '\0') {
    self->clearing++;
    hearth_dav_credentials_clear_async (forgetting.account, NULL, secret_cleared_cb,
                                        g_object_ref (self));
  }
  hearth_dav_account_free (forgetting.account);
  return ok;
}
