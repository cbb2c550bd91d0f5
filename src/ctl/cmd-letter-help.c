/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-output.h"
#include "hearth-letter-change.h"
#include "hearth-text.h"
#include "hearth-word-diff.h"

/* What an AI service does for letters: other wordings, which the owner takes or leaves, and a first
 * text. */

static const char *tone;
static const char *accepted;
static const char *to;
static gboolean plain;

static const HearthCtlOption improve_options[] = {
  { "--tone", HEARTH_CTL_OPTION_STRING, &tone,
    N_("How it shall sound: friendlier, plainer, shorter or formal") },
  { "--accept", HEARTH_CTL_OPTION_STRING, &accepted,
    N_("Take changes that were suggested: their numbers, as 1,3, or all") },
  { NULL },
};

static const char *
get_kind (HearthDiffKind kind)
{
  static const char *const kinds[] = { "same", "struck", "added" };

  return kinds[kind];
}

static void
add_change (HearthCtlJson *json, const HearthLetterChange *change)
{
  g_autoptr (GPtrArray) pieces = hearth_word_diff (change->old, change->new);

  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "number", change->number);
  hearth_ctl_json_number (json, "start", change->start);
  hearth_ctl_json_number (json, "length", change->length);
  hearth_ctl_json_string (json, "old", change->old);
  hearth_ctl_json_string (json, "new", change->new);
  hearth_ctl_json_string (json, "reason", change->reason);
  hearth_ctl_json_open (json, "diff", '[');
  for (guint i = 0; i < pieces->len; i++) {
    const HearthDiffPiece *piece = g_ptr_array_index (pieces, i);

    hearth_ctl_json_open (json, NULL, '{');
    hearth_ctl_json_string (json, "kind", get_kind (piece->kind));
    hearth_ctl_json_string (json, "text", piece->text);
    hearth_ctl_json_close (json, '}');
  }
  hearth_ctl_json_close (json, ']');
  hearth_ctl_json_close (json, '}');
}

static void
print_json (const char *service, GPtrArray *changes)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_string (&json, "service", service);
  hearth_ctl_json_open (&json, "changes", '[');
  for (guint i = 0; i < changes->len; i++)
    add_change (&json, g_ptr_array_index (changes, i));
  hearth_ctl_json_close (&json, ']');
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
}

/* Words struck and added, as git shows them, so that they can be told apart without colours. */
static void
print_piece (const HearthDiffPiece *piece)
{
  static const HearthCtlStyle styles[] = { HEARTH_CTL_PLAIN, HEARTH_CTL_DIM, HEARTH_CTL_BOLD };
  static const char *const begins[] = { "", "[-", "{+" };
  static const char *const ends[] = { "", "-]", "+}" };
  g_autoptr (GString) text = g_string_new (piece->text);
  g_autofree char *marked = NULL;

  g_string_replace (text, "\n", "¶", 0);
  marked = g_strconcat (begins[piece->kind], text->str, ends[piece->kind], NULL);
  /* What is printed on a line loses the blanks at its ends, and here these are between words. */
  if (*marked == ' ')
    putchar (' ');
  hearth_ctl_print (styles[piece->kind], marked);
  if (marked[1] != '\0' && g_str_has_suffix (marked, " "))
    putchar (' ');
}

static void
print_change (const HearthLetterChange *change)
{
  g_autoptr (GPtrArray) pieces = hearth_word_diff (change->old, change->new);
  g_autofree char *number = g_strdup_printf ("%u", change->number);

  hearth_ctl_print_cell (HEARTH_CTL_DIM, number, 5);
  hearth_ctl_print_text (change->reason);
  fputs ("\n     ", stdout);
  for (guint i = 0; i < pieces->len; i++)
    print_piece (g_ptr_array_index (pieces, i));
  putchar ('\n');
}

/* A sentence with words in it that came from elsewhere. */
static void G_GNUC_PRINTF (1, 2) print_formatted (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  hearth_ctl_print_text (text);
}

