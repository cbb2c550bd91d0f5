/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-secrets.h"
#include "hearth-secret-memory.h"
#include "hearth-secret-portal.h"

#include <glib/gi18n.h>
#include <libsecret/secret.h>

G_DEFINE_QUARK (hearth-secrets-error-quark, hearth_secrets_error)

static const SecretSchema schema = {
  "io.github.hearthdesktop.Hearth.Secret",
  SECRET_SCHEMA_NONE,
  {
      { "purpose", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "host", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
  },
};

static GHashTable *
new_attributes (const char *purpose, const char *host)
{
  if (purpose == NULL)
    return secret_attributes_build (&schema, NULL);
  return secret_attributes_build (&schema, "purpose", purpose, "host", host, NULL);
}

static GError *
new_locked_error (void)
{
  return g_error_new_literal (HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_LOCKED,
                              _("The keyring is locked, so the key in it cannot be used. Unlock "
                                 "it and try again."));
}

/* Says in Hearth's words what libsecret or the bus reported. Takes @error. */
static GError *
translate_error (GError *error)
{
  g_autoptr (GError) foreign = error;
  gboolean no_keyring = foreign->domain == G_DBUS_ERROR || foreign->domain == G_SPAWN_ERROR ||
                        g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
                        g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED) ||
                        g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
                        g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
                        g_error_matches (foreign, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);

  if (g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&foreign);
  if (g_error_matches (foreign, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return new_locked_error ();
  if (no_keyring)
    return g_error_new_literal (HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING,
                                _("No keyring answers, so keys can be neither kept nor found. "
                                   "Start one, such as GNOME Keyring, and try again."));
  return g_error_new (HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_FAILED,
                      _("The keyring did not do what it was asked to: %s"), foreign->message);
}

/* Whether something that matches is there, but locked. libsecret says the same of it as of what
 * is not there, if nobody unlocked it. */
static gboolean
is_locked (GList *found)
{
  for (GList *item = found; item != NULL; item = item->next) {
    if (SECRET_IS_ITEM (item->data) && secret_item_get_locked (item->data))
      return TRUE;
  }
  return FALSE;
}

static char *
dup_label (const char *host)
{
  /* Translators: how a key is called in the keyring; %s is a host. */
  return g_strdup_printf (_("Hearth: key for %s"), host);
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error != NULL ? translate_error (error) : new_locked_error ());
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GList *found = secret_password_search_finish (result, &error);

  if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else if (is_locked (found))
    g_task_return_error (task, new_locked_error ());
  else
    g_task_return_pointer (task, NULL, NULL);
  g_list_free_full (found, g_object_unref);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char *secret = secret_password_lookup_nonpageable_finish (result, &error);

  if (error != NULL) {
    g_task_return_error (task, translate_error (error));
  } else if (secret != NULL) {
    /* libsecret's own memory is locked, but would stand in a core file. */
    g_task_return_pointer (task, hearth_secret_memory_dup (secret),
                           (GDestroyNotify) hearth_secret_memory_free);
    secret_password_free (secret);
  } else {
    secret_password_searchv (&schema, g_task_get_task_data (task), SECRET_SEARCH_ALL,
                             g_task_get_cancellable (task), searched_cb, g_object_ref (task));
  }
}

static void
cleared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    g_task_return_error (task, translate_error (error));
  else
    secret_password_searchv (&schema, g_task_get_task_data (task), SECRET_SEARCH_ALL,
                             g_task_get_cancellable (task), searched_cb, g_object_ref (task));
}

/* A `_sync` function is its `_async` twin on a main context of its own. */
typedef struct {
  GMainContext *context; /* (owned) */
  GAsyncResult *result;  /* (owned) (nullable) until it is there */
} Waiter;

static void
waiter_begin (Waiter *waiter)
{
  waiter->context = g_main_context_new ();
  waiter->result = NULL;
  g_main_context_push_thread_default (waiter->context);
}

static void
waiter_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiter *waiter = user_data;

  waiter->result = g_object_ref (result);
}

static GAsyncResult *
waiter_wait (Waiter *waiter)
{
  while (waiter->result == NULL)
    g_main_context_iteration (waiter->context, TRUE);
  return waiter->result;
}

static void
waiter_end (Waiter *waiter)
{
  g_object_unref (waiter->result);
  /* Proxies that are let go free the last of themselves in the context that they were made in. */
  while (g_main_context_iteration (waiter->context, FALSE))
    continue;
  g_main_context_pop_thread_default (waiter->context);
  g_main_context_unref (waiter->context);
}

static GTask *
new_task (gpointer tag, const char *purpose, const char *host, GCancellable *cancellable,
          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, new_attributes (purpose, host), (GDestroyNotify) g_hash_table_unref);
  hearth_secret_portal_await (task);
  return task;
}

/**
 * hearth_secrets_store_async:
 * @purpose: what the secret is for, such as %HEARTH_SECRET_AI_KEY
 * @host: the host that it is for
 * @secret: the secret
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a secret in the owner's keyring, in place of an earlier one. The keyring may ask its owner
 * to unlock it.
 */
void
hearth_secrets_store_async (const char *purpose, const char *host, const char *secret,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GTask *task =
      new_task (hearth_secrets_store_async, purpose, host, cancellable, callback, user_data);
  g_autofree char *label = dup_label (host);

  secret_password_storev (&schema, g_task_get_task_data (task), SECRET_COLLECTION_DEFAULT, label,
                          secret, cancellable, stored_cb, task);
}

