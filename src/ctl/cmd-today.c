/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-mail.h"
#include "hearth-ctl-occurrences.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-commitments.h"
#include "hearth-today.h"

static void
print_json (const HearthToday *today)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_time (&json, "now", today->now);
  hearth_ctl_json_string (&json, "headline", today->headline);
  hearth_ctl_json_string (&json, "detail", today->detail);
  hearth_ctl_json_open (&json, "needs_you", '[');
  for (guint i = 0; i < today->needs->len; i++) {
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_message (&json, g_ptr_array_index (today->needs, i));
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_open (&json, "day", '[');
  for (guint i = 0; i < today->occurrences->len; i++)
    hearth_ctl_json_occurrence (&json, g_ptr_array_index (today->occurrences, i));
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_number (&json, "set_aside", today->n_set_aside);
  hearth_ctl_json_number (&json, "newsletters", today->n_newsletters);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_thing (const HearthCommitment *thing)
{
  const HearthFinding *finding = thing->finding;
  const char *why = thing->message->reason;
  guint width = hearth_ctl_get_width ();

  fputs ("  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_BOLD,
                         hearth_address_get_label (hearth_commitment_get_other (thing)), 22);
  fputs ("  ", stdout);
  hearth_ctl_print_cut (HEARTH_CTL_PLAIN, finding != NULL ? finding->text : thing->message->subject,
                        width > 40 ? width - 26 : 14);
  putchar ('\n');
  if (finding != NULL && finding->kind == HEARTH_FINDING_PROMISE)
    why = _("you promised this");
  if (why != NULL) {
    hearth_ctl_print_cell (HEARTH_CTL_PLAIN, "", 26);
    hearth_ctl_print (HEARTH_CTL_ACCENT, why);
    printf (" (%s %" G_GINT64_FORMAT ")\n", _("mail"), thing->message->id);
  }
}

static void
print_awaited (const HearthCommitment *one, gint64 now)
{
  g_autofree char *since = hearth_format_day_short (one->message->date, now);
  guint width = hearth_ctl_get_width ();

  fputs ("  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_BOLD,
                         hearth_address_get_label (hearth_commitment_get_other (one)), 22);
  fputs ("  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, since, 9);
  hearth_ctl_print_cut (HEARTH_CTL_PLAIN, one->finding->text, width > 50 ? width - 36 : 14);
  putchar ('\n');
}

static void
print_plain (const HearthToday *today)
{
  hearth_ctl_print (HEARTH_CTL_BOLD, today->headline);
  putchar ('\n');
  hearth_ctl_print (HEARTH_CTL_PLAIN, today->detail);
  putchar ('\n');
  if (today->things->len > 0)
    printf ("\n%s\n", _("Needs you"));
  for (guint i = 0; i < today->things->len; i++)
    print_thing (g_ptr_array_index (today->things, i));
  if (today->occurrences->len > 0)
    printf ("\n%s\n", _("Your day"));
  for (guint i = 0; i < today->occurrences->len; i++)
    hearth_ctl_print_occurrence (g_ptr_array_index (today->occurrences, i), today->day.start);
  if (today->awaited->len > 0)
    printf ("\n%s\n", _("Waiting for others"));
  for (guint i = 0; i < today->awaited->len; i++)
    print_awaited (g_ptr_array_index (today->awaited, i), today->now);
  if (today->n_set_aside > 0) {
    putchar ('\n');
    printf (ngettext ("%d mail set aside", "%d mails set aside", (gulong) today->n_set_aside),
            (int) today->n_set_aside);
    if (today->n_newsletters > 0)
      printf (ngettext (", %d of them a newsletter", ", %d of them newsletters",
                        (gulong) today->n_newsletters),
              (int) today->n_newsletters);
    putchar ('\n');
  }
}

static HearthCtlExit
run (HearthCtl *ctl, char **args)
{
  HearthCtlExit code = HEARTH_CTL_DONE;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GDateTime) now = hearth_clock_dup_local ();
  g_autoptr (HearthToday) today = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  today = hearth_today_load (db, now, &error);
  if (today == NULL)
    return hearth_ctl_fail (error);
  if (ctl->json)
    print_json (today);
  else
    print_plain (today);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_today = {
  .name = "today",
  .usage = "",
  .summary = N_("Say what today is about"),
  .run = run,
};