static HearthCtlExit
suggest (HearthCtl *ctl, gint64 id)
{
  HearthCtlExit code;
  const char *name = g_strcmp0 (tone, "more formal") == 0 ? "formal" : tone;
  g_autoptr (GVariant) reply =
      hearth_ctl_letter_call (ctl, "SuggestChanges",
                              g_variant_new ("(xs)", id, name != NULL ? name : ""),
                              "(s" HEARTH_LETTER_CHANGES_TYPE ")", &code);
  g_autoptr (GVariant) list = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  const char *service;

  if (reply == NULL)
    return code;
  g_variant_get (reply, "(&s@" HEARTH_LETTER_CHANGES_TYPE ")", &service, &list);
  changes = hearth_letter_changes_from_variant (list);
  if (ctl->json) {
    print_json (service, changes);
    return HEARTH_CTL_DONE;
  }
  for (guint i = 0; i < changes->len; i++)
    print_change (g_ptr_array_index (changes, i));
  print_formatted (changes->len == 0
                       ? _("%s would change nothing.\n")
                       : _("Suggested by %s; nothing was changed. Take them with --accept.\n"),
                   service);
  return HEARTH_CTL_DONE;
}

/* Returns: (transfer floating) (nullable): the numbers; none for all of them. */
static GVariant *
read_numbers (HearthCtlExit *code)
{
  g_auto (GStrv) parts = g_strsplit_set (accepted, ", ", -1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("au"));
  for (guint i = 0; parts[i] != NULL && strcmp (accepted, "all") != 0; i++) {
    gint64 number;

    if (*parts[i] == '\0')
      continue;
    if (!hearth_ctl_parse_id (parts[i], &number) || number > HEARTH_LETTER_CHANGES_MAX) {
      *code = hearth_ctl_usage (_("“%s” is not the number of a change"), parts[i]);
      g_variant_builder_clear (&builder);
      return NULL;
    }
    g_variant_builder_add (&builder, "u", (guint) number);
  }
  return g_variant_builder_end (&builder);
}

static HearthCtlExit
accept (HearthCtl *ctl, gint64 id)
{
  HearthCtlExit code;
  GVariant *numbers = read_numbers (&code);
  g_autoptr (GVariant) reply = NULL;
  HearthCtlJson json;
  guint left;

  if (numbers == NULL)
    return code;
  if (g_variant_n_children (numbers) == 0 && strcmp (accepted, "all") != 0) {
    g_variant_unref (g_variant_ref_sink (numbers));
    return hearth_ctl_usage (_("“%s” is not the number of a change"), accepted);
  }
  reply = hearth_ctl_letter_call (ctl, "TakeChanges", g_variant_new ("(x@au)", id, numbers), "(u)",
                                  &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(u)", &left);
  if (!ctl->json) {
    puts (_("Saved; hearthctl letter undo takes it back."));
    return HEARTH_CTL_DONE;
  }
  hearth_ctl_json_init (&json);
  hearth_ctl_json_open (&json, NULL, '{');
  hearth_ctl_json_number (&json, "id", id);
  hearth_ctl_json_number (&json, "left", left);
  hearth_ctl_json_close (&json, '}');
  hearth_ctl_json_print (&json);
  return HEARTH_CTL_DONE;
}

static gboolean
is_tone (const char *name)
{
  static const char *const tones[] = { "friendlier", "plainer",     "shorter",
                                       "formal",     "more formal", NULL };

  return g_strv_contains (tones, name);
}

static HearthCtlExit
run_improve (HearthCtl *ctl, char **args)
{
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                             args[0]);
  if (tone != NULL && !is_tone (tone))
    return hearth_ctl_usage (
        _("“%s” is no tone; there are friendlier, plainer, shorter and formal"), tone);
  if (tone != NULL && accepted != NULL)
    return hearth_ctl_usage (_("say one of --tone and --accept"));
  if (ctl->standalone)
    return hearth_ctl_usage (_("suggestions need the running service; leave --standalone out"));
  return accepted != NULL ? accept (ctl, id) : suggest (ctl, id);
}

