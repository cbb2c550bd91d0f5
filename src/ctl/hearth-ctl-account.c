/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-account.h"

#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "hearth-ctl-daemon.h"
#include "hearth-secret-pipe.h"
#include "hearth-store-accounts.h"
#include "hearth-secret-memory.h"

/* Commands of hearth-engine that stand for methods of the service. */
static const struct {
  const char *method;
  const char *command;
} commands[] = {
  { "Discover", "account-discover" },  { "AddAccount", "account-add" },
  { "TestAccount", "account-test" },   { "ChangeAccount", "account-change" },
  { "RemoveSource", "source-remove" }, { "DiscoverCalendars", "calendar-discover" },
  { "AddCalendars", "calendar-add" },  { "ChangeCalendar", "calendar-change" },
};

static char *
dup_argument (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_variant_dup_string (value, NULL);
  return g_variant_print (value, !g_variant_is_of_type (value, G_VARIANT_TYPE_INT64));
}

static GSubprocess *
spawn (HearthCtl *ctl, const char *method, GVariant *parameters, GError **error)
{
  const char *args[4] = { NULL };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) argv = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++) {
    if (strcmp (commands[i].method, method) == 0)
      args[0] = commands[i].command;
  }
  for (gsize i = 0; i < g_variant_n_children (parameters) && i < 2; i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (parameters, i);

    g_ptr_array_add (texts, dup_argument (child));
    args[i + 1] = g_ptr_array_index (texts, i);
  }
  argv = hearth_ctl_make_engine_arguments (ctl, args);
  return g_subprocess_newv ((const char *const *) argv->pdata,
                            G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
}

/* Has the engine's program do what the method does. What it complains of, it says itself. */
static GVariant *
call_engine (HearthCtl *ctl, const char *method, GVariant *parameters, const char *password,
             const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = spawn (ctl, method, parameters, &error);
  char *copy = hearth_secret_memory_dup (password != NULL ? password : "");
  g_autoptr (GBytes) input =
      g_bytes_new_with_free_func (copy, strlen (copy), (GDestroyNotify) hearth_secret_pipe_wipe,
                                  copy);
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autofree char *text = NULL;

  /* A child that ends before it has read the password has said why. */
  signal (SIGPIPE, SIG_IGN);
  if (child == NULL || (!g_subprocess_communicate (child, input, NULL, &output, NULL, &error) &&
                        !(g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE) &&
                          g_subprocess_wait (child, NULL, NULL)))) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  g_clear_error (&error);
  *code = g_subprocess_get_if_exited (child) ? (HearthCtlExit) g_subprocess_get_exit_status (child)
                                             : HEARTH_CTL_FAILED;
  if (*code != HEARTH_CTL_DONE)
    return NULL;
  if (strcmp (reply_type, "()") == 0)
    return g_variant_ref_sink (g_variant_new ("()"));
  text = output != NULL ? g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output))
                        : g_strdup ("");
  value = g_variant_parse (NULL, text, NULL, NULL, &error);
  if (value == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  return g_variant_ref_sink (g_variant_new_tuple (&value, 1));
}

/* Adds the place of the descriptor to what a method takes. */
static GVariant *
add_handle (GVariant *parameters)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_TUPLE);
  for (gsize i = 0; i < g_variant_n_children (parameters); i++) {
    g_autoptr (GVariant) child = g_variant_get_child_value (parameters, i);

    g_variant_builder_add_value (&builder, child);
  }
  g_variant_builder_add (&builder, "h", 0);
  return g_variant_builder_end (&builder);
}

