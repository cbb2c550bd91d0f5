/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-goa.h"

#include "hearth-account-settings.h"

#include <glib/gi18n.h>
#include <string.h>

/* GNOME Online Accounts, over D-Bus: the accounts that the desktop has, and their credentials,
 * which it keeps and refreshes. Inside a sandbox this works where the host's keyring is out of
 * sight. */

#define BUS_NAME "org.gnome.OnlineAccounts"
#define ROOT_PATH "/org/gnome/OnlineAccounts"
#define ACCOUNTS_PATH ROOT_PATH "/Accounts/"
#define ACCOUNT_INTERFACE BUS_NAME ".Account"
#define MAIL_INTERFACE BUS_NAME ".Mail"
#define OAUTH2_INTERFACE BUS_NAME ".OAuth2Based"
#define PASSWORD_INTERFACE BUS_NAME ".PasswordBased"
#define NOT_AUTHORIZED BUS_NAME ".Error.NotAuthorized"

/* It may have to ask its provider first. */
#define TIMEOUT_MS 30000
/* A search waits for this and for others. */
#define LIST_TIMEOUT_MS 5000

/**
 * HearthGoaWatch:
 *
 * Notices that the desktop's online accounts changed.
 *
 * Signal: `changed ()`.
 */
struct _HearthGoaWatch {
  GObject parent_instance;

  GDBusConnection *bus; /* (owned) */
  guint subscriptions[3];
};

static guint signal_changed;

G_DEFINE_FINAL_TYPE (HearthGoaWatch, hearth_goa_watch, G_TYPE_OBJECT)

static const char *
get_text (GVariantDict *dict, const char *name)
{
  const char *text = "";

  g_variant_dict_lookup (dict, name, "&s", &text);
  return text;
}

static gboolean
get_flag (GVariantDict *dict, const char *name)
{
  gboolean flag = FALSE;

  g_variant_dict_lookup (dict, name, "b", &flag);
  return flag;
}

/* Takes a server from the properties that begin with @prefix. The host may have a port. */
static gboolean
read_server (GVariantDict *mail, const char *prefix, guint16 tls_port, guint16 starttls_port,
             const char *address, HearthMailServer *server)
{
  g_autofree char *host_name = g_strconcat (prefix, "Host", NULL);
  g_autofree char *user_name = g_strconcat (prefix, "UserName", NULL);
  g_autofree char *ssl_name = g_strconcat (prefix, "UseSsl", NULL);
  g_autofree char *supported_name = g_strconcat (prefix, "Supported", NULL);
  g_autoptr (GSocketConnectable) place = NULL;
  const char *user = get_text (mail, user_name);
  gboolean tls = get_flag (mail, ssl_name);
  g_autofree char *host = NULL;

  if (!get_flag (mail, supported_name) || *get_text (mail, host_name) == '\0')
    return FALSE;
  place =
      g_network_address_parse (get_text (mail, host_name), tls ? tls_port : starttls_port, NULL);
  if (place == NULL)
    return FALSE;
  host = hearth_account_dup_host (g_network_address_get_hostname (G_NETWORK_ADDRESS (place)));
  if (host == NULL)
    return FALSE;
  hearth_mail_server_clear (server);
  server->host = g_steal_pointer (&host);
  server->port = g_network_address_get_port (G_NETWORK_ADDRESS (place));
  server->security = tls ? HEARTH_SECURITY_TLS : HEARTH_SECURITY_STARTTLS;
  server->user = g_strdup (*user != '\0' ? user : address);
  return TRUE;
}

