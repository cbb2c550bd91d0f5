/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl.h"
#include "hearth-store-messages.h"

static gint64 limit = 20;

static const HearthCtlOption options[] = {
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("At most so many; 20 if it is not said") },
  { NULL },
};

static void
print_json (GPtrArray *people)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < people->len; i++) {
    const HearthAddress *person = g_ptr_array_index (people, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "name", person->name);
    hearth_ctl_json_string (&json, "address", person->address);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autofree char *typed = g_strjoinv (" ", args);
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) people = NULL;
  g_autoptr (GError) error = NULL;

  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  people = hearth_store_people_complete (db, typed, (guint) MIN (limit, G_MAXINT32), &error);
  if (people == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (people);
  for (guint i = 0; !ctl->json && i < people->len; i++) {
    const HearthAddress *person = g_ptr_array_index (people, i);

    hearth_ctl_print_cell (HEARTH_CTL_BOLD, person->name, 30);
    hearth_ctl_print (HEARTH_CTL_PLAIN, person->address);
    putchar ('\n');
  }
  return people->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_contacts_find = {
  .name = "contacts find",
  .usage = "WORDS… [--limit N]",
  .summary = N_("Say whom a new mail would be offered for the beginning of a name or an address"),
  .options = options,
  .min_args = 1,
  .max_args = -1,
  .run = run,
};
