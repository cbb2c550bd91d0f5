/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-service.h"

/* Models that can be downloaded and run on this computer. */

#define LOOK_MS 500

static gboolean use;
static gboolean wait_for_it;

static const HearthCtlOption download_options[] = {
  { "--use", HEARTH_CTL_OPTION_FLAG, &use, N_("Let it answer once it is there") },
  { "--wait", HEARTH_CTL_OPTION_FLAG, &wait_for_it, N_("Wait for it, and tell how far it is") },
  { NULL },
};

static const char *
get_string (GVariant *dict, const char *key)
{
  const char *text = "";

  g_variant_lookup (dict, key, "&s", &text);
  return text;
}

static guint64
get_size (GVariant *dict, const char *key)
{
  guint64 value = 0;

  g_variant_lookup (dict, key, "t", &value);
  return value;
}

static GVariant *
list_minds (HearthCtl *ctl, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply = hearth_ctl_service_call (ctl, "ListMinds", NULL, "(aa{sv})", code);

  return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

static void
print_json (GVariant *mind)
{
  static const char *const texts[] = { "id",   "title", "licence", "languages",
                                       "host", "state", "path",    "problem" };
  static const char *const sizes[] = { "size", "memory", "done" };
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    hearth_ctl_json_string (&json, texts[i], get_string (mind, texts[i]));
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    hearth_ctl_json_number (&json, sizes[i], (gint64) get_size (mind, sizes[i]));
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (GVariant *mind)
{
  g_autofree char *size = g_format_size (get_size (mind, "size"));
  g_autofree char *memory = g_format_size (get_size (mind, "memory"));
  g_autofree char *done = g_format_size (get_size (mind, "done"));
  const char *state = get_string (mind, "state");

  hearth_ctl_print_cell (HEARTH_CTL_BOLD, get_string (mind, "id"), 14);
  printf (_("%s · needs %s of memory · %s · from %s"), size, memory, get_string (mind, "licence"),
          get_string (mind, "host"));
  if (g_str_equal (state, "ready"))
    printf (" · %s", _("here"));
  else if (!g_str_equal (state, "none"))
    printf (_(" · %s have come"), done);
  if (*get_string (mind, "problem") != '\0')
    printf ("\n  %s", get_string (mind, "problem"));
  putchar ('\n');
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) list = list_minds (ctl, &code);

  if (list == NULL)
    return code;
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) mind = g_variant_get_child_value (list, i);

    if (ctl->json)
      print_json (mind);
    else
      print_row (mind);
  }
  return g_variant_n_children (list) > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_mind_list = {
  .name = "mind list",
  .usage = "",
  .summary = N_("List the models that can be downloaded and run on this computer"),
  .run = run_list,
};

static GVariant *
find_mind (HearthCtl *ctl, const char *id, HearthCtlExit *code)
{
  g_autoptr (GVariant) list = list_minds (ctl, code);

  for (gsize i = 0; list != NULL && i < g_variant_n_children (list); i++) {
    g_autoptr (GVariant) mind = g_variant_get_child_value (list, i);

    if (g_str_equal (get_string (mind, "id"), id))
      return g_steal_pointer (&mind);
  }
  return NULL;
}

static void
print_progress (guint64 done, guint64 size)
{
  g_autofree char *came = g_format_size (done);
  g_autofree char *whole = g_format_size (size);

  fputc ('\r', stderr);
  /* Translators: how much came, and how much there is: "1.2 MB of 2.5 GB" */
  fprintf (stderr, _("%s of %s"), came, whole);
  fputs ("   ", stderr);
}

static HearthCtlExit
wait_until_done (HearthCtl *ctl, const char *id)
{
  HearthCtlExit code = HEARTH_CTL_NOTHING;

  for (;;) {
    g_autoptr (GVariant) mind = find_mind (ctl, id, &code);
    const char *state = mind != NULL ? get_string (mind, "state") : "";

    if (mind == NULL)
      return code;
    if (!ctl->json && hearth_ctl_is_terminal ())
      print_progress (get_size (mind, "done"), get_size (mind, "size"));
    if (g_str_equal (state, "ready"))
      return HEARTH_CTL_DONE;
    if (!g_str_equal (state, "downloading") && !g_str_equal (state, "checking")) {
      fprintf (stderr, "hearthctl: %s\n",
               *get_string (mind, "problem") != '\0' ? get_string (mind, "problem")
                                                     : _("the download was stopped"));
      return HEARTH_CTL_FAILED;
    }
    g_usleep (LOOK_MS * 1000);
  }
}

static HearthCtlExit
run_download (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "DownloadMind", g_variant_new ("(sb)", args[0], use), "()",
                               &code);

  if (reply == NULL)
    return code;
  return wait_for_it ? wait_until_done (ctl, args[0]) : HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_mind_download = {
  .name = "mind download",
  .usage = "ID [--use] [--wait]",
  .summary = N_("Download a model, or go on with it"),
  .options = download_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_download,
};

static HearthCtlExit
run_stop (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "StopDownload", g_variant_new ("(s)", args[0]), "()", &code);

  return reply != NULL ? HEARTH_CTL_DONE : code;
}

const HearthCtlCommand hearth_ctl_mind_stop = {
  .name = "mind stop",
  .usage = "ID",
  .summary = N_("Stop a download; what has come stays"),
  .min_args = 1,
  .max_args = 1,
  .run = run_stop,
};

static HearthCtlExit
run_remove (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_service_call (ctl, "RemoveMind", g_variant_new ("(s)", args[0]), "()", &code);

  return reply != NULL ? HEARTH_CTL_DONE : code;
}

const HearthCtlCommand hearth_ctl_mind_remove = {
  .name = "mind remove",
  .usage = "ID",
  .summary = N_("Delete a model’s file, or what has come of it"),
  .min_args = 1,
  .max_args = 1,
  .run = run_remove,
};
