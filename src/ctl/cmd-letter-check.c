/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-output.h"

/* Proofreading: what there is to look at, and what the owner makes of it. */

#define MARKS_TYPE "(ssa(suussass))"

static GPtrArray *accepted;
static GPtrArray *dismissed;
static gboolean accept_all;
static gboolean dismiss_all;
static gboolean again;
static const char *language;
static gboolean remove_word;

static const HearthCtlOption check_options[] = {
  { "--accept", HEARTH_CTL_OPTION_LIST, &accepted,
    N_("Put the first suggestion of a mark in its place; may be repeated") },
  { "--dismiss", HEARTH_CTL_OPTION_LIST, &dismissed,
    N_("Do not tell of a mark again in this letter; may be repeated") },
  { "--accept-all", HEARTH_CTL_OPTION_FLAG, &accept_all, N_("Accept all that have a suggestion") },
  { "--dismiss-all", HEARTH_CTL_OPTION_FLAG, &dismiss_all, N_("Dismiss all") },
  { "--again", HEARTH_CTL_OPTION_FLAG, &again, N_("Tell again of what was dismissed") },
  { NULL },
};

static void
print_mark (guint number, GVariant *mark)
{
  const char *text, *reason;
  g_autofree const char **suggestions = NULL;
  g_autofree char *label = g_strdup_printf ("%u", number);

  g_variant_get (mark, "(&suu&s&s^a&s&s)", NULL, NULL, NULL, &text, &reason, &suggestions, NULL);
  hearth_ctl_print_cell (HEARTH_CTL_DIM, label, 5);
  hearth_ctl_print (HEARTH_CTL_BOLD, text);
  fputs (" · ", stdout);
  hearth_ctl_print_text (reason);
  for (guint i = 0; suggestions[i] != NULL; i++) {
    fputs (i == 0 ? " → " : ", ", stdout);
    hearth_ctl_print (HEARTH_CTL_ACCENT, suggestions[i]);
  }
  putchar ('\n');
}

static void
add_mark (HearthCtlJson *json, guint number, GVariant *mark)
{
  const char *kind, *text, *reason, *key;
  g_autofree const char **suggestions = NULL;
  guint start, end;

  g_variant_get (mark, "(&suu&s&s^a&s&s)", &kind, &start, &end, &text, &reason, &suggestions, &key);
  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "number", number);
  hearth_ctl_json_string (json, "kind", kind);
  hearth_ctl_json_number (json, "start", start);
  hearth_ctl_json_number (json, "end", end);
  hearth_ctl_json_string (json, "text", text);
  hearth_ctl_json_string (json, "reason", reason);
  hearth_ctl_json_open (json, "suggestions", '[');
  for (guint i = 0; suggestions[i] != NULL; i++)
    hearth_ctl_json_string (json, NULL, suggestions[i]);
  hearth_ctl_json_close (json, ']');
  hearth_ctl_json_string (json, "key", key);
  hearth_ctl_json_close (json, '}');
}

static void
print_json (const char *of, const char *dictionary, GVariant *marks)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_string (&json, "language", of);
  hearth_ctl_json_string (&json, "dictionary", dictionary);
  hearth_ctl_json_open (&json, "marks", '[');
  for (gsize i = 0; i < g_variant_n_children (marks); i++) {
    g_autoptr (GVariant) mark = g_variant_get_child_value (marks, i);

    add_mark (&json, (guint) i + 1, mark);
  }
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

static HearthCtlExit
print_marks (HearthCtl *ctl, GVariant *reply)
{
  const char *of, *dictionary;
  g_autoptr (GVariant) marks = NULL;

  g_variant_get (reply, "(&s&s@a(suussass))", &of, &dictionary, &marks);
  if (ctl->json) {
    print_json (of, dictionary, marks);
    return HEARTH_CTL_DONE;
  }
  for (gsize i = 0; i < g_variant_n_children (marks); i++) {
    g_autoptr (GVariant) mark = g_variant_get_child_value (marks, i);

    print_mark ((guint) i + 1, mark);
  }
  if (*dictionary == '\0')
    fprintf (stderr, "%s\n",
             _("There is no dictionary for this letter: no spelling was looked at."));
  if (g_variant_n_children (marks) == 0)
    puts (_("There is nothing to look at."));
  return HEARTH_CTL_DONE;
}

/* Returns: (transfer full) (nullable): keys of the marks with these numbers. */
static GStrv
dup_keys (GVariant *reply, GPtrArray *numbers, HearthCtlExit *code)
{
  g_autoptr (GVariant) marks = g_variant_get_child_value (reply, 2);
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  gsize n = g_variant_n_children (marks);

  for (gsize i = 0; i < (numbers != NULL ? numbers->len : n); i++) {
    gint64 number = (gint64) i + 1;
    g_autoptr (GVariant) mark = NULL;
    const char *key;

    if (numbers != NULL &&
        (!hearth_ctl_parse_id (g_ptr_array_index (numbers, i), &number) || number > (gint64) n)) {
      *code = hearth_ctl_usage (_("“%s” is not the number of a mark"),
                                (const char *) g_ptr_array_index (numbers, i));
      return NULL;
    }
    mark = g_variant_get_child_value (marks, (gsize) number - 1);
    g_variant_get_child (mark, 6, "&s", &key);
    g_strv_builder_add (keys, key);
  }
  return g_strv_builder_end (keys);
}

