/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-clock.h"
#include "hearth-ctl-events.h"
#include "hearth-ctl-mail.h"
#include "hearth-ctl-output.h"
#include "hearth-moment.h"
#include "hearth-store-later.h"
#include "hearth-store-messages.h"

/* Mail that is put off, and mail that waits for an answer. */

static const char *until_words;
static const char *awaited;
static const char *in_words;
static gboolean back;

static const HearthCtlOption later_options[] = {
  { "--until", HEARTH_CTL_OPTION_STRING, &until_words,
    N_("Until when, in words: “tomorrow morning”, “3 days”, a date") },
  { "--when-answers", HEARTH_CTL_OPTION_ADDRESS, &awaited,
    N_("Until that person writes; its sender if no address is said") },
  { "--back", HEARTH_CTL_OPTION_FLAG, &back, N_("Put them off no longer") },
  { NULL },
};

static const HearthCtlOption follow_up_options[] = {
  { "--in", HEARTH_CTL_OPTION_STRING, &in_words, N_("When, in words: “3 days”, “next week”") },
  { NULL },
};

static void
print_json (const HearthLater *later, const HearthMessage *message, const char *sentence,
            gint64 now)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", later->message_id);
  hearth_ctl_json_string (&json, "kind",
                          later->kind == HEARTH_LATER_FOLLOW_UP ? "follow-up" : "later");
  hearth_ctl_json_boolean (&json, "back", !hearth_later_is_away (later, now));
  if (later->until != 0) {
    hearth_ctl_json_time (&json, "until", later->until);
    hearth_ctl_json_number (&json, "until_timestamp", later->until);
  }
  if (later->awaits != NULL)
    hearth_ctl_json_string (&json, "awaits", later->awaits);
  if (later->answer_id != 0)
    hearth_ctl_json_number (&json, "answer", later->answer_id);
  hearth_ctl_json_string (&json, "sentence", sentence);
  hearth_ctl_json_string (&json, "subject", message->subject);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (const HearthMessage *message, const char *sentence)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, message->id);

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 17);
  fputs ("  ", stdout);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, hearth_address_get_label (message->from), 22);
  fputs ("  ", stdout);
  hearth_ctl_print_cut (HEARTH_CTL_BOLD, message->subject, 44);
  fputs (" · ", stdout);
  hearth_ctl_print_text (sentence);
  putchar ('\n');
}

static HearthCtlExit
print_list (HearthCtl *ctl)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;
  gint64 now = hearth_clock_now ();

  if (db == NULL)
    return code;
  list = hearth_store_later_list (db, &error);
  if (list == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < list->len; i++) {
    const HearthLater *later = g_ptr_array_index (list, i);
    g_autofree char *sentence = hearth_later_dup_sentence (later, db, now);
    g_autoptr (GPtrArray) messages =
        hearth_store_messages_get_envelopes (db, &later->message_id, 1, &error);

    if (messages == NULL)
      return hearth_ctl_fail (error);
    if (messages->len == 0)
      continue;
    if (ctl->json)
      print_json (later, g_ptr_array_index (messages, 0), sentence, now);
    else
      print_row (g_ptr_array_index (messages, 0), sentence);
  }
  if (list->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing is put off."));
  return HEARTH_CTL_NOTHING;
}

static gboolean
read_moment (const char *words, gint64 *until, HearthCtlExit *code)
{
  *until = 0;
  if (words == NULL || hearth_moment_read (words, hearth_clock_now (), until))
    return TRUE;
  *code = hearth_ctl_usage (_("“%s” is no time that is still to come"), words);
  return FALSE;
}

/* Fills a list of numbers. */
static gboolean
read_ids (char **args, GVariantBuilder *ids, HearthCtlExit *code)
{
  g_variant_builder_init (ids, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; args[i] != NULL; i++) {
    gint64 id;

    if (!hearth_ctl_parse_id (args[i], &id)) {
      g_variant_builder_clear (ids);
      *code = hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                                args[i]);
      return FALSE;
    }
    g_variant_builder_add (ids, "x", id);
  }
  return TRUE;
}

static HearthCtlExit
call (HearthCtl *ctl, const char *method, GVariant *parameters)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = hearth_ctl_event_call (ctl, method, parameters, "(x)", &code);
  gint64 action;

  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &action);
  return hearth_ctl_print_action (ctl, action);
}

static HearthCtlExit
run_later (HearthCtl *ctl, char **args)
{
  gboolean timed = until_words != NULL || awaited != NULL;
  GVariantBuilder ids;
  HearthCtlExit code;
  gint64 until;

  if (args[0] == NULL && !timed && !back)
    return print_list (ctl);
  if (args[0] == NULL || timed == back)
    return hearth_ctl_usage (_("say which mail, and --until, --when-answers or --back"));
  if (!read_moment (until_words, &until, &code) || !read_ids (args, &ids, &code))
    return code;
  if (back)
    return call (ctl, "BringBack", g_variant_new ("(ax)", &ids));
  return call (ctl, "Later",
               g_variant_new ("(axxs)", &ids, until,
                              awaited == NULL    ? ""
                              : *awaited == '\0' ? "sender"
                                                 : awaited));
}

const HearthCtlCommand hearth_ctl_mail_later = {
  .name = "mail later",
  .usage = "[ID … --until WHEN|--when-answers [ADDRESS]|--back]",
  .summary = N_("Put mail off until a time, or until somebody answers; list what is put off"),
  .options = later_options,
  .max_args = -1,
  .run = run_later,
};

static HearthCtlExit
run_follow_up (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  gint64 id, until;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a message; see hearthctl mail list"),
                             args[0]);
  if (in_words == NULL)
    return hearth_ctl_usage (_("say when: hearthctl mail follow-up ID --in “3 days”"));
  if (!read_moment (in_words, &until, &code))
    return code;
  return call (ctl, "FollowUp", g_variant_new ("(xx)", id, until));
}

const HearthCtlCommand hearth_ctl_mail_follow_up = {
  .name = "mail follow-up",
  .usage = "ID --in WHEN",
  .summary = N_("Be reminded of mail that you sent if nobody answers it until then"),
  .options = follow_up_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_follow_up,
};
