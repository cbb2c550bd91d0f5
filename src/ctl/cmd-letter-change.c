/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "hearth-ctl-events.h"
#include "hearth-ctl-letter.h"

/* What changes letters. */

static const char *from;
static const char *to;
static const char *address;
static const char *title;
static const char *date;
static const char *language;
static const char *paper;
static const char *face;
static const char *pen;
static gboolean no_from;
static gboolean finished;
static gboolean writing;

#define ABOUT_OPTIONS                                                                              \
  { "--from", HEARTH_CTL_OPTION_STRING, &from,                                                     \
    N_("Your name and address on it; as on the last letter if not said") },                       \
      { "--no-from", HEARTH_CTL_OPTION_FLAG, &no_from, N_("Without your name and address") },     \
      { "--to", HEARTH_CTL_OPTION_STRING, &to, N_("Whom it is to") },                             \
      { "--address", HEARTH_CTL_OPTION_STRING, &address, N_("Where it goes") },                   \
      { "--title", HEARTH_CTL_OPTION_STRING, &title, N_("What it is called") },                   \
      { "--date", HEARTH_CTL_OPTION_STRING, &date, N_("The day on it, as 2026-05-03") },          \
      { "--language", HEARTH_CTL_OPTION_STRING, &language,                                         \
        N_("What it is written in, as “de”; told by its words if not said") },                    \
      { "--paper", HEARTH_CTL_OPTION_STRING, &paper,                                               \
        N_("The paper it is set on, as “a5” or “a5 ruled”") },                                    \
      { "--face", HEARTH_CTL_OPTION_STRING, &face, N_("The face or the hand it is set in") },     \
  {                                                                                                \
    "--pen", HEARTH_CTL_OPTION_STRING, &pen, N_("The pen it is written with")                     \
  }

static const HearthCtlOption new_options[] = {
  ABOUT_OPTIONS,
  { NULL },
};

static const HearthCtlOption change_options[] = {
  ABOUT_OPTIONS,
  { "--finished", HEARTH_CTL_OPTION_FLAG, &finished, N_("It is printed, sent or handed over") },
  { "--writing", HEARTH_CTL_OPTION_FLAG, &writing, N_("It is being written") },
  { NULL },
};

static gboolean
add_fields (GVariantDict *fields, HearthCtlExit *code)
{
  const struct {
    const char *name;
    const char *value;
  } given[] = {
    { "sender", no_from ? "" : from },
    { "recipient", to },
    { "address", address },
    { "title", title },
    { "date", date },
    { "language", language },
    { "paper", paper },
    { "face", face },
    { "pen", pen },
  };

  if (date != NULL && *date != '\0' && !hearth_letter_is_date (date)) {
    *code = hearth_ctl_usage (_("“%s” is no date"), date);
    return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (given); i++) {
    const char *value = given[i].value;

    if (value == NULL)
      continue;
    if (strlen (value) > HEARTH_LETTER_MAX_FIELD || !g_utf8_validate (value, -1, NULL)) {
      *code = hearth_ctl_usage (_("that is too long for a letter, or no text"));
      return FALSE;
    }
    g_variant_dict_insert (fields, given[i].name, "s", value);
  }
  if (finished || writing)
    g_variant_dict_insert (fields, "state", "s", finished ? "finished" : "writing");
  return TRUE;
}

static HearthCtlExit
run_new (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  g_autofree char *edited = NULL;
  g_autofree char *text = NULL;

  if (!add_fields (&fields, &code))
    return code;
  text = args[0] == NULL && isatty (STDIN_FILENO)
             ? hearth_ctl_letter_edit_text ("", &edited, &code)
             : hearth_ctl_letter_read_text (args[0] != NULL ? args[0] : "-", &code);
  if (text == NULL)
    return code;
  g_variant_dict_insert (&fields, "text", "s", text);
  code = hearth_ctl_letter_save (ctl, 0, g_variant_dict_end (&fields), _("Letter written."));
  return hearth_ctl_letter_end_edit (edited, code);
}

const HearthCtlCommand hearth_ctl_letter_new = {
  .name = "letter new",
  .usage = "[FILE|-] [--from TEXT|--no-from] [--to NAME] [--address TEXT] [--date DATE]",
  .summary = N_("Write a letter: its text from a file, the standard input, or your editor"),
  .options = new_options,
  .max_args = 1,
  .run = run_new,
};

