/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>

#include "hearth-answer.h"
#include "hearth-clock.h"
#include "hearth-ctl-daemon.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-conversations.h"

#define DEFAULT_LIMIT 20
/* Turns are read in portions of so many. */
#define PORTION 500

static gint64 limit;

static const HearthCtlOption list_options[] = {
  { "--limit", HEARTH_CTL_OPTION_NUMBER, &limit, N_("How many to print; if not said, 20") },
  { NULL },
};

static guint
get_limit (void)
{
  return limit > 0 ? (guint) MIN (limit, 10000) : DEFAULT_LIMIT;
}

static HearthCtlExit
fail_store (const GError *error)
{
  hearth_ctl_fail (error);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND)
             ? HEARTH_CTL_NOTHING
             : HEARTH_CTL_FAILED;
}

static void
print_head_json (HearthCtlJson *json, const HearthConversation *conversation)
{
  hearth_ctl_json_string (json, "name", conversation->name);
  hearth_ctl_json_string (json, "title", conversation->title);
  hearth_ctl_json_string (json, "service", conversation->service);
  hearth_ctl_json_time (json, "created", conversation->created);
  hearth_ctl_json_time (json, "changed", conversation->changed);
}

static void
print_list_json (GPtrArray *list)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < list->len; i++) {
    const HearthConversation *conversation = g_ptr_array_index (list, i);

    hearth_ctl_json_open (&json, NULL, '{');
    print_head_json (&json, conversation);
    hearth_ctl_json_number (&json, "turns", conversation->n_turns);
    hearth_ctl_json_string (&json, "preview", conversation->preview);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  list = hearth_store_conversations_list (db, 0, get_limit (), &error);
  if (list == NULL)
    return fail_store (error);
  if (ctl->json)
    print_list_json (list);
  for (guint i = 0; !ctl->json && i < list->len; i++) {
    const HearthConversation *conversation = g_ptr_array_index (list, i);
    g_autofree char *when = hearth_format_day_short (conversation->changed, hearth_clock_now ());

    hearth_ctl_print (HEARTH_CTL_BOLD, conversation->title);
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, when);
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_ACCENT, conversation->name);
    fputs ("\n  ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, conversation->preview);
    putchar ('\n');
  }
  return list->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_conversation_list = {
  .name = "conversation list",
  .usage = "[--limit N]",
  .summary = N_("List conversations, the last one first"),
  .options = list_options,
  .run = run_list,
};

/* All turns, oldest first. */
static GPtrArray *
read_turns (HearthDatabase *db, const char *name, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) hearth_turn_free);
  gint64 below = 0;

  for (;;) {
    g_autoptr (GPtrArray) portion = hearth_store_turns_list (db, name, below, PORTION, error);
    gboolean last;

    if (portion == NULL)
      return NULL;
    last = portion->len < PORTION;
    if (portion->len > 0)
      below = ((HearthTurn *) g_ptr_array_index (portion, 0))->id;
    /* An older portion goes before what is there. */
    g_ptr_array_extend_and_steal (portion, g_steal_pointer (&all));
    all = g_steal_pointer (&portion);
    if (last)
      return g_steal_pointer (&all);
  }
}

static void
print_turn_json (HearthCtlJson *json, const HearthTurn *turn)
{
  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", turn->id);
  hearth_ctl_json_string (json, "role", turn->role == HEARTH_TURN_OWNER ? "owner" : "companion");
  hearth_ctl_json_string (json, "text", turn->text);
  hearth_ctl_json_time (json, "created", turn->created);
  hearth_ctl_json_boolean (json, "complete", turn->complete);
  if (turn->role == HEARTH_TURN_COMPANION) {
    hearth_ctl_json_string (json, "rating", hearth_turn_rating_get_name (turn->rating));
    hearth_ctl_json_string (json, "service", turn->service);
    hearth_ctl_json_number (json, "tokens_in", turn->tokens_in);
    hearth_ctl_json_number (json, "tokens_out", turn->tokens_out);
  }
  if (turn->files->len > 0) {
    hearth_ctl_json_open (json, "files", '[');
    for (guint i = 0; i < turn->files->len; i++) {
      const HearthTurnFile *file = g_ptr_array_index (turn->files, i);

      hearth_ctl_json_open (json, NULL, '{');
      hearth_ctl_json_string (json, "name", file->name);
      hearth_ctl_json_string (json, "type", file->type);
      hearth_ctl_json_number (json, "size", (gint64) file->size);
      hearth_ctl_json_close (json, '}');
    }
    hearth_ctl_json_close (json, ']');
  }
  hearth_ctl_json_open (json, "sources", '[');
  for (guint i = 0; i < turn->chips->len; i++)
    hearth_ctl_json_string (json, NULL, ((HearthChip *) turn->chips->pdata[i])->label);
  hearth_ctl_json_close (json, ']');
  hearth_ctl_json_close (json, '}');
}

