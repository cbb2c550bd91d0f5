/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-letter-verbs.h"

#include "hearth-clock.h"
#include "hearth-letter-mail.h"
#include "hearth-letter-start.h"
#include "hearth-letters.h"
#include "hearth-occasions.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The methods of the interface about letters, as they are in
 * data/io.github.hearthdesktop.Hearth.Letters1.xml; also for the engine without a bus. */

/* Of a letter as text of a GVariant, in which a character may be four. */
#define MAX_PARAMETERS (16 * 1024 * 1024)

static GVariant *
save_letter (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (HearthLetter) letter = NULL;
  gboolean keep;
  gint64 id;

  g_variant_get (parameters, "(x@a{sv}b)", &id, &fields, &keep);
  letter = id != 0 ? hearth_store_letters_get (hearth_engine_get_reader (engine), id, error)
                   : hearth_letters_begin (engine, error);
  if (letter == NULL)
    return NULL;
  hearth_letter_take (letter, fields);
  if (!hearth_letters_save (engine, letter, keep, error))
    return NULL;
  return g_variant_new ("(x)", letter->id);
}

static GVariant *
delete_letter (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  gint64 id, action;

  g_variant_get (parameters, "(x)", &id);
  if (!hearth_letters_delete (engine, id, &action, error))
    return NULL;
  return g_variant_new ("(x)", action);
}

static GVariant *
restore_version (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  gint64 id, version;

  g_variant_get (parameters, "(xx)", &id, &version);
  return hearth_letters_restore (engine, id, version, error) ? g_variant_new ("()") : NULL;
}

static GVariant *
step_letter (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  gboolean again;
  gint64 id;

  g_variant_get (parameters, "(xb)", &id, &again);
  return hearth_letters_step (engine, id, again ? HEARTH_LETTER_AGAIN : HEARTH_LETTER_BACK, error)
             ? g_variant_new ("()")
             : NULL;
}

static GVariant *
dismiss_marks (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autofree const char **marks = NULL;
  gboolean dismissed;
  gint64 id;

  g_variant_get (parameters, "(x^a&sb)", &id, &marks, &dismissed);
  return hearth_letters_dismiss (engine, id, marks, dismissed, error) ? g_variant_new ("()") : NULL;
}

static GVariant *
set_own_word (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  const char *language, *word;
  gboolean own;

  g_variant_get (parameters, "(&s&sb)", &language, &word, &own);
  return hearth_letters_set_own_word (engine, language, word, own, error) ? g_variant_new ("()")
                                                                          : NULL;
}

/* Without a bus there is no service: see hearth-letter-help for the rest. */
static GVariant *
start_letter (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autofree const char **points = NULL;
  g_autoptr (HearthLetterStart) start = NULL;
  const char *recipient;
  gboolean ask;

  g_variant_get (parameters, "(&s^a&sb)", &recipient, &points, &ask);
  start = hearth_letter_start_plain (engine, recipient, points, error);
  return start != NULL ? hearth_letter_start_to_variant (start) : NULL;
}

/* Whoever hands over a descriptor may write into it more and more. */
static GBytes *
read_all (int fd, gsize max, GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();
  guint8 buffer[16384];

  while (all->len <= max) {
    gssize n = read (fd, buffer, sizeof buffer);

    if (n == 0)
      return g_byte_array_free_to_bytes (g_steal_pointer (&all));
    if (n > 0)
      g_byte_array_append (all, buffer, (guint) n);
    else if (errno != EINTR) {
      g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                   _("The file cannot be read: %s"), g_strerror (errno));
      return NULL;
    }
  }
  g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                       _("That file is too large."));
  return NULL;
}

/* Without a bus the descriptor is one of this process. */
static int
dup_file (gint32 handle, GUnixFDList *fds, GError **error)
{
  int fd = fds != NULL ? g_unix_fd_list_get (fds, handle, error) : dup (handle);

  if (fd < 0 && fds == NULL)
    g_set_error_literal (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
                         _("There is no file to read or write."));
  return fd;
}

