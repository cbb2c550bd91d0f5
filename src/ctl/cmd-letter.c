/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-memory.h"
#include "hearth-ctl-output.h"
#include "hearth-format.h"
#include "hearth-store-letters.h"

/* The owner's letters, and what they said before. */

static const char *to;
static gboolean deleted;
static gint64 version;

static void
add_letter (HearthCtlJson *json, const HearthLetter *letter, gboolean with_text)
{
  const char *language = hearth_letter_get_language (letter);

  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", letter->id);
  hearth_ctl_json_string (json, "sender", letter->sender);
  hearth_ctl_json_string (json, "recipient", letter->recipient);
  hearth_ctl_json_string (json, "address", letter->address);
  hearth_ctl_json_string (json, "title", letter->title);
  hearth_ctl_json_string (json, "date", letter->date);
  hearth_ctl_json_string (json, "language", language != NULL ? language : "");
  hearth_ctl_json_string (json, "paper", letter->paper);
  hearth_ctl_json_string (json, "face", letter->face);
  hearth_ctl_json_string (json, "pen", letter->pen);
  hearth_ctl_json_string (json, "begun-with", letter->begun_with);
  hearth_ctl_json_string (json, "state", hearth_letter_state_to_string (letter->state));
  hearth_ctl_json_time (json, "created", letter->created);
  hearth_ctl_json_time (json, "changed", letter->changed);
  if (with_text)
    hearth_ctl_json_string (json, "text", letter->text);
  hearth_ctl_json_close (json, '}');
}

static void
print_row (HearthCtl *ctl, const HearthLetter *letter)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, letter->id);
  g_autofree char *day = hearth_format_day_short (letter->changed, hearth_clock_now ());
  g_autofree char *name = hearth_letter_dup_name (letter);
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    add_letter (&json, letter, FALSE);
    hearth_ctl_json_print (&json);
    return;
  }
  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 5);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, day, 14);
  if (*letter->recipient != '\0') {
    hearth_ctl_print (HEARTH_CTL_ACCENT, letter->recipient);
    fputs (" · ", stdout);
  }
  hearth_ctl_print (HEARTH_CTL_BOLD, *name != '\0' ? name : _("nothing written yet"));
  putchar ('\n');
}

static HearthCtlExit
print_list (HearthCtl *ctl, const HearthLetterFilter *filter)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) letters = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  letters = hearth_store_letters_list (db, filter, &error);
  if (letters == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < letters->len; i++)
    print_row (ctl, g_ptr_array_index (letters, i));
  if (letters->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("There is no such letter."));
  return HEARTH_CTL_NOTHING;
}

static const HearthCtlOption list_options[] = {
  { "--to", HEARTH_CTL_OPTION_STRING, &to, N_("To somebody of that name") },
  { "--deleted", HEARTH_CTL_OPTION_FLAG, &deleted, N_("What can be brought back") },
  { NULL },
};

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthLetterFilter filter = { .recipient = to, .deleted = deleted };

  return print_list (ctl, &filter);
}

const HearthCtlCommand hearth_ctl_letter_list = {
  .name = "letter list",
  .usage = "[--to NAME] [--deleted]",
  .summary = N_("List your letters, the one last changed first"),
  .options = list_options,
  .max_args = 0,
  .run = run_list,
};

static HearthCtlExit
run_find (HearthCtl *ctl, char **args)
{
  g_autofree char *words = hearth_ctl_join (args);
  HearthLetterFilter filter = { .words = words };

  return print_list (ctl, &filter);
}

const HearthCtlCommand hearth_ctl_letter_find = {
  .name = "letter find",
  .usage = "WORD …",
  .summary = N_("Find letters by their words, whom they are to, or their titles"),
  .min_args = 1,
  .max_args = -1,
  .run = run_find,
};

static void
print_line (const char *name, const char *value)
{
  if (*value == '\0')
    return;
  hearth_ctl_print_cell (HEARTH_CTL_DIM, name, 12);
  hearth_ctl_print_text (value);
  putchar ('\n');
}

static void
print_letter (HearthCtl *ctl, const HearthLetter *letter)
{
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    add_letter (&json, letter, TRUE);
    hearth_ctl_json_print (&json);
    return;
  }
  print_line (_("from"), letter->sender);
  print_line (_("to"), letter->recipient);
  print_line (_("address"), letter->address);
  print_line (_("title"), letter->title);
  print_line (_("date"), letter->date);
  print_line (_("begun with"), letter->begun_with);
  if (*letter->sender != '\0' || *letter->recipient != '\0' || *letter->address != '\0' ||
      *letter->title != '\0' || *letter->date != '\0' || *letter->begun_with != '\0')
    putchar ('\n');
  hearth_ctl_print_text (letter->text);
  putchar ('\n');
}

static const HearthCtlOption show_options[] = {
  { "--version-of", HEARTH_CTL_OPTION_NUMBER, &version, N_("What it said in that version") },
  { NULL },
};

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthLetter) letter = hearth_ctl_letter_load (ctl, args[0], &code);
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (HearthLetterVersion) before = NULL;
  g_autoptr (GError) error = NULL;

  if (letter == NULL)
    return code;
  if (version == 0) {
    print_letter (ctl, letter);
    return HEARTH_CTL_DONE;
  }
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  before = hearth_store_letters_get_version (db, version, &error);
  if (before == NULL)
    return hearth_ctl_fail (error);
  if (before->letter_id != letter->id)
    return hearth_ctl_usage (_("that is a version of another letter"));
  before->letter->created = letter->created;
  before->letter->changed = before->at;
  print_letter (ctl, before->letter);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_show = {
  .name = "letter show",
  .usage = "ID [--version-of VERSION]",
  .summary = N_("Show a letter, or what it said before"),
  .options = show_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_show,
};

static void
print_version (HearthCtl *ctl, const HearthLetterVersion *each)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, each->id);
  g_autofree char *day = hearth_format_day (each->at, hearth_clock_now ());
  g_autofree char *time = hearth_format_time (each->at);
  HearthCtlJson json;

  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", each->id);
    hearth_ctl_json_time (&json, "at", each->at);
    hearth_ctl_json_number (&json, "characters", each->n_chars);
    hearth_ctl_json_number (&json, "brought-back", each->origin);
    hearth_ctl_json_boolean (&json, "kept", each->kept);
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return;
  }
  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 6);
  printf ("%s, %s · ", day, time);
  printf (ngettext ("%lld character", "%lld characters", (gulong) each->n_chars),
          (long long) each->n_chars);
  if (each->origin != 0)
    printf (_(" · as in version %lld"), (long long) each->origin);
  putchar ('\n');
}

static HearthCtlExit
run_versions (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthLetter) letter = hearth_ctl_letter_load (ctl, args[0], &code);
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) error = NULL;

  if (letter == NULL)
    return code;
  db = hearth_ctl_open_store (ctl, &code);
  if (db == NULL)
    return code;
  versions = hearth_store_letters_list_versions (db, letter->id, &error);
  if (versions == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < versions->len; i++)
    print_version (ctl, g_ptr_array_index (versions, i));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_versions = {
  .name = "letter versions",
  .usage = "ID",
  .summary = N_("List what a letter said before, the newest first"),
  .min_args = 1,
  .max_args = 1,
  .run = run_versions,
};