static void
print_conversation_json (const HearthConversation *conversation, GPtrArray *turns)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  print_head_json (&json, conversation);
  hearth_ctl_json_open (&json, "turns", '[');
  for (guint i = 0; i < turns->len; i++)
    print_turn_json (&json, g_ptr_array_index (turns, i));
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static void
print_turn (const HearthTurn *turn, gboolean markdown)
{
  const char *who = turn->role == HEARTH_TURN_OWNER ? _("You") : _("Hearth");
  g_autofree char *when = markdown ? hearth_format_iso (turn->created)
                                   : hearth_format_day_short (turn->created, hearth_clock_now ());

  if (markdown) {
    printf ("**%s** · %s\n\n", who, when);
  } else {
    hearth_ctl_print (HEARTH_CTL_BOLD, who);
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, when);
    putchar ('\n');
  }
  hearth_ctl_print_text (turn->text);
  if (!turn->complete)
    printf ("%s%s", *turn->text != '\0' ? " " : "", _("[cut off]"));
  fputs ("\n", stdout);
  for (guint i = 0; i < turn->files->len; i++) {
    const HearthTurnFile *file = g_ptr_array_index (turn->files, i);

    fputs (markdown ? "\n- " : "· ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, file->name);
    if (!markdown)
      putchar ('\n');
  }
  for (guint i = 0; i < turn->chips->len; i++) {
    fputs (markdown ? "\n- " : "· ", stdout);
    hearth_ctl_print (HEARTH_CTL_PLAIN, ((HearthChip *) turn->chips->pdata[i])->label);
    if (!markdown)
      putchar ('\n');
  }
  fputs (markdown && turn->chips->len > 0 ? "\n\n" : "\n", stdout);
}

static HearthCtlExit
show (HearthCtl *ctl, const char *name, gboolean markdown)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (HearthConversation) conversation = NULL;
  g_autoptr (GPtrArray) turns = NULL;
  g_autofree char *latest = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  if (name == NULL)
    name = latest = hearth_store_turns_dup_latest_conversation (db, &error);
  if (name != NULL)
    conversation = hearth_store_conversations_get (db, name, &error);
  if (conversation != NULL)
    turns = read_turns (db, name, &error);
  if (error != NULL)
    return fail_store (error);
  if (turns == NULL)
    return HEARTH_CTL_NOTHING;
  if (ctl->json) {
    print_conversation_json (conversation, turns);
    return HEARTH_CTL_DONE;
  }
  if (markdown)
    fputs ("# ", stdout);
  hearth_ctl_print (HEARTH_CTL_BOLD, conversation->title);
  fputs ("\n\n", stdout);
  for (guint i = 0; i < turns->len; i++)
    print_turn (g_ptr_array_index (turns, i), markdown);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  return show (ctl, args[0], FALSE);
}

const HearthCtlCommand hearth_ctl_conversation_show = {
  .name = "conversation show",
  .usage = "[CONVERSATION]",
  .summary = N_("Print what was said in a conversation; if not said, in the last one"),
  .max_args = 1,
  .run = run_show,
};

static HearthCtlExit
run_export (HearthCtl *ctl, char **args)
{
  return show (ctl, args[0], TRUE);
}

