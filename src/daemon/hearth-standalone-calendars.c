/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-standalone-calendars.h"

#include "hearth-calendar-setup.h"
#include "hearth-secret-pipe.h"
#include "hearth-standalone-accounts.h"

#include <stdio.h>
#include <string.h>

/* What the service's methods for calendars do, for hearthctl --standalone: arguments and results
 * are GVariants as text, and a password comes through the standard input. */

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

/* Takes @value. */
static gboolean
print (GVariant *value)
{
  g_autofree char *text = value != NULL ? g_variant_print (value, TRUE) : NULL;

  if (value == NULL)
    return FALSE;
  puts (text);
  g_variant_unref (value);
  return TRUE;
}

static gboolean
run (HearthCalendarSetup *setup, const char *command, char **argv, GVariant *first,
     GVariant *second, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  char *password = hearth_standalone_read_password ();
  gboolean done;

  if (strcmp (command, "calendar-discover") == 0) {
    hearth_calendar_setup_discover_async (setup, first, password, result_cb, &result);
    done = print (hearth_calendar_setup_discover_finish (setup, wait_result (&result), error));
  } else if (strcmp (command, "calendar-add") == 0) {
    hearth_calendar_setup_add_async (setup, first, second, password, result_cb, &result);
    done = print (hearth_calendar_setup_add_finish (setup, wait_result (&result), error));
  } else {
    hearth_calendar_setup_change_async (setup, g_ascii_strtoll (argv[0], NULL, 10), second,
                                        password, result_cb, &result);
    done = hearth_calendar_setup_change_finish (setup, wait_result (&result), error);
  }
  hearth_secret_pipe_wipe (password);
  return done;
}

/**
 * hearth_standalone_calendar:
 * @engine: the engine
 * @command: "calendar-discover", "calendar-add" or "calendar-change"
 * @argv: what; what and what was chosen; a row and settings
 * @error: why it failed
 *
 * Does what the method of the service does, and prints what that returns.
 *
 * Returns: whether it was done
 */
gboolean
hearth_standalone_calendar (HearthEngine *engine, const char *command, char **argv, GError **error)
{
  g_autoptr (HearthCalendarSetup) setup = hearth_calendar_setup_new (engine);
  gboolean add = strcmp (command, "calendar-add") == 0;
  gboolean change = strcmp (command, "calendar-change") == 0;
  g_autoptr (GVariant) first = NULL;
  g_autoptr (GVariant) second = NULL;
  gboolean done;

  if (!change) {
    first = g_variant_parse (G_VARIANT_TYPE_VARDICT, argv[0], NULL, NULL, error);
    if (first == NULL)
      return FALSE;
  }
  if (add || change) {
    second = g_variant_parse (add ? G_VARIANT_TYPE ("aa{sv}") : G_VARIANT_TYPE_VARDICT, argv[1],
                              NULL, NULL, error);
    if (second == NULL)
      return FALSE;
  }
  done = run (setup, command, argv, first, second, error);
  hearth_calendar_setup_stop (setup);
  return done;
}