const HearthCtlCommand hearth_ctl_letter_improve = {
  .name = "letter improve",
  .usage = "ID [--tone TONE] | ID --accept N,N …|all",
  .summary =
      N_("Have an AI service suggest other wordings for tone and clarity, which you take or "
          "leave"),
  .options = improve_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_improve,
};

static const HearthCtlOption start_options[] = {
  { "--to", HEARTH_CTL_OPTION_STRING, &to, N_("Whom it is to") },
  { "--plain", HEARTH_CTL_OPTION_FLAG, &plain,
    N_("Ask no service: only the points as sentences") },
  { NULL },
};

/* Each argument is a point, or each line of the standard input. */
static GStrv
dup_points (char **args, HearthCtlExit *code)
{
  g_autofree char *text = NULL;

  if (strcmp (args[0], "-") != 0 || args[1] != NULL) {
    for (guint i = 0; args[i] != NULL; i++) {
      if (!g_utf8_validate (args[i], -1, NULL)) {
        *code = hearth_ctl_usage (_("that is too long for a letter, or no text"));
        return NULL;
      }
    }
    return g_strdupv (args);
  }
  text = hearth_ctl_letter_read_text ("-", code);
  return text != NULL ? g_strsplit (text, "\n", -1) : NULL;
}

static void
print_started (HearthCtl *ctl, GVariant *reply)
{
  const char *service, *problem;
  g_autofree const char **told = NULL;
  HearthCtlJson json;
  gint64 id;

  g_variant_get (reply, "(x&s&s^a&s)", &id, &service, &problem, &told);
  if (ctl->json) {
    hearth_ctl_json_init (&json);
    hearth_ctl_json_open (&json, NULL, '{');
    hearth_ctl_json_number (&json, "id", id);
    hearth_ctl_json_string (&json, "service", service);
    hearth_ctl_json_string (&json, "problem", problem);
    hearth_ctl_json_open (&json, "told", '[');
    for (guint i = 0; told[i] != NULL; i++)
      hearth_ctl_json_string (&json, NULL, told[i]);
    hearth_ctl_json_close (&json, ']');
    hearth_ctl_json_close (&json, '}');
    hearth_ctl_json_print (&json);
    return;
  }
  if (*service != '\0')
    print_formatted (_("Letter %lld is a draft by %s: read it before it is yours.\n"),
                     (long long) id, service);
  else
    printf (_("Letter %lld has your points as sentences; no service wrote it.\n"), (long long) id);
  if (*problem != '\0') {
    g_autofree char *clean = hearth_text_clean (problem, -1);

    fprintf (stderr, "%s\n", clean);
  }
  for (guint i = 0; told[i] != NULL; i++)
    print_formatted (_("The service was told: %s\n"), told[i]);
}

static HearthCtlExit
run_start (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_auto (GStrv) points = NULL;
  g_autoptr (GVariant) reply = NULL;

  if (to != NULL && !g_utf8_validate (to, -1, NULL))
    return hearth_ctl_usage (_("that is too long for a letter, or no text"));
  points = dup_points (args, &code);
  if (points == NULL)
    return code;
  reply = hearth_ctl_letter_call (ctl, "StartLetter",
                                  g_variant_new ("(s^asb)", to != NULL ? to : "", points,
                                                 !plain && !ctl->standalone),
                                  "(xssas)", &code);
  if (reply == NULL)
    return code;
  print_started (ctl, reply);
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_start = {
  .name = "letter start",
  .usage = "[--to NAME] [--plain] POINT …|-",
  .summary = N_("Begin a letter from a few points, in the words of an AI service if there is one"),
  .options = start_options,
  .min_args = 1,
  .max_args = -1,
  .run = run_start,
};
