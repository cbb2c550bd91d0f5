/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-card-text.h"
#include "hearth-clock.h"
#include "hearth-ctl-cards.h"
#include "hearth-ctl-events.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-cards.h"

/* What was proposed in a conversation and is done only with its owner's yes. */

static gboolean all;
static const char *yes;

static const HearthCtlOption list_options[] = {
  { "--all", HEARTH_CTL_OPTION_FLAG, &all, N_("Also those that were decided on") },
  { NULL },
};

static const HearthCtlOption accept_options[] = {
  { "--yes", HEARTH_CTL_OPTION_STRING, &yes,
    N_("Do it without asking, if this is the hash of the card: see “card show --json”") },
  { NULL },
};

static const char *
get_state (HearthCardState state)
{
  switch (state) {
  case HEARTH_CARD_ACCEPTED:
    return "accepted";
  case HEARTH_CARD_DECLINED:
    return "declined";
  case HEARTH_CARD_FAILED:
    return "failed";
  case HEARTH_CARD_EXPIRED:
    return "expired";
  case HEARTH_CARD_WAITING:
  default:
    return "waiting";
  }
}

static void
add_lines (HearthCtlJson *json, const HearthCard *card)
{
  g_autoptr (GPtrArray) lines = hearth_card_list_lines (card);

  hearth_ctl_json_open (json, "lines", '[');
  for (guint i = 0; i < lines->len; i++) {
    const HearthCardLine *line = g_ptr_array_index (lines, i);

    hearth_ctl_json_open (json, NULL, '{');
    hearth_ctl_json_string (json, "label", line->label);
    hearth_ctl_json_string (json, "value", line->value);
    hearth_ctl_json_string (json, "origin", line->origin);
    hearth_ctl_json_string (json, "warning", line->warning);
    hearth_ctl_json_close (json, '}');
  }
  hearth_ctl_json_close (json, ']');
}

static void
print_json (const HearthCard *card)
{
  g_autofree char *title = hearth_card_dup_title (card);
  g_autofree char *body = hearth_card_dup_body (card);
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", card->id);
  hearth_ctl_json_string (&json, "conversation", card->conversation);
  hearth_ctl_json_number (&json, "turn", card->turn);
  hearth_ctl_json_string (&json, "verb", card->verb);
  hearth_ctl_json_string (&json, "title", title);
  add_lines (&json, card);
  hearth_ctl_json_string (&json, "body", body);
  hearth_ctl_json_string (&json, "hash", card->hash);
  hearth_ctl_json_string (&json, "state", get_state (card->state));
  hearth_ctl_json_string (&json, "problem", card->problem);
  hearth_ctl_json_number (&json, "action", card->action);
  hearth_ctl_json_time (&json, "created", card->created);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_row (const HearthCard *card)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, card->id);
  g_autofree char *title = hearth_card_dup_title (card);
  g_autofree char *state = hearth_card_dup_state (card);
  g_autofree char *day = hearth_format_day (card->created, hearth_clock_now ());

  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 6);
  hearth_ctl_print (card->state == HEARTH_CARD_WAITING ? HEARTH_CTL_BOLD : HEARTH_CTL_DIM, title);
  printf (" · %s", day);
  if (*state != '\0')
    printf (" · %s", state);
  putchar ('\n');
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cards = NULL;

  if (db == NULL)
    return code;
  cards = all ? hearth_store_cards_list (db, NULL, &error)
              : hearth_store_cards_list_waiting (db, 500, &error);
  if (cards == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < cards->len; i++) {
    if (ctl->json)
      print_json (g_ptr_array_index (cards, i));
    else
      print_row (g_ptr_array_index (cards, i));
  }
  if (cards->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing waits for your yes."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_card_list = {
  .name = "card list",
  .usage = "[--all]",
  .summary = N_("List what was proposed and waits for your yes; with --json one object a line"),
  .options = list_options,
  .run = run_list,
};