/* Returns %NULL for an account that has no mail, or whose mail the owner switched off there. */
static HearthAccount *
read_account (GVariant *interfaces)
{
  g_autoptr (GVariant) account_value =
      g_variant_lookup_value (interfaces, ACCOUNT_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariant) mail_value =
      g_variant_lookup_value (interfaces, MAIL_INTERFACE, G_VARIANT_TYPE_VARDICT);
  g_autoptr (GVariantDict) account_dict = g_variant_dict_new (account_value);
  g_autoptr (GVariantDict) mail = g_variant_dict_new (mail_value);
  g_autoptr (HearthAccount) account = NULL;
  g_autofree char *address = NULL;

  if (account_value == NULL || mail_value == NULL || get_flag (account_dict, "MailDisabled"))
    return NULL;
  address = hearth_account_dup_address (get_text (mail, "EmailAddress"), NULL);
  if (address == NULL)
    return NULL;
  account = hearth_account_new (address);
  account->auth = HEARTH_AUTH_GOA;
  account->goa_id = g_strdup (get_text (account_dict, "Id"));
  g_free (account->name);
  account->name = g_strdup (get_text (mail, "Name"));
  /* Gmail keeps what is sent through it. */
  account->sent_copy = g_strcmp0 (get_text (account_dict, "ProviderType"), "google") != 0;
  if (!read_server (mail, "Imap", 993, 143, address, &account->imap))
    return NULL;
  read_server (mail, "Smtp", 465, 587, address, &account->smtp);
  return g_steal_pointer (&account);
}

static void
listed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) accounts =
      g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_free);
  g_autoptr (GVariant) reply =
      g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, NULL);
  g_autoptr (GVariant) objects = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (reply != NULL)
    objects = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; objects != NULL && i < g_variant_n_children (objects); i++) {
    g_autoptr (GVariant) interfaces = NULL;
    HearthAccount *account;

    g_variant_get_child (objects, i, "{&o@a{sa{sv}}}", NULL, &interfaces);
    account = read_account (interfaces);
    if (account != NULL)
      g_ptr_array_add (accounts, account);
  }
  g_task_return_pointer (task, g_steal_pointer (&accounts), (GDestroyNotify) g_ptr_array_unref);
}

static void
connected_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (bus == NULL) {
    g_task_return_pointer (task,
                           g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_account_free),
                           (GDestroyNotify) g_ptr_array_unref);
    return;
  }
  g_dbus_connection_call (bus, BUS_NAME, ROOT_PATH, "org.freedesktop.DBus.ObjectManager",
                          "GetManagedObjects", NULL, G_VARIANT_TYPE ("(a{oa{sa{sv}}})"),
                          G_DBUS_CALL_FLAGS_NONE, LIST_TIMEOUT_MS, g_task_get_cancellable (task),
                          listed_cb, g_object_ref (task));
}

/**
 * hearth_goa_list_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when they are known
 * @user_data: for @callback
 *
 * Lists the desktop's online accounts that have mail over IMAP.
 */
void
hearth_goa_list_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hearth_goa_list_async);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, connected_cb, g_object_ref (task));
}

/**
 * hearth_goa_list_finish:
 * @result: what the callback got
 * @error: only `G_IO_ERROR_CANCELLED`: where there is no GNOME there are no accounts
 *
 * Returns: (transfer full) (nullable) (element-type HearthAccount): accounts that could be added
 */
GPtrArray *
hearth_goa_list_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Calls one method of an account over there. */
static GVariant *
call (GDBusConnection *bus, const char *goa_id, const char *interface, const char *method,
      GVariant *parameters, const char *reply_type, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_strconcat (ACCOUNTS_PATH, goa_id, NULL);

  return g_dbus_connection_call_sync (bus, BUS_NAME, path, interface, method, parameters,
                                      G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE,
                                      TIMEOUT_MS, cancellable, error);
}

static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
         g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE);
}

