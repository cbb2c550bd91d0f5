/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-locale.h"
#include "hearth-paths.h"
#include "hearth-proofreader.h"
#include "hearth-store-letters.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

/* hearth-letter: what hearthctl has done to letters that needs dictionaries, which hearthctl itself
 * does not load. It reads the store, and writes nothing into it.
 *
 *   hearth-letter --data DIR check ID            prints (language, dictionary, marks)
 *   hearth-letter --data DIR apply ID NUMBER …   prints the text with what these marks suggest
 *
 * Both as text of a GVariant; marks are numbered from 1, in the order of check. */

/* How long suggestions are looked for, in microseconds. */
#define SUGGESTING (3 * G_USEC_PER_SEC)

/* hearthctl's exit codes. */
enum {
  EXIT_DONE = 0,
  EXIT_FAILED = 1,
  EXIT_USAGE = 2,
  EXIT_NOTHING = 3,
};

typedef struct {
  HearthDatabase *db;        /* (owned) */
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
  g_clear_object (&self->db);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static gboolean
open_desk (Desk *self, const char *data_dir, const char *id, GError **error)
{
  g_autofree char *path = hearth_paths_dup_store (data_dir);

  self->db = hearth_database_open (path, HEARTH_DATABASE_READER, error);
  if (self->db != NULL)
    self->letter = hearth_store_letters_get (self->db, g_ascii_strtoll (id, NULL, 10), error);
  if (self->letter != NULL)
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

static int
run_check (Desk *desk)
{
  HearthSpeller *speller = hearth_proofreader_get_speller (desk->reader);
  gint64 until = g_get_monotonic_time () + SUGGESTING;
  g_auto (GVariantBuilder) marks = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(suussass)"));

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
  return EXIT_DONE;
}

static int
run_apply (Desk *desk, char **numbers)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autofree char *text = NULL;

  for (guint i = 0; i < desk->marks->len; i++) {
    g_autofree char *number = g_strdup_printf ("%u", i + 1);
    HearthProofMark *mark = g_ptr_array_index (desk->marks, i);

    if (!g_strv_contains ((const char *const *) numbers, number))
      continue;
    hearth_proof_mark_suggest (mark, desk->letter->text,
                               hearth_proofreader_get_speller (desk->reader));
    g_ptr_array_add (chosen, mark);
  }
  text = hearth_proof_apply (desk->letter->text, chosen);
  print_variant (g_variant_new ("(s)", text));
  return EXIT_DONE;
}

int
main (int argc, char *argv[])
{
  g_auto (Desk) desk = { 0 };
  g_autoptr (GError) error = NULL;

  hearth_locale_init ();
  if (argc < 5 || strcmp (argv[1], "--data") != 0 ||
      (strcmp (argv[3], "check") != 0 && strcmp (argv[3], "apply") != 0))
    return EXIT_USAGE;
  if (!open_desk (&desk, argv[2], argv[4], &error)) {
    fprintf (stderr, "hearthctl: %s\n", error->message);
    return g_error_matches (error, HEARTH_STORE_ERROR, HEARTH_STORE_ERROR_NOT_FOUND) ? EXIT_NOTHING
                                                                                     : EXIT_FAILED;
  }
  return strcmp (argv[3], "check") == 0 ? run_check (&desk) : run_apply (&desk, argv + 5);
}
