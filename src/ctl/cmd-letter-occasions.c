/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-output.h"

/* Letters that could be written. */

static gint64 dismissed;
static gboolean again;

static GVariant *
list (HearthCtl *ctl, HearthCtlExit *code)
{
  g_autoptr (GVariant) reply =
      hearth_ctl_letter_call (ctl, "ListOccasions", g_variant_new ("()"), "(aa{sv})", code);

  return reply != NULL ? g_variant_get_child_value (reply, 0) : NULL;
}

static const char *
look_up (GVariant *occasion, const char *key)
{
  const char *text = "";

  g_variant_lookup (occasion, key, "&s", &text);
  return text;
}

static void
print_occasion (HearthCtl *ctl, guint number, GVariant *occasion)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  gint64 day = 0;
  HearthCtlJson json;

  if (!ctl->json) {
    hearth_ctl_print_cell (HEARTH_CTL_DIM, text, 4);
    hearth_ctl_print_text (look_up (occasion, "reason"));
    putchar ('\n');
    return;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "number", number);
  hearth_ctl_json_string (&json, "key", look_up (occasion, "key"));
  hearth_ctl_json_string (&json, "kind", look_up (occasion, "kind"));
  hearth_ctl_json_string (&json, "name", look_up (occasion, "name"));
  hearth_ctl_json_string (&json, "reason", look_up (occasion, "reason"));
  if (g_variant_lookup (occasion, "day", "x", &day))
    hearth_ctl_json_time (&json, "day", day);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
print_list (HearthCtl *ctl, GVariant *occasions)
{
  gsize n = g_variant_n_children (occasions);

  for (gsize i = 0; i < n; i++) {
    g_autoptr (GVariant) occasion = g_variant_get_child_value (occasions, i);

    print_occasion (ctl, (guint) i + 1, occasion);
  }
  if (n == 0 && !ctl->json)
    fprintf (stderr, "%s\n", _("There is no occasion in the next days."));
  return n > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

static HearthCtlExit
dismiss (HearthCtl *ctl, const char *key, gboolean on)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_letter_call (ctl, "DismissOccasion", g_variant_new ("(sb)", key, on), "()", &code);

  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (on ? _("Not again this year.") : _("What was dismissed is told again."));
  return HEARTH_CTL_DONE;
}

static const HearthCtlOption options[] = {
  { "--dismiss", HEARTH_CTL_OPTION_NUMBER, &dismissed,
    N_("Do not tell of the one with that number again this year") },
  { "--again", HEARTH_CTL_OPTION_FLAG, &again, N_("Tell of what was dismissed again") },
  { NULL },
};

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  g_autoptr (GVariant) occasions = NULL;
  g_autoptr (GVariant) chosen = NULL;
  HearthCtlExit code;

  if (again)
    return dismiss (ctl, "", FALSE);
  occasions = list (ctl, &code);
  if (occasions == NULL)
    return code;
  if (dismissed == 0)
    return print_list (ctl, occasions);
  if (dismissed > (gint64) g_variant_n_children (occasions))
    return hearth_ctl_usage (_("there is no occasion %lld"), (long long) dismissed);
  chosen = g_variant_get_child_value (occasions, (gsize) dismissed - 1);
  return dismiss (ctl, look_up (chosen, "key"), TRUE);
}

const HearthCtlCommand hearth_ctl_letter_occasions = {
  .name = "letter occasions",
  .usage = "[--dismiss N] [--again]",
  .summary = N_("Say to whom a letter could be written in the next days, and why"),
  .options = options,
  .max_args = 0,
  .run = run,
};