static GVariant *
call_service (HearthCtl *ctl, const char *method, GVariant *parameters, const char *password,
              const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = hearth_ctl_connect (&error);
  g_autoptr (GUnixFDList) fds = NULL;
  GVariant *reply;

  if (bus != NULL && password != NULL)
    fds = hearth_secret_pipe_new (password, &error);
  if (error != NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  reply = hearth_ctl_call_with_fds (ctl, bus, method,
                                    password != NULL ? add_handle (parameters) : parameters, fds,
                                    reply_type, &error);
  *code = reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
  return reply;
}

/**
 * hearth_ctl_account_call:
 * @ctl: what is meant
 * @method: a method of the service
 * @parameters: (transfer floating): what it takes, without the descriptor
 * @password: (nullable): what is read from the descriptor; %NULL if the method has none
 * @reply_type: the type of what it returns
 * @code: (out): how to end
 *
 * Calls a method of the service, or has hearth-engine do the same.
 *
 * Returns: (transfer full) (nullable): what it returned; %NULL when it has been said why not
 */
GVariant *
hearth_ctl_account_call (HearthCtl *ctl, const char *method, GVariant *parameters,
                         const char *password, const char *reply_type, HearthCtlExit *code)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (parameters);

  return ctl->standalone ? call_engine (ctl, method, owned, password, reply_type, code)
                         : call_service (ctl, method, owned, password, reply_type, code);
}

/**
 * hearth_ctl_account_find:
 * @ctl: what is meant
 * @text: a number, address or label
 * @code: (out): how to end if there is no such account
 *
 * Returns: (transfer full) (nullable): the account; %NULL when it has been said why there is none
 */
HearthAccount *
hearth_ctl_account_find (HearthCtl *ctl, const char *text, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, code);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (db == NULL)
    return NULL;
  accounts = hearth_store_accounts_list (db, &error);
  if (accounts == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  hearth_ctl_parse_id (text, &id);
  for (guint i = 0; i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);

    if (account->id == id || g_ascii_strcasecmp (account->address, text) == 0 ||
        strcmp (account->label, text) == 0)
      return hearth_account_copy (account);
  }
  fprintf (stderr, _("hearthctl: there is no account “%s”; see hearthctl account list\n"), text);
  *code = HEARTH_CTL_NOTHING;
  return NULL;
}

/**
 * hearth_ctl_account_find_sender:
 * @ctl: what is meant
 * @text: a number, address or label, or the address of an identity
 * @code: (out): how to end if nobody writes so
 *
 * Returns: (transfer full) (nullable): the account, as hearth_account_write_as() leaves it; %NULL
 *   when it has been said why there is none
 */
HearthAccount *
hearth_ctl_account_find_sender (HearthCtl *ctl, const char *text, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, code);
  g_autoptr (GPtrArray) accounts = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return NULL;
  accounts = hearth_store_accounts_list (db, &error);
  if (accounts == NULL) {
    *code = hearth_ctl_fail (error);
    return NULL;
  }
  for (guint i = 0; i < accounts->len; i++) {
    const HearthAccount *account = g_ptr_array_index (accounts, i);
    HearthAccount *sender;

    if (hearth_account_find_identity (account, text) == NULL)
      continue;
    sender = hearth_account_copy (account);
    hearth_account_write_as (sender, text);
    return sender;
  }
  return hearth_ctl_account_find (ctl, text, code);
}

/**
 * hearth_ctl_account_take_server:
 * @option: the option, as it is called
 * @text: HOST, HOST:PORT or HOST:PORT:tls|starttls|none
 * @prefix: "imap" or "smtp"
 * @settings: gets the settings
 *
 * Returns: whether @text is such; otherwise it has been said what is wrong
 */
gboolean
hearth_ctl_account_take_server (const char *option, const char *text, const char *prefix,
                                GVariantDict *settings)
{
  gboolean imap = strcmp (prefix, "imap") == 0;
  const char *end = *text == '[' ? strchr (text, ']') : NULL;
  const char *colon = strchr (end != NULL ? end : text, ':');
  g_autofree char *host = end != NULL ? g_strndup (text + 1, (gsize) (end - text - 1))
                                      : g_strndup (text, strcspn (text, ":"));
  g_auto (GStrv) rest = g_strsplit (colon != NULL ? colon + 1 : "", ":", 2);
  guint64 port = imap ? 993 : 465;
  HearthSecurity security = HEARTH_SECURITY_TLS;
  g_autofree char *host_key = g_strconcat (prefix, "-host", NULL);
  g_autofree char *port_key = g_strconcat (prefix, "-port", NULL);
  g_autofree char *security_key = g_strconcat (prefix, "-security", NULL);

  if (*host == '\0' ||
      (rest[0] != NULL && !g_ascii_string_to_unsigned (rest[0], 10, 1, G_MAXUINT16, &port, NULL)) ||
      (rest[0] != NULL && rest[1] != NULL && !hearth_security_from_string (rest[1], &security))) {
    hearth_ctl_usage (_("%s needs HOST:PORT:tls, HOST:PORT:starttls or HOST:PORT:none, not “%s”"),
                      option, text);
    return FALSE;
  }
  if (rest[0] != NULL && rest[1] == NULL && port == (imap ? 143 : 587))
    security = HEARTH_SECURITY_STARTTLS;
  g_variant_dict_insert (settings, host_key, "s", host);
  g_variant_dict_insert (settings, port_key, "u", (guint32) port);
  g_variant_dict_insert (settings, security_key, "s", hearth_security_to_string (security));
  return TRUE;
}

