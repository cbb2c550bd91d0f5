/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-set.h"
#include "hearth-locale.h"
#include "hearth-paths.h"
#include "hearth-proofreader.h"
#include "hearth-store-letters.h"

#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* hearth-letter: what hearthctl has done to letters that needs dictionaries or fonts, which
 * hearthctl itself does not load. It reads the store, and writes nothing into it.
 *
 *   hearth-letter --data DIR check ID            prints (language, dictionary, marks)
 *   hearth-letter --data DIR apply ID NUMBER …   prints the text with what these marks suggest
 *   hearth-letter --data DIR pdf ID [envelope]   makes a PDF of a letter, or of its envelope
 *   hearth-letter --data DIR svg ID PAGE [envelope]
 *                                                makes an SVG of a page of it, from 1
 *   hearth-letter --data DIR book ID GUTTER BLEED MARKS CONTENTS
 *                                                makes a PDF of a book, its edges in millimetres
 *   hearth-letter --data DIR read-hand           reads a file of a hand, and prints (name, glyphs)
 *   hearth-letter --data DIR write-hand ID       makes a file of a hand under the name it has here
 *
 * What is printed is text of a GVariant; marks are numbered from 1, in the order of check. What is
 * made or read is a file at descriptor 3; of what was set (characters that the hand has not, a face
 * that is not here, pages) is printed. */

/* How long suggestions are looked for, in microseconds. */
#define SUGGESTING (3 * G_USEC_PER_SEC)

/* hearthctl's exit codes. */
enum {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_USAGE = 2,
  EXIT_NOTHING = 3,
};

/* Where hearthctl puts the file that is made or read. */
#define MADE_FD 3

typedef struct {
  HearthDatabase *db;        /* (owned) */
  GOutputStream *file;       /* (owned) */
  HearthLetter *letter;      /* (owned) */
  HearthProofreader *reader; /* (owned) */
  GPtrArray *marks;          /* (owned) */
} Desk;

static void
desk_clear (Desk *self)
{
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->reader, hearth_proofreader_free);
  g_clear_pointer (&self->letter, hearth_letter_free);
  g_clear_object (&self->file);
  g_clear_object (&self->db);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static gboolean
open_store (Desk *self, const char *data_dir, GError **error)
{
  g_autofree char *path = hearth_paths_dup_store (data_dir);

  self->db = hearth_database_open (path, HEARTH_DATABASE_READER, error);
  return self->db != NULL;
}

static gboolean
read_letter (Desk *self, const char *id, GError **error)
{
  self->letter = hearth_store_letters_get (self->db, g_ascii_strtoll (id, NULL, 10), error);
  return self->letter != NULL;
}

/* Reads a letter, or what goes on its envelope. */
static gboolean
read_sheet (Desk *self, const char *id, const char *which, GError **error)
{
  return read_letter (self, id, error) &&
         hearth_letter_set_take_sheet (self->db, self->letter, g_strcmp0 (which, "envelope") == 0,
                                       error);
}

static gboolean
read_proof (Desk *self, const char *id, GError **error)
{
  if (!read_letter (self, id, error))
    return FALSE;
  self->reader = hearth_proofreader_new (self->db, self->letter, error);
  if (self->reader == NULL)
    return FALSE;
  self->marks = hearth_proofreader_check (self->reader, self->letter->text);
  return TRUE;
}

static void
print_variant (GVariant *value)
{
  g_autoptr (GVariant) sunk = g_variant_ref_sink (value);
  g_autofree char *text = g_variant_print (sunk, TRUE);

  puts (text);
}

static gboolean
run_check (Desk *desk, char **args, GError **error)
{
  HearthSpeller *speller;
  gint64 until = g_get_monotonic_time () + SUGGESTING;
  g_auto (GVariantBuilder) marks = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(suussass)"));

  if (!read_proof (desk, args[0], error))
    return FALSE;
  speller = hearth_proofreader_get_speller (desk->reader);
  for (guint i = 0; i < desk->marks->len; i++) {
    HearthProofMark *mark = g_ptr_array_index (desk->marks, i);
    g_autofree char *text = g_utf8_substring (desk->letter->text, mark->start, mark->end);

    /* In some languages that takes long: who waits for the marks gets those of the first. */
    if (g_get_monotonic_time () < until)
      hearth_proof_mark_suggest (mark, desk->letter->text, speller);
    g_variant_builder_add (&marks, "(suuss^ass)", hearth_proof_kind_to_string (mark->kind),
                           mark->start, mark->end, text, mark->reason, mark->suggestions,
                           mark->key);
  }
  print_variant (g_variant_new ("(ssa(suussass))", hearth_proofreader_get_language (desk->reader),
                                speller != NULL ? hearth_speller_get_tag (speller) : "", &marks));
  return TRUE;
}