const HearthCtlCommand hearth_ctl_conversation_export = {
  .name = "conversation export",
  .usage = "CONVERSATION",
  .summary = N_("Print a conversation as Markdown, or with --json as JSON"),
  .min_args = 1,
  .max_args = 1,
  .run = run_export,
};

static void
print_hits_json (GPtrArray *hits)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '[');
  for (guint i = 0; i < hits->len; i++) {
    const HearthTurnHit *hit = g_ptr_array_index (hits, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_string (&json, "name", hit->conversation);
    hearth_ctl_json_string (&json, "title", hit->title);
    hearth_ctl_json_number (&json, "turn", hit->turn);
    hearth_ctl_json_time (&json, "created", hit->created);
    hearth_ctl_json_string (&json, "text", hit->snippet);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run_search (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autofree char *words = g_strjoinv (" ", args);
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_utf8_validate (words, -1, NULL))
    return hearth_ctl_usage ("%s", _("what to look for is not valid UTF-8"));
  if (db == NULL)
    return code;
  hits = hearth_store_conversations_search (db, words, get_limit (), &error);
  if (hits == NULL)
    return fail_store (error);
  if (ctl->json)
    print_hits_json (hits);
  for (guint i = 0; !ctl->json && i < hits->len; i++) {
    const HearthTurnHit *hit = g_ptr_array_index (hits, i);
    g_autofree char *when = hearth_format_day_short (hit->created, hearth_clock_now ());

    hearth_ctl_print (HEARTH_CTL_BOLD, hit->title);
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_DIM, when);
    fputs ("  ", stdout);
    hearth_ctl_print (HEARTH_CTL_ACCENT, hit->conversation);
    putchar ('\n');
    if (hit->turn != 0) {
      fputs ("  ", stdout);
      hearth_ctl_print (HEARTH_CTL_PLAIN, hit->snippet);
      putchar ('\n');
    }
  }
  return hits->len > 0 ? HEARTH_CTL_DONE : HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_conversation_search = {
  .name = "conversation search",
  .usage = "[--limit N] WORD…",
  .summary = N_("Find what was said in any conversation"),
  .options = list_options,
  .min_args = 1,
  .max_args = -1,
  .run = run_search,
};

static HearthCtlExit
change (HearthCtl *ctl, const char *verb, const char *name, const char *title)
{
  const char *const command[] = { "conversation", verb, name, title != NULL ? title : "", NULL };
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->standalone)
    return hearth_ctl_exec_engine (ctl, command);
  bus = hearth_ctl_connect (&error);
  if (bus == NULL)
    return hearth_ctl_fail (error);
  reply = title != NULL ? hearth_ctl_call (ctl, bus, "RenameConversation",
                                           g_variant_new ("(ss)", name, title), "()", &error)
                        : hearth_ctl_call (ctl, bus, "RemoveConversation",
                                           g_variant_new ("(s)", name), "()", &error);
  return reply != NULL ? HEARTH_CTL_DONE : hearth_ctl_fail_call (error);
}

static HearthCtlExit
run_rename (HearthCtl *ctl, char **args)
{
  g_autofree char *title = g_strjoinv (" ", args + 1);

  if (!g_utf8_validate (title, -1, NULL))
    return hearth_ctl_usage ("%s", _("the title is not valid UTF-8"));
  return change (ctl, "rename", args[0], title);
}

const HearthCtlCommand hearth_ctl_conversation_rename = {
  .name = "conversation rename",
  .usage = "CONVERSATION TITLE…",
  .summary = N_("Give a conversation another title"),
  .min_args = 2,
  .max_args = -1,
  .run = run_rename,
};

static HearthCtlExit
run_remove (HearthCtl *ctl, char **args)
{
  return change (ctl, "remove", args[0], NULL);
}

const HearthCtlCommand hearth_ctl_conversation_remove = {
  .name = "conversation remove",
  .usage = "CONVERSATION",
  .summary = N_("Remove a conversation for good"),
  .min_args = 1,
  .max_args = 1,
  .run = run_remove,
};