static HearthCtlExit
dismiss (HearthCtl *ctl, gint64 id, const char *const *keys, gboolean on)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply =
      hearth_ctl_letter_call (ctl, "DismissMarks", g_variant_new ("(x^asb)", id, keys, on), "()",
                              &code);

  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (on ? _("Dismissed.") : _("What was dismissed is told again."));
  return HEARTH_CTL_DONE;
}

/* The text with the suggestions becomes a version of its own, which can be taken back. */
static HearthCtlExit
accept (HearthCtl *ctl, gint64 id, GVariant *reply, HearthCtlExit code)
{
  g_autoptr (GVariant) marks = g_variant_get_child_value (reply, 2);
  g_autoptr (GPtrArray) args = g_ptr_array_new_with_free_func (g_free);
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_auto (GStrv) keys = dup_keys (reply, accept_all ? NULL : accepted, &code);
  g_autoptr (GVariant) applied = NULL;
  const char *text;

  if (keys == NULL)
    return code;
  g_ptr_array_add (args, g_strdup ("apply"));
  g_ptr_array_add (args, g_strdup_printf ("%" G_GINT64_FORMAT, id));
  for (gsize i = 0; i < (accept_all ? g_variant_n_children (marks) : accepted->len); i++)
    g_ptr_array_add (args, accept_all ? g_strdup_printf ("%" G_GSIZE_FORMAT, i + 1)
                                      : g_strdup (g_ptr_array_index (accepted, i)));
  g_ptr_array_add (args, NULL);
  applied = hearth_ctl_letter_ask_program (ctl, (const char *const *) args->pdata, "(s)", &code);
  if (applied == NULL)
    return code;
  g_variant_get (applied, "(&s)", &text);
  g_variant_dict_insert (&fields, "text", "s", text);
  return hearth_ctl_letter_save (ctl, id, g_variant_dict_end (&fields), _("Saved."));
}

static HearthCtlExit
run_check (HearthCtl *ctl, char **args)
{
  static const char *const all[] = { "", NULL };
  const char *const ask[] = { "check", args[0], NULL };
  g_autoptr (GVariant) reply = NULL;
  g_auto (GStrv) keys = NULL;
  HearthCtlExit code;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                             args[0]);
  if ((accepted != NULL) + (dismissed != NULL) + accept_all + dismiss_all + again > 1)
    return hearth_ctl_usage (_("say one of --accept, --dismiss, --accept-all, --dismiss-all and "
                                "--again"));
  if (again)
    return dismiss (ctl, id, all, FALSE);
  reply = hearth_ctl_letter_ask_program (ctl, ask, MARKS_TYPE, &code);
  if (reply == NULL)
    return code;
  if (accepted != NULL || accept_all)
    return accept (ctl, id, reply, HEARTH_CTL_FAILED);
  if (dismissed == NULL && !dismiss_all)
    return print_marks (ctl, reply);
  keys = dup_keys (reply, dismiss_all ? NULL : dismissed, &code);
  return keys != NULL ? dismiss (ctl, id, (const char *const *) keys, TRUE) : code;
}

const HearthCtlCommand hearth_ctl_letter_check = {
  .name = "letter check",
  .usage = "ID [--accept N …|--accept-all] [--dismiss N …|--dismiss-all] [--again]",
  .summary = N_("Proofread a letter: spelling, commas, names, dates and more, each with a reason"),
  .options = check_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_check,
};

static const HearthCtlOption word_options[] = {
  { "--language", HEARTH_CTL_OPTION_STRING, &language, N_("In that language only, as “de”") },
  { "--remove", HEARTH_CTL_OPTION_FLAG, &remove_word, N_("It is not spelled like that") },
  { NULL },
};

static HearthCtlExit
run_word (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;

  if (!g_utf8_validate (args[0], -1, NULL) ||
      (language != NULL && !g_utf8_validate (language, -1, NULL)))
    return hearth_ctl_usage (_("that is no word"));
  reply = hearth_ctl_letter_call (ctl, "SetOwnWord",
                                  g_variant_new ("(ssb)", language != NULL ? language : "", args[0],
                                                 !remove_word),
                                  "()", &code);
  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (remove_word ? _("That word is no longer yours.") : _("That word is yours now."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_word = {
  .name = "letter word",
  .usage = "WORD [--language LANGUAGE] [--remove]",
  .summary = N_("Teach the proofreader a word of yours"),
  .options = word_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_word,
};