/**
 * hearth_secrets_store_finish:
 * @result: what the callback got
 *
 * Returns: whether the secret is kept; else an error of #HearthSecretsError
 */
gboolean
hearth_secrets_store_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hearth_secrets_store_sync:
 * @purpose: what the secret is for
 * @host: the host that it is for
 * @secret: the secret
 * @cancellable: (nullable): a cancellable
 *
 * Does what hearth_secrets_store_async() does and waits.
 *
 * Returns: whether the secret is kept; else an error of #HearthSecretsError
 */
gboolean
hearth_secrets_store_sync (const char *purpose, const char *host, const char *secret,
                           GCancellable *cancellable, GError **error)
{
  Waiter waiter;
  gboolean stored;

  waiter_begin (&waiter);
  hearth_secrets_store_async (purpose, host, secret, cancellable, waiter_cb, &waiter);
  stored = hearth_secrets_store_finish (waiter_wait (&waiter), error);
  waiter_end (&waiter);
  return stored;
}

/**
 * hearth_secrets_lookup_async:
 * @purpose: what the secret is for
 * @host: the host that it is for
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is found, or not
 * @user_data: for @callback
 *
 * Looks for a secret. The keyring may ask its owner to unlock it.
 */
void
hearth_secrets_lookup_async (const char *purpose, const char *host, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task =
      new_task (hearth_secrets_lookup_async, purpose, host, cancellable, callback, user_data);

  secret_password_lookupv (&schema, g_task_get_task_data (task), cancellable, looked_up_cb, task);
}

/**
 * hearth_secrets_lookup_finish:
 * @result: what the callback got
 *
 * Returns: (transfer full) (nullable): the secret in memory that is not written to disk, to be
 *   given to hearth_secrets_free(); %NULL without an error where there is none, with one of
 *   #HearthSecretsError otherwise
 */
char *
hearth_secrets_lookup_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hearth_secrets_lookup_sync:
 * @purpose: what the secret is for
 * @host: the host that it is for
 * @cancellable: (nullable): a cancellable
 *
 * Does what hearth_secrets_lookup_async() does and waits.
 *
 * Returns: (transfer full) (nullable): as hearth_secrets_lookup_finish()
 */
char *
hearth_secrets_lookup_sync (const char *purpose, const char *host, GCancellable *cancellable,
                            GError **error)
{
  Waiter waiter;
  char *secret;

  waiter_begin (&waiter);
  hearth_secrets_lookup_async (purpose, host, cancellable, waiter_cb, &waiter);
  secret = hearth_secrets_lookup_finish (waiter_wait (&waiter), error);
  waiter_end (&waiter);
  return secret;
}

/**
 * hearth_secrets_clear_async:
 * @purpose: (nullable): what the secret is for; %NULL for every secret of Hearth
 * @host: (nullable): the host that it is for
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Takes a secret out of the keyring. One that is not there is no error.
 */
void
hearth_secrets_clear_async (const char *purpose, const char *host, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task =
      new_task (hearth_secrets_clear_async, purpose, host, cancellable, callback, user_data);

  secret_password_clearv (&schema, g_task_get_task_data (task), cancellable, cleared_cb, task);
}

/**
 * hearth_secrets_forget_finish:
 * @result: what the callback of hearth_secrets_clear_async() got
 * @error: a #HearthSecretsError
 *
 * As hearth_secrets_clear_finish(), but where there is no keyring there is nothing in it.
 *
 * Returns: whether there is no such secret any more
 */
gboolean
hearth_secrets_forget_finish (GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  if (hearth_secrets_clear_finish (result, &local_error))
    return TRUE;
  if (g_error_matches (local_error, HEARTH_SECRETS_ERROR, HEARTH_SECRETS_ERROR_NO_KEYRING)) {
    g_error_free (local_error);
    return TRUE;
  }
  g_propagate_error (error, local_error);
  return FALSE;
}

/**
 * hearth_secrets_clear_finish:
 * @result: what the callback got
 *
 * Returns: whether the secret is gone; else an error of #HearthSecretsError
 */
gboolean
hearth_secrets_clear_finish (GAsyncResult *result, GError **error)
{
  GError *local_error = NULL;

  g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, local_error);
  return FALSE;
}

/**
 * hearth_secrets_clear_sync:
 * @purpose: what the secret is for
 * @host: the host that it is for
 * @cancellable: (nullable): a cancellable
 *
 * Does what hearth_secrets_clear_async() does and waits.
 *
 * Returns: whether the secret is gone; else an error of #HearthSecretsError
 */
gboolean
hearth_secrets_clear_sync (const char *purpose, const char *host, GCancellable *cancellable,
                           GError **error)
{
  Waiter waiter;
  gboolean cleared;

  waiter_begin (&waiter);
  hearth_secrets_clear_async (purpose, host, cancellable, waiter_cb, &waiter);
  cleared = hearth_secrets_clear_finish (waiter_wait (&waiter), error);
  waiter_end (&waiter);
  return cleared;
}

/**
 * hearth_secrets_free:
 * @secret: (nullable) (transfer full): a secret
 *
 * Wipes a secret from memory and frees it.
 */
void
hearth_secrets_free (char *secret)
{
  hearth_secret_memory_free (secret);
}