/* Reads a file that was handed over. */
static GBytes *
take_file (gint32 handle, GUnixFDList *fds, gsize max, GError **error)
{
  int fd = dup_file (handle, fds, error);
  GBytes *data;

  if (fd < 0)
    return NULL;
  data = read_all (fd, max, error);
  close (fd);
  return data;
}

static GVariant *
save_hand (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autoptr (GBytes) data = NULL;
  const char *name;
  gint32 handle;
  gint64 id;

  g_variant_get (parameters, "(x&sh)", &id, &name, &handle);
  data = take_file (handle, fds, HEARTH_HAND_MAX_BYTES, error);
  if (data == NULL || !hearth_letters_save_hand (engine, &id, name, data, error))
    return NULL;
  return g_variant_new ("(x)", id);
}

static GVariant *
rename_hand (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  const char *name;
  gint64 id;

  g_variant_get (parameters, "(x&s)", &id, &name);
  return hearth_letters_save_hand (engine, &id, name, NULL, error) ? g_variant_new ("()") : NULL;
}

static GVariant *
remove_hand (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  gint64 id;

  g_variant_get (parameters, "(x)", &id);
  return hearth_letters_remove_hand (engine, id, error) ? g_variant_new ("()") : NULL;
}

static void
take_book (HearthBookRow *book, GVariant *fields)
{
  const struct {
    const char *name;
    char **field;
  } texts[] = {
    { "title", &book->title },   { "dedication", &book->dedication },
    { "author", &book->author }, { "paper", &book->paper },
    { "face", &book->face },     { "pen", &book->pen },
  };
  g_autoptr (GVariantIter) letters = NULL;
  gint64 letter;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    const char *value;

    if (!g_variant_lookup (fields, texts[i].name, "&s", &value))
      continue;
    g_free (*texts[i].field);
    *texts[i].field = g_strdup (value);
  }
  if (!g_variant_lookup (fields, "letters", "ax", &letters))
    return;
  g_array_set_size (book->letters, 0);
  while (g_variant_iter_next (letters, "x", &letter))
    g_array_append_val (book->letters, letter);
}

static GVariant *
save_book (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autoptr (GVariant) fields = NULL;
  g_autoptr (HearthBookRow) book = NULL;
  gint64 id;

  g_variant_get (parameters, "(x@a{sv})", &id, &fields);
  book = id != 0 ? hearth_store_books_get (hearth_engine_get_reader (engine), id, error)
                 : hearth_book_row_new ("", "");
  if (book == NULL)
    return NULL;
  take_book (book, fields);
  if (!hearth_letters_save_book (engine, book, error))
    return NULL;
  return g_variant_new ("(x)", book->id);
}

static GVariant *
remove_book (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  gint64 id;

  g_variant_get (parameters, "(x)", &id);
  return hearth_letters_remove_book (engine, id, error) ? g_variant_new ("()") : NULL;
}

static GVariant *
compose_mail (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  HearthLetterMail mail = { "", "", "", NULL, NULL };
  g_autoptr (GVariant) fields = g_variant_get_child_value (parameters, 0);
  g_autoptr (GBytes) data = NULL;
  gint32 handle;
  gint64 draft;

  g_variant_lookup (fields, "to", "&s", &mail.to);
  g_variant_lookup (fields, "subject", "&s", &mail.subject);
  g_variant_lookup (fields, "text", "&s", &mail.text);
  if (g_variant_lookup (fields, "file", "h", &handle)) {
    mail.data = data = take_file (handle, fds, HEARTH_LETTER_MAIL_MAX_BYTES, error);
    if (data == NULL)
      return NULL;
    mail.name = "letter.pdf";
    g_variant_lookup (fields, "name", "&s", &mail.name);
  }
  draft = hearth_letters_compose_mail (engine, &mail, error);
  return draft != 0 ? g_variant_new ("(x)", draft) : NULL;
}

