/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hearth-ctl-book.h"

#include <glib/gi18n.h>

#include "hearth-ctl-letter.h"

/* What commands about books have in common. */

/**
 * hearth_ctl_book_load:
 * @ctl: what is meant
 * @argument: the number of a book
 * @code: (out): how to end if there is none
 *
 * Returns: (transfer full) (nullable): the book; %NULL when it has been said what is wrong
 */
HearthBookRow *
hearth_ctl_book_load (HearthCtl *ctl, const char *argument, HearthCtlExit *code)
{
  g_autoptr (HearthDatabase) db = NULL;
  g_autoptr (GError) error = NULL;
  HearthBookRow *book;
  gint64 id;

  if (!hearth_ctl_parse_id (argument, &id)) {
    *code =
        hearth_ctl_usage (_("“%s” is not the number of a book; see hearthctl letter book list"),
                          argument);
    return NULL;
  }
  db = hearth_ctl_open_store (ctl, code);
  if (db == NULL)
    return NULL;
  book = hearth_store_books_get (db, id, &error);
  if (book == NULL)
    *code = hearth_ctl_fail (error);
  return book;
}

/* Returns: where it is, or the number of all. */
static guint
find (GArray *letters, gint64 id)
{
  guint i = 0;

  while (i < letters->len && g_array_index (letters, gint64, i) != id)
    i++;
  return i;
}

/**
 * hearth_ctl_book_add:
 * @letters: (element-type gint64): the letters of a book
 * @argument: the number of a letter
 * @at: where it goes, from 0; anything more for the end
 * @code: (out): how to end if that cannot be
 *
 * Returns: whether it is among them; if not, it has been said why
 */
gboolean
hearth_ctl_book_add (GArray *letters, const char *argument, guint at, HearthCtlExit *code)
{
  gint64 id;

  if (!hearth_ctl_parse_id (argument, &id)) {
    *code = hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                              argument);
    return FALSE;
  }
  if (find (letters, id) < letters->len) {
    *code = hearth_ctl_usage (_("letter %lld is in that book already"), (long long) id);
    return FALSE;
  }
  g_array_insert_val (letters, MIN (at, letters->len), id);
  return TRUE;
}

/**
 * hearth_ctl_book_remove:
 * @letters: (element-type gint64): the letters of a book
 * @argument: the number of a letter
 * @code: (out): how to end if it is not there
 *
 * Returns: whether it was among them, and is not any more; if not, it has been said
 */
gboolean
hearth_ctl_book_remove (GArray *letters, const char *argument, HearthCtlExit *code)
{
  gint64 id;
  guint at;

  if (!hearth_ctl_parse_id (argument, &id)) {
    *code = hearth_ctl_usage (_("“%s” is not the number of a letter; see hearthctl letter list"),
                              argument);
    return FALSE;
  }
  at = find (letters, id);
  if (at == letters->len) {
    hearth_ctl_usage (_("letter %lld is not in that book"), (long long) id);
    *code = HEARTH_CTL_NOTHING;
    return FALSE;
  }
  g_array_remove_index (letters, at);
  return TRUE;
}

/**
 * hearth_ctl_book_save:
 * @ctl: what is meant
 * @id: a book, or 0 for a new one
 * @fields: what is new in it; cleared
 * @letters: (nullable) (element-type gint64): its letters, if these are new
 * @sentence: what is said when it is done
 *
 * Stores a book and says so.
 *
 * Returns: how it ended
 */
HearthCtlExit
hearth_ctl_book_save (HearthCtl *ctl, gint64 id, GVariantDict *fields, GArray *letters,
                      const char *sentence)
{
  HearthCtlExit code;
  g_autoptr (GVariant) reply = NULL;

  if (letters != NULL)
    g_variant_dict_insert_value (fields, "letters",
                                 g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, letters->data,
                                                            letters->len, sizeof (gint64)));
  reply = hearth_ctl_letter_call (ctl, "SaveBook",
                                  g_variant_new ("(x@a{sv})", id, g_variant_dict_end (fields)),
                                  "(x)", &code);
  if (reply == NULL)
    return code;
  g_variant_get (reply, "(x)", &id);
  return hearth_ctl_letter_tell (ctl, "id", id, sentence);
}