/* Says what the owner can do. Takes @foreign. */
static void
translate_error (const char *label, GError *foreign, GError **error)
{
  g_autofree char *remote = g_dbus_error_get_remote_error (foreign);

  if (g_error_matches (foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error (error, foreign);
    return;
  }
  if (g_strcmp0 (remote, NOT_AUTHORIZED) == 0)
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_REFUSED,
                 _("The desktop must sign in to “%s” again. Open Online Accounts in the system’s "
                    "settings."),
                 label);
  else if (g_error_matches (foreign, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT) ||
           is_absent (foreign))
    g_set_error (
        error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_NO_SECRET,
        _("“%s” is no longer among the desktop’s online accounts. Add it there, or remove "
           "it here."),
        label);
  else
    g_set_error (
        error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_OFFLINE,
        _("The desktop’s online accounts did not say how to sign in to “%s”. Hearth tries "
           "again later."),
        label);
  g_error_free (foreign);
}

static gboolean
is_id (const char *text)
{
  return text != NULL && *text != '\0' &&
         strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") ==
             strlen (text);
}

/* Asks the desktop for what proves a login: its access token, or else the password of that name. */
static HearthCredentials *
get_credentials (const char *goa_id, const char *label, const char *user, const char *password_id,
                 gboolean refresh, GCancellable *cancellable, GError **error)
{
  HearthMechanism mechanism = HEARTH_MECHANISM_TOKEN;
  GError *foreign = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  const char *secret;

  if (!is_id (goa_id)) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("It is not said which of the desktop’s online accounts is meant."));
    return NULL;
  }
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &foreign);
  /* This makes the desktop look whether its token is still good, and refresh it. */
  if (bus != NULL && refresh)
    reply = call (bus, goa_id, ACCOUNT_INTERFACE, "EnsureCredentials", NULL, "(i)", cancellable,
                  &foreign);
  g_clear_pointer (&reply, g_variant_unref);
  if (foreign == NULL)
    reply =
        call (bus, goa_id, OAUTH2_INTERFACE, "GetAccessToken", NULL, "(si)", cancellable, &foreign);
  if (reply == NULL && is_absent (foreign)) {
    g_clear_error (&foreign);
    mechanism = HEARTH_MECHANISM_PASSWORD;
    reply = call (bus, goa_id, PASSWORD_INTERFACE, "GetPassword",
                  g_variant_new ("(s)", password_id), "(s)", cancellable, &foreign);
  }
  if (reply == NULL) {
    translate_error (label, foreign, error);
    return NULL;
  }
  g_variant_get_child (reply, 0, "&s", &secret);
  return hearth_credentials_new (mechanism, user, secret);
}

/**
 * hearth_goa_credentials_sync:
 * @account: an account of GNOME Online Accounts
 * @smtp: whether it is for sending
 * @refresh: whether the server refused what was returned last
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthAccountsError
 *
 * Asks the desktop for the access token or password of an account. Blocks.
 *
 * Returns: (transfer full) (nullable): credentials
 */
HearthCredentials *
hearth_goa_credentials_sync (const HearthAccount *account, gboolean smtp, gboolean refresh,
                             GCancellable *cancellable, GError **error)
{
  return get_credentials (account->goa_id, account->label,
                          smtp ? account->smtp.user : account->imap.user,
                          smtp ? "smtp-password" : "imap-password", refresh, cancellable, error);
}

/**
 * hearth_goa_dav_credentials_sync:
 * @account: a login that the desktop's online accounts have
 * @refresh: whether the server refused what was returned last
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthAccountsError
 *
 * As hearth_goa_credentials_sync(), for calendars and address books. Blocks.
 *
 * Returns: (transfer full) (nullable): credentials
 */
HearthCredentials *
hearth_goa_dav_credentials_sync (const HearthDavAccount *account, gboolean refresh,
                                 GCancellable *cancellable, GError **error)
{
  return get_credentials (account->goa_id, account->label, account->user, "password", refresh,
                          cancellable, error);
}

static char *
dup_property (GDBusConnection *bus, const char *goa_id, const char *interface, const char *name,
              GCancellable *cancellable, GError **error)
{
  g_autoptr (GVariant) reply =
      call (bus, goa_id, "org.freedesktop.DBus.Properties", "Get",
            g_variant_new ("(ss)", interface, name), "(v)", cancellable, error);
  g_autoptr (GVariant) value = NULL;

  if (reply == NULL)
    return NULL;
  g_variant_get (reply, "(v)", &value);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_dup_string (value, NULL)
                                                             : g_strdup ("");
}