static GVariant *
list_occasions (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  g_autoptr (GPtrArray) occasions =
      hearth_occasions_list (hearth_engine_get_reader (engine), hearth_clock_now (), error);
  GVariantBuilder list;

  if (occasions == NULL)
    return NULL;
  g_variant_builder_init (&list, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < occasions->len; i++) {
    const HearthOccasion *occasion = g_ptr_array_index (occasions, i);
    GVariantDict dict;

    g_variant_dict_init (&dict, NULL);
    g_variant_dict_insert (&dict, "key", "s", occasion->key);
    g_variant_dict_insert (&dict, "kind", "s", hearth_occasion_kind_to_string (occasion->kind));
    g_variant_dict_insert (&dict, "name", "s", occasion->name);
    g_variant_dict_insert (&dict, "reason", "s", occasion->reason);
    if (occasion->day != 0)
      g_variant_dict_insert (&dict, "day", "x", occasion->day);
    g_variant_builder_add_value (&list, g_variant_dict_end (&dict));
  }
  return g_variant_new ("(aa{sv})", &list);
}

static GVariant *
dismiss_occasion (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error)
{
  const char *key;
  gboolean dismissed;

  g_variant_get (parameters, "(&sb)", &key, &dismissed);
  return hearth_letters_dismiss_occasion (engine, key, dismissed, error) ? g_variant_new ("()")
                                                                         : NULL;
}

static const struct {
  const char *method;
  const char *type;
  GVariant *(*call) (HearthEngine *engine, GVariant *parameters, GUnixFDList *fds, GError **error);
} verbs[] = {
  { "SaveLetter", "(xa{sv}b)", save_letter },      { "DeleteLetter", "(x)", delete_letter },
  { "RestoreVersion", "(xx)", restore_version },   { "StepLetter", "(xb)", step_letter },
  { "DismissMarks", "(xasb)", dismiss_marks },     { "SetOwnWord", "(ssb)", set_own_word },
  { "StartLetter", "(sasb)", start_letter },       { "SaveHand", "(xsh)", save_hand },
  { "RenameHand", "(xs)", rename_hand },           { "RemoveHand", "(x)", remove_hand },
  { "SaveBook", "(xa{sv})", save_book },           { "RemoveBook", "(x)", remove_book },
  { "ComposeMail", "(a{sv})", compose_mail },      { "ListOccasions", "()", list_occasions },
  { "DismissOccasion", "(sb)", dismiss_occasion },
};

/**
 * hearth_letter_verb_is:
 * @method: the name of a method, as on D-Bus
 *
 * Returns: whether hearth_letter_verb_call() does it
 */
gboolean
hearth_letter_verb_is (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0)
      return TRUE;
  }
  return FALSE;
}

/**
 * hearth_letter_verb_call:
 * @engine: the engine
 * @method: the name of a method, as on D-Bus
 * @parameters: what it takes there
 * @fds: (nullable): descriptors that came with it; %NULL if its handles are this process's own
 * @error: a #HearthEngineError or #HearthStoreError
 *
 * Does what a method does.
 *
 * Returns: (transfer floating) (nullable): what it gives back, or %NULL
 */
GVariant *
hearth_letter_verb_call (HearthEngine *engine, const char *method, GVariant *parameters,
                         GUnixFDList *fds, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++) {
    if (strcmp (verbs[i].method, method) == 0 &&
        g_variant_is_of_type (parameters, G_VARIANT_TYPE (verbs[i].type)))
      return verbs[i].call (engine, parameters, fds, error);
  }
  g_set_error (error, HEARTH_ENGINE_ERROR, HEARTH_ENGINE_ERROR_INVALID,
               _("There is no method “%s” like that."), method);
  return NULL;
}

/**
 * hearth_letter_verb_dup_input:
 *
 * Reads what a method takes from the standard input, for the engine without a bus: a letter is
 * longer than an argument may be.
 *
 * Returns: (transfer full): it
 */
char *
hearth_letter_verb_dup_input (void)
{
  GString *text = g_string_new (NULL);
  char buffer[4096];
  gsize n;

  while (text->len < MAX_PARAMETERS && (n = fread (buffer, 1, sizeof buffer, stdin)) > 0)
    g_string_append_len (text, buffer, (gssize) n);
  return g_string_free (text, FALSE);
}
