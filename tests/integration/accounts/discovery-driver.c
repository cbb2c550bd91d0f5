/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-discovery.h"

#include <stdio.h>
#include <string.h>

/* Looks for an address where nobody says anything, so that only guesses are left:
 * discovery-driver ADDRESS [HOST:PORT=LOOPBACK-PORT …]. Prints each choice as a GVariant, a line
 * each. */

static GSocketConnectable *
place_cb (const char *host, guint16 port, gpointer user_data)
{
  g_autofree char *place = g_strdup_printf ("%s:%u=", host, port);

  for (char **map = user_data; *map != NULL; map++) {
    if (g_str_has_prefix (*map, place))
      return g_network_address_new ("127.0.0.1",
                                    (guint16) g_ascii_strtoull (*map + strlen (place), NULL, 10));
  }
  return NULL;
}

static void
result_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

int
main (int argc, char *argv[])
{
  g_autoptr (HearthHttp) http = hearth_http_new (NULL);
  g_autoptr (HearthDiscovery) discovery = hearth_discovery_new (http, "");
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GError) error = NULL;

  /* Port 1 of this computer is off: the web has nothing. */
  hearth_discovery_set_double (discovery, resolver, "http://127.0.0.1:1", place_cb, argv + 2);
  hearth_discovery_find_async (discovery, argv[1], NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  choices = hearth_discovery_find_finish (discovery, result, NULL, &error);
  if (choices == NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  for (guint i = 0; i < choices->len; i++) {
    g_autoptr (GVariant) variant =
        g_variant_ref_sink (hearth_account_choice_to_variant (choices->pdata[i]));
    g_autofree char *text = g_variant_print (variant, TRUE);

    puts (text);
  }
  return 0;
}
