/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-ctl-book.h"
#include "hearth-ctl-letter.h"

/* What changes books. */

static const char *title;
static const char *dedication;
static const char *author;
static const char *paper;
static const char *face;
static const char *pen;
static gint64 at;

#define ABOUT_OPTIONS                                                                              \
  { "--dedication", HEARTH_CTL_OPTION_STRING, &dedication, N_("Whom it is for") },                \
      { "--author", HEARTH_CTL_OPTION_STRING, &author, N_("Who wrote it") },                      \
      { "--paper", HEARTH_CTL_OPTION_STRING, &paper,                                               \
        N_("Its paper: a4, letter, a5 or card; “a5 ruled” has lines") },                          \
      { "--face", HEARTH_CTL_OPTION_STRING, &face,                                                 \
        N_("The hand or the face it is set in, or “type”; that if not said") },                   \
  {                                                                                                \
    "--pen", HEARTH_CTL_OPTION_STRING, &pen, N_("The pen it is written with")                     \
  }

static gboolean
add_fields (GVariantDict *fields, HearthCtlExit *code)
{
  /* A book without a face is in type. */
  gboolean is_type = face != NULL && strcmp (face, "type") == 0;
  const struct {
    const char *name;
    const char *value;
  } given[] = {
    { "title", title }, { "dedication", dedication },    { "author", author },
    { "paper", paper }, { "face", is_type ? "" : face }, { "pen", pen },
  };

  for (guint i = 0; i < G_N_ELEMENTS (given); i++) {
    if (given[i].value == NULL)
      continue;
    if (!g_utf8_validate (given[i].value, -1, NULL)) {
      *code = hearth_ctl_usage (_("that is no text"));
      return FALSE;
    }
    g_variant_dict_insert (fields, given[i].name, "s", given[i].value);
  }
  return TRUE;
}

static const HearthCtlOption new_options[] = {
  ABOUT_OPTIONS,
  { NULL },
};

static HearthCtlExit
run_new (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  g_autoptr (GArray) letters = g_array_new (FALSE, FALSE, sizeof (gint64));
  HearthCtlExit code;

  title = args[0];
  if (!add_fields (&fields, &code))
    return code;
  for (guint i = 1; args[i] != NULL; i++) {
    if (!hearth_ctl_book_add (letters, args[i], G_MAXUINT, &code))
      return code;
  }
  return hearth_ctl_book_save (ctl, 0, &fields, letters, _("Book begun."));
}

const HearthCtlCommand hearth_ctl_letter_book_new = {
  .name = "letter book new",
  .usage = "TITLE [ID …] [--dedication TEXT] [--author NAME] [--face NAME]",
  .summary = N_("Begin a book of letters, in the order in which they are said"),
  .options = new_options,
  .min_args = 1,
  .max_args = -1,
  .run = run_new,
};

static const HearthCtlOption change_options[] = {
  { "--title", HEARTH_CTL_OPTION_STRING, &title, N_("Its title") },
  ABOUT_OPTIONS,
  { NULL },
};

static HearthCtlExit
run_change (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);

  if (book == NULL || !add_fields (&fields, &code))
    return code;
  return hearth_ctl_book_save (ctl, book->id, &fields, NULL, _("Saved."));
}

const HearthCtlCommand hearth_ctl_letter_book_change = {
  .name = "letter book change",
  .usage = "BOOK [--title TEXT] [--dedication TEXT] [--author NAME] [--face NAME]",
  .summary = N_("Change the title of a book, whom it is for or how it looks"),
  .options = change_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_change,
};

static const HearthCtlOption add_options[] = {
  { "--at", HEARTH_CTL_OPTION_NUMBER, &at, N_("As which letter, from 1; the last if not said") },
  { NULL },
};

static HearthCtlExit
run_add (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);
  guint place = at > 0 ? (guint) MIN (at - 1, G_MAXINT) : G_MAXINT;

  if (book == NULL)
    return code;
  for (guint i = 1; args[i] != NULL; i++) {
    if (!hearth_ctl_book_add (book->letters, args[i], place + i - 1, &code))
      return code;
  }
  return hearth_ctl_book_save (ctl, book->id, &fields, book->letters, _("Saved."));
}

const HearthCtlCommand hearth_ctl_letter_book_add = {
  .name = "letter book add",
  .usage = "BOOK ID … [--at N]",
  .summary = N_("Put letters into a book"),
  .options = add_options,
  .min_args = 2,
  .max_args = -1,
  .run = run_add,
};

static HearthCtlExit
run_remove (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);

  if (book == NULL)
    return code;
  for (guint i = 1; args[i] != NULL; i++) {
    if (!hearth_ctl_book_remove (book->letters, args[i], &code))
      return code;
  }
  return hearth_ctl_book_save (ctl, book->id, &fields, book->letters, _("Saved."));
}

const HearthCtlCommand hearth_ctl_letter_book_remove = {
  .name = "letter book remove",
  .usage = "BOOK ID …",
  .summary = N_("Take letters out of a book; the letters stay"),
  .min_args = 2,
  .max_args = -1,
  .run = run_remove,
};

static HearthCtlExit
run_move (HearthCtl *ctl, char **args)
{
  g_auto (GVariantDict) fields = G_VARIANT_DICT_INIT (NULL);
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);
  gint64 place;

  if (book == NULL)
    return code;
  if (!hearth_ctl_parse_id (args[2], &place))
    return hearth_ctl_usage (_("“%s” is no place in a book; say 1 for the first"), args[2]);
  if (!hearth_ctl_book_remove (book->letters, args[1], &code) ||
      !hearth_ctl_book_add (book->letters, args[1], (guint) MIN (place - 1, G_MAXINT), &code))
    return code;
  return hearth_ctl_book_save (ctl, book->id, &fields, book->letters, _("Saved."));
}

const HearthCtlCommand hearth_ctl_letter_book_move = {
  .name = "letter book move",
  .usage = "BOOK ID PLACE",
  .summary = N_("Put a letter elsewhere in a book; 1 is the first place"),
  .min_args = 3,
  .max_args = 3,
  .run = run_move,
};

static HearthCtlExit
run_delete (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);
  g_autoptr (GVariant) reply = NULL;

  if (book == NULL)
    return code;
  reply = hearth_ctl_letter_call (ctl, "RemoveBook", g_variant_new ("(x)", book->id), "()", &code);
  if (reply == NULL)
    return code;
  if (!ctl->json)
    puts (_("The book is gone; its letters stay."));
  return HEARTH_CTL_DONE;
}

const HearthCtlCommand hearth_ctl_letter_book_delete = {
  .name = "letter book delete",
  .usage = "BOOK",
  .summary = N_("Delete a book; its letters stay"),
  .min_args = 1,
  .max_args = 1,
  .run = run_delete,
};