static gboolean
run_apply (Desk *desk, char **args, GError **error)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autofree char *text = NULL;

  if (!read_proof (desk, args[0], error))
    return FALSE;
  for (guint i = 0; i < desk->marks->len; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    HearthProofMark *mark = g_ptr_array_index (desk->marks, i);

    if (!g_strv_contains ((const char *const *) args + 1, number))
      continue;
    hearth_proof_mark_suggest (mark, desk->letter->text,
                               hearth_proofreader_get_speller (desk->reader));
    g_ptr_array_add (chosen, mark);
  }
  text = hearth_proof_apply (desk->letter->text, chosen);
  print_variant (g_variant_new ("(s)", text));
  return TRUE;
}

static gboolean
tell_set (gboolean ok, HearthLetterSet *set)
{
  if (ok)
    print_variant (g_variant_new ("(ssu)", set->missing, set->absent, set->n_pages));
  hearth_letter_set_clear (set);
  return ok;
}

static gboolean
run_pdf (Desk *desk, char **args, GError **error)
{
  HearthLetterSet set = { NULL };

  return tell_set (read_sheet (desk, args[0], args[1], error) &&
                       hearth_letter_set_pdf (&set, desk->db, desk->letter, desk->file, error),
                   &set);
}

static gboolean
run_svg (Desk *desk, char **args, GError **error)
{
  gint64 page = g_ascii_strtoll (args[1], NULL, 10);
  HearthLetterSet set = { NULL };

  return tell_set (read_sheet (desk, args[0], args[2], error) &&
                       hearth_letter_set_svg (&set, desk->db, desk->letter,
                                              (guint) CLAMP (page - 1, 0, HEARTH_PAGES_MAX),
                                              desk->file, error),
                   &set);
}

static gboolean
run_book (Desk *desk, char **args, GError **error)
{
  HearthBookOptions options;
  HearthLetterSet set = { NULL };

  hearth_book_options_init (&options);
  options.gutter = g_ascii_strtod (args[1], NULL) * HEARTH_MM;
  options.bleed = g_ascii_strtod (args[2], NULL) * HEARTH_MM;
  options.crop_marks = strcmp (args[3], "1") == 0;
  options.contents = strcmp (args[4], "1") == 0;
  return tell_set (hearth_letter_set_book (&set, desk->db, g_ascii_strtoll (args[0], NULL, 10),
                                           &options, desk->file, error),
                   &set);
}

static gboolean
run_read_hand (Desk *desk, char **args, GError **error)
{
  g_autoptr (HearthHand) hand = hearth_letter_set_read_hand (MADE_FD, error);

  if (hand != NULL)
    print_variant (
        g_variant_new ("(su)", hearth_hand_get_name (hand), hearth_hand_get_n_glyphs (hand)));
  return hand != NULL;
}

static gboolean
run_write_hand (Desk *desk, char **args, GError **error)
{
  if (!hearth_letter_set_write_hand (desk->db, g_ascii_strtoll (args[0], NULL, 10), desk->file,
                                     error))
    return FALSE;
  print_variant (g_variant_new ("()"));
  return TRUE;
}

static const struct {
  const char *name;
  int n_args; /* at least */
  gboolean needs_store;
  gboolean (*run) (Desk *desk, char **args, GError **error);
} commands[] = {
  { "check", 1, TRUE, run_check },
  { "apply", 1, TRUE, run_apply },
  { "pdf", 1, TRUE, run_pdf },
  { "svg", 2, TRUE, run_svg },
  { "book", 5, TRUE, run_book },
  { "read-hand", 0, FALSE, run_read_hand },
  { "write-hand", 1, TRUE, run_write_hand },
};

int
main (int argc, char *argv[])
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  hearth_locale_init ();
  if (argc < 4 || strcmp (argv[1], "--data") != 0)
    return EXIT_USAGE;
  while (n < G_N_ELEMENTS (commands) && strcmp (commands[n].name, argv[3]) != 0)
    n++;
  if (n == G_N_ELEMENTS (commands) || argc < 4 + commands[n].n_args)
    return EXIT_USAGE;
  desk.file = g_unix_output_stream_new (MADE_FD, FALSE);
  if ((!commands[n].needs_store || open_store (&desk, argv[2], &error)) &&
      commands[n].run (&desk, argv + 4, &error))
    return EXIT_DONE;
  fprintf (stderr, "hearthctl: %s\n", error->message);
  return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                   : EXIT_FAILED;
}