/* The card of an argument, or %NULL when it has been said why there is none. */
static HearthCard *
read_card (HearthCtl *ctl, const char *number, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GError) error = NULL;
  HearthCard *card;
  gint64 id;

  if (!hearth_ctl_parse_id (number, &id)) {
    *code =
        hearth_ctl_usage (_("“%s” is not the number of a card; see hearthctl card list"), number);
    return NULL;
  }
  db = hearth_ctl_open_store (ctl, code);
  if (db == NULL)
    return NULL;
  card = hearth_store_cards_get (db, id, &error);
  if (card == NULL)
    *code = hearth_ctl_fail (error);
  return card;
}

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthCard) card = read_card (ctl, args[0], &code);
  g_autofree char *text = NULL;

  if (card == NULL)
    return code;
  if (ctl->json) {
    print_json (card);
    return HEARTH_CTL_DONE;
  }
  text = hearth_card_dup_text (card);
  hearth_ctl_print_text (text);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_card_show = {
  .name = "card show",
  .usage = "ID",
  .summary = N_("Show in full what a card would do"),
  .min_args = 1,
  .max_args = 1,
  .run = run_show,
};

/**
 * hearth_ctl_card_ask:
 * @ctl: a call
 * @card: a card
 * @code: (out): set where the word did not come
 *
 * Shows the whole card and waits for the word.
 *
 * Returns: whether it came
 */
gboolean
hearth_ctl_card_ask (HearthCtl *ctl, const HearthCard *card, HearthCtlExit *code)
{
  g_autofree char *text = hearth_card_dup_text (card);
  char line[32];

  if (ctl->json) {
    *code = hearth_ctl_usage ("%s", _("nobody can be asked: say --yes with the hash of the card"));
    return FALSE;
  }
  hearth_ctl_print_text (text);
  if (card->state != HEARTH_CARD_WAITING) {
    *code = HEARTH_CTL_FAILED;
    return FALSE;
  }
  fflush (stdout);
  /* Translators: the word in quotes is typed as it stands */
  fprintf (stderr, "\n%s ", _("Type “yes” to do this:"));
  *code = HEARTH_CTL_FAILED;
  if (fgets (line, sizeof line, stdin) != NULL && strcmp (g_strstrip (line), "yes") == 0)
    return TRUE;
  fprintf (stderr, "%s\n",
           card->id < 0 ? _("Nothing was done.") : _("Nothing was done. The card waits."));
  return FALSE;
}

/**
 * hearth_ctl_card_print_done:
 * @ctl: a call
 * @action: what takes back what a card did, or 0
 *
 * Says that it is done.
 */
void
hearth_ctl_card_print_done (HearthCtl *ctl, gint64 action)
{
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "action", action);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
  } else if (action != 0) {
    printf (_("Done. “hearthctl undo %lld” takes it back.\n"), (long long) action);
  } else {
    puts (_("Done."));
  }
}

static HearthCtlExit
run_accept (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthCard) card = read_card (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;
  gint64 action;

  if (card == NULL)
    return code;
  if (yes == NULL && !hearth_ctl_card_ask (ctl, card, &code))
    return code;
  /* What was shown is what is accepted, also if another stands there by now. */
  reply = hearth_ctl_event_call (ctl, "AcceptCard",
                                 g_variant_new ("(xs)", card->id, yes != NULL ? yes : card->hash),
                                 "(x)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &action);
  hearth_ctl_card_print_done (ctl, action);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_card_accept = {
  .name = "card accept",
  .usage = "ID [--yes HASH]",
  .summary = N_("Show in full what a card would do, and do it when “yes” is typed"),
  .options = accept_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_accept,
};

static HearthCtlExit
run_decline (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a card; see hearthctl card list"),
                             args[0]);
  reply = hearth_ctl_event_call (ctl, "DeclineCard", g_variant_new ("(x)", id), "()", &code);
  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (_("Declined. Nothing was done."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_card_decline = {
  .name = "card decline",
  .usage = "ID",
  .summary = N_("Decline what a card proposes"),
  .min_args = 1,
  .max_args = 1,
  .run = run_decline,
};
