/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "hearth-clock.h"
#include "hearth-ctl-book.h"
#include "hearth-ctl-json.h"
#include "hearth-ctl-letter.h"
#include "hearth-ctl-made.h"
#include "hearth-ctl-output.h"
#include "hearth-ctl-set.h"
#include "hearth-format.h"
#include "hearth-store-letters.h"

/* Letters that became a book. */

/* In millimetres: the inner margin is so much wider, and paper goes so far beyond a page. */
#define GUTTER "6"
#define MAX_EDGE 50

static const char *gutter = GUTTER;
static const char *bleed;
static gboolean marks;
static gboolean no_contents;
static gboolean force;
static const char *to;

static void
add_book (HearthCtlJson *json, const HearthBookRow *book)
{
  hearth_ctl_json_open (json, NULL, '{');
  hearth_ctl_json_number (json, "id", book->id);
  hearth_ctl_json_string (json, "title", book->title);
  hearth_ctl_json_string (json, "dedication", book->dedication);
  hearth_ctl_json_string (json, "author", book->author);
  hearth_ctl_json_string (json, "paper", book->paper);
  hearth_ctl_json_string (json, "face", book->face);
  hearth_ctl_json_string (json, "pen", book->pen);
  hearth_ctl_json_time (json, "created", book->created);
  hearth_ctl_json_time (json, "changed", book->changed);
  hearth_ctl_json_open (json, "letters", '[');
  for (guint i = 0; i < book->letters->len; i++)
    hearth_ctl_json_number (json, NULL, g_array_index (book->letters, gint64, i));
  hearth_ctl_json_close (json, ']');
  hearth_ctl_json_close (json, '}');
}

static void
print_json (const HearthBookRow *book)
{
  HearthCtlJson json;

  hearth_ctl_json_init (&json);
  add_book (&json, book);
  hearth_ctl_json_print (&json);
}

static void
print_book (HearthCtl *ctl, const HearthBookRow *book)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, book->id);
  g_autofree char *day = hearth_format_day_short (book->changed, hearth_clock_now ());

  if (ctl->json) {
    print_json (book);
    return;
  }
  hearth_ctl_print_cell (HEARTH_CTL_DIM, id, 5);
  hearth_ctl_print_cell (HEARTH_CTL_PLAIN, day, 14);
  hearth_ctl_print (HEARTH_CTL_BOLD, book->title);
  printf (" · ");
  printf (ngettext ("%u letter", "%u letters", book->letters->len), book->letters->len);
  putchar ('\n');
}

static HearthCtlExit
run_list (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);
  g_autoptr (GPtrArray) books = NULL;
  g_autoptr (GError) error = NULL;

  if (db == NULL)
    return code;
  books = hearth_store_books_list (db, &error);
  if (books == NULL)
    return hearth_ctl_fail (error);
  for (guint i = 0; i < books->len; i++)
    print_book (ctl, g_ptr_array_index (books, i));
  if (books->len > 0)
    return HEARTH_CTL_DONE;
  if (!ctl->json)
    fprintf (stderr, "%s\n", _("There is no book yet."));
  return HEARTH_CTL_NOTHING;
}

const HearthCtlCommand hearth_ctl_letter_book_list = {
  .name = "letter book list",
  .usage = "",
  .summary = N_("List your books of letters, the one last changed first"),
  .max_args = 0,
  .run = run_list,
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

static HearthCtlExit
print_letters (HearthCtl *ctl, const HearthBookRow *book)
{
  HearthCtlExit code;
  g_autoptr (HearthDatabase) db = hearth_ctl_open_store (ctl, &code);

  if (db == NULL)
    return code;
  for (guint i = 0; i < book->letters->len; i++) {
    gint64 letter_id = g_array_index (book->letters, gint64, i);
    g_autoptr (HearthLetter) letter = hearth_store_letters_get (db, letter_id, NULL);
    g_autofree char *place = g_strdup_printf ("%u.", i + 1);
    g_autofree char *title = letter != NULL ? hearth_letter_dup_title (letter) : g_strdup ("");

    hearth_ctl_print_cell (HEARTH_CTL_DIM, place, 6);
    hearth_ctl_print (HEARTH_CTL_BOLD, title);
    if (letter != NULL && *letter->date != '\0') {
      fputs (", ", stdout);
      hearth_ctl_print (HEARTH_CTL_PLAIN, letter->date);
    }
    printf (" (%lld)\n", (long long) letter_id);
  }
  return HEARTH_CTL_DONE;
}

static HearthCtlExit
run_show (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);

  if (book == NULL)
    return code;
  if (ctl->json) {
    print_json (book);
    return HEARTH_CTL_DONE;
  }
  print_line (_("title"), book->title);
  print_line (_("author"), book->author);
  print_line (_("dedication"), book->dedication);
  print_line (_("paper"), book->paper);
  print_line (_("face"), book->face);
  print_line (_("pen"), book->pen);
  putchar ('\n');
  return print_letters (ctl, book);
}