/**
 * hearth_ctl_account_read_password:
 * @prompt: what is asked for
 *
 * Asks for a password on the terminal without showing it, or reads a line of the standard input if
 * that is none. On the command line it would stand in the shell's history and in the list of
 * processes.
 *
 * Returns: (transfer full) (nullable): the password, to be freed by hearth_secret_pipe_wipe()
 */
char *
hearth_ctl_account_read_password (const char *prompt)
{
  char line[HEARTH_SECRET_PIPE_MAX];
  gboolean terminal = isatty (STDIN_FILENO) != 0;
  struct termios before, silent;
  char *password = NULL;

  if (terminal && tcgetattr (STDIN_FILENO, &before) == 0) {
    fprintf (stderr, "%s ", prompt);
    fflush (stderr);
    silent = before;
    silent.c_lflag &= ~(tcflag_t) ECHO;
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &silent);
  } else {
    terminal = FALSE;
  }
  /* No buffer of the standard library's keeps a copy. */
  setvbuf (stdin, NULL, _IONBF, 0);
  if (fgets (line, sizeof line, stdin) != NULL) {
    line[strcspn (line, "\r\n")] = '\0';
    password = hearth_secret_memory_dup (line);
  }
  explicit_bzero (line, sizeof line);
  if (terminal) {
    tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
    fputc ('\n', stderr);
  }
  return password;
}

/**
 * hearth_ctl_account_dup_server:
 * @server: a server
 *
 * Returns: (transfer full): it as the options name it, or "–" if there is none
 */
char *
hearth_ctl_account_dup_server (const HearthMailServer *server)
{
  gboolean brackets = strchr (server->host, ':') != NULL;

  if (*server->host == '\0')
    return g_strdup ("–");
  return g_strdup_printf ("%s%s%s:%u:%s", brackets ? "[" : "", server->host, brackets ? "]" : "",
                          server->port, hearth_security_to_string (server->security));
}

/**
 * hearth_ctl_account_set_identity:
 * @ctl: what is meant
 * @account: an account
 * @address: the address of an identity, new or not
 * @name: (nullable): its name; %NULL to remove it
 * @signature: (nullable): its signature
 *
 * Changes what the owner writes as besides an account's address.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_account_set_identity (HearthCtl *ctl, const HearthAccount *account, const char *address,
                                 const char *name, const char *signature)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  const HearthIdentity *old = hearth_account_find_identity (account, address);
  GVariantDict *settings = g_variant_dict_new (NULL);
  g_autoptr (GVariant) reply = NULL;
  GVariantBuilder list;

  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(sss)"));
  for (guint i = 0; i < account->identities->len; i++) {
    const HearthIdentity *each = g_ptr_array_index (account->identities, i);

    if (each != old)
      g_variant_builder_add (&list, "(sss)", each->address, each->name, each->signature);
  }
  if (name != NULL)
    g_variant_builder_add (&list, "(sss)", address, name, signature);
  g_variant_dict_insert_value (settings, "identities", g_variant_builder_end (&list));
  reply = hearth_ctl_account_call (
      ctl, "ChangeAccount", g_variant_new ("(x@a{sv})", account->id, g_variant_dict_end (settings)),
      "", "()", &code);
  g_variant_dict_unref (settings);
  return code;
}