/**
 * hearth_goa_dav_account_sync:
 * @goa_id: an account of GNOME Online Accounts
 * @urls: (element-type utf8): gets where its calendars and its contacts are
 * @cancellable: (nullable): a cancellable
 * @error: a #HearthAccountsError
 *
 * Asks the desktop what it knows of an account's calendars and address books. Blocks.
 *
 * Returns: (transfer full) (nullable): its login, which has no address of its own yet
 */
HearthDavAccount *
hearth_goa_dav_account_sync (const char *goa_id, GPtrArray *urls, GCancellable *cancellable,
                             GError **error)
{
  static const char *const interfaces[] = { BUS_NAME ".Calendar", BUS_NAME ".Contacts" };
  GError *foreign = NULL;
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (HearthDavAccount) account = NULL;
  g_autofree char *identity = NULL;

  if (!is_id (goa_id)) {
    g_set_error (error, HEARTH_ACCOUNTS_ERROR, HEARTH_ACCOUNTS_ERROR_INVALID,
                 _("It is not said which of the desktop’s online accounts is meant."));
    return NULL;
  }
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, &foreign);
  if (bus != NULL)
    identity = dup_property (bus, goa_id, ACCOUNT_INTERFACE, "Identity", cancellable, &foreign);
  if (identity == NULL) {
    translate_error (goa_id, foreign, error);
    return NULL;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (interfaces); i++) {
    char *url = dup_property (bus, goa_id, interfaces[i], "Uri", cancellable, NULL);

    if (url != NULL && *url != '\0')
      g_ptr_array_add (urls, url);
    else
      g_free (url);
  }
  account = hearth_dav_account_new ("", identity);
  account->auth = HEARTH_AUTH_GOA;
  account->goa_id = g_strdup (goa_id);
  return g_steal_pointer (&account);
}

static void
changed_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface,
            const char *signal, GVariant *parameters, gpointer user_data)
{
  g_signal_emit (user_data, signal_changed, 0);
}

static void
hearth_goa_watch_dispose (GObject *object)
{
  HearthGoaWatch *self = HEARTH_GOA_WATCH (object);

  for (guint i = 0; self->bus != NULL && i < G_N_ELEMENTS (self->subscriptions); i++)
    g_dbus_connection_signal_unsubscribe (self->bus, self->subscriptions[i]);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (hearth_goa_watch_parent_class)->dispose (object);
}

static void
hearth_goa_watch_class_init (HearthGoaWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hearth_goa_watch_dispose;
  signal_changed = g_signal_new ("changed", HEARTH_TYPE_GOA_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
hearth_goa_watch_init (HearthGoaWatch *self)
{
}

/**
 * hearth_goa_watch_new:
 * @bus: the session bus
 *
 * Watches the online accounts, without starting their service.
 *
 * Returns: (transfer full): a watch
 */
HearthGoaWatch *
hearth_goa_watch_new (GDBusConnection *bus)
{
  static const struct {
    const char *interface;
    const char *signal;
  } watched[] = {
    { "org.freedesktop.DBus.ObjectManager", "InterfacesAdded" },
    { "org.freedesktop.DBus.ObjectManager", "InterfacesRemoved" },
    { "org.freedesktop.DBus.Properties", "PropertiesChanged" },
  };
  HearthGoaWatch *self = g_object_new (HEARTH_TYPE_GOA_WATCH, NULL);

  self->bus = g_object_ref (bus);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    self->subscriptions[i] =
        g_dbus_connection_signal_subscribe (bus, BUS_NAME, watched[i].interface, watched[i].signal,
                                            NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, changed_cb, self,
                                            NULL);
  return self;
}