static HearthCtlExit
run_edit (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  g_autoptr (HearthLetter) letter = hearth_ctl_letter_load (ctl, args[0], &code);
  g_autofree char *edited = NULL;
  g_autofree char *text = NULL;

  if (letter == NULL)
    return code;
  text = args[1] == NULL && isatty (STDIN_FILENO)
             ? hearth_ctl_letter_edit_text (letter->text, &edited, &code)
             : hearth_ctl_letter_read_text (args[1] != NULL ? args[1] : "-", &code);
  if (text == NULL)
    return code;
  g_variant_dict_insert (&fields, "text", "s", text);
  code = hearth_ctl_letter_save (ctl, letter->id, g_variant_dict_end (&fields), _("Saved."));
  return hearth_ctl_letter_end_edit (edited, code);
}

const HearthCtlCommand hearth_ctl_letter_edit = {
  .name = "letter edit",
  .usage = "ID [FILE|-]",
  .summary = N_("Write on a letter: from a file, the standard input, or in your editor"),
  .min_args = 1,
  .max_args = 2,
  .run = run_edit,
};

static HearthCtlExit
run_change (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  gint64 id;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                             args[0]);
  if (finished && writing)
    return hearth_ctl_usage (_("say one of --finished and --writing"));
  if (!add_fields (&fields, &code))
    return code;
  return hearth_ctl_letter_save (ctl, id, g_variant_dict_end (&fields), _("Saved."));
}

const HearthCtlCommand hearth_ctl_letter_change = {
  .name = "letter change",
  .usage = "ID [--to NAME] [--address TEXT] [--title TEXT] [--date DATE] [--finished]",
  .summary = N_("Change whom a letter is from and to, its title, its date or how it looks"),
  .options = change_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_change,
};

/* Has something done to one letter, about which there is nothing to say but that it is done. */
static HearthCtlExit
call_silently (HearthCtl *ctl, const char *method, GVariant *parameters, const char *sentence)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = hearth_ctl_letter_call (ctl, method, parameters, "()", &code);

  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (sentence);
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_restore (HearthCtl *ctl, char **args)
{
  gint64 id, version;

  if (!hearth_ctl_parse_id (args[0], &id) || !hearth_ctl_parse_id (args[1], &version))
    return hearth_ctl_usage (_("say the number of a letter and of a version of it"));
  return call_silently (ctl, "RestoreVersion", g_variant_new ("(xx)", id, version),
                        _("The letter says again what it said then."));
}

const HearthCtlCommand hearth_ctl_letter_restore = {
  .name = "letter restore",
  .usage = "ID VERSION",
  .summary = N_("Bring back what a letter said in a version of it"),
  .min_args = 2,
  .max_args = 2,
  .run = run_restore,
};

static HearthCtlExit
step (HearthCtl *ctl, const char *argument, gboolean again)
{
  gint64 id;

  if (!hearth_ctl_parse_id (argument, &id))
    return hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                             argument);
  return call_silently (ctl, "StepLetter", g_variant_new ("(xb)", id, again),
                        again ? _("The letter says again what was taken back.")
                              : _("The letter says again what it said before."));
}

static HearthCtlExit
run_undo (HearthCtl *ctl, char **args)
{
  return step (ctl, args[0], FALSE);
}

const HearthCtlCommand hearth_ctl_letter_undo = {
  .name = "letter undo",
  .usage = "ID",
  .summary = N_("Take back what was last written on a letter, also after days"),
  .min_args = 1,
  .max_args = 1,
  .run = run_undo,
};

static HearthCtlExit
run_redo (HearthCtl *ctl, char **args)
{
  return step (ctl, args[0], TRUE);
}

const HearthCtlCommand hearth_ctl_letter_redo = {
  .name = "letter redo",
  .usage = "ID",
  .summary = N_("Let a letter say again what was taken back"),
  .min_args = 1,
  .max_args = 1,
  .run = run_redo,
};

static HearthCtlExit
run_delete (HearthCtl *ctl, char **args)
{
  g_autoptr (GVariant) reply = NULL;
  HearthCtlExit code;
  gint64 id, action;

  if (!hearth_ctl_parse_id (args[0], &id))
    return hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                             args[0]);
  reply = hearth_ctl_letter_call (ctl, "DeleteLetter", g_variant_new ("(x)", id), "(x)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &action);
  return hearth_ctl_print_event_action (ctl, 0, action);
}

const HearthCtlCommand hearth_ctl_letter_delete = {
  .name = "letter delete",
  .usage = "ID",
  .summary = N_("Delete a letter; for a month it can be brought back"),
  .min_args = 1,
  .max_args = 1,
  .run = run_delete,
};
