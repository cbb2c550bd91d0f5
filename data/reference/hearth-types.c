/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <girepository.h>

/* Every room in one program, which is run for nothing but to say of its types what no header says:
 * parents, properties and signals. g-ir-scanner starts it with --introspect-dump. */
int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_group (context, g_irepository_get_option_group ());
  /* It leaves the program when it has written them. */
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_printerr ("%s\n", error->message);
  return 1;
}
