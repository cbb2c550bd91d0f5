/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pdf-tools.h"

#include <glib/gstdio.h>
#include <string.h>

/* What a tool of Poppler says about a PDF: its options, with the file for "FILE". */
static char *
run (GBytes *pdf, const char *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *out = NULL;
  GString *command = g_string_new (options);
  int status, fd = g_file_open_tmp ("hearth-XXXXXX.pdf", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  g_string_replace (command, "FILE", path, 1);
  g_assert_true (g_spawn_command_line_sync (command->str, &out, NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_unlink (path);
  g_string_free (command, TRUE);
  return g_steal_pointer (&out);
}

/* The words of a page, from 1, with where they are. */
char *
pdf_boxes (GBytes *pdf, guint page)
{
  g_autofree char *options = g_strdup_printf ("pdftotext -bbox -f %u -l %u FILE -", page, page);

  return run (pdf, options);
}

static char *
join_words (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \n\f", -1);
  GString *line = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++) {
    if (*words[i] != '\0')
      g_string_append_printf (line, "%s%s", line->len > 0 ? " " : "", words[i]);
  }
  return g_string_free (line, FALSE);
}

/* The words of a page, from 1, in one line; of all pages for 0. */
char *
pdf_text (GBytes *pdf, guint page)
{
  g_autofree char *options = page > 0 ? g_strdup_printf ("pdftotext -f %u -l %u FILE -", page, page)
                                      : g_strdup ("pdftotext FILE -");
  g_autofree char *text = run (pdf, options);

  return join_words (text);
}

/* The same, line by line across columns. */
char *
pdf_lines (GBytes *pdf, guint page)
{
  g_autofree char *options = g_strdup_printf ("pdftotext -layout -f %u -l %u FILE -", page, page);
  g_autofree char *text = run (pdf, options);

  return join_words (text);
}

/* What pdfinfo says under a name, or NULL. */
char *
pdf_info (GBytes *pdf, const char *name)
{
  g_autofree char *text = run (pdf, "pdfinfo FILE");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++) {
    if (g_str_has_prefix (lines[i], name) && lines[i][strlen (name)] == ':')
      return g_strdup (g_strstrip (lines[i] + strlen (name) + 1));
  }
  return NULL;
}

/* What was written to a stream in memory. */
GBytes *
pdf_end (GOutputStream *stream)
{
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/* To be looked at: into the folder that LETTERS_PICTURES names. */
void
pdf_keep (GBytes *pdf, const char *name)
{
  const char *folder = g_getenv ("LETTERS_PICTURES");
  g_autofree char *path = NULL;

  if (folder == NULL)
    return;
  path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
}
