/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-standalone-accounts.h"

#include "hearth-account-setup.h"
#include "hearth-secret-pipe.h"
#include "hearth-settings.h"
#include "hearth-secret-memory.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* What the service's methods for accounts do, for hearthctl --standalone: arguments and results are
 * GVariants as text, and a password comes through the standard input. */

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_result (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

/**
 * hearth_standalone_read_password:
 *
 * Reads all of the standard input, which holds a password or nothing.
 *
 * Returns: (transfer full): the password, to be freed by hearth_secret_pipe_wipe()
 */
char *
hearth_standalone_read_password (void)
{
  char *password = hearth_secret_memory_new (HEARTH_SECRET_PIPE_MAX + 1);
  gsize length = 0;

  while (length < HEARTH_SECRET_PIPE_MAX) {
    gssize n = read (STDIN_FILENO, password + length, HEARTH_SECRET_PIPE_MAX - length);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      break;
    length += (gsize) n;
  }
  return password;
}

static void
print (GVariant *value)
{
  g_autofree char *text = g_variant_print (value, TRUE);

  puts (text);
}

static gboolean
discover (HearthAccountSetup *setup, const char *address, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) choices = NULL;

  hearth_account_setup_discover_async (setup, address, result_cb, &result);
  choices = hearth_account_setup_discover_finish (setup, wait_result (&result), error);
  if (choices == NULL)
    return FALSE;
  print (choices);
  return TRUE;
}

static gboolean
add (HearthAccountSetup *setup, GVariant *settings, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *password = hearth_standalone_read_password ();
  gint64 id;

  hearth_account_setup_add_async (setup, settings, password, result_cb, &result);
  hearth_secret_pipe_wipe (password);
  id = hearth_account_setup_add_finish (setup, wait_result (&result), error);
  if (id != 0)
    print (g_variant_new_int64 (id));
  return id != 0;
}

static gboolean
test (HearthAccountSetup *setup, gint64 id, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GVariant) outcome = NULL;

  hearth_account_setup_test_async (setup, id, result_cb, &result);
  outcome = hearth_account_setup_test_finish (setup, wait_result (&result), error);
  if (outcome == NULL)
    return FALSE;
  print (outcome);
  return TRUE;
}

static gboolean
change (HearthAccountSetup *setup, gint64 id, GVariant *settings, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *password = hearth_standalone_read_password ();

  hearth_account_setup_change_async (setup, id, settings, password, result_cb, &result);
  hearth_secret_pipe_wipe (password);
  return hearth_account_setup_change_finish (setup, wait_result (&result), error);
}

/**
 * hearth_standalone_account:
 * @engine: the engine
 * @command: "account-discover", "account-add", "account-test" or "account-change"
 * @argv: an address; settings; a row; a row and settings
 * @error: why it failed
 *
 * Does what the method of the service does, and prints what that returns.
 *
 * Returns: whether it was done
 */
gboolean
hearth_standalone_account (HearthEngine *engine, const char *command, char **argv, GError **error)
{
  g_autoptr (GSettings) preferences = hearth_settings_new (NULL, NULL);
  g_autoptr (HearthAccountSetup) setup = hearth_account_setup_new (engine, preferences);
  gboolean add_one = strcmp (command, "account-add") == 0;
  gboolean change_one = strcmp (command, "account-change") == 0;
  g_autoptr (GVariant) settings = NULL;
  gboolean done;

  if (add_one || change_one) {
    settings =
        g_variant_parse (G_VARIANT_TYPE_VARDICT, argv[change_one ? 1 : 0], NULL, NULL, error);
    if (settings == NULL)
      return FALSE;
  }
  if (add_one)
    done = add (setup, settings, error);
  else if (change_one)
    done = change (setup, g_ascii_strtoll (argv[0], NULL, 10), settings, error);
  else if (strcmp (command, "account-test") == 0)
    done = test (setup, g_ascii_strtoll (argv[0], NULL, 10), error);
  else
    done = discover (setup, argv[0], error);
  hearth_account_setup_stop (setup);
  return done;
}