const HearthCtlCommand hearth_ctl_letter_book_show = {
  .name = "letter book show",
  .usage = "BOOK",
  .summary = N_("Show a book and the order of its letters"),
  .min_args = 1,
  .max_args = 1,
  .run = run_show,
};

static gboolean
is_edge (const char *text, HearthCtlExit *code)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  if (end != text && *end == '\0' && value >= 0 && value <= MAX_EDGE)
    return TRUE;
  *code =
      hearth_ctl_usage (_("“%s” is no edge; say it in millimetres, at most %d"), text, MAX_EDGE);
  return FALSE;
}

/* Has a book set; @set is to be cleared if that is so. */
static gboolean
set_book (HearthCtl *ctl, const HearthBookRow *book, HearthCtlSet *set, HearthCtlExit *code)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, book->id);
  const char *const make[] = {
    "book", id, gutter, bleed != NULL ? bleed : "0", marks ? "1" : "0", no_contents ? "0" : "1",
    NULL
  };

  return is_edge (gutter, code) && (bleed == NULL || is_edge (bleed, code)) &&
         hearth_ctl_set_make (ctl, make, set, code);
}

static const HearthCtlOption pdf_options[] = {
  { "--gutter", HEARTH_CTL_OPTION_STRING, &gutter,
    N_("How much wider the inner margin is, in millimetres; 6 if not said") },
  { "--bleed", HEARTH_CTL_OPTION_STRING, &bleed,
    N_("How far the paper goes beyond the page, in millimetres; 3 is usual for printers") },
  { "--marks", HEARTH_CTL_OPTION_FLAG, &marks, N_("With marks where it is cut; needs --bleed") },
  { "--no-contents", HEARTH_CTL_OPTION_FLAG, &no_contents, N_("Without a list of the letters") },
  { "--force", HEARTH_CTL_OPTION_FLAG, &force, N_("Write over a file that is there") },
  { NULL },
};

static HearthCtlExit
run_pdf (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);
  HearthCtlSet set;

  if (book == NULL)
    return code;
  if (marks && bleed == NULL)
    return hearth_ctl_usage (_("--marks needs --bleed"));
  if (!hearth_ctl_made_has_room (args[1], force, &code) || !set_book (ctl, book, &set, &code))
    return code;
  code = hearth_ctl_made_save (set.file, args[1], force);
  if (code == HEARTH_CTL_DONE)
    hearth_ctl_set_tell (ctl, &set, args[1]);
  hearth_ctl_set_clear (&set);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_book_pdf = {
  .name = "letter book pdf",
  .usage = "BOOK FILE [--gutter MM] [--bleed MM] [--marks] [--no-contents] [--force]",
  .summary = N_("Typeset a book, as a PDF for printing"),
  .options = pdf_options,
  .min_args = 2,
  .max_args = 2,
  .run = run_pdf,
};

static const HearthCtlOption mail_options[] = {
  { "--to", HEARTH_CTL_OPTION_STRING, &to, N_("Where to; it can be said in the draft as well") },
  { NULL },
};

static HearthCtlExit
run_mail (HearthCtl *ctl, char **args)
{
  HearthCtlExit code;
  g_autoptr (HearthBookRow) book = hearth_ctl_book_load (ctl, args[0], &code);
  g_autofree char *text = NULL;
  HearthCtlMail mail;
  HearthCtlSet set;

  if (book == NULL || !set_book (ctl, book, &set, &code))
    return code;
  text = g_strdup_printf (ngettext ("“%s”, a book of %u letter, is attached as a PDF.",
                                    "“%s”, a book of %u letters, is attached as a PDF.",
                                    book->letters->len),
                          book->title, book->letters->len);
  mail = (HearthCtlMail){ to != NULL ? to : "", book->title, text, book->title, set.file };
  code = hearth_ctl_letter_mail (ctl, &mail);
  if (code == HEARTH_CTL_DONE && !ctl->json)
    hearth_ctl_set_warn (&set);
  hearth_ctl_set_clear (&set);
  return code;
}

const HearthCtlCommand hearth_ctl_letter_book_mail = {
  .name = "letter book mail",
  .usage = "BOOK [--to ADDRESS]",
  .summary = N_("Begin a mail with a book, as a draft; nothing is sent"),
  .options = mail_options,
  .min_args = 1,
  .max_args = 1,
  .run = run_mail,
};
