/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-memory.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-memories.h"

/* What is remembered, and what for. */

static gboolean proposed;
static gboolean past;
static gboolean all;
static const char *about;

static const HearthCtlOption list_options[] = {
  { "--proposed", HEARTH_CTL_OPTION_FLAG, &proposed, N_("What waits for your yes") },
  { "--past", HEARTH_CTL_OPTION_FLAG, &past, N_("What was replaced or is over") },
  { "--all", HEARTH_CTL_OPTION_FLAG, &all, N_("All of it") },
  { "--about", HEARTH_CTL_OPTION_STRING, &about, N_("About that person, or “owner” for you") },
  { NULL },
};

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  g_autofree char *words = args[0] != NULL ? hearth_ctl_join (args) : NULL;
  HearthMemoryFilter filter = { .which = all        ? HEARTH_MEMORIES_ALL
                                         : past     ? HEARTH_MEMORIES_PAST
                                         : proposed ? HEARTH_MEMORIES_PROPOSED
                                                    : HEARTH_MEMORIES_ACTIVE,
                                .subject = about,
                                .words = words };
  gint64 now = hearth_clock_now ();
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) memories = NULL;
  g_autoptr (GError) error = NULL;

  if (all + past + proposed > 1)
    return hearth_ctl_usage (_("say one of --proposed, --past and --all"));
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  memories = hearth_store_memories_list (db, &filter, &error);
  if (memories == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < memories->len; i++)
    hearth_ctl_print_memory (ctl, g_ptr_array_index (memories, i), now);
  if (memories->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("Nothing like that is remembered."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_memory_list = {
  .name = "memory list",
  .usage = "[WORD …] [--about WHO] [--proposed|--past|--all]",
  .summary = N_("List what is remembered; with --json one object a line"),
  .options = list_options,
  .max_args = -1,
  .run = run_list,
};

static void
print_field (const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  hearth_ctl_print_cell (HEARTH_CTL_DIM, name, 12);
  hearth_ctl_print_text (value);
  putchar ('\n');
}

static char *
dup_source (const HearthMemory *memory)
{
  if (strcmp (memory->source_kind, "conversation") == 0)
    return g_strdup_printf (_("said in the conversation %s"), memory->source);
  if (strcmp (memory->source_kind, "message") == 0)
    return g_strdup_printf (_("from the message %s"), memory->source);
  if (strcmp (memory->source_kind, "act") == 0)
    return g_strdup (_("from what you did"));
  return g_strdup (_("written by you"));
}

static void
print_uses (GPtrArray *uses, gint64 now)
{
  for (guint i = 0; i < uses->len; i++) {
    const HearthMemoryUse *use = g_ptr_array_index (uses, i);
    g_autofree char *day = hearth_format_day_short (use->at, now);
    g_autofree char *line = use->question != NULL
                                ? g_strdup_printf ("%s · “%s”", day, use->question)
                                : g_strdup_printf (_("%s · a conversation that is gone"), day);

    print_field (i == 0 ? _("used for") : "", line);
  }
}

static void
print_uses_json (const HearthMemory *memory, GPtrArray *uses)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", memory->id);
  hearth_ctl_json_open (&json, "uses", '[');
  for (guint i = 0; i < uses->len; i++) {
    const HearthMemoryUse *use = g_ptr_array_index (uses, i);

    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "turn", use->turn_id);
    hearth_ctl_json_string (&json, "conversation", use->conversation);
    hearth_ctl_json_string (&json, "question", use->question);
    hearth_ctl_json_time (&json, "at", use->at);
    hearth_ctl_json_close (&json, '}');
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthMemory) memory = NULL;
  g_autoptr (GPtrArray) uses = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *source = NULL;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a memory; see hearthctl memory list"),
                             args[0]);
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  memory = hearth_store_memories_get (db, id, &error);
  if (memory == NULL) {
    hearth_ctl_fail (error);
    return HEARTH_CTL_NOTHING;
  }
  uses = hearth_store_memories_list_uses (db, id, 0, &error);
  if (uses == NULL)
    return hearth_ctl_fail (error);
  hearth_ctl_print_memory (ctl, memory, hearth_clock_now ());
  if (ctl->json) {
    print_uses_json (memory, uses);
    return HEARTH_CTL_DONE;
  }
  source = dup_source (memory);
  print_field (_("source"), source);
  print_field (strcmp (memory->source_kind, "act") == 0 ? _("seen") : _("your words"),
               memory->quote);
  print_field (_("why"), memory->reason);
  print_uses (uses, hearth_clock_now ());
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_memory_show = {
  .name = "memory show",
  .usage = "ID",
  .summary = N_("Show where something that is remembered comes from and what it was used for"),
  .min_args = 1,
  .max_args = 1,
  .run = run_show,
};
